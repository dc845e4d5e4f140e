"""The red team: tries to say who gave which answer, with the whole database in its hands (decision 0023, quality 2.5).

It is given more than anybody would have: in which order people answered, as an access log tells it; who of them wrote
a free text; and every free text there is. What it must not be able to do is to put the two together.
"""

import itertools
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.surveys.crowd import SECRET, Poll
from tests.surveys.dump import Dump, Row

_ID = re.compile(r"[0-9a-f]{32}")
Guess = dict[UUID, str]  # somebody, and the text they are said to have written
Strategy = Callable[[Poll, Dump, Dump, list[str]], Guess]


def guesses(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> dict[str, Guess]:
    """What each strategy says, from a dump while people answered and one after it closed."""
    return {name: guess for name, strategy in STRATEGIES.items() for guess in [strategy(poll, before, after, logs)]}


def hits(poll: Poll, guess: Guess) -> int:
    """How many of the guesses are right."""
    return sum(poll.texts.get(person) == text for person, text in guess.items())


# --- reading a dump --------------------------------------------------------------------------------


def words(value: Any) -> str:
    """All that is written in a value, as one line; bytes are read for what they say, if they say anything."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "ignore")
    if isinstance(value, dict):
        return " ".join(f"{words(key)} {words(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return " ".join(map(words, value))
    if isinstance(value, str) and "\\u" in value:  # JSON as SQLite keeps it, JSON in JSON too
        return re.sub(r"\\+u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), value)
    return str(value)


def lines_of(dump: Dump) -> list[tuple[Row, str]]:
    """Every row with its words, in the order in which they lie."""
    if not dump.lines:
        dump.lines += [(row, words(list(row.values()))) for rows in dump.tables.values() for row in rows]
    return dump.lines


def whole(dump: Dump) -> str:
    return "\n".join(line for _row, line in lines_of(dump))


def in_order_of(text: str, poll: Poll) -> list[str]:
    """The free texts that stand in `text`, in the order in which they do."""
    if SECRET not in text:
        return []
    found = [(text.find(secret), secret) for secret in poll.texts.values()]
    return [secret for place, secret in sorted(found) if place >= 0]


def writers(poll: Poll) -> list[UUID]:
    """Who wrote something, as they came."""
    return [person for person in poll.order if person in poll.texts]


def paired(people: list[UUID], texts: list[str]) -> Guess:
    return dict(zip(people, texts, strict=False))


def named_in(line: str, poll: Poll) -> list[UUID]:
    """Those who wrote something and whose ids stand in `line`, each once."""
    return [person for person in map(UUID, set(_ID.findall(line.replace("-", "")))) if person in poll.texts]


# --- strategies ------------------------------------------------------------------------------------


def by_place(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
    """The first text that lies in the database is of the first who answered."""
    return paired(writers(poll), in_order_of(whole(after), poll))


def by_place_backwards(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
    return paired(writers(poll), in_order_of(whole(after), poll)[::-1])


def by_place_earlier(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
    """The same in the database as it was while people answered."""
    return paired(writers(poll), in_order_of(whole(before), poll))


def by_rank_of(column: str) -> Strategy:
    """Rows that hold a text each, in the order of one of their columns: an id, a moment, a transaction."""

    def strategy(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
        found = []
        for row, line in lines_of(after):
            if column in row and (texts := in_order_of(line, poll)):
                found.append((str(row[column]).rjust(40), texts))
        return paired(writers(poll), list(itertools.chain.from_iterable(texts for _key, texts in sorted(found))))

    return strategy


def by_participation(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
    """People in the order of the transactions that wrote down that they took part, texts as they lie."""
    rows = [row for row in after.tables["surveys_target"] if row["answered"]]
    rows.sort(key=lambda row: int(row["_xmin"] if "_xmin" in row else row["_rowid"]))
    people = [person for row in rows for person in named_in(words(row["user_id"]), poll)]
    return paired(people, in_order_of(whole(after), poll))


def by_length(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
    """The longest envelope holds the longest text: envelopes lie in the order in which people came."""
    lengths = [len(bytes(row["sealed"])) for row in before.tables["surveys_envelope"]]
    if len(lengths) != len(poll.order) or len(set(lengths)) == 1:
        return {}
    ranked = sorted(zip(poll.order, lengths, strict=True), key=lambda pair: pair[1])
    people = [person for person, _length in ranked if person in poll.texts]
    return paired(people, sorted(poll.texts.values(), key=lambda text: len(text.encode())))


def by_envelope(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
    """An envelope can be read without its key."""
    rows = before.tables["surveys_envelope"]
    if len(rows) != len(poll.order):
        return {}
    read = [in_order_of(words(row["sealed"]), poll) for row in rows]
    return {person: texts[0] for person, texts in zip(poll.order, read, strict=True) if texts}


def by_name(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
    """A row or a line of a log that names somebody and says what they said."""
    guess: Guess = {}
    lines = itertools.chain((line for dump in (before, after) for _row, line in lines_of(dump)), logs)
    for line in lines:
        texts = in_order_of(line, poll)
        people = named_in(line, poll) if texts else []
        if len(people) == len(texts) == 1:
            guess[people[0]] = texts[0]
    return guess


def by_shared_key(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
    """A value that a row about one person and a row about one text have in common, and no other."""
    said: dict[str, set[str]] = {}
    seen: dict[str, set[UUID]] = {}
    for row, line in itertools.chain(lines_of(before), lines_of(after)):
        texts = in_order_of(line, poll)
        people = named_in(line, poll)
        for value in map(words, row.values()):
            if len(value) < 6:
                continue
            if len(texts) == 1:
                said.setdefault(value, set()).update(texts)
            if len(people) == 1:
                seen.setdefault(value, set()).update(people)
    both = said.keys() & seen.keys()
    return {next(iter(seen[v])): next(iter(said[v])) for v in both if len(seen[v]) == len(said[v]) == 1}


def by_files(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
    """The bytes on the disk, the journal among them, written while people answered."""
    for raw in before.files.values():
        if texts := in_order_of(raw.decode("utf-8", "ignore"), poll):
            return paired(writers(poll), texts)
    return {}


def by_journal_afterwards(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
    """The same after it closed: the order in which the texts were written to the disk at last."""
    for raw in after.files.values():
        if texts := in_order_of(raw.decode("utf-8", "ignore"), poll):
            return paired(writers(poll), texts)
    return {}


def by_logs(poll: Poll, before: Dump, after: Dump, logs: list[str]) -> Guess:
    return paired(writers(poll), in_order_of("\n".join(logs), poll))


STRATEGIES: dict[str, Strategy] = {
    "place": by_place,
    "place, backwards": by_place_backwards,
    "place while people answered": by_place_earlier,
    "id": by_rank_of("id"),
    "transaction": by_rank_of("_xmin"),
    "moment": by_rank_of("created_at"),
    "participation": by_participation,
    "length": by_length,
    "envelope": by_envelope,
    "name": by_name,
    "shared key": by_shared_key,
    "files": by_files,
    "files afterwards": by_journal_afterwards,
    "logs": by_logs,
}

"""The red team: tries to say who gave which answer, with the whole database in its hands (decision 0023).

It is given more than anybody would have: in which order people answered, as an access log tells it; who of them wrote
a free text; and every free text there is. What it must not be able to do is to put the two together.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from tests.surveys.crowd import Poll
from tests.surveys.dump import Row
from tests.surveys.reading import Reading, mark_of, said_in, shared_keys, words

Guess = dict[UUID, str]  # somebody, and the mark of the text they are said to have written
Strategy = Callable[[Poll, Reading, Reading], Guess]


class Score:
    """How often each strategy was right about how many texts, in a dump from before and one from after the end.

    `leaked`: texts of surveys that have too few of them to be shown, found anywhere at all.
    """

    def __init__(self, polls: list[Poll], before: Reading, after: Reading) -> None:
        self.polls = [poll for poll in polls if len(poll.texts) >= poll.survey.text_threshold]
        few = {mark_of(text) for poll in polls if poll not in self.polls for text in poll.texts.values()}
        self.leaked = few & {
            *before.said,
            *after.said,
            *before.said_in_files,
            *after.said_in_files,
            *after.said_in_logs,
        }
        self.right = {
            name: [_hits(poll, strategy(poll, before, after)) for poll in self.polls]
            for name, strategy in STRATEGIES.items()
        }
        keys = shared_keys([before, after])
        self.right["shared key"] = [_hits(poll, _those_of(poll, keys)) for poll in self.polls]

    @property
    def texts(self) -> int:
        """How many there were to be guessed."""
        return sum(len(poll.texts) for poll in self.polls)

    @property
    def best(self) -> list[tuple[str, int]]:
        """The strategies that were right most often."""
        return Counter({name: sum(hits) for name, hits in self.right.items()}).most_common(4)

    @property
    def advantage(self) -> float:
        """Of the best strategy over guessing, which is right once a survey on average, however many texts there are."""
        return (self.best[0][1] - len(self.polls)) / self.texts

    @property
    def advantage_a_survey(self) -> float:
        """The same, small surveys counting as much as large ones."""
        sizes = [len(poll.texts) for poll in self.polls]
        best = max(sum(hit / size for hit, size in zip(hits, sizes, strict=True)) for hits in self.right.values())
        return (best - sum(1 / size for size in sizes)) / len(sizes)


def _hits(poll: Poll, guess: Guess) -> int:
    return sum(mark_of(poll.texts[person]) == mark for person, mark in guess.items() if person in poll.texts)


def _writers(poll: Poll) -> list[UUID]:
    """Who wrote something, as they came."""
    return [person for person in poll.order if person in poll.texts]


def _paired(poll: Poll, marks: Iterable[str], people: list[UUID] | None = None) -> Guess:
    """The first who came is said to have written what stands first, and so on."""
    known = {mark_of(text) for text in poll.texts.values()}
    return dict(zip(people or _writers(poll), [mark for mark in dict.fromkeys(marks) if mark in known], strict=False))


def _those_of(poll: Poll, found: dict[str, str]) -> Guess:
    return {person: found[person.hex] for person in poll.texts if person.hex in found}


# --- strategies ------------------------------------------------------------------------------------


def by_rank_of(column: str) -> Strategy:
    """Rows that hold a text, in the order of one of their columns: an id, a moment, a transaction."""

    def strategy(poll: Poll, before: Reading, after: Reading) -> Guess:
        rows = [each for each in after.telling if column in each.row]
        rows.sort(key=lambda each: str(each.row[column]).rjust(40))
        return _paired(poll, (mark for each in rows for mark in each.said))

    return strategy


def by_participation(poll: Poll, before: Reading, after: Reading) -> Guess:
    """People in the order of the transactions that wrote down that they took part, texts as they lie."""
    rows = [row for row in after.rows_of("surveys_target", poll.survey.pk) if row["answered"]]
    rows.sort(key=lambda row: int(row["_xmin"] if "_xmin" in row else row["_rowid"]))
    people = [UUID(words(row["user_id"])) for row in rows]
    return _paired(poll, after.said, [person for person in people if person in poll.texts])


def _envelopes(poll: Poll, before: Reading) -> list[tuple[UUID, Row]]:
    """Whose envelope is whose: they lie in the order in which people came."""
    rows = before.rows_of("surveys_envelope", poll.survey.pk)
    return list(zip(poll.order, rows, strict=True)) if len(rows) == len(poll.order) else []


def by_length(poll: Poll, before: Reading, after: Reading) -> Guess:
    """The longest envelope holds the longest text."""
    lengths = {person: len(bytes(row["sealed"])) for person, row in _envelopes(poll, before) if person in poll.texts}
    if len(set(lengths.values())) < 2:
        return {}
    texts = sorted(poll.texts.values(), key=lambda text: len(text.encode()))
    return dict(zip(sorted(lengths, key=lambda who: lengths[who]), map(mark_of, texts), strict=False))


def by_envelope(poll: Poll, before: Reading, after: Reading) -> Guess:
    """An envelope can be read without its key."""
    read = {person: said_in(words(row["sealed"])) for person, row in _envelopes(poll, before)}
    return {person: marks[0] for person, marks in read.items() if marks}


def by_name(poll: Poll, before: Reading, after: Reading) -> Guess:
    """A row or a line of a log that names somebody and says what they said."""
    alone = [each for reading in (before, after) for each in reading.telling if len(each.said) == 1]
    return {person: each.said[0] for each in alone for person in poll.texts if person.hex in each.named}


STRATEGIES: dict[str, Strategy] = {
    "place": lambda poll, before, after: _paired(poll, after.said),
    "place, backwards": lambda poll, before, after: _paired(poll, after.said[::-1]),
    "place while people answered": lambda poll, before, after: _paired(poll, before.said),
    "files while people answered": lambda poll, before, after: _paired(poll, before.said_in_files),
    "files": lambda poll, before, after: _paired(poll, after.said_in_files),
    "logs": lambda poll, before, after: _paired(poll, after.said_in_logs),
    "id": by_rank_of("id"),
    "transaction": by_rank_of("_xmin"),
    "moment": by_rank_of("created_at"),
    "participation": by_participation,
    "length": by_length,
    "envelope": by_envelope,
    "name": by_name,
}

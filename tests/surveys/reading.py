"""A dump as the red team reads it: what is said and who is named in it, row by row, in the order in which it lies."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from tests.surveys.dump import Dump, Row

# How a free text begins, in any way that JSON writes it; what follows tells it from all others (tests.surveys.crowd).
_SAID = re.compile(r"(?:비밀|\\+ube44\\+ubc00) ([0-9a-f]{10})")
_SAID_IN_BYTES = re.compile(_SAID.pattern.encode())
_NAMED = re.compile(r"[0-9a-f]{32}")
SHORTEST_KEY = 6  # shorter values stand in any two rows


@dataclass(frozen=True)
class Line:
    """One row, or one line of a log: the marks of the texts in it in their order, and the ids."""

    row: Row
    said: list[str]
    named: frozenset[str]


def mark_of(text: str) -> str:
    """What tells a free text from all others."""
    return said_in(text)[0]


def said_in(text: str) -> list[str]:
    """The marks of the texts that stand in `text`, in the order in which they do, each once."""
    return list(dict.fromkeys(_SAID.findall(text)))


def line(row: Row) -> Line:
    """A row, read."""
    text = words(list(row.values()))
    return Line(row, said_in(text), frozenset(_NAMED.findall(text.replace("-", ""))))


def words(value: Any) -> str:
    """All that is written in a value, as one line; bytes are read for what they say, if they say anything."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "ignore")
    if isinstance(value, dict):
        return " ".join(f"{words(key)} {words(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return " ".join(map(words, value))
    return str(value)


@dataclass
class Reading:
    """A dump, and the lines of the log up to it."""

    dump: Dump
    logs: list[str] = field(default_factory=list)

    @cached_property
    def lines(self) -> list[Line]:
        """All rows."""
        return [line(row) for rows in self.dump.tables.values() for row in rows]

    @cached_property
    def telling(self) -> list[Line]:
        """Rows and lines of the log that say something somebody wrote."""
        return [each for each in self.lines if each.said] + [
            each for text in self.logs if (each := line({"text": text})).said
        ]

    @cached_property
    def said(self) -> list[str]:
        """Every mark, in the order in which they lie in the database."""
        return list(dict.fromkeys(mark for each in self.lines for mark in each.said))

    @cached_property
    def said_in_files(self) -> list[str]:
        """The same in the bytes on the disk."""
        return [mark.decode() for raw in self.dump.files.values() for mark in _SAID_IN_BYTES.findall(raw)]

    @cached_property
    def said_in_logs(self) -> list[str]:
        return [mark for text in self.logs for mark in said_in(text)]

    def rows_of(self, table: str, survey_id: UUID) -> list[Row]:
        """The rows of a table that belong to a survey."""
        return [row for row in self.dump.tables[table] if str(row["survey_id"]).replace("-", "") == survey_id.hex]


def shared_keys(readings: Iterable[Reading]) -> dict[str, str]:
    """`{id: mark}` of those that have a value in common which no other id and no other mark has."""
    said: dict[str, set[str]] = {}
    seen: dict[str, set[str]] = {}
    for reading in readings:
        for each in reading.lines:
            for value in map(words, each.row.values()) if each.said or each.named else ():
                if len(value) < SHORTEST_KEY:
                    continue
                if len(each.said) == 1:
                    said.setdefault(value, set()).update(each.said)
                for person in each.named:
                    seen.setdefault(value, set()).add(person)
    both = (value for value in said.keys() & seen.keys() if len(said[value]) == 1)
    return {person: next(iter(said[value])) for value in both for person in seen[value] if _alone(seen[value], value)}


def _alone(people: set[str], value: str) -> bool:
    """Whether a value names one person beside what it is itself."""
    return len(people - {value.replace("-", "")}) == 1

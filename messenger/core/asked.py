"""What somebody asked a list for, as the log keeps it: short, and of letters that every database takes."""

from collections.abc import Iterable

MOST_FILTERS, MOST_LETTERS = 12, 100


def filters_of(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The filters that were set, by their names; at most `MOST_FILTERS`."""
    told = [(words_of(name), words_of(value)) for name, value in items if value]
    return dict(told[:MOST_FILTERS])


def words_of(text: str) -> str:
    """A part of a text, at most `MOST_LETTERS` long."""
    return text.replace("\0", "�")[:MOST_LETTERS]

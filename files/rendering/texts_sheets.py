"""Listens to the parts of an Excel file: the names of its sheets, the strings they share, their cells.

Cells are read row by row as they stand in the sheet; of a formula its last result, as people see it.
"""

from files.rendering.words import Words

_MOST_SHARED = 8_000_000  # characters of shared strings that are kept in mind


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


class Names:
    """Reads what the sheets are called."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if local(tag) == "sheet":
            self._words.add(attributes.get("name", "") + "\n")

    def close(self) -> None:
        """The part ends."""


class Shared:
    """Keeps the strings in mind to which cells refer by their number; above what can be kept they are empty."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._listens = False
        self._phonetic = 0
        self._room = _MOST_SHARED

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        self._phonetic += name == "rPh"
        self._listens = name == "t" and not self._phonetic

    def data(self, text: str) -> None:
        """Characters between two tags."""
        if self._listens and self._room > 0:
            self._pieces.append(text)
            self._room -= len(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        self._listens = False
        self._phonetic -= name == "rPh"
        if name == "si":
            self.strings.append("".join(self._pieces))
            self._pieces.clear()

    def close(self) -> None:
        """The part ends."""


class Cells:
    """Reads the cells of one sheet."""

    def __init__(self, words: Words, shared: Shared) -> None:
        self._words, self._shared = words, shared
        self._type = ""
        self._pieces: list[str] = []
        self._listens = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if name == "c":
            self._type = attributes.get("t", "n")
            self._pieces.clear()
        self._listens = name in ("v", "t")

    def data(self, text: str) -> None:
        """Characters between two tags."""
        if self._listens:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        self._listens = False
        if name == "c" and self._pieces:
            self._words.add(self._shown("".join(self._pieces)) + "\t")
        elif name == "row":
            self._words.add("\n")

    def _shown(self, value: str) -> str:
        if self._type != "s":
            return value
        number = int(value)
        return self._shared.strings[number] if 0 <= number < len(self._shared.strings) else ""

    def close(self) -> None:
        """The part ends."""

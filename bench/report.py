"""What was measured, and the one table it ends in."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside its goal.

    `floor` is what the bare thing did in the same run; `least` and `most` bound the ratio to it,
    `at_least` and `at_most` the figure itself. A row without bounds is told for the reader.
    """

    goal: str
    what: str
    figure: float
    unit: str
    floor: float | None = None
    least: float | None = None
    most: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def ratio(self) -> float | None:
        """The figure in terms of the floor."""
        return self.figure / self.floor if self.floor else None

    @property
    def is_ratio(self) -> bool:
        """Whether the verdict holds on any machine."""
        return self.least is not None or self.most is not None

    @property
    def wanted(self) -> str:
        """The goal in few words."""
        bounds = (("≥ {} ×", self.least), ("≤ {} ×", self.most), ("≥ {}", self.at_least), ("≤ {}", self.at_most))
        return ", ".join(text.format(f"{bound:,g}") for text, bound in bounds if bound is not None)

    @property
    def verdict(self) -> str:
        """`met`, `missed`, or nothing where no goal was set."""
        if not self.wanted:
            return ""
        ratio = self.ratio or 0.0
        met = (
            (self.least is None or ratio >= self.least)
            and (self.most is None or ratio <= self.most)
            and (self.at_least is None or self.figure >= self.at_least)
            and (self.at_most is None or self.figure <= self.at_most)
        )
        return "met" if met else "missed"


def table(rows: Iterable[Row]) -> str:
    """All rows; those that hold on any machine come first."""
    head = ("goal", "what", "figure", "unit", "floor", "ratio", "wanted", "verdict")
    lines = [head] + [
        (
            row.goal,
            row.what,
            number(row.figure),
            row.unit,
            number(row.floor),
            "" if row.ratio is None else f"{row.ratio:.2f}",
            row.wanted,
            row.verdict,
        )
        for row in sorted(rows, key=lambda row: not row.is_ratio)
    ]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(head))]
    shown = ["| " + " | ".join(_padded(*cell) for cell in zip(line, widths, strict=True)) + " |" for line in lines]
    return "\n".join([shown[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *shown[1:]])


def number(value: float | None) -> str:
    """Three digits or so, for people."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))

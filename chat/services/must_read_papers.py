"""Draws the report of a notice as a PDF: straight onto the pages, so that five thousand names take a second.

The Korean font is one that every reader of PDF brings along (Adobe's `HYGothic-Medium`), so no font file is needed.
What that font has no place for (emoji) becomes a box.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "HYGothic-Medium"
WIDTH, HEIGHT = A4
MARGIN, BOTTOM = 48.0, 60.0
COLUMNS = (0.0, 150.0, 300.0, 390.0)  # from the left margin
ROW, LINE = 17.0, 15.0
TEXT_SIZE, SMALL = 9.5, 8.0


@dataclass(frozen=True, slots=True)
class Paper:
    """What is drawn: a title, facts as pairs, the notice's text, and a table of four columns."""

    title: str
    text: str
    facts: list[tuple[str, str]]
    head: tuple[str, str, str, str]
    rows: list[tuple[str, str, str, str]]
    foot: str


def drawn(paper: Paper) -> bytes:
    """The PDF's bytes."""
    _font()
    made = io.BytesIO()
    pen = _Pen(Canvas(made, pagesize=A4, pageCompression=1), _known(paper.foot))
    pen.canvas.setTitle(_known(paper.title))
    _heading(pen, paper)
    _table(pen, paper)
    pen.end()
    return made.getvalue()


@cache
def _font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class _Pen:
    """Where on which page the next line goes."""

    def __init__(self, canvas: Canvas, foot: str) -> None:
        self.canvas, self.foot = canvas, foot
        self.page = 1
        self.y = HEIGHT - MARGIN

    def down(self, by: float) -> bool:
        """Move on; whether that began a new page."""
        self.y -= by
        if self.y >= BOTTOM:
            return False
        self._finish()
        self.page += 1
        self.y = HEIGHT - MARGIN - by
        return True

    def write(self, text: str, x: float = 0.0, size: float = TEXT_SIZE) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(MARGIN + x, self.y, text)

    def rule(self, grey: float = 0.8) -> None:
        self.canvas.setStrokeGray(grey)
        self.canvas.line(MARGIN, self.y - 5, WIDTH - MARGIN, self.y - 5)

    def end(self) -> None:
        self._finish()
        self.canvas.save()

    def _finish(self) -> None:
        self.canvas.setFont(FONT, SMALL)
        self.canvas.setFillGray(0.4)
        self.canvas.drawString(MARGIN, MARGIN - 14, self.foot)
        self.canvas.drawRightString(WIDTH - MARGIN, MARGIN - 14, str(self.page))
        self.canvas.setFillGray(0.0)
        self.canvas.showPage()


def _heading(pen: _Pen, paper: Paper) -> None:
    for line in _wrapped(paper.title, 17, WIDTH - 2 * MARGIN):
        pen.down(24)
        pen.write(line, size=17)
    pen.down(6)
    pen.rule(0.2)
    pen.down(6)
    for name, value in paper.facts:
        for n, line in enumerate(_wrapped(value, TEXT_SIZE, WIDTH - 2 * MARGIN - 100)):
            pen.down(ROW if n == 0 else LINE)
            if n == 0:
                pen.write(_known(name))
            pen.write(line, 100)
    pen.down(8)
    for line in _wrapped(paper.text, TEXT_SIZE, WIDTH - 2 * MARGIN):
        pen.down(LINE)
        pen.write(line)
    pen.down(12)


def _table(pen: _Pen, paper: Paper) -> None:
    _names_of_columns(pen, paper)
    widths = (*(after - x - 8 for x, after in pairwise(COLUMNS)), 120.0)
    for row in paper.rows:
        if pen.down(ROW):
            _names_of_columns(pen, paper)
            pen.down(ROW)
        for x, width, cell in zip(COLUMNS, widths, row, strict=True):
            pen.write(_cut(_known(cell), width), x)
        pen.rule()


def _names_of_columns(pen: _Pen, paper: Paper) -> None:
    pen.down(ROW)
    for x, name in zip(COLUMNS, paper.head, strict=True):
        pen.write(_known(name), x, SMALL)
    pen.rule(0.2)


def _wrapped(text: str, size: float, width: float) -> Iterator[str]:
    """The lines that fit; Korean breaks anywhere, so does what has no blanks."""
    for paragraph in _known(text).splitlines() or [""]:
        line, used = "", 0.0
        for sign in paragraph:
            wide = _width(sign, size)
            if used + wide > width:
                yield line
                line, used = "", 0.0
            line, used = line + sign, used + wide
        yield line


def _cut(text: str, width: float) -> str:
    if _width(text, TEXT_SIZE) <= width:
        return text
    while text and _width(text + "…", TEXT_SIZE) > width:
        text = text[:-1]
    return text + "…"


def _width(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, size))


def _known(text: str) -> str:
    """What the font can write: nothing beyond the Basic Multilingual Plane."""
    return "".join("□" if ord(sign) > 0xFFFF else " " if sign == "\t" else sign for sign in text)

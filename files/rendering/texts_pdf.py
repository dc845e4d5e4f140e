"""Reads the pages of a PDF, one after the other."""

import encodings.utf_16_le  # noqa: F401  (the fences would keep it from being loaded)
from typing import BinaryIO

import pypdfium2

from files.rendering.words import Words


def read(source: BinaryIO, words: Words) -> None:
    """Page by page, until there is enough. One that wants a password is refused by the library."""
    with pypdfium2.PdfDocument(source) as document:
        for number in range(len(document)):
            words.go_on()
            page = document[number]
            written = page.get_textpage()
            words.add(written.get_text_bounded() + "\n")
            written.close()
            page.close()

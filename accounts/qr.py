"""QR codes, drawn here: nothing of a secret leaves the house to become a picture."""

import segno


def svg(text: str) -> str:
    """An inline SVG without style attributes, black on white with its quiet zone, whatever the theme."""
    return segno.make(text, error="m").svg_inline(scale=1, border=4, dark="#000", light="#fff", omitsize=True)

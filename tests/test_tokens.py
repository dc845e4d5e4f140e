"""The colours can be read: every pair that stands together keeps its contrast, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[1] / "static/css/tokens.css").read_text(encoding="utf-8")
# Text 4.5:1 (WCAG 1.4.3); what is no text but says something 3:1 (1.4.11).
TEXT = [
    *[("text", ground) for ground in ("bg", "surface", "sunken", "select", "mine", "other")],
    *[("text-2", ground) for ground in ("bg", "surface", "sunken", "select")],
    *[("link", ground) for ground in ("bg", "surface", "mine", "other")],
    *[("unread", ground) for ground in ("bg", "surface")],
    *[("error-text", ground) for ground in ("surface", "error-bg")],
    *[("accent", ground) for ground in ("bg", "surface")],
    ("accent-text", "accent"),
    ("accent-text", "accent-hover"),
    ("rail-text", "rail"),
    ("rail-text", "rail-active"),
    ("badge-text", "badge"),
    ("badge-muted-text", "badge-muted"),
    ("mention", "mention-bg"),
    ("warn-text", "warn-bg"),
    ("danger-text", "danger"),
    ("bg", "text"),  # toasts
    *[("hue-text", f"hue-{number}") for number in range(6)],
]
SHAPES = [
    *[("focus", ground) for ground in ("bg", "surface", "sunken")],
    *[("line-strong", ground) for ground in ("bg", "surface")],
    ("online", "surface"),
    ("offline", "surface"),
]


def _block(selector: str) -> dict[str, str]:
    found = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", CSS)
    assert found, selector
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", found[1]))


LIGHT = _block(":root")
DARK = {**LIGHT, **_block(':root[data-theme="dark"]')}


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read(theme: str) -> None:
    colours = LIGHT if theme == "light" else DARK
    found = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_borders_rings_and_dots_can_be_seen(theme: str) -> None:
    colours = LIGHT if theme == "light" else DARK
    found = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in SHAPES}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 3} == {}


def test_the_devices_dark_theme_is_the_chosen_dark_theme() -> None:
    assert _block(':root[data-theme="system"]') == _block(':root[data-theme="dark"]')


ADMIN_CSS = (Path(__file__).resolve().parents[1] / "static/css/admin.css").read_text(encoding="utf-8")
ADMIN_PAIRS = [
    *[("body-fg", ground) for ground in ("body-bg", "darkened-bg", "selected-bg")],
    *[("body-quiet-color", ground) for ground in ("body-bg", "darkened-bg", "selected-bg")],
    *[("link-fg", ground) for ground in ("body-bg", "darkened-bg", "selected-bg")],
    *[("button-fg", f"{kind}button-{state}") for kind in ("", "default-", "delete-") for state in ("bg", "hover-bg")],
    ("header-color", "header-bg"),
    ("breadcrumbs-fg", "breadcrumbs-bg"),
    ("error-fg", "body-bg"),
]


def _admin_colours(theme: str) -> dict[str, str]:
    root = ADMIN_CSS[ADMIN_CSS.index(":root") : ADMIN_CSS.index("}")]
    both = dict(re.findall(r"--([\w-]+): (?:light-dark\()?(#\w{6}(?:, #\w{6})?)", root))
    return {name: found.split(", ")[0 if theme == "light" else -1] for name, found in both.items()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_administration_of_tables_can_be_read_and_names_each_colour_once(theme: str) -> None:
    colours = _admin_colours(theme)
    found = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in ADMIN_PAIRS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}
    assert "prefers-color-scheme" not in ADMIN_CSS

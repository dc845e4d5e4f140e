"""Template tags that bring modules, styles and icons to the browser without a bundler."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from messenger.frontend import npm, sheets

register = template.Library()

_IMPORTS = re.compile(r"""(?:^|[;}\s])(?:import|export)\s*(?:[\w*${},\s]+?\bfrom\s*)?["']([^"']+)["']""")
_EMOJI = f"{npm.PREFIX}/emoji-picker-element-data"
_ASSETS = {
    "sprite": "icons/sprite.svg",
    "emoji-ko": f"{_EMOJI}/ko/cldr-native/data.json",
    "emoji-en": f"{_EMOJI}/en/cldr-native/data.json",
}
_SOURCES = Path(settings.BASE_DIR) / "static"


def _remembered(function: Any) -> Any:
    """Once a process; each time while files are served from the sources, for they may change."""
    kept = cache(function)
    return lambda *args: function(*args) if settings.STATIC_FROM_SOURCE else kept(*args)


def own_modules() -> list[str]:
    """The static path of every module of ours."""
    return sorted(path.relative_to(_SOURCES).as_posix() for path in (_SOURCES / "app").rglob("*.js"))


@_remembered
def import_map() -> dict[str, str]:
    """What each import leads to: bare package names, and the plain URL of each module to its hashed one."""
    found = {bare: static(path) for bare, path in npm.bare_names()}
    plain = own_modules() + sorted({path for _, path in npm.bare_names()})
    found |= {settings.STATIC_URL + path: static(path) for path in plain if static(path) != settings.STATIC_URL + path}
    return found


@_remembered
def graph(entry: str) -> list[str]:
    """The static paths of all modules that `entry` imports statically, itself first."""
    bare = dict(npm.bare_names())
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        path = waiting.pop(0)
        source = finders.find(path)
        if path in found or not source:
            continue
        found[path] = None
        imports = _IMPORTS.findall(Path(str(source)).read_text(encoding="utf-8"))
        waiting.extend(_resolved(path, name, bare) for name in imports)
    return list(found)


def _resolved(importer: str, name: str, bare: dict[str, str]) -> str:
    if not name.startswith("."):
        return bare.get(name, name)
    root = Path("/")
    return str((root / importer).parent.joinpath(name).resolve().relative_to(root))


@register.simple_tag(takes_context=True)
def modules(context: dict[str, Any], entry: str) -> SafeString:
    """The import map, preloads of the static graph, and the entry module itself."""
    nonce = str(context["CSP_NONCE"])
    preloads = format_html_join("\n", '<link rel="modulepreload" href="{}">', ((static(p),) for p in graph(entry)))
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>\n{}\n<script type="module" nonce="{}" src="{}"></script>',
        nonce,
        _as_json({"imports": import_map()}),
        preloads,
        nonce,
        static(entry),
    )


@register.simple_tag
def asset_attributes() -> SafeString:
    """`data-asset-<name>` for <body>: what modules fetch by themselves, read by `asset()` of `boot.js`."""
    return format_html_join(" ", 'data-asset-{}="{}"', ((name, static(path)) for name, path in _ASSETS.items()))


@register.simple_tag
def styles(sheet: str) -> SafeString:
    """Links to a sheet of `messenger.frontend.sheets`."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((url,) for url in sheets.urls(sheet)))


@register.simple_tag
def icon(name: str) -> SafeString:
    """One symbol of the sprite, for eyes only."""
    sprite = static("icons/sprite.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


def _as_json(value: Any) -> SafeString:
    """JSON that cannot leave its script element."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return mark_safe(text.replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S308  (escaped right here)

"""Everything that is said is said in Korean too."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings

from messenger.pages.catalogue import catalogue

ROOT = Path(settings.BASE_DIR)
LOCALE = ROOT / "locale/ko/LC_MESSAGES"
SLOTS = re.compile(r"%\(\w+\)[sd]")
IN_MODULES = re.compile(r"""\b(?:p?gettext|ngettext)\(\s*(?:"politely",\s*)?"((?:[^"\\]|\\.)*)\"""")
IN_TEMPLATES = re.compile(r"""\{% translate (?:"([^"]+)"|'([^']+)')""")
IN_PYTHON = re.compile(r"""\b(?:_|gettext|gettext_noop|gettext_lazy)\(\s*"((?:[^"\\]|\\.)*)"\s*\)""")


def _forms(found: Any) -> tuple[str, ...]:
    return tuple(found) if isinstance(found, tuple | list) else (found,)


def _entries(domain: str) -> list[Message]:
    with (LOCALE / f"{domain}.po").open("rb") as file:
        return [entry for entry in read_po(file) if entry.id]


def _known(domain: str) -> set[str]:
    return {_forms(entry.id)[0] for entry in _entries(domain)}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_text_is_left_out_or_doubtful(domain: str) -> None:
    entries = _entries(domain)
    assert len(entries) > 50
    assert [entry.id for entry in entries if entry.fuzzy or not all(_forms(entry.string))] == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_a_translation_has_the_gaps_of_its_original(domain: str) -> None:
    wrong = [
        text
        for entry in _entries(domain)
        for text in _forms(entry.string)
        if set(SLOTS.findall(text)) != set(SLOTS.findall(_forms(entry.id)[-1]))
    ]
    assert wrong == []


def test_every_text_of_the_modules_is_in_the_catalogue() -> None:
    found: set[str] = set()
    for path in (ROOT / "static/app").rglob("*.js"):
        source = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found |= {text.replace('\\"', '"') for text in IN_MODULES.findall(source)}
    assert found and found - _known("djangojs") == set()


def test_every_text_of_the_templates_is_in_the_catalogue() -> None:
    found: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        found |= {one or other for one, other in IN_TEMPLATES.findall(path.read_text(encoding="utf-8"))}
    assert found and found - _known("django") == set()


def test_every_text_of_python_is_in_the_catalogue() -> None:
    found: set[str] = set()
    for app in ("messenger", "accounts", "audit", "chat"):
        for path in (ROOT / app).rglob("*.py"):
            found |= set(IN_PYTHON.findall(path.read_text(encoding="utf-8")))
    assert found and found - _known("django") == set()


def test_the_compiled_catalogue_reaches_the_browser() -> None:
    compiled = LOCALE / "djangojs.mo"
    if not compiled.exists():
        command = [sys.executable, "-m", "babel.messages.frontend", "compile", "-d", "locale", "-D", "djangojs"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
        catalogue.cache_clear()
    assert catalogue("ko")["Settings"] == "설정"
    assert catalogue("en") == {}

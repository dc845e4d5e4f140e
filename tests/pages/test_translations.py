"""Everything that is said is said in Korean too."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from messenger.catalogue import catalogue

ROOT = Path(settings.BASE_DIR)
LOCALE = ROOT / "locale/ko/LC_MESSAGES"
SLOTS = re.compile(r"%\(\w+\)[sd]")
_JS = re.compile(r"""\b(?:p?gettext|ngettext)\(\s*(?:"politely",\s*)?"((?:[^"\\]|\\.)*)\"""")


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_text_is_left_out_or_doubtful(domain: str) -> None:
    with (LOCALE / f"{domain}.po").open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    assert len(entries) > 50
    texts = {
        str(entry.id): entry.string if isinstance(entry.string, tuple | list) else (entry.string,) for entry in entries
    }
    assert [name for name, text in texts.items() if not all(text)] == []
    assert [str(entry.id) for entry in entries if entry.fuzzy] == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_a_translation_has_the_gaps_of_its_original(domain: str) -> None:
    wrong = []
    with (LOCALE / f"{domain}.po").open("rb") as file:
        for entry in read_po(file):
            originals = entry.id if isinstance(entry.id, tuple | list) else (entry.id,)
            texts = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
            for text in texts:
                if entry.id and set(SLOTS.findall(text)) != set(SLOTS.findall(originals[-1])):
                    wrong.append(text)
    assert wrong == []


def test_every_text_of_the_modules_is_in_the_catalogue() -> None:
    with (LOCALE / "djangojs.po").open("rb") as file:
        known = {entry.id[0] if isinstance(entry.id, tuple | list) else entry.id for entry in read_po(file)}
    missing: set[str] = set()
    for path in (ROOT / "static/app").rglob("*.js"):
        source = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        missing |= {text.replace('\\"', '"') for text in _JS.findall(source)} - known
    assert missing == set()


def test_every_text_of_the_templates_is_in_the_catalogue() -> None:
    with (LOCALE / "django.po").open("rb") as file:
        known = {entry.id[0] if isinstance(entry.id, tuple | list) else entry.id for entry in read_po(file)}
    missing: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        found = re.findall(r"""\{% translate (?:"([^"]+)"|'([^']+)')""", path.read_text(encoding="utf-8"))
        missing |= {one or other for one, other in found} - known
    assert missing == set()


def test_every_text_of_python_is_in_the_catalogue() -> None:
    with (LOCALE / "django.po").open("rb") as file:
        known = {entry.id[0] if isinstance(entry.id, tuple | list) else entry.id for entry in read_po(file)}
    missing: set[str] = set()
    marked = re.compile(r"""\b(?:_|gettext|gettext_noop|gettext_lazy)\(\s*"((?:[^"\\]|\\.)*)"\s*\)""")
    for app in ("messenger", "accounts", "audit", "chat"):
        for path in (ROOT / app).rglob("*.py"):
            missing |= set(marked.findall(path.read_text(encoding="utf-8"))) - known
    assert missing == set()


def test_the_compiled_catalogue_reaches_the_browser() -> None:
    compiled = LOCALE / "djangojs.mo"
    if not compiled.exists():
        command = [sys.executable, "-m", "babel.messages.frontend", "compile", "-d", "locale", "-D", "djangojs"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
        catalogue.cache_clear()
    assert catalogue("ko")["Settings"] == "설정"
    assert catalogue("en") == {}

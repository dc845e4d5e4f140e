"""Modules, styles and packages reach the browser without a bundler."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.management import call_command
from django.test import Client

from messenger.frontend import npm, sheets
from messenger.frontend.storage import HashedStorage
from messenger.templatetags import frontend

ROOT = Path(settings.BASE_DIR)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


def _imports(page: str) -> dict[str, str]:
    found = re.search(r'<script type="importmap"[^>]*>(.*?)</script>', page)
    assert found
    imports: dict[str, str] = json.loads(found[1])["imports"]
    return imports


def test_the_messengers_page_maps_and_preloads_all_it_imports(signed_in: Callable[..., Client]) -> None:
    page = signed_in().get("/").content.decode()
    assert _imports(page)["lit"] == "/static/vendor/lit/index.js"
    preloaded = re.findall(r'<link rel="modulepreload" href="([^"]+)"', page)
    assert preloaded[0] == "/static/app/main.js" and "/static/vendor/lit-html/lit-html.js" in preloaded
    assert len(preloaded) == len(set(preloaded))


def test_every_import_leads_to_a_file() -> None:
    bare = dict(npm.bare_names())
    loose = {}
    for path in frontend.own_modules():
        source = COMMENT.sub("", (ROOT / "static" / path).read_text(encoding="utf-8"))
        names = frontend._IMPORTS.findall(source) + re.findall(r"import\(\"([^\"]+)\"\)", source)
        for name in names:
            if not finders.find(frontend._resolved(path, name, bare)):
                loose[path] = name
    assert loose == {}


def test_panels_wait_until_they_are_opened() -> None:
    first = frontend.graph("app/main.js")
    assert not [path for path in first if "org-chart" in path or "room-info" in path or "profile-card" in path]


def test_packages_give_what_is_allowed_and_nothing_else() -> None:
    assert finders.find("vendor/lit/index.js")
    for path in ("vendor/lit/package.json", "vendor/typescript/package.json", "vendor/../package.json", "lit/index.js"):
        assert finders.find(path) is None or not finders.find(path)


def test_a_missing_package_stops_the_collection(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(npm, "ROOT", tmp_path)
    with pytest.raises(npm.MissingPackage, match="npm ci"):
        list(npm.NpmFinder().list(None))


@pytest.fixture
def collected(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything collected as in production."""
    settings.STATIC_ROOT = tmp_path
    settings.STATIC_FROM_SOURCE = False
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "messenger.frontend.storage.HashedStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_collected_files_carry_their_hash_and_are_found_through_the_map(
    collected: Path, signed_in: Callable[..., Client]
) -> None:
    page = signed_in().get("/").content.decode()
    imports = _imports(page)
    assert HASHED.search(imports["lit"]) and HASHED.search(imports["/static/app/store.js"])
    for address in imports.values():
        assert (collected / address.removeprefix("/static/")).is_file(), address
    for address in re.findall(r'<link rel="(?:stylesheet|modulepreload|icon)" href="([^"]+)"', page):
        assert HASHED.search(address), address
    assert len(json.dumps(imports)) < 30_000


def test_a_page_asks_for_one_style_sheet(collected: Path, visitor: Client) -> None:
    linked = re.findall(r'<link rel="stylesheet" href="([^"]+)"', visitor.get("/login").content.decode())
    assert len(linked) == 1
    sheet = (collected / linked[0].removeprefix("/static/")).read_text(encoding="utf-8")
    parts = [(ROOT / "static" / path).read_text(encoding="utf-8") for path in sheets.files("pages")]
    assert len(parts) > 3 and all(part in sheet for part in parts)


def test_modules_are_collected_as_they_are_written(collected: Path) -> None:
    assert (collected / "app/store.js").read_bytes() == (ROOT / "static/app/store.js").read_bytes()
    assert isinstance(HashedStorage(), StaticFilesStorage)


def test_icons_that_are_named_exist() -> None:
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/icons/sprite.svg").read_text()))
    used = set()
    for path in [*(ROOT / "static/app").rglob("*.js"), *(ROOT / "templates").rglob("*.html")]:
        used |= set(re.findall(r"""\bicon[( ]["']([\w-]+)["']""", path.read_text(encoding="utf-8")))
    assert used and used <= sprite


def test_first_load_stays_small() -> None:
    graph = frontend.graph("app/main.js")
    assert len(graph) <= 80, f"{len(graph)} modules before the first screen"

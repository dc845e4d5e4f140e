"""The house itself: it starts, ends, and its papers agree with it."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from chat import notification_types
from messenger import consumers
from messenger.core import events
from tests.conftest import PASSWORD
from tests.services.server import Server


@pytest.mark.server
def test_the_server_starts_says_it_is_ready_and_ends_when_told(new_server: Callable[..., Server]) -> None:
    server = new_server()
    with urllib.request.urlopen(f"{server.url}/health/ready", timeout=5) as answer:
        assert answer.status == 200
        assert "daphne" not in str(answer.headers).lower()
    assert server.stop() == 0
    assert "Maru is at " in server.log.read_text()


@pytest.mark.server
def test_open_sockets_hear_that_the_server_restarts(new_server: Callable[..., Server]) -> None:
    server = new_server(people=2)
    body = json.dumps({"username": "demo001", "password": PASSWORD, "deviceName": "test"}).encode()
    request = urllib.request.Request(f"{server.url}/api/v1/device-sessions", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        headers = {"Authorization": f"Bearer {json.load(answer)['accessToken']}"}
    with connect(server.socket_url, additional_headers=headers) as one:
        assert json.loads(one.recv(timeout=5))["event"] == "HELLO"
        assert server.stop() == 0
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                one.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012


@pytest.mark.server
def test_what_a_killed_server_stored_is_there_after_a_restart(new_server: Callable[..., Server]) -> None:
    server = new_server(people=3)
    assert server.kill() == -signal.SIGKILL
    server.start()
    with urllib.request.urlopen(f"{server.url}/login", timeout=5) as answer:
        assert answer.status == 200


ROOT = Path(__file__).resolve().parent.parent
_READ = re.compile(r"""env\.\w+\(\s*"([A-Z0-9_]+)\"""")


def test_the_page_on_configuration_lists_every_variable_and_no_other() -> None:
    sources = [*ROOT.glob("messenger/*.py"), *ROOT.glob("messenger/settings/*.py")]
    sources += ROOT.glob("messenger/management/commands/*.py")
    read = {name for path in sources for name in _READ.findall(path.read_text(encoding="utf-8"))} | {"SECRET_KEY"}
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([A-Z0-9_]+)` \|", page, re.MULTILINE)) == read


@pytest.mark.parametrize(
    "listed", ["requirements.txt", "requirements-dev.txt", "requirements-ldap.txt", "package.json"]
)
def test_every_package_we_chose_has_a_line_that_says_why(listed: str) -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    if listed == "package.json":
        found = json.loads((ROOT / listed).read_text(encoding="utf-8"))
        names = [*found["dependencies"], *found["devDependencies"]]
    else:
        lines = (ROOT / listed.replace(".txt", ".in")).read_text(encoding="utf-8").splitlines()
        names = [re.split(r"[=\[]", line)[0] for line in lines if line and not line.startswith("-r")]
    assert [name for name in names if name.lower() not in page] == []


def test_the_contract_names_every_event_and_every_op() -> None:
    page = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    ours = {*events.names(), "HELLO", "HEADS", "ACK", "ERROR", "PONG", *consumers.OPS, *consumers.SILENT_OPS, "ping"}
    assert [name for name in sorted(ours) if f"`{name}`" not in page] == []


def test_the_map_of_the_chat_names_every_service() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    chat = page.partition("## The chat, by subject")[2].partition("\n## ")[0]
    services = sorted(path.stem for path in (ROOT / "chat" / "services").glob("[!_]*.py"))
    assert [name for name in services if f"`{name}`" not in chat] == []


def test_the_contract_names_every_notification() -> None:
    page = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    assert [name for name in notification_types.TYPES if f"`{name}`" not in page] == []


def test_the_contract_names_every_request_and_no_other() -> None:
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    paths = {_without_names(path.removeprefix("/api/v1")): methods for path, methods in document["paths"].items()}
    ours = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    written = _requests()
    assert sorted(ours - {found for either in written for found in either}) == []
    elsewhere = {("GET", path) for path in ("/api/v1/schema", "/api/v1/docs", "/health/live", "/health/ready")}
    assert [either for either in written if not either & (ours | elsewhere)] == []


def test_the_contract_names_every_field_and_parameter() -> None:
    words = set(re.findall(r"\w+", (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")))
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    assert sorted(set(_fields(document)) - words) == []


def _without_names(address: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", address.split("?")[0])


def _requests() -> list[set[tuple[str, str]]]:
    """What stands in the tables: `/a/{id}/b`, and what it may stand for where it follows another, as `/c` does."""
    found = []
    for row in re.findall(r"^\| (.*?) \| ", (ROOT / "docs" / "contract.md").read_text(encoding="utf-8"), re.MULTILINE):
        before, methods = "", []
        for said, path in re.findall(r"((?:(?:GET|POST|PUT|PATCH|DELETE)(?:, )?)+)|`(/[^`]*)`", row):
            if said:
                methods = re.findall(r"[A-Z]+", said)
                continue
            address = _without_names(path)
            short = f"{before.rpartition('/')[0]}{address}"
            found += [{(method, address), (method, short)} for method in methods]
            before = before if before and address.count("/") == 1 else address
    return found


def _fields(node: Any) -> Iterator[str]:
    """The names of all fields and query parameters in an OpenAPI document."""
    if isinstance(node, dict):
        yield from node["properties"] if isinstance(node.get("properties"), dict) else ()
        yield from [node["name"]] if node.get("in") == "query" else ()
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _fields(inner)


def test_what_the_code_refers_to_is_there() -> None:
    sections = set(
        re.findall(r"^## (\d+)\.", (ROOT / "docs" / "contract.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    decisions = {path.name[:4] for path in ROOT.glob("docs/decisions/*.md")}
    lost: list[str] = []
    ours = [
        path
        for part in ("messenger", "chat", "accounts", "audit", "files", "surveys", "tests", "bench")
        for path in ROOT.glob(f"{part}/**/*.py")
    ]
    for path in [*ours, *ROOT.glob("docs/**/*.md")]:
        text = path.read_text(encoding="utf-8")
        lost += [
            f"{path.name}: contract {n}"
            for n in re.findall(r"[Cc]ontract (?:section )?(\d+)", text)
            if n not in sections
        ]
        lost += [f"{path.name}: decision {n}" for n in re.findall(r"[Dd]ecisions? (\d{4})", text) if n not in decisions]
    assert lost == []


def test_pages_lead_to_files_that_exist() -> None:
    lost: list[str] = []
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        lost += [f"{page.name}: {target}" for target in targets if not (page.parent / target).exists()]
    assert lost == []


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("MAX_TEXT", "many", "a whole number from 1 to 2147483648"),
        ("LOG_LEVEL", "loud", "one of DEBUG, INFO, WARNING, ERROR"),
        ("TIME_ZONE", "Mars/Base", "a time zone, such as Asia/Seoul"),
        ("ALLOWED_ORIGINS", "chat.company.example", "a list of origins, such as https://chat.company.example"),
        (
            "LINK_ALLOWED",
            "wiki=127.0.0.0/8:80",
            "a list of host=CIDR:port, such as wiki.company.example=10.1.0.0/16:443",
        ),
        ("ALLOWED_ORIGINS", "https://chat.company.example/", "a list of origins, such as https://chat.company.example"),
    ],
)
def test_nonsense_in_the_environment_stops_the_start_with_one_line(
    tmp_path: Path, name: str, value: str, wanted: str
) -> None:
    env = {**os.environ, "MESSENGER_DATA_DIR": str(tmp_path), name: value}
    run = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 1
    assert run.stderr.strip() == f"maru: {name}={value!r} makes no sense: it must be {wanted}"


@pytest.mark.parametrize("name", ["SECRET_KEY", "SEALING_KEY"])
def test_a_key_that_is_too_short_stops_the_start_and_is_not_shown(tmp_path: Path, name: str) -> None:
    env = {**os.environ, "MESSENGER_DATA_DIR": str(tmp_path), name: "short"}
    run = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )
    assert (run.returncode, run.stderr.strip()) == (1, f"maru: {name} is too short: at least 32 characters")

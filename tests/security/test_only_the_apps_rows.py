"""Rooms, members and messages are reached through selectors and services alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLES = {
    "chat": {"Room", "Member", "Message", "MessageRevision", "Mention", "Reaction", "Pin"},
    "accounts": {"User", "DeviceSession", "Profile", "UserRole", "OrgUnit", "OrgMember"},
    "audit": {"AuditEntry", "Seal", "Checkpoint", "CheckpointSent", "MonthlyReview", "SavedQuery"},
}
MANAGERS = ("objects", "_base_manager", "_default_manager")
# Who makes the demo company or watches the clock of all rooms is no door; each stands here with its reason.
EXCEPTIONS = {
    "messenger/demo": "fills an empty database before anybody uses it",
    "messenger/management": "commands of who runs the machine",
    "accounts/lockout.py": "django-axes' own table",
    "accounts/admin/": "Django's administration asks for rows and hands every change to a service",
    "chat/admin.py": "the same",
    "accounts/roster/": "lists of people: reads many at once and changes them through services",
    "accounts/openid/": "a way in of the app itself",
    "accounts/directory/": "another",
}


def sources() -> Iterator[Path]:
    for app in ("messenger", "chat", "accounts", "audit", "surveys"):
        yield from (p for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts)


def home(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def reached(path: Path) -> Iterator[tuple[str, int]]:
    """`Room.objects` and the like, and where."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and isinstance(node.value, ast.Name):
            yield node.value.id, node.lineno


def allowed(where: str, app: str) -> bool:
    inside = (f"{app}/services", f"{app}/selectors", f"{app}/models")
    return where.startswith((*inside, *EXCEPTIONS)) or (
        app == "accounts" and where.startswith(("chat/services", "chat/selectors"))
    )


@pytest.mark.parametrize("app", TABLES)
def test_tables_are_reached_through_their_own_app(app: str) -> None:
    wrong = [
        f"{home(path)}:{line} {name}"
        for path in sources()
        for name, line in reached(path)
        if name in TABLES[app] and not allowed(home(path), app)
    ]
    assert not wrong


def test_the_search_sees_what_it_should() -> None:
    """The premise: there is something to find."""
    found = {name for path in sources() for name, _line in reached(path)}
    assert TABLES["chat"] - {"Mention", "MessageRevision"} <= found

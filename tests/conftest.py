"""The cast and the house rules of all tests.

alice and dana are members, bob is the room's admin, charlie is the outsider whom every test of a
right asks too; auditor and sysadmin have roles that open no conversation.
"""

import datetime as dt
import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.client import Api
from tests.services import worker
from tests.services.server import Server, start_server
from tests.services.worker import Worker

PASSWORD = "maru-demo-2026"


# --- House rules -----------------------------------------------------------------------------

_ASKS_THE_DATABASE = {"db", "transactional_db", "django_db_setup", "new_server", "new_worker", "live_server"}
_ASKS_REDIS = ("tests/jobs/", "tests/realtime/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Beside the run on SQLite, the one on PostgreSQL is for what asks a server; the rest says the same twice."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    kept = [item for item in items if _asks_the_database(item)]
    if 0 < len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if not _asks_the_database(item)])
        items[:] = kept


def _asks_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_home"):
        return False
    names = getattr(item, "fixturenames", ())
    marked = any(item.get_closest_marker(name) for name in ("django_db", "server", "chaos", "browser"))
    return marked or item.nodeid.startswith(_ASKS_REDIS) or not _ASKS_THE_DATABASE.isdisjoint(names)


def _is_here(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = address[0]
    try:
        return host in ("", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _nothing_leaves_the_machine() -> Iterator[None]:
    """A test that calls another machine fails instead of depending on it."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        real = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, real: Any = real) -> Any:
            if not _is_here(address):
                raise AssertionError(f"a test tried to reach {address}")
            return real(self, address)

        patch.setattr(socket.socket, name, guarded)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_between_tests() -> Iterator[None]:
    """Between two tests that commit, tables are emptied: of those that only grow, too."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from audit import guards

    real = BaseDatabaseOperations.execute_sql_flush

    def emptied(self: BaseDatabaseOperations, sql_list: Any) -> None:
        guards.remove(self.connection)
        real(self, sql_list)
        guards.install(self.connection)

    patch = pytest.MonkeyPatch()
    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", emptied)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What the process keeps in memory belongs to one test."""
    from django.core.cache import cache

    from chat.selectors import audience
    from messenger.core import limits

    yield
    audience.forget_all()
    limits.forget_all()
    cache.clear()


# --- The cast --------------------------------------------------------------------------------


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """`person("erin", name="에린")`: one more active user, with the password `PASSWORD` if asked.

    A `role` they have had for a year: who was given one lately decides on no disclosure.
    """
    from accounts.services import create_user

    def make(login_id: str, *, name: str = "", password: str | None = None, role: str = "", **fields: Any) -> Any:
        user = create_user(login_id=login_id, name=name or login_id.title(), password=password, **fields)
        return long_since(user, role) if role else user

    return make


def long_since(user: Any, role: str) -> Any:
    """The user with a role that they have had for a year."""
    from accounts.models import Role, UserRole
    from accounts.services import set_role

    made = set_role(actor=None, user_id=user.pk, role=Role(role))
    UserRole.objects.filter(user=user).update(granted_at=timezone.now() - dt.timedelta(days=366))
    return made


@pytest.fixture
def alice(person: Callable[..., Any]) -> Any:
    """A member of the room; can sign in with `PASSWORD`."""
    return person("alice", name="김민지", password=PASSWORD)


@pytest.fixture
def bob(person: Callable[..., Any]) -> Any:
    """The room's admin, who made it."""
    return person("bob", name="박준호")


@pytest.fixture
def charlie(person: Callable[..., Any]) -> Any:
    """In no room: the outsider."""
    return person("charlie", name="최서연")


@pytest.fixture
def dana(person: Callable[..., Any]) -> Any:
    """Another member."""
    return person("dana", name="이하나")


@pytest.fixture
def auditor(person: Callable[..., Any]) -> Any:
    return person("auditor", name="감사인", role="AUDITOR")


@pytest.fixture
def sysadmin(person: Callable[..., Any]) -> Any:
    return person("sysadmin", name="관리자", role="SYSTEM_ADMIN")


@pytest.fixture
def room(alice: Any, bob: Any, dana: Any) -> Any:
    """A group of bob (admin), alice and dana."""
    from chat.services.rooms import create_room

    made, _new = create_room(actor=bob, type="GROUP", name="회의실", member_ids=[alice.pk, dana.pk])
    return made


@pytest.fixture
def api(db: None) -> Callable[..., Api]:
    """`api(alice)`: a client on a new device of hers; `api(None)`: nobody."""
    return Api


# --- Real servers ----------------------------------------------------------------------------


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """`new_server(people=5, RATE_LIMITS_SEND="9999/1")`: a server process of the test's own."""
    started: list[Server] = []

    def start(*, people: int = 0, **env: str) -> Server:
        server = start_server(tmp_path / f"server{len(started)}", people=people, password=PASSWORD, env=env)
        started.append(server)
        return server

    yield start
    for server in started:
        server.remove()


@pytest.fixture
def new_worker(tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """`new_worker(server)`: the worker beside a server. `new_worker()`: one on the test's own database; the test
    needs `django_db(transaction=True)`. `arguments` are those of `manage.py work`, other keywords its environment."""
    started: list[Worker] = []

    def start(server: Server | None = None, *, arguments: tuple[str, ...] = (), **env: str) -> Worker:
        if server is None:
            made = worker.on_test_database(tmp_path / f"worker{len(started)}.log", *arguments, **env)
        else:
            made = worker.beside(server, *arguments, **env)
        started.append(made)
        return made.start()

    yield start
    for one in started:
        one.remove()


@pytest.fixture(scope="session")
def site_worker(site: Server) -> Iterator[Worker]:
    """The worker of that server, for the browser tests that wait for background work."""
    made = worker.beside(site).start()
    yield made
    made.remove()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all browser tests, with a demo company of 20 (`demo001` …, password `PASSWORD`)."""
    env = {f"RATE_LIMITS_{name}": "100000/1" for name in ("SIGN_IN", "SEND", "REST", "FRAMES", "CALL")}
    env["NEW_DEVICE_NOTICES"] = "no"  # people sit down at many desks, and count what they are notified of
    env["ACCOUNT_NOTICES"] = "no"
    env["ACCESS_TOKEN_SECONDS"] = "43200"  # people stay signed in for as long as the tests take
    server = start_server(tmp_path_factory.mktemp("site"), people=20, password=PASSWORD, env=env)
    yield server
    server.remove()


# --- The browser -----------------------------------------------------------------------------

CHROMIUM = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), "")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], site: Server) -> dict[str, Any]:
    return {**browser_context_args, "base_url": site.url, "locale": "ko-KR", "timezone_id": "Asia/Seoul"}

"""There is one way out for addresses that people choose: `messenger/core/outbound` (decision 0019)."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("messenger", "accounts", "audit", "files", "chat", "surveys")
OUT = "messenger/core/outbound/"
CALLERS = (
    "aiohttp",
    "asyncio.open_connection",
    "asyncio.open_unix_connection",
    "ftplib",
    "http.client",
    "httpcore",
    "httpx",
    "imaplib",
    "pycurl",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "websockets",
    "xmlrpc",
    "boto3",
    "botocore",
    "clamd",
    "ldap",
    "redis",
)
# Each goes to hosts that the administrator set, and to no other.
EXCEPTIONS = {
    "files/storage/s3": {"boto3", "botocore", "urllib3"},
    "files/scanning": {"clamd", "socket"},
    "accounts/directory/bindings.py": {"ldap"},
    "accounts/directory/reaching.py": {"socket"},
    "audit/services/bucket.py": {"boto3", "botocore"},
    "audit/services/sending.py": {"socket"},
    "messenger/core/jobs": {"redis", "socket"},
    "messenger/core/limits.py": {"redis"},
    "messenger/realtime": {"redis", "socket"},
    "messenger/celery.py": {"redis", "socket"},
    "messenger/management/commands/start.py": {"socket"},
    "messenger/core/outbound": {"httpcore", "socket"},
}


def sources() -> Iterator[Path]:
    for app in APPS:
        yield from (ROOT / app).rglob("*.py")


def callers_in(tree: ast.AST) -> Iterator[str]:
    """The modules imported, and what is taken out of them, that can call somebody."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            names = [name for name in (f"{node.value.id}.{node.attr}",) if name in CALLERS]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("__import__", "import_module"):
            names = [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]
        for name in names:
            yield from (caller for caller in CALLERS if name == caller or name.startswith(f"{caller}."))


def test_nobody_else_calls_out() -> None:
    wrong = []
    for path in sources():
        where = path.relative_to(ROOT).as_posix()
        may = {name for place, names in EXCEPTIONS.items() if where.startswith(place) for name in names}
        wrong += [f"{where}: {name}" for name in sorted({*callers_in(ast.parse(path.read_text()))} - may)]
    assert wrong == []


def test_the_search_sees_what_it_should() -> None:
    """The premise."""
    for code in (
        "import requests",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import httpx as x",
        "from http import client",
        "import asyncio\nasyncio.open_connection('x', 1)",
        "__import__('socket')",
    ):
        assert list(callers_in(ast.parse(code))), code
    assert not list(callers_in(ast.parse("from urllib.parse import urlsplit\nfrom messenger.realtime import socket")))


def test_every_fetch_stands_where_its_vectors_are_tried() -> None:
    """A new place that fetches wants its row among the sites of `test_outbound_vectors`."""
    found = {path.relative_to(ROOT).as_posix() for path in sources() if "outbound" in path.read_text()}
    assert {where for where in found if not where.startswith(OUT)} == {
        "accounts/openid/calling.py",  # the provider; tests/openid/test_outbound tries its vectors
        "chat/services/links.py",  # judges an address by its text, and calls nobody
        "chat/services/previewing.py",
        "chat/services/webpages.py",  # reads what was fetched
        "messenger/env.py",  # LINK_ALLOWED
        "messenger/core/push/apns.py",  # pushes; tests/notifications/test_push_hosts tries its vectors
        "messenger/core/push/calling.py",
        "messenger/core/push/fcm.py",
        "messenger/core/push/providers.py",
        "messenger/core/push/web.py",
    }

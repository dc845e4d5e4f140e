"""Files behind a real nginx with the configuration that we ship: it sends the bytes, and they are as harmless."""

import asyncio
import os
from collections.abc import Iterator

import httpx
import pytest

from tests.files.big import MIB, Office, sha256_of
from tests.services.nginx import Nginx, binary
from tests.services.server import start_server

pytestmark = pytest.mark.server
PIECE = os.urandom(8 * MIB)
SIZE = 20 * 10**6


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Everything goes through nginx."""
    if binary() is None:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx") / "server"
    env = {"X_ACCEL_PREFIX": "/protected-files", "FILE_SCANNER": "off"}
    server = start_server(folder, people=3, password="maru-demo-2026", env=env)
    try:
        with Nginx(server.port, folder / "files") as nginx:
            server.url, server.port = nginx.url, nginx.port
            yield Office(server)
    finally:
        server.remove()


def test_a_file_goes_up_and_down_through_nginx(office: Office) -> None:
    made = asyncio.run(office.upload(SIZE, PIECE))
    url = f"{office.server.url}/api/v1/files/{made['attachmentId']}/download"
    whole = httpx.get(url, headers=office.headers)
    assert whole.status_code == 200
    assert len(whole.content) == SIZE
    assert made["sha256"] == sha256_of(PIECE, SIZE)
    assert sha256_of(whole.content, SIZE) == made["sha256"]
    said = whole.headers
    assert "X-Accel-Redirect" not in said
    assert said["Content-Type"] == "application/octet-stream"
    assert said["Content-Disposition"] == "attachment; filename*=utf-8''%EC%98%81%EC%83%81.bin"
    assert said["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in said["Content-Security-Policy"]
    assert said["Cache-Control"] == "no-store"
    part = httpx.get(url, headers={**office.headers, "Range": "bytes=-10"})
    assert (part.status_code, part.content) == (206, whole.content[-10:])
    assert httpx.get(url).status_code == 401


def test_nobody_gets_round_the_question_whether_they_may(office: Office) -> None:
    folder = office.server.data_dir / "files"
    stored = [path.relative_to(folder).as_posix() for path in folder.glob("objects/stored/*/*")]
    assert stored
    for path in (*stored, "", "objects/", "../maru.sqlite3", "%2e%2e/maru.sqlite3"):
        assert httpx.get(f"{office.server.url}/protected-files/{path}", headers=office.headers).status_code in (
            400,
            404,
        )

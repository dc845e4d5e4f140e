"""/api/v1/schema and /api/v1/docs: for people who are signed in, without the internet."""

import re
from typing import Any

import pytest


@pytest.mark.parametrize("address", ["/schema", "/docs"])
def test_strangers_get_401_in_the_envelope(api: Any, address: str) -> None:
    answer = api(None).get(address)
    assert answer.status_code == 401 and answer.json()["error"]["code"] == "UNAUTHENTICATED"


def test_the_document_describes_the_contract(api: Any, alice: Any) -> None:
    document = api(alice).get("/schema").json()
    assert document["openapi"].startswith("3.")
    for path in (
        "/me",
        "/rooms",
        "/rooms/{room_id}/messages",
        "/rooms/{room_id}/changes",
        "/org/tree",
        "/device-sessions",
    ):
        assert f"/api/v1{path}" in document["paths"], path
    assert {"accessToken", "browserCookie"} <= set(document["components"]["securitySchemes"])


def test_the_page_uses_our_own_files(api: Any, alice: Any) -> None:
    page = api(alice).get("/docs").content.decode()
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources and all(source.startswith("/static/") for source in sources)

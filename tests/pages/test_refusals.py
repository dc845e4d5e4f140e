"""What goes wrong is a page for people and the contract's envelope under /api/."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import path

from messenger.pages import refusals, urls
from messenger.urls import handler400, handler403, handler404, handler500  # noqa: F401  (this module is a urlconf)


def _breaks(_request: Any) -> Any:
    raise RuntimeError("a secret of the inside")


urlpatterns = [*urls.urlpatterns, path("breaks", _breaks), path("api/v1/breaks", _breaks)]


def test_an_unknown_page_is_a_page_with_the_request_id(visitor: Client) -> None:
    answer = visitor.get("/nowhere", headers={"X-Request-ID": "abc-123"})
    page = answer.content.decode()
    assert answer.status_code == 404 and "페이지를 찾을 수 없습니다." in page
    assert "abc-123" in page and "<script" not in page


def test_an_unknown_address_of_the_api_is_json(visitor: Client) -> None:
    answer = visitor.get("/api/v1/nowhere", headers={"X-Request-ID": "abc-123"})
    assert answer.status_code == 404
    assert answer.json()["error"] == {
        "code": "NOT_FOUND",
        "message": "찾을 수 없습니다.",
        "details": {},
        "requestId": "abc-123",
    }


@pytest.mark.urls("tests.pages.test_refusals")
@pytest.mark.parametrize("address", ["/breaks", "/api/v1/breaks"])
def test_a_bug_of_ours_shows_no_trace(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    assert answer.status_code == 500
    assert b"secret" not in answer.content and b"Traceback" not in answer.content
    assert answer["X-Request-ID"].encode() in answer.content


@pytest.mark.parametrize("address", ["/settings", "/api/v1/me"])
def test_a_host_that_is_not_ours_is_refused(visitor: Client, address: str) -> None:
    assert visitor.get(address, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("method", "address"), [("PUT", "/login"), ("POST", "/"), ("GET", "/csp-report"), ("DELETE", "/sw.js")]
)
def test_other_methods_are_405(visitor: Client, method: str, address: str) -> None:
    answer = visitor.generic(method, address)
    assert answer.status_code == 405 and answer["Allow"]


@pytest.mark.parametrize(
    "address", ["/rooms/x", "/rooms/", "/login/", "/static/../settings.py", "/%00", "/devices/%ff"]
)
def test_odd_addresses_do_not_exist(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code in (400, 404)


@pytest.mark.parametrize("kind", [refusals.bad_request, refusals.forbidden, refusals.not_found])
def test_every_refusal_speaks_korean(kind: Any) -> None:
    page = kind(RequestFactory().get("/x")).content.decode()
    assert '<html lang="ko"' in page and "대화로 이동" in page

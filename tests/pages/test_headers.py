"""What every page tells the browser it must not do."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

POLICY = {
    "default-src 'none'",
    "script-src 'nonce-N' 'strict-dynamic'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html app",
    "report-uri /csp-report",
}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PAGES = ["/", "/settings", "/devices", "/register", "/shell", "/nowhere"]


def _policy(answer: Any) -> set[str]:
    return {
        re.sub(r"'nonce-[^']+'", "'nonce-N'", part.strip()) for part in answer["Content-Security-Policy"].split(";")
    }


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_sent_with_the_whole_policy(signed_in: Callable[..., Client], address: str) -> None:
    answer = signed_in().get(address)
    expected = {part for part in POLICY if "nonce" not in part}
    assert {part for part in _policy(answer) if not part.startswith("script-src")} == expected
    assert {name: answer[name] for name in HEADERS} == HEADERS


def test_scripts_need_the_nonce_of_this_very_answer(visitor: Client) -> None:
    answers = [visitor.get("/login") for _ in range(2)]
    assert _policy(answers[0]) == POLICY
    nonces = [re.search(r"'nonce-([^']+)'", one["Content-Security-Policy"])[1] for one in answers]  # type: ignore[index]
    assert nonces[0] != nonces[1]
    for answer, nonce in zip(answers, nonces, strict=True):
        scripts = re.findall(r"<script\b[^>]*>", answer.content.decode())
        assert scripts and all(f'nonce="{nonce}"' in tag or "application/json" in tag for tag in scripts)


def test_only_the_page_of_the_api_has_a_looser_policy(signed_in: Callable[..., Client]) -> None:
    browser = signed_in()
    assert "style-src 'self' 'unsafe-inline'" in _policy(browser.get("/api/v1/docs"))
    assert "style-src 'self'" in _policy(browser.get("/api/v1/schema"))


@pytest.mark.parametrize("address", ["/", "/settings", "/devices", "/login"])
def test_pages_with_something_of_a_person_are_not_kept(signed_in: Callable[..., Client], address: str) -> None:
    assert "no-store" in signed_in().get(address)["Cache-Control"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"csp-report": {"blocked-uri": "inline", "effective-directive": "script-src"}}',
        b"",
        b"[]",
        b"\xff",
        b"{" * 9000,
    ],
)
def test_reports_of_the_policy_are_taken_whatever_they_hold(visitor: Client, body: bytes) -> None:
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    assert strict.post("/csp-report", body, content_type="application/csp-report").status_code == 204


def test_pages_name_no_other_host(signed_in: Callable[..., Client]) -> None:
    browser = signed_in()
    for address in PAGES:
        hosts = set(re.findall(r"(?:src|href|action)=\"(?:https?:)?//([^/\"]+)", browser.get(address).content.decode()))
        assert hosts == set(), address

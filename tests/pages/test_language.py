"""Korean unless the browser or the person says otherwise."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Profile


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "ko"), ("ko-KR,ko;q=0.9", "ko"), ("en-US,en;q=0.9,ko;q=0.5", "en"), ("fr", "ko"), (";;,q=", "ko")],
)
def test_a_strangers_browser_chooses(visitor: Client, accepted: str, language: str) -> None:
    page = visitor.get("/login", headers={"Accept-Language": accepted}).content.decode()
    assert f'<html lang="{language}"' in page


def test_the_persons_choice_wins_over_the_browser(signed_in: Callable[..., Client]) -> None:
    browser = signed_in()
    Profile.objects.update(preferences={"language": "ko"})
    page = browser.get("/settings", headers={"Accept-Language": "en"})
    assert page["Content-Language"] == "ko" and "화면 테마" in page.content.decode()


def test_the_links_of_the_sign_in_page_change_it(visitor: Client) -> None:
    visitor.post("/language", {"language": "en", "next": "/login"})
    assert "Stay signed in" in visitor.get("/login", headers={"Accept-Language": "ko"}).content.decode()


def test_over_rest_the_header_chooses(api: Any, alice: Any) -> None:
    Profile.objects.update(preferences={"language": "ko"})
    answer = api(alice).request("GET", "/users/nobody", headers={"Accept-Language": "en"})
    assert answer.json()["error"]["message"] == "Not found."

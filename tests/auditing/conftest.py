"""Browsers without JavaScript, in which an auditor is signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.services import open_device_session
from tests.client import whole

HERE = "localhost"


@pytest.fixture
def browser_of(settings: Any) -> Callable[[Any], Client]:
    """`browser_of(charlie)`: one more browser in which they are signed in."""

    def sign_in(user: Any) -> Client:
        client = Client(SERVER_NAME=HERE, raise_request_exception=False)
        opened = open_device_session(user, device_name="browser", browser=True)
        client.cookies[settings.SESSION_COOKIE] = opened.token
        return client

    return sign_in


@pytest.fixture
def pages(browser_of: Callable[[Any], Client], auditor: Any) -> Client:
    """The auditor's browser."""
    return browser_of(auditor)


def text(answer: Any) -> str:
    """The page of an answer."""
    return str(whole(answer).content.decode())

"""Browsers of the people who may, and may not, administer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client


def browser_of(user: Any) -> Client:
    """A browser in which somebody is signed in."""
    from accounts.services import open_device_session

    client = Client(headers={"accept": "text/html"})
    token = open_device_session(user, device_name="browser", browser=True).token
    client.cookies[settings.SESSION_COOKIE] = token
    return client


@pytest.fixture
def browser() -> Callable[[Any], Client]:
    return browser_of


@pytest.fixture
def admin(sysadmin: Any) -> Client:
    """The system admin's browser."""
    return browser_of(sysadmin)

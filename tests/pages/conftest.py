"""Browsers without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.conftest import PASSWORD

HERE = "localhost"


@pytest.fixture
def visitor(db: None) -> Client:
    """A browser in which nobody is signed in; it gets error pages, not exceptions."""
    return Client(SERVER_NAME=HERE, raise_request_exception=False)


@pytest.fixture
def signed_in(alice: Any) -> Callable[..., Client]:
    """`signed_in()`: one more browser in which alice is signed in."""

    def sign_in(**headers: str) -> Client:
        client = Client(SERVER_NAME=HERE, raise_request_exception=False, headers=headers)
        answer = client.post("/login", {"username": "alice", "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return sign_in

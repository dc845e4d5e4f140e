"""Searching as a client does it, over what the follower has taken in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from accounts.models import User
from chat.services import following, indexing
from tests.chat.doors import Rest

Hits = list[dict[str, Any]]


def index_now() -> None:
    """What the worker does twice a second."""
    following.catch_up(only=indexing.NAME)


class Searcher(Rest):
    """Somebody who searches."""

    def search(self, q: str, **more: Any) -> dict[str, Any]:
        """The whole answer, which must be one."""
        answer = self.get("search?" + urlencode({"q": q, **more}))
        assert answer.status == 200, answer
        return dict(answer.body)

    def hits(self, q: str, **more: Any) -> Hits:
        index_now()
        return list(self.search(q, **more)["results"])

    def found(self, q: str, **more: Any) -> list[str]:
        """The texts of the messages found, in order."""
        return [hit["message"]["text"] for hit in self.hits(q, type="messages", **more)]

    def all_pages(self, q: str, **more: Any) -> Hits:
        hits, cursor = [], ""
        while True:
            page = self.search(q, **more, **({"cursor": cursor} if cursor else {}))
            hits += page["results"]
            if not page["next"]:
                return hits
            cursor = page["next"]


@pytest.fixture
def searcher(db: None) -> Callable[[User], Searcher]:
    """`searcher(alice)`: alice at the search field."""
    return Searcher

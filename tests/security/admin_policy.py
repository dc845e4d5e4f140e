"""The administration: every list, form and action page is a door of system admins; for all others there is none.

Read from the administration's own addresses, so that a new desk is asked about from its first day.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver

from messenger.manage.office import office
from tests.security.rows import Row
from tests.security.world import SYSADMIN

OBJECT = "<path:object_id>"


def _patterns(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for one in patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, path)
        elif isinstance(one, URLPattern):
            yield path, one.callback


def _rows() -> Iterator[Row]:
    # Of a thing that does not exist: the same page as everybody else gets. What exists: tests/administration.
    for path, view in _patterns(office.get_urls(), settings.ADMIN_PATH):
        looks = 404 if OBJECT in path else 200
        for method in view.methods:
            chosen = method == "POST" and path.endswith("core/policyvalue/")  # back to the page, which says how it went
            yield Row(method, path, {"only": {SYSADMIN: 302 if chosen else looks}}, page=True)


ADMIN_ROWS = tuple(_rows())

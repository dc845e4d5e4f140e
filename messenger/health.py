"""Whether this process lives, and whether it can serve (contract 9)."""

import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)

_migrated = False  # never undone while a process runs, and costly to find out


@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """200 for as long as the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """200 when every part that requests need answers, else 503 and which does not."""
    parts: dict[str, Callable[[], bool]] = {"database": _database, "migrations": _migrations}
    if settings.REDIS_URL:
        parts["redis"] = _redis
    found = {name: "ok" if _holds(check) else "failed" for name, check in parts.items()}
    healthy = all(state == "ok" for state in found.values())
    return JsonResponse({"status": "ok" if healthy else "failed", "parts": found}, status=200 if healthy else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        log.warning("a part is not ready", exc_info=True)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _redis() -> bool:
    mark = uuid.uuid4().hex
    cache.set("health", mark, timeout=60)
    return cache.get("health") is not None

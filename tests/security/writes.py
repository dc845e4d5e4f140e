"""What a request writes, table by table: refused means that nothing was."""

import re
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from typing import Any

from django.db import connection

_LOCKS = re.compile(r"\bFOR (?:NO KEY )?UPDATE\b")
_WRITES = re.compile(r'\b(?:INSERT INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
# A refusal is written down, a failure counted, and a device seen.
ALLOWED = {"audit_auditentry", "axes_accessattempt", "axes_accessfailurelog", "accounts_devicesession"}


@contextmanager
def written(but: Set[str] = ALLOWED) -> Iterator[set[str]]:
    """The tables that statements of this block change, beyond what a refusal may (or beyond `but`)."""
    tables: set[str] = set()

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if context["cursor"].rowcount:  # -1: unknown
            tables.update(set(_WRITES.findall(_LOCKS.sub("", str(sql)))) - but)
        return result

    with connection.execute_wrapper(watch):
        yield tables

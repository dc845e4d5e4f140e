"""The chain row by row, as fast as the database gives it: seals with their entries, and entries without seals."""

import ipaddress
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from django.db import connection

from audit import offline

AT_ONCE = 5000


class SealedRow(NamedTuple):
    """A seal, and its entry as JSON values in the order of `offline.FIELDS`; without one, `plain` is None."""

    number: int
    entry_id: int
    digest: str
    hash: str
    mark: str
    plain: list[Any] | None


_NAMED = "e.actor_name, e.action, e.target_type, e.target_id"
_REST = "e.user_agent, e.request_id, e.outcome"
_ON_SQLITE = f"e.mark, replace(e.at, ' ', 'T'), e.actor_id, {_NAMED}, e.subject_id, e.ip, {_REST}, e.detail"
_ON_POSTGRESQL = (
    """e.mark, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), """
    f"e.actor_id::text, {_NAMED}, e.subject_id::text, host(e.ip), {_REST}, e.detail::text"
)
_SEALED = """
SELECT s.chain_no, s.entry_id, s.digest, s.hash, e.id, {columns}
FROM audit_seal s LEFT JOIN audit_auditentry e ON e.id = s.entry_id
WHERE s.chain_no > %s ORDER BY s.chain_no LIMIT %s
"""
_UNSEALED = """
SELECT e.id, {columns} FROM audit_auditentry e
WHERE e.id > %s AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = e.id) ORDER BY e.id LIMIT %s
"""


def sealed_rows(after: int = 0) -> Iterator[SealedRow]:
    """Every seal beyond the number `after`, in order, some thousands read at a time."""
    values = _reader()
    while rows := _read(_SEALED, after):
        for number, entry_id, digest, digested, found, mark, *columns in rows:
            plain = None if found is None else values(columns)
            yield SealedRow(number, entry_id, digest, digested, mark or "", plain)
        after = rows[-1][0]


def unsealed_rows() -> Iterator[tuple[int, str, list[Any] | None]]:
    """`(id, mark, values)` of every entry that has no seal yet."""
    values, after = _reader(), 0
    while rows := _read(_UNSEALED, after):
        for entry_id, mark, *columns in rows:
            yield entry_id, mark, values(columns)
        after = rows[-1][0]


def read_raw(after: int) -> list[tuple[Any, ...]]:
    """Some thousand seals beyond a number with their entries, as the driver gives them: the bench's floor."""
    return _read(_SEALED, after)


def as_object(plain: list[Any]) -> dict[str, Any]:
    """The values under their names."""
    return dict(zip(offline.FIELDS, plain, strict=True))


def _read(statement: str, after: int) -> list[tuple[Any, ...]]:
    columns = _ON_POSTGRESQL if connection.vendor == "postgresql" else _ON_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(statement.format(columns=columns), [after, AT_ONCE])
        return list(cursor.fetchall())


def _reader() -> Callable[[list[Any]], list[Any] | None]:
    return _from_postgresql if connection.vendor == "postgresql" else _from_sqlite


def _from_postgresql(columns: list[Any]) -> list[Any] | None:
    """None for what nobody could have written through Maru: it fits no seal."""
    try:
        columns[7] = columns[7] and _address(columns[7])
        columns[11] = orjson.loads(columns[11])
    except (ValueError, TypeError):
        return None
    return columns


def _from_sqlite(columns: list[Any]) -> list[Any] | None:
    """The same from what SQLite keeps: moments without a zone, ids without dashes."""
    try:
        at = columns[0]
        columns[0] = f"{at}Z" if len(at) > 19 else f"{at}.000000Z"
        columns[1] = columns[1] and _dashed(columns[1])
        columns[6] = columns[6] and _dashed(columns[6])
        columns[7] = columns[7] and _address(columns[7])
        detail = columns[11]
        columns[11] = {} if detail == "{}" else orjson.loads(detail)
    except (ValueError, TypeError, AttributeError):
        return None
    return columns


def _dashed(raw: str) -> str:
    return f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:]}"


@lru_cache(maxsize=4096)
def _address(ip: str) -> str:
    return str(ipaddress.ip_address(ip))

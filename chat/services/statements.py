"""The statements that store a batch of sends, written out.

Every send runs them, and building them with the ORM took twice as long
(docs/performance.md). They are the same for SQLite and PostgreSQL; a row has the columns of
`chat.models`, and the tests of sending fail when the two part.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection

from chat.models import Message
from messenger.core import wire

_HEADS = (
    "SELECT id, type, last_seq, last_change, member_epoch FROM chat_room"
    " WHERE deleted_at IS NULL AND id IN ({}) ORDER BY id"
)
_STORED = "SELECT id FROM chat_message WHERE (sender_id, client_msg_id) IN (VALUES {})"
_MESSAGE = (
    "INSERT INTO chat_message (room_id, seq, change, sender_id, client_msg_id, content_hash, type, text,"
    " mentions_all, details, reply_to_id, created_at) VALUES {} RETURNING id"
)
_ROOMS = (
    "UPDATE chat_room SET last_seq = moved.column2, last_change = moved.column3, last_message_at = %s, moved_at = %s"
    " FROM (VALUES {}) AS moved WHERE chat_room.id = moved.column1"
)
_READ = (
    "UPDATE chat_member SET last_read_seq = reached.column2, last_read_message_id = reached.column3"
    " FROM (VALUES {}) AS reached WHERE chat_member.id = reached.column1 AND last_read_seq < reached.column2"
)


@dataclass(slots=True)
class Head:
    """What sending needs of a room, under its lock."""

    pk: UUID
    type: str
    last_seq: int
    last_change: int
    member_epoch: int


def lock_and_look(
    room_ids: Collection[UUID], sends: Collection[tuple[UUID, UUID]]
) -> tuple[dict[UUID, Head], list[int]]:
    """The living ones of these rooms, locked in ascending order until the transaction ends; and the ids
    of messages that these senders' `clientMsgId`s have made already, looked up under the lock."""
    lock = _HEADS.format(_marks(room_ids))
    if connection.features.has_select_for_update:
        lock += " FOR UPDATE"
    look = _STORED.format(", ".join(["(%s, %s)"] * len(sends)))
    uuid = _uuids()
    with _one_round_trip(), connection.cursor() as locking, connection.cursor() as looking:
        locking.execute(lock, list(map(uuid, room_ids)))
        looking.execute(look, list(map(uuid, chain.from_iterable(sends))))
        heads = [Head(_as_uuid(row[0]), *row[1:]) for row in locking.fetchall()]
        known = [row[0] for row in looking.fetchall()]
    return {head.pk: head for head in heads}, known


def insert(messages: Sequence[Message]) -> None:
    """Store them and give each its id."""
    uuid = _uuids()
    values = [
        (
            uuid(m.room_id),
            m.seq,
            m.change,
            uuid(m.sender_id),
            uuid(m.client_msg_id),
            m.content_hash,
            m.type,
            m.text,
            m.mentions_all,
            None if m.details is None else wire.encode(m.details),
            m.reply_to_id,
            _moment(m.created_at),
        )
        for m in messages
    ]
    for message, row in zip(messages, _rows(*_filled(_MESSAGE, values)), strict=True):
        message.pk = row[0]
        message._state.adding = False


def move(heads: Iterable[Head], moment: dt.datetime, reached: dict[int, tuple[int, int]]) -> None:
    """Write down how far the rooms have come, and move members' read positions forward:
    `{member_id: (seq, message_id)}`."""
    uuid = _uuids()
    rooms, values = _filled(_ROOMS, [(uuid(head.pk), head.last_seq, head.last_change) for head in heads])
    read, places = _filled(_READ, [(member_id, *place) for member_id, place in sorted(reached.items())])
    with _one_round_trip(), connection.cursor() as cursor:
        cursor.execute(rooms, [_moment(moment), _moment(moment), *values])
        cursor.execute(read, places)


@contextmanager
def _one_round_trip() -> Iterator[None]:
    """Statements that need nothing of one another travel together, where the driver can send them so."""
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def _filled(statement: str, rows: Sequence[tuple[Any, ...]]) -> tuple[str, list[Any]]:
    marks = f"({_marks(rows[0])})"
    return statement.format(", ".join([marks] * len(rows))), [value for row in rows for value in row]


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _uuids() -> Callable[[UUID | None], Any]:
    """How this database takes UUIDs."""
    if connection.features.has_native_uuid_field:
        return lambda value: value
    return lambda value: None if value is None else value.hex


def _as_uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _moment(value: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)

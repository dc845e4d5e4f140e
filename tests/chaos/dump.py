"""Reads what the database holds, past the product's own code."""

import json
import sqlite3
import uuid
from typing import Any

import psycopg

from tests.chaos.client import content
from tests.chaos.history import Head, Row, Stay

_MESSAGES = (
    "SELECT room_id, seq, change, id, sender_id, client_msg_id, text, type, edited_at, deleted_at FROM chat_message"
)
_ROOMS = "SELECT id, last_seq, last_change FROM chat_room WHERE deleted_at IS NULL"
_MEMBERS = "SELECT room_id, user_id, joined_seq, left_seq, past_stays, last_read_seq FROM chat_member"


def query(url: str, statement: str) -> list[Any]:
    """Rows of a database given by its URL."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()
    with psycopg.connect(url.replace("postgres://", "postgresql://", 1), connect_timeout=5) as postgres:
        return postgres.execute(statement).fetchall()  # type: ignore[call-overload]


def rows(url: str) -> list[Row]:
    return [
        Row(
            _id(room), seq, change, number, _id(sender), _id(key), content(text, deleted=deleted is not None),
            system=kind == "SYSTEM", edited=edited is not None, deleted=deleted is not None,
        )
        for room, seq, change, number, sender, key, text, kind, edited, deleted in query(url, _MESSAGES)
    ]  # fmt: skip


def heads(url: str) -> dict[str, Head]:
    return {_id(room): Head(seq, change) for room, seq, change in query(url, _ROOMS)}


def stays(url: str, removed: dict[tuple[str, str], float]) -> tuple[list[Stay], dict[tuple[str, str], int]]:
    """Everybody's stays, and the read positions of present members. `removed`: when a removal was acknowledged."""
    found: list[Stay] = []
    read: dict[tuple[str, str], int] = {}
    for room_id, user_id, joined, left, past, position in query(url, _MEMBERS):
        room, user = _id(room_id), _id(user_id)
        ended = removed.get((room, user))
        for after, upto in json.loads(past) if isinstance(past, str) else past:
            found.append(Stay(room, user, after, upto, ended))
        found.append(Stay(room, user, joined, left, ended if left is not None else None))
        if left is None:
            read[room, user] = position
    return found, read


def _id(value: Any) -> str:
    return "" if value is None else str(uuid.UUID(str(value)))

"""The floor of sending: next `seq` under the room's lock, idempotent insert, read position, commit.

The same tables and rows, straight through sqlite3 or a psycopg pool, without rules, frames or
sockets. A child of the bench; prints messages a second.
"""

import argparse
import asyncio
import json
import sqlite3
import time
import uuid
from typing import Any, LiteralString

TEXT = "회의는 오후 세 시에 시작합니다. 자료는 공유 폴더에 있습니다."

ONE_STATEMENT: LiteralString = """
WITH room AS (
    UPDATE chat_room
    SET last_seq = last_seq + 1, last_change = last_change + 1, last_message_at = now(), moved_at = now()
    WHERE id = %(room)s RETURNING id, last_seq, last_change
), new AS (
    INSERT INTO chat_message
        (room_id, seq, change, sender_id, client_msg_id, content_hash, type, text, mentions_all, created_at)
    SELECT id, last_seq, last_change, %(sender)s, %(key)s, '', 'TEXT', %(text)s, false, now() FROM room
    ON CONFLICT (sender_id, client_msg_id) DO NOTHING RETURNING id, room_id, seq
)
UPDATE chat_member SET last_read_seq = new.seq, last_read_message_id = new.id FROM new
WHERE chat_member.room_id = new.room_id AND chat_member.user_id = %(sender)s
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--senders", required=True, help="JSON list of [userId, roomId]")
    asked = parser.parse_args()
    senders = json.loads(asked.senders)
    if asked.url.startswith("sqlite"):
        print(in_sqlite(asked.url.removeprefix("sqlite:///"), senders, asked.seconds))
    else:
        print(asyncio.run(in_postgres(asked.url, senders, asked.seconds)))


async def in_postgres(url: str, senders: list[list[str]], seconds: float) -> float:
    """One statement a message over a pool of 20 connections, each sender one after the other."""
    from psycopg_pool import AsyncConnectionPool

    stored = 0

    async def send(sender: str, room: str, until: float) -> None:
        nonlocal stored
        while time.perf_counter() < until:
            async with pool.connection() as connection:
                values = {"room": room, "sender": sender, "key": uuid.uuid4(), "text": TEXT}
                await connection.execute(ONE_STATEMENT, values)
            stored += 1

    async with AsyncConnectionPool(url, min_size=20, max_size=20, kwargs={"autocommit": True}) as pool:
        await pool.wait()
        began = time.perf_counter()
        await asyncio.gather(*(send(sender, room, began + seconds) for sender, room in senders))
        return stored / (time.perf_counter() - began)


def in_sqlite(path: str, senders: list[list[str]], seconds: float) -> float:
    """SQLite takes one writer at a time, so one connection does what all senders ask in turn."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536")
    pairs = [(uuid.UUID(sender).hex, uuid.UUID(room).hex) for sender, room in senders]
    began = time.perf_counter()
    stored = 0
    while time.perf_counter() - began < seconds:
        _store(connection, *pairs[stored % len(pairs)])
        stored += 1
    return stored / (time.perf_counter() - began)


def _store(connection: Any, sender: str, room: str) -> None:
    now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
    connection.execute("BEGIN IMMEDIATE")
    seq, change = connection.execute(
        "UPDATE chat_room SET last_seq = last_seq + 1, last_change = last_change + 1, last_message_at = ?, moved_at = ?"
        " WHERE id = ? RETURNING last_seq, last_change",
        (now, now, room),
    ).fetchone()
    new = connection.execute(
        "INSERT INTO chat_message"
        " (room_id, seq, change, sender_id, client_msg_id, content_hash, type, text, mentions_all, created_at)"
        " VALUES (?, ?, ?, ?, ?, x'', 'TEXT', ?, 0, ?) ON CONFLICT (sender_id, client_msg_id) DO NOTHING",
        (room, seq, change, sender, uuid.uuid4().hex, TEXT, now),
    )
    connection.execute(
        "UPDATE chat_member SET last_read_seq = ?, last_read_message_id = ? WHERE room_id = ? AND user_id = ?",
        (seq, new.lastrowid, room, sender),
    )
    connection.execute("COMMIT")


if __name__ == "__main__":
    main()

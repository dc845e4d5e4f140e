"""Writes messages into a room in bulk: a child of the bench. `--messages N --rooms ID…`.

By SQL's own row generators, because a million rows through Python would take minutes. Rooms count
on from where they stand; everybody in them has read everything but the last 10 lines.
"""

import argparse

import django
from django.db import connection, transaction

TEXT = "회의는 오후 세 시에 시작합니다. 자료는 공유 폴더에 있습니다."

COUNTING = {
    "postgresql": "SELECT generate_series(1, %(messages)s) AS n",
    "sqlite": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < %(messages)s) SELECT n FROM t",
}
RANDOM_ID = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
FILL = """
INSERT INTO chat_message
    (room_id, seq, change, sender_id, client_msg_id, content_hash, type, text, mentions_all, created_at)
SELECT room.id, room.last_seq + n, room.last_change + n, author.user_id, {random_id}, '', 'TEXT', %(text)s || n, false,
    CURRENT_TIMESTAMP
FROM chat_room AS room
JOIN (SELECT user_id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS size
    FROM chat_member WHERE room_id = %(room)s) AS author ON true
JOIN ({counting}) AS counted ON n %% author.size = author.place
WHERE room.id = %(room)s
"""


def fill(room_id: str, messages: int) -> None:
    """Add so many messages to a room."""
    from chat.models import Member, Message, Room

    statement = FILL.format(random_id=RANDOM_ID[connection.vendor], counting=COUNTING[connection.vendor])
    room = Room.objects.get(pk=room_id)
    key = Room._meta.pk.get_db_prep_value(room.pk, connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")  # a million rows take longer than a request may
        cursor.execute(statement, {"room": key, "messages": messages, "text": TEXT})
    newest = Message.objects.filter(room=room).latest("seq")
    Room.objects.filter(pk=room.pk).update(
        last_seq=newest.seq, last_change=newest.change, last_message_at=newest.created_at
    )
    Member.objects.filter(room=room).update(last_read_seq=max(0, newest.seq - 10))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, required=True)
    parser.add_argument("--rooms", nargs="+", required=True)
    asked = parser.parse_args()
    django.setup()
    with transaction.atomic():
        for room_id in asked.rooms:
            fill(room_id, asked.messages)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()

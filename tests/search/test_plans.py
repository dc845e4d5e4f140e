"""Searching goes by the index, also for one and for two syllables: 60,000 messages, so that it matters."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import User
from accounts.services import create_user
from chat.models import Room
from chat.selectors import search
from chat.selectors.search import texts
from chat.services import rooms
from messenger.core import grams

MESSAGES = 60_000
WORDS = ["예산은 확정", "회의 자료", "점심 메뉴", "서버 점검", "고객 문의", "출장 신청", "계약서 검토", "배포 일정"]


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[User]:
    """alice in a room of very many messages, one of which says 뷁쀍 now and then; everything is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        alice = create_user(login_id="alice.plans", name="김민지")
        room = rooms.create_room(actor=alice, type="GROUP", name="방", member_ids=[])[0]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("DROP INDEX search_text_pieces")
            _fill(cursor, alice, room)
            if connection.vendor == "postgresql":
                cursor.execute("CREATE INDEX search_text_pieces ON chat_searchtext USING gin (pieces)")
                cursor.execute("ANALYZE chat_searchtext")
        yield alice
        transaction.set_rollback(True)


def _fill(cursor: Any, alice: User, room: Room) -> None:
    """Rows made by the database out of a few texts: quick, and as many as it takes for a plan to show."""
    on_postgresql = connection.vendor == "postgresql"
    amount = MESSAGES if on_postgresql else 2_000
    cursor.execute(f"CREATE TEMPORARY TABLE sample (n int, folded text, pieces {'int[]' if on_postgresql else 'text'})")
    for number, text in enumerate([*(f"{word} {n}" for n in range(25) for word in WORDS), "뷁쀍 시험"]):
        pieces: Any = grams.pieces(grams.folded(text))
        pieces = pieces if on_postgresql else " ".join(map(str, pieces))
        cursor.execute("INSERT INTO sample VALUES (%s, %s, %s)", [number, text, pieces])
    numbers = (
        "SELECT g FROM generate_series(1, %s) AS s(g)"
        if on_postgresql
        else "WITH RECURSIVE s(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < %s) SELECT g FROM s"
    )
    cursor.execute(
        "INSERT INTO chat_searchtext (message_id, position, room_id, seq, created_at, kind, folded, pieces) "
        "SELECT 1000000 + g.g, 0, %s, g.g, CURRENT_TIMESTAMP, 'text', t.folded, t.pieces "
        f"FROM ({numbers}) g JOIN sample t ON t.n = CASE WHEN g.g %% 9973 = 1 THEN 200 ELSE g.g %% 200 END",
        [room.pk if on_postgresql else room.pk.hex, amount],
    )


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("query", ["뷁", "뷁쀍", "뷁쀍 시험", "없는말", "서버", "예산은 확정"])
def test_a_search_goes_by_the_index(office: User, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is rare is found by its pieces; nothing is ever found by reading the whole table."""
    plans: list[str] = []
    listed = texts._listed

    def seen(hits: Any, limit: int) -> Any:
        plans.append(hits[:limit].explain())
        return listed(hits, limit)

    monkeypatch.setattr(texts, "_listed", seen)
    finder = texts.Texts(office, search.Wanted())
    found = finder.newest(search.readings(query)[0], after=None, limit=20)
    assert bool(found) is (query != "없는말")
    assert [one.message_id for one in found] == sorted((one.message_id for one in found), reverse=True)
    if connection.vendor == "postgresql":
        assert not any("Seq Scan on chat_searchtext" in plan for plan in plans), plans
        if query in ("뷁", "뷁쀍", "뷁쀍 시험", "없는말"):
            assert "Bitmap Index Scan on search_text_pieces" in plans[-1]
    else:
        monkeypatch.setattr(texts, "WINDOWS", ())
        finder = texts.Texts(office, search.Wanted())
        finder.newest(search.readings(query)[0], after=None, limit=20)
        assert "chat_searchpieces VIRTUAL TABLE INDEX" in plans[-1]
        assert "SCAN chat_searchtext" not in plans[-1]

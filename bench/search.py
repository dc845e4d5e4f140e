"""Times what somebody searches for among very many messages: a child of the bench.

Prints, for each person and each query, milliseconds (median and p95) of a whole page of hits, of the look-up alone,
and of LIKE '%…%' over the same messages with the same right to see them.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from accounts.models import User
    from chat.models import Room

ROOMS = 200
SAMPLES = 20_000  # different texts, repeated
RARE_EVERY = 80_000
TIMES = 20
QUERIES = {
    "rare word": "수소저장합금",
    "rare 2 syllables": "뷁쀍",
    "rare 1 syllable": "뷁",
    "common 2 syllables (10 %)": "회의",
    "common 1 syllable": "의",
    "two words, each common": "회의 예산",
    "seldom (1 in 1,000)": "출장비",
    "nothing": "없는말입니다",
}
_NOUNS = """
예산 계약 일정 보고서 고객 견적 담당자 서버 배포 점검 휴가 결재 자료 사진 도면 발주 납품 검수 점심 회식
출근 퇴근 교육 면접 평가 공지 안내 확인 요청 수정 검토 승인 반려 영업 개발 인사 총무 재무 기획 디자인 품질
생산 물류 창고 현장 본사 지사 거래처 세금계산서
"""
_PARTICLES = ["", "은", "는", "이", "가", "을", "를", "에", "에서", "으로", "까지", "부터", "도", "만", "와"]
_VERBS = """
합니다 했습니다 부탁드립니다 해주세요 됐나요 있어요 없어요 보냈습니다 받았습니다 봐주세요 늦습니다 갈게요 좋아요
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--amount", type=int, required=True, help="messages in all rooms together")
    asked = parser.parse_args()
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from bench.office import make_people, make_room

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        people = make_people(40)
        # The first is in all rooms, the second in the biggest one and four more.
        rooms = [make_room([people[0], *people[2 + n % 20 :][:18], *people[1:2] * (n < 5)]) for n in range(ROOMS)]
    _fill(rooms, [person.pk for person in people], asked.amount)
    print(
        json.dumps(
            {
                "in all rooms": {what: _measure(people[0], query) for what, query in QUERIES.items()},
                "in 5 of 200 rooms": {what: _measure(people[1], query) for what, query in QUERIES.items()},
                "taking in": {"messages/s": _taking_in(rooms[1])},
            }
        )
    )


def _texts() -> Iterator[str]:
    chance = random.Random(20261121)
    nouns, verbs = _NOUNS.split(), _VERBS.split()
    for _ in range(SAMPLES):
        words = [chance.choice(nouns) + chance.choice(_PARTICLES) for _ in range(chance.choice((1, 2, 3, 4, 6, 9, 14)))]
        if chance.random() < 0.1:
            words.insert(chance.randrange(len(words) + 1), "회의" + chance.choice(_PARTICLES))
        if chance.random() < 0.001:
            words.append("출장비")
        yield " ".join([*words, chance.choice(verbs)])
    yield "수소저장합금 뷁쀍 견적 왔나요"  # now and then


def _fill(rooms: "list[Room]", people: list[Any], amount: int) -> None:
    """Messages in the order of time; a quarter of them in the first room. The index is made at the end."""
    from django.db import connection

    from messenger.core import grams

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("CREATE TABLE sample (n int PRIMARY KEY, text text, folded text, pieces int[])")
        with cursor.copy("COPY sample FROM STDIN") as copy:
            for number, text in enumerate(_texts()):
                folded = grams.folded(text)
                copy.write_row((number, text, folded, grams.pieces(folded)))
        cursor.execute(
            "CREATE TABLE place AS SELECT * FROM unnest(%s::uuid[]) WITH ORDINALITY AS p(room, n)", [_ids(rooms)]
        )
        cursor.execute("DROP INDEX search_text_pieces")
        cursor.execute(_MESSAGES, {"people": people, "amount": amount, "rare": RARE_EVERY, "samples": SAMPLES})
        cursor.execute(_SEARCH_TEXTS)
        cursor.execute(
            "UPDATE chat_room r SET last_seq = m.n, last_change = m.n FROM (SELECT room_id, max(seq) AS n "
            "FROM chat_message GROUP BY room_id) m WHERE m.room_id = r.id"
        )
        cursor.execute(
            "INSERT INTO chat_followedroom (follower, room_id, change) "
            f"SELECT 'search.{grams.VERSION}', id, last_change FROM chat_room"
        )
        cursor.execute(
            "CREATE INDEX search_text_pieces ON chat_searchtext USING gin (pieces) WITH (gin_pending_list_limit = 512)"
        )
        cursor.execute("VACUUM ANALYZE")


def _ids(rooms: "list[Room]") -> list[Any]:
    return [room.pk for room in rooms]


_MESSAGES = """
INSERT INTO chat_message
       (room_id, seq, change, sender_id, client_msg_id, content_hash, type, text, mentions_all, created_at)
SELECT p.room, b.first + row_number() OVER w, b.first + row_number() OVER w, (%(people)s::uuid[])[1 + g %% 40],
       gen_random_uuid(), '', 'TEXT', s.text, false, now() - (%(amount)s - g) * interval '10 seconds'
FROM generate_series(1, %(amount)s) g
JOIN place p ON p.n = CASE WHEN g %% 4 = 0 THEN 1 ELSE 2 + abs(hashint4(g)::bigint) %% 199 END
JOIN (SELECT id, last_seq AS first FROM chat_room) b ON b.id = p.room
JOIN sample s ON s.n =
     CASE WHEN g %% %(rare)s = 7 THEN %(samples)s ELSE abs(hashint4(g * 31)::bigint) %% %(samples)s END
WINDOW w AS (PARTITION BY p.room ORDER BY g) ORDER BY g
"""
_SEARCH_TEXTS = """
INSERT INTO chat_searchtext (message_id, position, room_id, seq, sender_id, created_at, kind, folded, pieces)
SELECT m.id, 0, m.room_id, m.seq, m.sender_id, m.created_at, 'text', s.folded, s.pieces
FROM chat_message m JOIN (SELECT DISTINCT ON (text) * FROM sample) s ON s.text = m.text ORDER BY m.id
"""


def _measure(actor: "User", query: str) -> dict[str, float]:
    from chat.selectors import messages, search
    from chat.selectors.search.texts import Texts
    from messenger.core import wire

    readings = search.readings(query)
    wanted = search.Wanted(files=False)
    visible = messages.visible_to(actor).filter(deleted_at=None, text__contains=query).order_by("-pk")

    def page() -> Any:
        return wire.encode(search.texts_page(actor, readings, wanted, limit=20).hits)

    times = _times(page)
    return {
        "ms": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[-1],
        "look_up": statistics.median(_times(lambda: Texts(actor, wanted).newest(readings[0], after=None, limit=21))),
        "like": statistics.median(_times(lambda: list(visible.values_list("pk", flat=True)[:21]), 5)),
    }


def _taking_in(room: "Room") -> float:
    """How fast the index takes in what is there, from the messages on."""
    from chat.models import Message, SearchText
    from chat.services import indexing

    messages = list(Message.objects.filter(room=room).order_by("change")[:1000])
    SearchText.objects.filter(message__in=messages).delete()
    began = time.perf_counter()
    for start in range(0, len(messages), 200):
        indexing.take_in(room, messages[start : start + 200])
    return len(messages) / (time.perf_counter() - began)


def _times(function: Callable[[], Any], times: int = TIMES) -> list[float]:
    found = []
    for _ in range(times + 1):
        began = time.perf_counter()
        function()
        found.append((time.perf_counter() - began) * 1000)
    return found[1:]


if __name__ == "__main__":
    main()

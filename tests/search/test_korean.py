"""What Koreans search for: every hit that should be there, and none that should not.

`korean.json` holds a corpus and queries with the numbers of the messages that each must find: particles, compound
nouns, spacing, mixed scripts, NFD, one and two syllables, letters, emoji, numbers, addresses, the other keyboard,
and what would be an operator or a wildcard elsewhere.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from chat.models import Message, Room
from chat.selectors import search
from chat.services.drafts import draft
from chat.services.storing import store
from tests.search.conftest import index_now

DATA: dict[str, Any] = json.loads((Path(__file__).parent / "korean.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def corpus(django_db_setup: None, django_db_blocker: Any) -> Any:
    """alice, who sees the whole corpus, and `{messageId: number}`; written once for all queries."""
    import uuid

    from django.db import transaction

    from accounts.services import create_user
    from chat.services import rooms

    with django_db_blocker.unblock(), transaction.atomic():
        alice: User = create_user(login_id="alice.corpus", name="김민지")
        room: Room = rooms.create_room(actor=alice, type="GROUP", name="말뭉치", member_ids=[])[0]
        texts = DATA["corpus"]
        for start in range(0, len(texts), 100):
            store(
                [
                    draft(actor=alice, room_id=room.pk, client_msg_id=uuid.uuid4(), text=text)
                    for text in texts[start : start + 100]
                ]
            )
        index_now()
        said = Message.objects.filter(room=room).exclude(type="SYSTEM").order_by("seq").values_list("pk", flat=True)
        numbers = {pk: number for number, pk in enumerate(said)}
        assert len(numbers) == len(texts)
        yield alice, numbers
        transaction.set_rollback(True)


def found(alice: User, query: str, *, loose: bool) -> list[dict[str, Any]]:
    """All pages, as the door reads them."""
    readings = search.readings(query, loose=loose)
    hits: list[dict[str, Any]] = []
    mark = None
    while True:
        page = search.texts_page(alice, readings, search.Wanted(files=False), mark=mark, limit=200)
        hits += page.hits
        mark = page.mark
        if mark is None:
            return hits


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("portion", range(10))
def test_every_query_finds_what_it_should_and_nothing_else(corpus: Any, portion: int) -> None:
    alice, numbers = corpus
    wrong: list[Any] = []
    for case in DATA["queries"][portion::10]:
        hits = found(alice, case["q"], loose=bool(case.get("loose")))
        got = [numbers[hit["message"]["messageId"]] for hit in hits]
        if sorted(got) != case["hits"]:
            missing, extra = set(case["hits"]) - set(got), set(got) - set(case["hits"])
            wrong.append((case["q"], [DATA["corpus"][n] for n in missing], [DATA["corpus"][n] for n in extra]))
        wrong += [(case["q"], "is shown nowhere in", hit["message"]["text"]) for hit in hits if not hit["highlights"]]
    assert not wrong


def test_the_set_is_large_enough() -> None:
    assert len(DATA["queries"]) >= 300
    assert len(DATA["corpus"]) >= 400

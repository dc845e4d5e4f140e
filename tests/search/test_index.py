"""How the index is fed: after the messages, once, and again whenever that is wanted (decisions 0020, 0021)."""

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from chat.models import FollowedRoom, Message, Room, SearchText
from chat.selectors import search
from chat.services import following, indexing, rooms
from messenger.core import grams, jobs
from tests.chat.doors import Rest
from tests.search.conftest import Searcher, index_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(alice: User, room: Room) -> Searcher:
    who = Searcher(alice)
    for n in range(3):
        who.say(room.pk, f"회의 {n}")
    return who


def test_sending_writes_nothing_into_the_index(me: Searcher) -> None:
    assert not SearchText.objects.exists()
    assert indexing.lag().messages >= 3


def test_the_job_that_follows_the_rooms_feeds_it(me: Searcher) -> None:
    jobs.enqueue("room.follow", key="every")
    jobs.run_all()
    assert len(me.search("회의", type="messages")["results"]) == 3
    assert indexing.lag() == indexing.Lag(0, 0)


def test_what_did_not_change_its_words_is_not_written_again(me: Searcher, bob: User) -> None:
    index_now()
    rows = dict(SearchText.objects.values_list("message_id", "pk"))
    Rest(bob).react(max(rows), "👍")
    with CaptureQueriesContext(connection) as asked:
        index_now()
    assert dict(SearchText.objects.values_list("message_id", "pk")) == rows
    assert not [query for query in asked if "chat_searchtext" in query["sql"] and "SELECT" not in query["sql"]]


def test_taking_in_asks_the_same_for_few_and_for_many(alice: User, room: Room) -> None:
    def taking_in(count: int) -> int:
        SearchText.objects.all().delete()
        said = [Rest(alice).say(room.pk, f"말 {n}")["messageId"] for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            indexing.take_in(room, list(Message.objects.filter(pk__in=said)))
        return len(asked)

    assert taking_in(2) == taking_in(9) <= 4


def test_rebuilding_repairs_what_is_wrong_and_people_search_meanwhile(me: Searcher) -> None:
    index_now()
    first, second, third = SearchText.objects.order_by("message_id")
    first.delete()
    SearchText.objects.filter(pk=second.pk).update(folded="falsch", pieces=grams.pieces("falsch"))
    indexing.start_over()
    indexing.start_over()  # the same job
    assert SearchText.objects.filter(pk=third.pk).exists()
    jobs.run_all()
    assert sorted(me.found("회의")) == ["회의 0", "회의 1", "회의 2"]
    done = jobs.Job.objects.get(kind=indexing.REBUILD)
    assert done.state == jobs.Job.State.SUCCEEDED
    assert done.progress == 1


def test_the_command_asks_the_workers_or_does_it_here(me: Searcher) -> None:
    said = io.StringIO()
    call_command("rebuild_search", stdout=said)
    assert "workers" in said.getvalue()
    assert not SearchText.objects.exists()
    call_command("rebuild_search", "--here", stdout=said)
    assert SearchText.objects.count() == 3
    assert "100 %" in said.getvalue()


def test_another_way_of_folding_begins_at_the_beginning(me: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    index_now()
    before = indexing.NAME
    monkeypatch.setattr(indexing, "NAME", f"search.{grams.VERSION + 1}")
    assert indexing.lag().messages >= 3
    following.follow(indexing.NAME)(indexing.take_in)
    monkeypatch.setattr(following, "_followers", {**following._followers})
    try:
        index_now()
        assert indexing.lag().messages == 0
        assert len(me.found("회의")) == 3
        assert set(FollowedRoom.objects.values_list("follower", flat=True)) >= {before, indexing.NAME}
    finally:
        following._followers.pop(indexing.NAME, None)


def test_how_far_it_is_behind_is_shown(sysadmin: User, me: Searcher, room: Room, monkeypatch: Any) -> None:
    def part() -> Any:
        return Rest(sysadmin).get("system/health").body["parts"]["search"]

    assert part()["state"] == "ok"
    assert part()["facts"]["behindMessages"] >= 3
    Room.objects.filter(pk=room.pk).update(moved_at=timezone.now() - dt.timedelta(minutes=5))
    late = part()
    assert late["state"] == "warn"
    assert late["facts"]["behindSeconds"] >= 300
    index_now()
    assert part() == {
        "state": "ok",
        "detail": part()["detail"],
        "facts": {"behindMessages": 0, "behindSeconds": 0},
    }


def test_a_page_of_hits_asks_a_bounded_number_of_times(alice: User, bob: User, dana: User) -> None:
    me = Searcher(alice)

    def asked(count: int) -> int:
        for n in range(count):
            made, _new = rooms.create_room(actor=bob, type="GROUP", name=f"방 {n}", member_ids=[alice.pk, dana.pk])
            Rest(bob).say(made.pk, f"ghldml 회의 {n} https://example.com/{n}")
        index_now()
        with CaptureQueriesContext(connection) as queries:
            page = search.texts_page(alice, search.readings("ghldml"), search.Wanted(), limit=20)
        assert page.hits
        return len(queries)

    assert asked(1) == asked(6) <= 20
    assert json.dumps(me.search("ghldml")["alsoTried"]) == "[]"

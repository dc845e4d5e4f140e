"""How often a link is fetched, for whom, and what becomes of a card when something fails on the way."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F

from accounts.models import User
from chat.models import Link, Room
from chat.services import links
from chat.services.previewing import kept_pictures
from files import storage
from messenger.core import jobs, limits
from messenger.core.events import Event
from messenger.core.models import Job
from messenger.core.outbound import policy, turns
from tests.chat.doors import Rest
from tests.chat.linking import HEAD, later, links_of, url
from tests.services.hostile_http import Site, html
from tests.services.outside import HOST, always, here

pytestmark = pytest.mark.django_db


# --- How often -------------------------------------------------------------------------------


def test_a_card_is_kept_for_a_day_and_a_failure_for_an_hour(alice: User, room: Room, web: Site) -> None:
    text = f"{url(web)} {url(web, '/missing')}"
    Rest(alice).say(room.pk, text)
    jobs.run_all()
    assert sorted(web.paths) == ["/", "/missing"]
    for hours, fetched in ((0, 0), (0.9, 0), (0.2, 1), (22, 1), (1, 2)):
        later(hours=hours)
        before = len(web.requests)
        Rest(alice).say(room.pk, text)
        jobs.run_all()
        assert len(web.requests) - before == fetched, hours


@pytest.mark.django_db(transaction=True)
def test_a_card_that_is_fetched_again_is_told_only_if_it_changed(
    alice: User, room: Room, web: Site, told: list[Event]
) -> None:
    first = Rest(alice).say(room.pk, url(web))
    jobs.run_all()
    for title, updates in ((HEAD, 0), (HEAD.replace("메뉴", "새 메뉴"), 2)):
        later(days=2)
        web.pages["/"] = html("식단", title)
        message = Rest(alice).say(room.pk, url(web))
        assert message["links"][0]["status"] == "READY"  # the old card, until there is a new one
        if not updates:
            Rest(alice).delete(f"messages/{message['messageId']}")
        told.clear()
        jobs.run_all()
        assert len([event for event in told if event.name == "MESSAGE_UPDATED"]) == updates
    assert links_of(alice, first)[0]["title"] == "구내식당 새 메뉴"


def test_a_card_that_lost_its_picture_shows_none(alice: User, room: Room, web: Site) -> None:
    message = Rest(alice).say(room.pk, url(web, "/pictured"))
    jobs.run_all()
    assert links_of(alice, message)[0]["imageUrl"]
    later(days=2)
    web.pages["/pictured"] = html("식단")
    Rest(alice).say(room.pk, url(web, "/pictured"))
    jobs.run_all()
    assert links_of(alice, message)[0] | {"url": ""} == {
        "url": "",
        "domain": HOST,
        "status": "READY",
        "title": "식단",
        "description": "",
        "imageUrl": None,
    }


def test_new_links_beyond_ones_rate_get_no_card(alice: User, bob: User, room: Room, web: Site, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "links": (2, 60)}
    texts = [url(web, f"/{n}") for n in range(4)]
    assert [len(Rest(alice).say(room.pk, text)["links"]) for text in texts] == [1, 1, 0, 0]
    assert len(Rest(alice).say(room.pk, texts[0])["links"]) == 1  # known to all already
    assert len(Rest(bob).say(room.pk, texts[3])["links"]) == 1
    limits.forget_all()
    assert len(Rest(alice).say(room.pk, texts[2])["links"]) == 1


def test_other_rules_fetch_again(alice: User, room: Room, web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    Rest(alice).say(room.pk, url(web))
    jobs.run_all()
    wider = here(web.port, always("127.0.0.1"), HOST, "third.test")
    monkeypatch.setattr(policy, "current", lambda: wider)
    assert Rest(alice).say(room.pk, url(web))["links"][0]["status"] == "PENDING"


def test_with_previews_off_nothing_is_fetched_or_shown(
    alice: User, room: Room, web: Site, settings: Any, api: Callable[..., Any]
) -> None:
    message = Rest(alice).say(room.pk, url(web, "/pictured"))
    jobs.run_all()
    path = links_of(alice, message)[0]["imageUrl"].removeprefix("/api/v1")
    settings.LINK_PREVIEWS = False
    before = len(web.requests)
    assert Rest(alice).say(room.pk, url(web, "/other"))["links"] == []
    assert links_of(alice, message) == []
    assert api(alice).get(path).status_code == 404
    assert jobs.run_all() == 0
    assert len(web.requests) == before


# --- What goes wrong -------------------------------------------------------------------------


def test_a_busy_process_tries_again_later(alice: User, room: Room, web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    message = Rest(alice).say(room.pk, url(web))
    monkeypatch.setattr("messenger.core.outbound.fetching.TOTAL_SECONDS", 0.05)
    with turns.taken(HOST, 1), turns.taken(HOST, 1):
        jobs.run_all()
    assert links_of(alice, message)[0]["status"] == "PENDING"
    monkeypatch.setattr("messenger.core.outbound.fetching.TOTAL_SECONDS", 5)
    jobs.run_all(later=True)
    assert links_of(alice, message)[0]["status"] == "READY"


def test_a_card_that_cannot_be_made_is_given_up(
    alice: User, room: Room, web: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is down all the while: the job is dead, and says why; the card has failed."""

    def down(*_args: Any) -> None:
        raise storage.StoreDown

    monkeypatch.setattr(storage.store(), "put", down)
    message = Rest(alice).say(room.pk, url(web, "/pictured"))
    jobs.run_all()
    assert links_of(alice, message)[0]["status"] == "PENDING"
    jobs.run_all(later=True)
    assert links_of(alice, message)[0]["status"] == "FAILED"
    assert list(Job.objects.values_list("state", "cause", "attempts")) == [("DEAD", "STORAGE", 5)]
    assert Rest(alice).message(message["messageId"])["change"] == message["change"] + 1


def test_a_worker_that_died_while_telling_tells_again(
    alice: User, room: Room, web: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = Rest(alice).say(room.pk, url(web))

    def dies(*_args: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("chat.services.previewing._tell", dies)
        jobs.run_all(strict=False)
    jobs.run_all(later=True)
    assert Rest(alice).message(message["messageId"])["change"] == message["change"] + 1
    assert web.paths.count("/") == 1


def test_a_lost_job_is_asked_for_again_with_the_next_message(alice: User, room: Room, web: Site) -> None:
    Rest(alice).say(room.pk, url(web))
    Job.objects.all().delete()
    Rest(alice).say(room.pk, url(web))
    assert not Job.objects.filter(kind="link.fetch").exists()  # it is still expected
    later(minutes=11)
    Rest(alice).say(room.pk, url(web))
    assert Job.objects.filter(kind="link.fetch").count() == 1


def test_a_room_that_was_closed_is_left_out(alice: User, bob: User, room: Room, dm: Room, web: Site) -> None:
    Rest(alice).say(room.pk, url(web))
    message = Rest(alice).say(dm.pk, url(web))
    Rest(bob).delete(f"rooms/{room.pk}")
    jobs.run_all()
    assert links_of(alice, message)[0]["status"] == "READY"


def test_pictures_that_a_card_shows_are_kept(alice: User, room: Room, web: Site) -> None:
    Rest(alice).say(room.pk, url(web, "/pictured"))
    jobs.run_all()
    key = Link.objects.get().image_key
    assert kept_pictures([key, "links/other"]) == {key}


def test_a_link_that_no_message_names_is_forgotten_in_the_end(alice: User, room: Room, web: Site) -> None:
    kept, gone = Rest(alice).say(room.pk, url(web)), Rest(alice).say(room.pk, url(web, "/other"))
    jobs.run_all()
    Rest(alice).delete(f"messages/{gone['messageId']}")
    assert links.forget_unnamed() == 0  # it may be named again soon
    long_ago = F("created_at") - links.FORGOTTEN_AFTER
    Link.objects.update(created_at=long_ago, fetched_at=long_ago)
    assert links.forget_unnamed() == 1
    assert [link["url"] for link in links_of(alice, kept)] == [url(web)]

"""Cards of links (contract 12): fetched by a job, the same for all, and a new change of the message."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from accounts.models import User
from chat.models import Link, MessageLink, Room
from chat.services import links
from messenger.core import jobs
from messenger.core.events import Event
from messenger.core.models import Job
from messenger.core.outbound import policy
from tests.chat.doors import Rest
from tests.chat.linking import OTHER_HOST, links_of, url
from tests.services.hostile_http import Site, answer, html, redirect
from tests.services.outside import HOST

pytestmark = pytest.mark.django_db

TEXTS = Path(__file__).with_name("links_in_texts.json")


# --- The card --------------------------------------------------------------------------------


def test_a_link_gets_a_card_that_is_the_same_for_everybody(alice: User, bob: User, room: Room, web: Site) -> None:
    message = Rest(alice).say(room.pk, f"점심? {url(web)}")
    assert message["links"] == [
        {"url": url(web), "domain": HOST, "status": "PENDING", "title": "", "description": "", "imageUrl": None}
    ]
    assert web.requests == []  # sending waits for nobody
    jobs.run_all()
    card = links_of(alice, message)[0]
    assert (card["status"], card["title"], card["description"]) == ("READY", "구내식당 메뉴", "이번 주 점심")
    assert links_of(bob, message) == [card]
    assert web.paths == ["/"]


@pytest.mark.django_db(transaction=True)
def test_the_card_arrives_as_a_new_change_of_the_message(
    alice: User, bob: User, room: Room, web: Site, told: list[Event]
) -> None:
    message = Rest(alice).say(room.pk, url(web))
    told.clear()
    jobs.run_all()
    updated = [event.data["message"] for event in told if event.name == "MESSAGE_UPDATED"]
    assert [wire["links"][0]["status"] for wire in updated] == ["READY"]
    assert updated[0]["change"] == message["change"] + 1
    changes = Rest(bob).get(f"rooms/{room.pk}/changes?after={message['change']}").body
    assert [m["messageId"] for m in changes["messages"]] == [message["messageId"]]
    assert changes["messages"][0]["links"] == Rest(bob).message(message["messageId"])["links"]
    assert Rest(bob).message(message["messageId"])["editedAt"] is None


def test_every_message_that_names_the_link_gets_the_card(
    alice: User, bob: User, room: Room, dm: Room, web: Site
) -> None:
    said = [Rest(alice).say(room.pk, url(web)), Rest(bob).say(room.pk, url(web)), Rest(bob).say(dm.pk, url(web))]
    jobs.run_all()
    assert [links_of(alice, message)[0]["status"] for message in said] == ["READY"] * 3
    assert web.paths.count("/") == 1


@pytest.mark.django_db(transaction=True)
def test_many_messages_are_told_some_at_a_time(
    alice: User, room: Room, web: Site, told: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.services.previewing._TOLD_AT_ONCE", 2)
    said = [Rest(alice).say(room.pk, f"{n} {url(web)}")["messageId"] for n in range(5)]
    told.clear()
    jobs.run_all()
    updated = [event.data["message"] for event in told if event.name == "MESSAGE_UPDATED"]
    assert [wire["messageId"] for wire in updated] == said
    assert [wire["change"] for wire in updated] == sorted(wire["change"] for wire in updated)


def test_a_redirect_leads_to_the_card_of_the_place(alice: User, room: Room, web: Site) -> None:
    web.pages["/short"] = redirect(url(web, "/", OTHER_HOST), 301)
    message = Rest(alice).say(room.pk, url(web, "/short"))
    jobs.run_all()
    card = links_of(alice, message)[0]
    assert (card["title"], card["domain"], card["url"]) == ("구내식당 메뉴", HOST, url(web, "/short"))


# --- The picture -----------------------------------------------------------------------------


def test_the_picture_is_ours_and_for_those_who_see_the_message(
    alice: User, bob: User, charlie: User, auditor: User, erin: User, room: Room, web: Site, api: Callable[..., Any]
) -> None:
    message = Rest(alice).say(room.pk, url(web, "/pictured"))
    jobs.run_all()
    path = links_of(alice, message)[0]["imageUrl"].removeprefix("/api/v1")
    got = api(bob).get(path)
    assert (got.status_code, got["Content-Type"]) == (200, "image/webp")
    with Image.open(io.BytesIO(b"".join(got.streaming_content) if got.streaming else got.content)) as image:
        assert (image.format, image.size) == ("WEBP", (400, 100))
    for outsider in (charlie, auditor, erin):
        assert api(outsider).get(path).status_code == 404
    assert api(None).get(path).status_code == 401
    Rest(alice).delete(f"messages/{message['messageId']}")
    assert api(alice).get(path).status_code == 404


@pytest.mark.parametrize(
    "image",
    [answer(b"<svg/>", "image/png"), answer(b"\x89PNG\r\n\x1a\n rubbish", "image/png"), redirect("http://[::1]/")],
)
def test_a_page_without_a_good_picture_has_a_card_without_one(alice: User, room: Room, web: Site, image: bytes) -> None:
    web.pages["/menu.png"] = image
    message = Rest(alice).say(room.pk, url(web, "/pictured"))
    jobs.run_all()
    card = links_of(alice, message)[0]
    assert (card["status"], card["title"], card["imageUrl"]) == ("READY", "구내식당 메뉴", None)


# --- Which links -----------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "urls"), json.loads(TEXTS.read_text(encoding="utf-8")))
def test_links_are_found_where_the_browser_shows_them(text: str, urls: list[str]) -> None:
    """The browser's own test reads the same file (`tests/js/links.test.js`)."""
    assert list(links.addresses_in(text)) == urls


def test_as_many_as_a_message_may_have_each_once(alice: User, room: Room, web: Site, settings: Any) -> None:
    settings.MAX_LINKS = 2
    message = Rest(alice).say(room.pk, " ".join(url(web, path) for path in ("/a", "/b", "/a", "/c")))
    assert [link["url"] for link in message["links"]] == [url(web, "/a"), url(web, "/b")]


def test_a_text_without_a_link_costs_nothing(alice: User, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "current", lambda: pytest.fail("the rules were asked"))
    assert Rest(alice).say(room.pk, "링크는 없습니다: wiki.corp")["links"] == []
    assert not MessageLink.objects.exists()


def test_an_edit_changes_the_links(alice: User, room: Room, web: Site) -> None:
    web.pages["/other"] = html("다른 쪽")
    message = Rest(alice).say(room.pk, url(web))
    path = f"messages/{message['messageId']}"
    assert [li["url"] for li in Rest(alice).patch(path, {"text": url(web, "/other")}).body["links"]] == [
        url(web, "/other")
    ]
    jobs.run_all()
    assert [link["title"] for link in links_of(alice, message)] == ["다른 쪽"]
    assert Rest(alice).patch(path, {"text": "링크를 뺐습니다"}).body["links"] == []
    Rest(alice).patch(path, {"text": url(web)})
    Rest(alice).delete(path)
    assert links_of(alice, message) == []
    assert not MessageLink.objects.exists()


def test_a_link_that_its_text_forbids_is_blocked_at_once(alice: User, room: Room, web: Site) -> None:
    said = Rest(alice).say(
        room.pk, "http://127.0.0.1/ http://2130706433/ http://a@localhost/ http://x.test:22/ http://[::1]/"
    )
    assert [link["status"] for link in said["links"]] == ["BLOCKED"] * 5
    assert [link["domain"] for link in said["links"]] == ["127.0.0.1", "2130706433", "localhost", "x.test", "::1"]
    assert not Job.objects.filter(kind="link.fetch").exists()


def test_a_name_that_leads_inside_is_blocked_and_anything_else_has_failed(
    alice: User, room: Room, web: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = Rest(alice).say(room.pk, f"http://inside.test/ {url(web, '/missing')} {url(web, '/empty')}")
    web.pages["/empty"] = answer(b"<p>")
    jobs.run_all()
    assert [link["status"] for link in links_of(alice, message)] == ["BLOCKED", "FAILED", "FAILED"]
    assert set(Link.objects.values_list("error", flat=True)) == {"ADDRESS", "STATUS", "EMPTY"}

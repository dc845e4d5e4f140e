"""Cards of links (contract 12): fetched by a job, the same for all, and a new change of the message."""

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from PIL import Image

from accounts.models import User
from chat.models import Link, MessageLink, Room
from chat.services import links
from chat.services.previewing import kept_pictures
from files import storage
from messenger.core import jobs, limits
from messenger.core.events import Event
from messenger.core.models import Job
from messenger.core.outbound import policy, turns
from tests.chat.doors import Rest
from tests.services.hostile_http import Site, answer, html, redirect
from tests.services.outside import HOST, always, here

pytestmark = pytest.mark.django_db

PAGE = """<meta property="og:title" content="구내식당 메뉴">
<meta property="og:description" content="이번 주 점심">"""
TEXTS = Path(__file__).with_name("links_in_texts.json")


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path
    storage.store.cache_clear()
    yield
    storage.store.cache_clear()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A web site that may be called under `page.test` and `other.test`."""
    with Site() as running:
        rules = here(running.port, always("127.0.0.1"), HOST, "other.test")
        monkeypatch.setattr(policy, "current", lambda: rules)
        running.pages["/"] = html("식단", PAGE)
        running.pages["/pictured"] = html("식단", PAGE + '<meta property="og:image" content="/menu.png">')
        running.pages["/menu.png"] = answer(picture(), "image/png")
        yield running


def picture(size: tuple[int, int] = (800, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "PNG")
    return out.getvalue()


def url(site: Site, path: str = "/", host: str = HOST) -> str:
    return f"http://{host}:{site.port}{path}"


def links_of(user: User, message: dict[str, Any]) -> list[dict[str, Any]]:
    return list(Rest(user).message(message["messageId"])["links"])


def later(**fields: Any) -> None:
    """Time goes by for everything that was fetched."""
    for link in Link.objects.exclude(expires_at=None):
        Link.objects.filter(pk=link.pk).update(expires_at=link.expires_at - dt.timedelta(**fields))  # type: ignore[operator]


# --- The card --------------------------------------------------------------------------------


def test_a_link_gets_a_card_that_is_the_same_for_everybody(alice: User, bob: User, room: Room, site: Site) -> None:
    message = Rest(alice).say(room.pk, f"점심? {url(site)}")
    assert message["links"] == [
        {"url": url(site), "domain": HOST, "status": "PENDING", "title": "", "description": "", "imageUrl": None}
    ]
    assert site.requests == []  # sending waits for nobody
    jobs.run_all()
    card = links_of(alice, message)[0]
    assert (card["status"], card["title"], card["description"]) == ("READY", "구내식당 메뉴", "이번 주 점심")
    assert links_of(bob, message) == [card]
    assert site.paths == ["/"]


@pytest.mark.django_db(transaction=True)
def test_the_card_arrives_as_a_new_change_of_the_message(
    alice: User, bob: User, room: Room, site: Site, told: list[Event]
) -> None:
    message = Rest(alice).say(room.pk, url(site))
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
    alice: User, bob: User, room: Room, dm: Room, site: Site
) -> None:
    said = [Rest(alice).say(room.pk, url(site)), Rest(bob).say(room.pk, url(site)), Rest(bob).say(dm.pk, url(site))]
    jobs.run_all()
    assert [links_of(alice, message)[0]["status"] for message in said] == ["READY"] * 3
    assert site.paths.count("/") == 1


@pytest.mark.django_db(transaction=True)
def test_many_messages_are_told_some_at_a_time(
    alice: User, room: Room, site: Site, told: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.services.previewing._TOLD_AT_ONCE", 2)
    said = [Rest(alice).say(room.pk, f"{n} {url(site)}")["messageId"] for n in range(5)]
    told.clear()
    jobs.run_all()
    updated = [event.data["message"] for event in told if event.name == "MESSAGE_UPDATED"]
    assert [wire["messageId"] for wire in updated] == said
    assert [wire["change"] for wire in updated] == sorted(wire["change"] for wire in updated)


def test_a_redirect_leads_to_the_card_of_the_place(alice: User, room: Room, site: Site) -> None:
    site.pages["/short"] = redirect(url(site, "/", "other.test"), 301)
    message = Rest(alice).say(room.pk, url(site, "/short"))
    jobs.run_all()
    card = links_of(alice, message)[0]
    assert (card["title"], card["domain"], card["url"]) == ("구내식당 메뉴", HOST, url(site, "/short"))


# --- The picture -----------------------------------------------------------------------------


def test_the_picture_is_ours_and_for_those_who_see_the_message(
    alice: User, bob: User, charlie: User, auditor: User, erin: User, room: Room, site: Site, api: Callable[..., Any]
) -> None:
    message = Rest(alice).say(room.pk, url(site, "/pictured"))
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
def test_a_page_without_a_good_picture_has_a_card_without_one(
    alice: User, room: Room, site: Site, image: bytes
) -> None:
    site.pages["/menu.png"] = image
    message = Rest(alice).say(room.pk, url(site, "/pictured"))
    jobs.run_all()
    card = links_of(alice, message)[0]
    assert (card["status"], card["title"], card["imageUrl"]) == ("READY", "구내식당 메뉴", None)


# --- Which links -----------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "urls"), json.loads(TEXTS.read_text(encoding="utf-8")))
def test_links_are_found_where_the_browser_shows_them(text: str, urls: list[str]) -> None:
    """The browser's own test reads the same file (`tests/js/links.test.js`)."""
    assert list(links.addresses_in(text)) == urls


def test_as_many_as_a_message_may_have_each_once(alice: User, room: Room, site: Site, settings: Any) -> None:
    settings.MAX_LINKS = 2
    message = Rest(alice).say(room.pk, " ".join(url(site, path) for path in ("/a", "/b", "/a", "/c")))
    assert [link["url"] for link in message["links"]] == [url(site, "/a"), url(site, "/b")]


def test_a_text_without_a_link_costs_nothing(alice: User, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "current", lambda: pytest.fail("the rules were asked"))
    assert Rest(alice).say(room.pk, "링크는 없습니다: wiki.corp")["links"] == []
    assert not MessageLink.objects.exists()


def test_an_edit_changes_the_links(alice: User, room: Room, site: Site) -> None:
    site.pages["/other"] = html("다른 쪽")
    message = Rest(alice).say(room.pk, url(site))
    path = f"messages/{message['messageId']}"
    assert [li["url"] for li in Rest(alice).patch(path, {"text": url(site, "/other")}).body["links"]] == [
        url(site, "/other")
    ]
    jobs.run_all()
    assert [link["title"] for link in links_of(alice, message)] == ["다른 쪽"]
    assert Rest(alice).patch(path, {"text": "링크를 뺐습니다"}).body["links"] == []
    Rest(alice).patch(path, {"text": url(site)})
    Rest(alice).delete(path)
    assert links_of(alice, message) == []
    assert not MessageLink.objects.exists()


def test_a_link_that_its_text_forbids_is_blocked_at_once(alice: User, room: Room, site: Site) -> None:
    said = Rest(alice).say(
        room.pk, "http://127.0.0.1/ http://2130706433/ http://a@localhost/ http://x.test:22/ http://[::1]/"
    )
    assert [link["status"] for link in said["links"]] == ["BLOCKED"] * 5
    assert [link["domain"] for link in said["links"]] == ["127.0.0.1", "2130706433", "localhost", "x.test", "::1"]
    assert not Job.objects.filter(kind="link.fetch").exists()


def test_a_name_that_leads_inside_is_blocked_and_anything_else_has_failed(
    alice: User, room: Room, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = Rest(alice).say(room.pk, f"http://inside.test/ {url(site, '/missing')} {url(site, '/empty')}")
    site.pages["/empty"] = answer(b"<p>")
    jobs.run_all()
    assert [link["status"] for link in links_of(alice, message)] == ["BLOCKED", "FAILED", "FAILED"]
    assert set(Link.objects.values_list("error", flat=True)) == {"ADDRESS", "STATUS", "EMPTY"}


# --- How often -------------------------------------------------------------------------------


def test_a_card_is_kept_for_a_day_and_a_failure_for_an_hour(alice: User, room: Room, site: Site) -> None:
    text = f"{url(site)} {url(site, '/missing')}"
    Rest(alice).say(room.pk, text)
    jobs.run_all()
    assert sorted(site.paths) == ["/", "/missing"]
    for hours, fetched in ((0, 0), (0.9, 0), (0.2, 1), (22, 1), (1, 2)):
        later(hours=hours)
        before = len(site.requests)
        Rest(alice).say(room.pk, text)
        jobs.run_all()
        assert len(site.requests) - before == fetched, hours


@pytest.mark.django_db(transaction=True)
def test_a_card_that_is_fetched_again_is_told_only_if_it_changed(
    alice: User, room: Room, site: Site, told: list[Event]
) -> None:
    first = Rest(alice).say(room.pk, url(site))
    jobs.run_all()
    for title, updates in ((PAGE, 0), (PAGE.replace("메뉴", "새 메뉴"), 2)):
        later(days=2)
        site.pages["/"] = html("식단", title)
        message = Rest(alice).say(room.pk, url(site))
        assert message["links"][0]["status"] == "READY"  # the old card, until there is a new one
        if not updates:
            Rest(alice).delete(f"messages/{message['messageId']}")
        told.clear()
        jobs.run_all()
        assert len([event for event in told if event.name == "MESSAGE_UPDATED"]) == updates
    assert links_of(alice, first)[0]["title"] == "구내식당 새 메뉴"


def test_a_card_that_lost_its_picture_shows_none(alice: User, room: Room, site: Site) -> None:
    message = Rest(alice).say(room.pk, url(site, "/pictured"))
    jobs.run_all()
    assert links_of(alice, message)[0]["imageUrl"]
    later(days=2)
    site.pages["/pictured"] = html("식단")
    Rest(alice).say(room.pk, url(site, "/pictured"))
    jobs.run_all()
    assert links_of(alice, message)[0] | {"url": ""} == {
        "url": "",
        "domain": HOST,
        "status": "READY",
        "title": "식단",
        "description": "",
        "imageUrl": None,
    }


def test_new_links_beyond_ones_rate_get_no_card(alice: User, bob: User, room: Room, site: Site, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "links": (2, 60)}
    texts = [url(site, f"/{n}") for n in range(4)]
    assert [len(Rest(alice).say(room.pk, text)["links"]) for text in texts] == [1, 1, 0, 0]
    assert len(Rest(alice).say(room.pk, texts[0])["links"]) == 1  # known to all already
    assert len(Rest(bob).say(room.pk, texts[3])["links"]) == 1
    limits.forget_all()
    assert len(Rest(alice).say(room.pk, texts[2])["links"]) == 1


def test_other_rules_fetch_again(alice: User, room: Room, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    Rest(alice).say(room.pk, url(site))
    jobs.run_all()
    wider = here(site.port, always("127.0.0.1"), HOST, "third.test")
    monkeypatch.setattr(policy, "current", lambda: wider)
    assert Rest(alice).say(room.pk, url(site))["links"][0]["status"] == "PENDING"


def test_with_previews_off_nothing_is_fetched_or_shown(
    alice: User, room: Room, site: Site, settings: Any, api: Callable[..., Any]
) -> None:
    message = Rest(alice).say(room.pk, url(site, "/pictured"))
    jobs.run_all()
    path = links_of(alice, message)[0]["imageUrl"].removeprefix("/api/v1")
    settings.LINK_PREVIEWS = False
    before = len(site.requests)
    assert Rest(alice).say(room.pk, url(site, "/other"))["links"] == []
    assert links_of(alice, message) == []
    assert api(alice).get(path).status_code == 404
    assert jobs.run_all() == 0
    assert len(site.requests) == before


# --- What goes wrong -------------------------------------------------------------------------


def test_a_busy_process_tries_again_later(alice: User, room: Room, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    message = Rest(alice).say(room.pk, url(site))
    monkeypatch.setattr("messenger.core.outbound.fetching.TOTAL_SECONDS", 0.05)
    with turns.taken(HOST, 1), turns.taken(HOST, 1):
        jobs.run_all()
    assert links_of(alice, message)[0]["status"] == "PENDING"
    monkeypatch.setattr("messenger.core.outbound.fetching.TOTAL_SECONDS", 5)
    jobs.run_all(later=True)
    assert links_of(alice, message)[0]["status"] == "READY"


def test_a_worker_that_died_while_telling_tells_again(
    alice: User, room: Room, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = Rest(alice).say(room.pk, url(site))

    def dies(*_args: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("chat.services.previewing._tell", dies)
        jobs.run_all(strict=False)
    jobs.run_all(later=True)
    assert Rest(alice).message(message["messageId"])["change"] == message["change"] + 1
    assert site.paths.count("/") == 1


def test_a_lost_job_is_asked_for_again_with_the_next_message(alice: User, room: Room, site: Site) -> None:
    Rest(alice).say(room.pk, url(site))
    Job.objects.all().delete()
    Rest(alice).say(room.pk, url(site))
    assert not Job.objects.filter(kind="link.fetch").exists()  # it is still expected
    later(minutes=11)
    Rest(alice).say(room.pk, url(site))
    assert Job.objects.filter(kind="link.fetch").count() == 1


def test_a_room_that_was_closed_is_left_out(alice: User, bob: User, room: Room, dm: Room, site: Site) -> None:
    Rest(alice).say(room.pk, url(site))
    message = Rest(alice).say(dm.pk, url(site))
    Rest(bob).delete(f"rooms/{room.pk}")
    jobs.run_all()
    assert links_of(alice, message)[0]["status"] == "READY"


def test_pictures_that_a_card_shows_are_kept(alice: User, room: Room, site: Site) -> None:
    Rest(alice).say(room.pk, url(site, "/pictured"))
    jobs.run_all()
    key = Link.objects.get().image_key
    assert kept_pictures([key, "links/other"]) == {key}


def test_a_link_that_no_message_names_is_forgotten_in_the_end(alice: User, room: Room, site: Site) -> None:
    kept, gone = Rest(alice).say(room.pk, url(site)), Rest(alice).say(room.pk, url(site, "/other"))
    jobs.run_all()
    Rest(alice).delete(f"messages/{gone['messageId']}")
    assert links.forget_unnamed() == 0  # it may be named again soon
    long_ago = F("created_at") - links.FORGOTTEN_AFTER
    Link.objects.update(created_at=long_ago, fetched_at=long_ago)
    assert links.forget_unnamed() == 1
    assert [link["url"] for link in links_of(alice, kept)] == [url(site)]

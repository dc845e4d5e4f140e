"""Photos in a browser: chosen in the settings, seen by colleagues at once, and how they look."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faces import Cast, cast, portrait, wear
from tests.browser.people import Desk, Person
from tests.browser.screens import SIZES, Screen
from tests.browser.test_screens import judged, photographed
from tests.services.server import Server

Sit = Callable[..., Desk]


@pytest.fixture(scope="module")
def people(site: Server, rest: Callable[[str], Person]) -> Cast:
    return cast(site.url, rest("demo001"))


def face(page: Page, where: str, person: Person) -> str:
    return f"{where} .avatar img[src*='{person.id}']"


def seen(page: Page, where: str, person: Person) -> None:
    """The picture has come, and is no empty frame."""
    image = page.locator(face(page, where, person)).first
    expect(image).to_be_visible()
    expect(image).to_have_js_property("complete", True)
    expect(image).not_to_have_js_property("naturalWidth", 0)


def chosen(page: Page, *pictures: tuple[str, bytes]) -> None:
    for name, body in pictures:
        page.locator("#photo input[type=file]").set_input_files({"name": name, "mimeType": "image/png", "buffer": body})


def test_a_chosen_photo_is_on_colleagues_screens_at_once_and_gone_when_it_is_taken_away(
    desk: Sit, people: Cast
) -> None:
    room = people.nari.room(people.doyun, name="사진 이야기")
    people.nari.say(room, "새 사진 올렸어요.")
    talk = people.doyun.call("POST", "/rooms", {"type": "DM", "memberIds": [people.nari.id]})["roomId"]
    looking = desk(people.doyun.login)
    there = looking.open(room)
    expect(there.locator("article .avatar").first).to_have_text("나리")
    assert there.locator(face(there, "room-list", people.nari)).count() == 0
    page = desk(people.nari.login).page
    page.goto("/settings")
    expect(page.locator("#photo .avatar")).to_have_text("나리")
    expect(page.get_by_role("button", name="사진 삭제")).to_be_hidden()
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="사진 선택").click()
    choosing.value.set_files({"name": "나.jpg", "mimeType": "image/jpeg", "buffer": portrait(1)})
    expect(page.locator("#photo [role=status]")).to_contain_text("사진을 바꿨습니다")
    seen(page, "#photo", people.nari)
    seen(there, "message-list", people.nari)
    there.goto(f"/rooms/{talk}")
    seen(there, "room-list", people.nari)
    there.locator(".bar button", has_text="유나리").first.click()
    page.get_by_role("button", name="사진 삭제").click()
    expect(page.locator("#photo [role=status]")).to_contain_text("사진을 삭제했습니다")
    expect(page.get_by_role("button", name="사진 선택")).to_be_focused()
    expect(there.locator(face(there, "room-list", people.nari))).to_have_count(0)


def test_what_cannot_be_a_photo_is_said_and_the_old_one_stays(desk: Sit, people: Cast) -> None:
    wear(people.doyun, 0)
    sitting = desk(people.doyun.login)
    sitting.expected = ("400",)
    page = sitting.page
    page.goto("/settings")
    chosen(page, ("사진.png", b"GIF89a"))
    expect(page.locator("#photo [role=status]")).to_contain_text("사용할 수 없는 사진입니다")
    chosen(page, ("큰 사진.png", bytes(5 * 2**20 + 1)))
    expect(page.locator("#photo [role=status]")).to_contain_text("5.0 MB보다 큰")
    seen(page, "#photo", people.doyun)


def test_a_photo_that_does_not_come_leaves_the_name(desk: Sit, people: Cast) -> None:
    wear(people.doyun, 0)
    talk = people.nari.call("POST", "/rooms", {"type": "DM", "memberIds": [people.doyun.id]})["roomId"]
    sitting = desk(people.nari.login)
    sitting.expected = ("net::ERR_", "Failed to load resource")
    page = sitting.page
    page.route("**/photo?v=*", lambda route: route.abort())
    page.goto(f"/rooms/{talk}")
    expect(page.locator(face(page, "room-list", people.doyun))).to_be_hidden()
    expect(page.locator("room-list .avatar", has_text="도윤").first).to_be_visible()


def test_an_admin_takes_a_photo_away(desk: Sit, people: Cast) -> None:
    wear(people.doyun, 2)
    page = desk("demo001").page
    page.goto(f"/manage/people/{people.doyun.id}")
    seen(page, "main", people.doyun)
    assert judged(page, Screen("manage-photo", lambda _page, _room: None), "1440") == []
    photographed(page, "manage-photo-light-1440")
    page.get_by_role("button", name="사진 삭제").click()
    expect(page.get_by_role("status")).to_contain_text("사진을 삭제했습니다")
    assert page.locator(face(page, "main", people.doyun)).count() == 0


@pytest.fixture(scope="module")
def talk(people: Cast) -> str:
    """A conversation of somebody with a photo, somebody without, and oneself."""
    wear(people.nari, 1)
    wear(people.grace, 2)
    room = people.nari.room(people.doyun, people.grace, name="디자인 검토")
    people.doyun.call("DELETE", "/me/photo")
    people.nari.say(room, "시안 두 가지를 정리했습니다. 오후에 같이 보시죠.")
    people.doyun.say(room, "네, 3시에 회의실 잡아 두겠습니다.")
    people.grace.say(room, "I will join from the Busan office.")
    for other in (people.doyun, people.grace):
        direct = people.nari.call("POST", "/rooms", {"type": "DM", "memberIds": [other.id]})["roomId"]
        other.say(direct, "자료 확인했습니다.")
    return room


@pytest.mark.parametrize("width", [1440, 390])
def test_how_it_looks(desk: Sit, people: Cast, talk: str, width: int) -> None:
    page = desk(people.nari.login, size=SIZES[width]).page
    found: list[str] = []
    for name, go in (("photo-room", _room), ("photo-profile", _profile), ("photo-settings", _settings)):
        go(page, talk, people)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            photographed(page, f"{name}-{theme}-{width}")
            found += judged(page, Screen(name, lambda _page, _room: None), f"{theme} {width}")
    if width == 390:
        page.goto("/")
        seen(page, "room-list", people.grace)
        photographed(page, f"photo-list-dark-{width}")
    else:
        none = desk(people.doyun.login, locale="en-GB").page
        none.goto("/settings")
        photographed(none, "photo-settings-none-light-1440-en")
    assert not found, "\n".join(found)


def _room(page: Page, talk: str, people: Cast) -> None:
    page.goto(f"/rooms/{talk}")
    seen(page, "message-list", people.grace)


def _profile(page: Page, talk: str, people: Cast) -> None:
    page.locator(f"message-list button[data-profile='{people.grace.id}']").first.click()
    seen(page, "profile-card", people.grace)


def _settings(page: Page, talk: str, people: Cast) -> None:
    page.goto("/settings")
    seen(page, "#photo", people.nari)

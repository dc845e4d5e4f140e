"""Dialogs and panels about people and rooms, as people use them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Desk, Person, until

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]


@pytest.fixture
def cast(rest: Rest) -> tuple[Person, Person, Person]:
    """Somebody at a desk and two colleagues."""
    return rest("demo007"), rest("demo008"), rest("demo009")


def _new_conversation(page: Page) -> None:
    page.get_by_role("button", name="새 대화").first.click()
    expect(page.get_by_role("dialog", name="새 대화")).to_be_visible()


def _choose(page: Page, person: Person) -> None:
    page.get_by_label("사람 찾기", exact=True).fill(person.login)
    page.get_by_role("checkbox", name=person.name).check()


def _info(page: Page) -> None:
    page.locator("#info-toggle").click()
    expect(page.locator("room-info h2").first).to_have_text("방 정보")


def _member(page: Page, person: Person) -> None:
    page.get_by_role("button", name=f"{person.name} 님 관리").click()


# --- New conversations -----------------------------------------------------------------------


def test_one_person_makes_a_direct_message_and_the_same_one_again(
    desk: Sit, cast: tuple[Person, Person, Person]
) -> None:
    me, other, _ = cast
    page = desk(me.login).page
    addresses = []
    for _round in range(2):
        _new_conversation(page)
        _choose(page, other)
        page.get_by_role("button", name="대화 시작").click()
        page.wait_for_url("**/rooms/*")
        expect(page.locator("conversation-view h2")).to_contain_text(other.name)
        addresses.append(page.url)
    assert addresses[0] == addresses[1]


def test_several_people_make_a_room_with_a_name(desk: Sit, cast: tuple[Person, Person, Person]) -> None:
    me, *others = cast
    page = desk(me.login).page
    _new_conversation(page)
    for other in others:
        _choose(page, other)
    page.get_by_label("대화방 이름").fill("신제품 출시 준비")
    page.get_by_label("나중에 초대된 사람도 이전 대화를 볼 수 있음").check()
    page.get_by_role("button", name="대화방 만들기 (3명)").click()
    expect(page.locator("conversation-view h2")).to_contain_text("신제품 출시 준비")
    room = me.call("GET", f"/rooms/{page.url.rsplit('/', 1)[1]}")
    assert {member["userId"] for member in room["members"]} == {one.id for one in cast}
    assert room["historyVisibility"] == "ALL"


def test_people_are_chosen_from_the_org_chart_and_taken_back(desk: Sit, cast: tuple[Person, Person, Person]) -> None:
    page = desk(cast[0].login).page
    _new_conversation(page)
    page.get_by_role("button", name="전체 선택").nth(1).click()
    chips = page.locator("person-picker .chip")
    until("somebody is chosen", lambda: chips.count() > 0)
    before = chips.count()
    chips.first.get_by_role("button").click()
    expect(chips).to_have_count(before - 1)


def test_names_are_found_by_initials_and_on_the_wrong_layout(desk: Sit, cast: tuple[Person, Person, Person]) -> None:
    me, other, _ = cast
    page = desk(me.login).page
    _new_conversation(page)
    onsets = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
    field = page.get_by_label("사람 찾기", exact=True)
    field.fill("".join(onsets[(ord(letter) - 0xAC00) // 588] for letter in other.name))
    expect(page.get_by_role("checkbox", name=other.name)).to_be_visible()
    field.fill("rla")
    page.get_by_role("button", name="‘김’ 검색").click()
    expect(page.locator("person-picker .pick").first).to_contain_text("김")


def test_a_dialog_closes_with_escape_and_gives_the_focus_back(desk: Sit, cast: tuple[Person, Person, Person]) -> None:
    page = desk(cast[0].login).page
    _new_conversation(page)
    expect(page.get_by_label("사람 찾기", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="새 대화").first).to_be_focused()


# --- Room information ------------------------------------------------------------------------


def test_an_admin_renames_invites_appoints_and_removes(desk: Sit, cast: tuple[Person, Person, Person]) -> None:
    me, other, third = cast
    room = me.room(other, name="옛 이름")
    page = desk(me.login).open(room)
    _info(page)

    page.get_by_role("button", name="대화방 이름 바꾸기").click()
    page.get_by_role("textbox", name="대화방 이름").fill("새 이름")
    page.keyboard.press("Enter")
    expect(page.locator("conversation-view h2")).to_contain_text("새 이름")

    page.get_by_role("button", name="초대", exact=True).click()
    _choose(page, third)
    page.get_by_role("button", name="초대 (1)").click()
    expect(page.locator("room-members")).to_contain_text(third.name)

    _member(page, third)
    page.get_by_role("button", name="방장으로 지정").click()
    until("the third is an admin", lambda: _admins(me, room) == {me.id, third.id})
    _member(page, third)
    page.get_by_role("button", name="방장 해제").click()
    until("and is none any more", lambda: _admins(me, room) == {me.id})

    _member(page, other)
    page.get_by_role("button", name="내보내기", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="내보내기").click()
    expect(page.locator("room-members")).not_to_contain_text(other.name)
    assert {one["userId"] for one in me.call("GET", f"/rooms/{room}")["members"]} == {me.id, third.id}


def _admins(person: Person, room: str) -> set[str]:
    return {one["userId"] for one in person.call("GET", f"/rooms/{room}")["members"] if one["isAdmin"]}


def test_who_is_no_admin_sees_no_admin_acts(desk: Sit, cast: tuple[Person, Person, Person]) -> None:
    me, other, _ = cast
    page = desk(me.login).open(other.room(me))
    _info(page)
    expect(page.locator("room-members li")).to_have_count(2)
    for name in ("초대", "대화방 이름 바꾸기", "대화방 삭제", f"{other.name} 님 관리"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)


def test_muting_and_pinning_are_mine_alone(desk: Sit, cast: tuple[Person, Person, Person]) -> None:
    me, other, _ = cast
    room = me.room(other)
    page = desk(me.login).open(room)
    _info(page)
    page.get_by_role("group", name="알림").get_by_label("끄기").check()
    expect(page.get_by_role("group", name="알림").get_by_label("끄기")).to_be_checked()
    switch = page.get_by_role("switch", name="목록 맨 위에 고정")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    until("the level is kept", lambda: me.call("GET", f"/rooms/{room}")["me"]["muted"])
    mine, theirs = (one.call("GET", f"/rooms/{room}")["me"] for one in (me, other))
    assert (mine["muted"], mine["pinned"]) == (True, True)
    assert (theirs["muted"], theirs["pinned"]) == (False, False)


def test_leaving_asks_once_and_says_what_others_see(desk: Sit, cast: tuple[Person, Person, Person]) -> None:
    me, other, _ = cast
    room = me.room(other, name="나갈 방")
    page = desk(me.login).open(room)
    _info(page)
    page.get_by_role("button", name="대화방 나가기").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("대화방에 나갔다는 안내가 표시됩니다.")
    question.get_by_role("button", name="취소").click()
    page.get_by_role("button", name="대화방 나가기").click()
    question.get_by_role("button", name="나가기").click()
    expect(page.locator("room-list")).not_to_contain_text("나갈 방")
    assert [one["userId"] for one in other.call("GET", f"/rooms/{room}")["members"]] == [other.id]


# --- Org chart and profile -------------------------------------------------------------------


def test_the_org_chart_is_walked_with_the_keyboard(desk: Sit, cast: tuple[Person, Person, Person]) -> None:
    page = desk(cast[0].login).page
    page.keyboard.press("Alt+2")
    tree = page.get_by_role("tree", name="조직도")
    tree.locator("[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    while page.evaluate("document.activeElement.getAttribute('aria-expanded')") != "false":
        page.keyboard.press("ArrowDown")
    level = page.evaluate("document.activeElement.getAttribute('aria-level')")
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_attribute("aria-level", str(int(level) + 1))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(":focus")).to_have_attribute("aria-level", level)
    page.keyboard.press("End")
    page.keyboard.press("Home")
    expect(page.locator(":focus")).to_have_attribute("aria-posinset", "1")


def test_from_the_org_chart_to_a_conversation(desk: Sit, cast: tuple[Person, Person, Person]) -> None:
    me, _, other = cast
    page = desk(me.login).page
    page.keyboard.press("Alt+2")
    page.get_by_label("사람 찾기", exact=True).fill(other.login)
    page.get_by_role("button", name=other.name).click()
    card = page.get_by_role("dialog", name="프로필")
    expect(card).to_contain_text(other.user["employeeNo"])
    card.get_by_role("button", name="대화").click()
    expect(page.locator("conversation-view h2")).to_contain_text(other.name)


def test_on_a_phone_back_leads_from_the_panel_to_the_conversation_to_the_list(
    desk: Sit, cast: tuple[Person, Person, Person]
) -> None:
    me, other, _ = cast
    me.say(me.room(other, name="전화기"), "안녕하세요")
    page = desk(me.login, size=(390, 844)).page
    page.get_by_role("link", name="전화기").click()
    _info(page)
    page.go_back()
    expect(page.locator("room-info")).to_have_count(0)
    expect(page.locator("conversation-view h2")).to_be_visible()
    page.go_back()
    expect(page.locator("room-list")).to_be_visible()

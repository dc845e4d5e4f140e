"""A file in front of everything else: pictures, documents, films, texts; and what happens when it cannot be had."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import Shelf
from tests.browser.people import Desk, Person, until
from tests.browser.uploading import picture

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]


SWIPE = """(stage) => {
  for (const [name, clientX] of [["pointerdown", 80], ["pointerup", 300]]) {
    stage.dispatchEvent(new PointerEvent(name, {bubbles: true, pointerType: "touch", clientX, clientY: 400}));
  }
}"""


def light(page: Page) -> Locator:
    return page.locator("light-box dialog[open]")


def opened(page: Page, name: str) -> Locator:
    """Open a file from its message; the box it is shown in."""
    page.locator(f"article [data-open][title='{name}'], article .sent-file:has-text('{name}') [data-open]").click()
    expect(light(page)).to_be_visible()
    return light(page)


def original(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('.stage img')?.src.includes('/download?inline=1')"))


def test_a_picture_opens_and_arrow_keys_turn_to_the_others_of_the_room(desk: Sit, things: Shelf) -> None:
    page = desk("demo004").open(things.room)
    page.locator("article [data-open][title='현장 2.png']").focus()
    page.keyboard.press("Enter")
    box = light(page)
    expect(box.locator("h2")).to_have_text(re.compile("현장 2.png 2 / 6"))
    until("the original is here", lambda: original(page))
    page.keyboard.press("ArrowRight")
    expect(box.locator("h2")).to_contain_text("묶음 1.png")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(box.locator("h2")).to_have_text(re.compile("현장 3.png 6 / 6"))
    expect(box.get_by_role("button", name="다음")).to_have_count(0)
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(box.locator("h2")).to_contain_text("현장 1.png")
    expect(box.locator(".light-text p")).to_contain_text(things.sender.name)
    page.keyboard.press("Escape")
    expect(light(page)).to_have_count(0)
    expect(page.locator("article [data-open][title='현장 2.png']")).to_be_focused()


def test_keys_zoom_and_fit_again(desk: Sit, things: Shelf) -> None:
    page = desk("demo004", size=(1000, 700)).open(things.room)
    box = opened(page, "현장 1.png")
    until("the original is here", lambda: original(page))
    percent = box.locator(".light-percent")
    fitting = percent.inner_text()
    page.keyboard.press("Equal")
    page.keyboard.press("NumpadAdd")
    expect(percent).not_to_have_text(fitting)
    assert box.locator(".stage").evaluate("(stage) => stage.scrollWidth > stage.clientWidth")
    page.keyboard.press("ArrowRight")
    expect(box.locator("h2")).to_contain_text("현장 1.png")
    page.keyboard.press("Minus")
    page.keyboard.press("Digit0")
    expect(percent).to_have_text(fitting)
    box.locator(".stage").dblclick()
    expect(percent).to_have_text("100%")


def test_documents_programs_and_films_are_looked_at_in_the_page(desk: Sit, things: Shelf) -> None:
    page = desk("demo004").open(things.room)
    with page.expect_response(lambda answer: "/download?inline=1" in answer.url) as got:
        box = opened(page, "배포 점검표.pdf")
    assert got.value.headers["content-type"] == "application/pdf"
    expect(box.locator("iframe")).to_be_visible()
    until("the viewer runs", lambda: len(page.frames) > 1 and page.frames[1].url.startswith("http"))
    box.get_by_role("button", name="닫기").click()

    box = opened(page, "deploy.py")
    expect(box.locator(".text-lines")).to_contain_text("return '39번째 단계'")
    expect(box.locator(".text-numbers")).to_contain_text("116")
    page.keyboard.press("Escape")

    with page.expect_response(lambda answer: "/download?inline=1" in answer.url) as got:
        opened(page, "시연 영상.webm")
    assert got.value.status == 206, "by ranges"
    until("it has a length", lambda: page.evaluate("document.querySelector('video').duration > 1"))


def test_what_cannot_be_shown_is_downloaded_under_its_own_name(desk: Sit, things: Shelf) -> None:
    page = desk("demo004").open(things.room)
    box = opened(page, "2026년 하반기 계획.xlsx")
    expect(box).to_contain_text("미리 볼 수 없는 파일입니다.")
    with page.expect_download() as got:
        box.locator(".file-card-large button").click()
    assert got.value.suggested_filename == "2026년 하반기 계획.xlsx"
    assert got.value.path().read_bytes() == b"PK\x03\x04" + bytes(3000)
    page.keyboard.press("Escape")
    downloads: list[str] = []
    page.on("download", lambda one: downloads.append(one.suggested_filename))
    page.locator("article", has_text="세 장입니다").click(button="right", position={"x": 5, "y": 5})
    page.get_by_role("menuitem", name="모두 내려받기").click()
    until("all of them come", lambda: page.title() and len(downloads) == 3)
    assert downloads == ["묶음 1.png", "묶음 2.png", "묶음 3.png"]


def test_a_refused_file_is_explained_in_words(desk: Sit, things: Shelf) -> None:
    """The store is down, the message is gone: nobody is led to a page of JSON."""
    one = desk("demo004")
    one.expected = ("Failed to load resource",)
    page = one.open(things.room)
    words = "파일 저장소를 지금 사용할 수 없습니다."
    down = {"error": {"code": "UNAVAILABLE", "message": words, "details": {}}}
    page.route("**/download*", lambda route: route.fulfill(status=503, json=down))
    box = opened(page, "현장 1.png")
    expect(box.get_by_role("alert")).to_have_text(words)
    page.unroute("**/download*")
    page.keyboard.press("Escape")

    gone = things.put(("잘못 보낸 계획.xlsx", b"PK\x03\x04" + bytes(30)))
    box = opened(page, "잘못 보낸 계획.xlsx")
    things.sender.call("DELETE", f"/messages/{gone['messageId']}")
    box.get_by_role("group").get_by_role("button", name="내려받기").click()
    expect(box.get_by_role("alert")).to_have_text("파일을 찾을 수 없습니다.")
    assert "/rooms/" in page.url


def test_a_file_that_turns_out_dangerous_is_taken_from_the_screen(desk: Sit, things: Shelf) -> None:
    page = desk("demo004").open(things.room)
    box = opened(page, "현장 1.png")
    until("the original is here", lambda: original(page))
    attachment = things.files["현장 1.png"]["attachmentId"]
    verdict = {"attachmentId": attachment, "virusStatus": "INFECTED", "thumbnailUrl": None}
    page.evaluate("(file) => import('/static/app/store.js').then(({store}) => store.tell('file', file))", verdict)
    expect(box).to_contain_text("검사에서 차단된 파일입니다")
    expect(box.locator("img")).to_have_count(0)


def test_nothing_stays_on_the_screen_of_somebody_who_was_removed(desk: Sit, rest: Rest, things: Shelf) -> None:
    alone = Shelf(things.sender.room(rest("demo013"), name="잠시 있던 방"), things.sender)
    alone.put(("내부 사진.png", picture(5)))
    page = desk("demo013").open(alone.room)
    opened(page, "내부 사진.png")
    things.sender.call("DELETE", f"/rooms/{alone.room}/members/{rest('demo013').id}")
    expect(light(page)).to_have_count(0)
    page.keyboard.press("Alt+Digit3")
    expect(page.locator("file-box .empty")).to_contain_text("아직 주고받은 사진이 없습니다.")


def test_from_a_file_to_its_message(desk: Sit, things: Shelf) -> None:
    page = desk("demo004").open(things.room)
    box = opened(page, "현장 3.png")
    expect(box.locator("h2")).to_contain_text("6 / 6")  # the others are here, there is something to turn to
    page.keyboard.press("ArrowLeft")
    expect(box.locator("h2")).to_contain_text("묶음 3.png")
    box.get_by_role("button", name="메시지로 이동").click()
    expect(light(page)).to_have_count(0)
    expect(page.locator("article:focus [title='묶음 3.png']")).to_be_visible()


def test_a_finger_turns_the_pictures_on_a_phone(desk: Sit, things: Shelf) -> None:
    page = desk("demo004", size=(390, 844), has_touch=True, is_mobile=True).open(things.room)
    page.locator("article [data-open][title='현장 3.png']").tap()
    expect(light(page).locator("h2")).to_contain_text("현장 3.png")
    expect(light(page).locator("h2")).to_contain_text("/ 6")
    page.locator(".light-stage").evaluate(SWIPE)
    expect(light(page).locator("h2")).to_contain_text("묶음 3.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_nothing_lies_on_anything_in_front_of_a_small_phone(desk: Sit, things: Shelf) -> None:
    page = desk("demo006", size=(320, 640), has_touch=True, is_mobile=True).open(things.room)
    buttons = opened(page, "현장 2.png").locator("button")
    expect(buttons).to_have_count(8)
    boxes = [box for one in buttons.all() if (box := one.bounding_box())]
    for n, one in enumerate(boxes):
        for other in boxes[:n]:
            beside = one["x"] >= other["x"] + other["width"] or other["x"] >= one["x"] + one["width"]
            assert beside or abs(one["y"] - other["y"]) >= min(one["height"], other["height"])

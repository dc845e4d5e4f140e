"""Hangul and Enter: one press sends once, whole, in every order of events that browsers are known for."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.people import Desk, Person, until

ORDERS = ("keydown 229, then end", "keydown 229, end, keydown 13", "keydown 13, then end", "end, then keydown 229")


@pytest.fixture
def room(rest: Callable[[str], Person]) -> str:
    return rest("demo001").room(rest("demo003"))


@pytest.fixture
def page(desk: Callable[..., Desk], room: str) -> Page:
    return desk("demo001").open(room)


def enter(keyboard: CDPSession, *, composing: bool, kind: str = "rawKeyDown") -> None:
    code = 229 if composing else 13
    key = "Process" if composing else "Enter"
    keyboard.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": "Enter", "windowsVirtualKeyCode": code})


def compose(keyboard: CDPSession, *steps: str) -> None:
    for text in steps:
        place = {"selectionStart": len(text), "selectionEnd": len(text)}
        keyboard.send("Input.imeSetComposition", {"text": text, **place})


def sent(rest: Callable[[str], Person], room: str) -> Any:
    return lambda: rest("demo001").texts(room)


@pytest.mark.parametrize("order", ORDERS)
def test_one_enter_sends_the_whole_word_once(page: Page, room: str, rest: Callable[[str], Person], order: str) -> None:
    field = page.locator("#composer-text")
    field.click()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.insertText", {"text": "안녕하세"})
    compose(keyboard, "ㅇ", "요")
    if order == ORDERS[0]:
        enter(keyboard, composing=True)
        keyboard.send("Input.insertText", {"text": "요"})
    elif order == ORDERS[1]:
        enter(keyboard, composing=True)
        keyboard.send("Input.insertText", {"text": "요"})
        enter(keyboard, composing=False)
    elif order == ORDERS[2]:
        enter(keyboard, composing=False)
        keyboard.send("Input.insertText", {"text": "요"})
    else:
        keyboard.send("Input.insertText", {"text": "요"})
        enter(keyboard, composing=True)
    enter(keyboard, composing=False, kind="keyUp")
    until("it is sent", lambda: rest("demo001").texts(room))
    expect(field).to_have_value("")
    page.locator("#composer-text").fill("끝")
    page.keyboard.press("Enter")
    until("the next is sent", lambda: rest("demo001").texts(room)[-1] == "끝")
    assert rest("demo001").texts(room) == ["안녕하세요", "끝"]


def test_choosing_a_hanja_does_not_send(page: Page, room: str, rest: Callable[[str], Person]) -> None:
    field = page.locator("#composer-text")
    field.click()
    keyboard = page.context.new_cdp_session(page)
    compose(keyboard, "ㅎ", "하", "한")
    hanja = {"type": "rawKeyDown", "key": "HanjaMode", "code": "Lang2", "windowsVirtualKeyCode": 25}
    keyboard.send("Input.dispatchKeyEvent", hanja)
    enter(keyboard, composing=True)
    keyboard.send("Input.insertText", {"text": "韓"})
    expect(field).to_have_value("韓")
    page.keyboard.press("Enter")
    until("it is sent", lambda: rest("demo001").texts(room) == ["韓"])


def test_shift_enter_makes_a_line(page: Page, room: str, rest: Callable[[str], Person]) -> None:
    field = page.locator("#composer-text")
    field.press_sequentially("첫째 줄")
    page.keyboard.press("Shift+Enter")
    field.press_sequentially("둘째 줄")
    page.keyboard.press("Enter")
    until("both lines are sent", lambda: rest("demo001").texts(room) == ["첫째 줄\n둘째 줄"])


def test_an_enter_while_composing_a_mention_picks_nobody_twice(page: Page, rest: Callable[[str], Person]) -> None:
    """Enter ends the syllable; the list stays, and the next Enter picks."""
    name = rest("demo003").name
    field = page.locator("#composer-text")
    field.click()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.insertText", {"text": "@"})
    compose(keyboard, name[:1])
    expect(page.locator("#mention-list")).to_be_visible()
    keyboard.send("Input.insertText", {"text": name[:1]})
    page.keyboard.press("Enter")
    expect(field).to_have_value(f"@{name} ")

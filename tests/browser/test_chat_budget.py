"""What ux.md 2.9 allows the messenger's page: requests, modules, elements, and how quickly it answers."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.people import Desk, Person

MOST_REQUESTS = 60
MOST_MODULES = 60
MOST_ELEMENTS = 3000
# The budgets are 50 and 150 ms on an office computer; a test machine that does five things at once gets more.
SHOWN_WITHIN = 200
SWITCHED_WITHIN = 800


def test_the_first_load(desk: Callable[..., Desk]) -> None:
    one = desk("demo001")
    page = one.context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_selector("a.room")
    one.ready(page)
    modules = [url for url in asked if url.endswith((".js", ".mjs"))]
    assert len(asked) <= MOST_REQUESTS, asked
    assert len(modules) <= MOST_MODULES
    assert {url.split("/")[2] for url in asked} == {page.url.split("/")[2]}, "nothing comes from another host"


def test_enter_is_answered_at_once(rest: Callable[[str], Person], desk: Callable[..., Desk]) -> None:
    room = rest("demo001").room(rest("demo003"))
    page = desk("demo001").open(room)
    times = []
    for n in range(5):
        page.locator("#composer-text").fill(f"빠르게 {n}")
        script = """async (text) => {
          const begin = performance.now();
          const field = document.getElementById('composer-text');
          const enter = {key: 'Enter', code: 'Enter', bubbles: true, cancelable: true};
          field.dispatchEvent(new KeyboardEvent('keydown', enter));
          const there = () => [...document.querySelectorAll('.bubble')].some((one) => one.textContent.includes(text));
          while (!there()) await new Promise(requestAnimationFrame);
          return performance.now() - begin;
        }"""
        times.append(page.evaluate(script, f"빠르게 {n}"))
    assert sorted(times)[2] < SHOWN_WITHIN, times


def test_going_back_to_a_room_shows_it_at_once(rest: Callable[[str], Person], desk: Callable[..., Desk]) -> None:
    me, other = rest("demo011"), rest("demo003")
    rooms = [me.room(other, name=f"오가는 방 {n}") for n in range(2)]
    for room in rooms:
        for n in range(30):
            other.say(room, f"{n}번째 글")
    page = desk("demo011").open(rooms[0])
    page.get_by_role("link", name="오가는 방 1").click()
    expect(page.locator(".bar h2")).to_contain_text("오가는 방 1")
    expect(page.locator("article").last).to_be_visible()
    script = """async () => {
      const begin = performance.now();
      [...document.querySelectorAll('a.room')].find((one) => one.textContent.includes('오가는 방 0')).click();
      const there = () => document.querySelector('article')
        && document.querySelector('.bar h2')?.textContent.includes('오가는 방 0');
      while (!there()) await new Promise(requestAnimationFrame);
      return performance.now() - begin;
    }"""
    assert page.evaluate(script) < SWITCHED_WITHIN
    assert page.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS

"""Demo people over REST, and pages on which they are signed in."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx
from playwright.sync_api import Browser, Page

from tests.conftest import PASSWORD

PROMPTLY = 15.0


def until(what: str, holds: Callable[[], Any], timeout: float = PROMPTLY) -> Any:
    """Wait for a condition. (`page.wait_for_function` needs eval, which the page's policy forbids.)"""
    end = time.monotonic() + timeout
    while not (found := holds()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {timeout:.0f} s: {what}")
        time.sleep(0.03)
    return found


class Person:
    """A demo login that acts over REST, on a device of its own. Signed out from afar, they sign in again."""

    def __init__(self, url: str, login: str) -> None:
        self.login = login
        self._client = httpx.Client(base_url=f"{url}/api/v1", timeout=30)
        self.user: dict[str, Any] = self._sign_in()["user"]

    def _sign_in(self) -> dict[str, Any]:
        body = {"username": self.login, "password": PASSWORD, "deviceName": "test"}
        session: dict[str, Any] = self._client.post("/device-sessions", json=body).raise_for_status().json()
        self._client.headers["Authorization"] = f"Bearer {session['accessToken']}"
        return session

    @property
    def id(self) -> str:
        return str(self.user["userId"])

    @property
    def name(self) -> str:
        return str(self.user["name"])

    def call(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._client.request(method, path, json=body)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._sign_in()
            answer = self._client.request(method, path, json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def room(self, *others: "Person", name: str = "") -> str:
        """A new group with the others; its id."""
        body = {"type": "GROUP", "name": name or f"방 {uuid.uuid4().hex[:8]}", "memberIds": [one.id for one in others]}
        return str(self.call("POST", "/rooms", body)["roomId"])

    def say(self, room: str, text: str, **more: Any) -> dict[str, Any]:
        body = {"clientMsgId": str(uuid.uuid4()), "type": "TEXT", "text": text, **more}
        found: dict[str, Any] = self.call("POST", f"/rooms/{room}/messages", body)
        return found

    def read(self, room: str, message: dict[str, Any]) -> None:
        self.call("POST", f"/rooms/{room}/read", {"messageId": message["messageId"]})

    def texts(self, room: str) -> list[str]:
        """What people wrote into a room, oldest first."""
        found = self.call("GET", f"/rooms/{room}/messages?limit=200")["results"]
        return [message["text"] for message in found if message["type"] != "SYSTEM"]


class Desk:
    """A browser in which somebody is signed in. Complaints of the page are kept in `errors`."""

    def __init__(self, browser: Browser, url: str, login: str, cookies: Any = None, **options: Any) -> None:
        size = options.pop("size", (1440, 900))
        settings = {"locale": "ko-KR", "timezone_id": "Asia/Seoul", "viewport": {"width": size[0], "height": size[1]}}
        self.context = browser.new_context(base_url=url, storage_state=cookies, **{**settings, **options})
        self.context.set_default_timeout(PROMPTLY * 1000)
        self.errors: list[str] = []
        self.expected: tuple[str, ...] = ()
        self.page = self.tab("/" if cookies else "/login")
        if not cookies:
            self._sign_in(login)
        self.ready(self.page)

    def _sign_in(self, login: str) -> None:
        self.page.fill("input[name=username]", login)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda address: "/login" not in address)

    def tab(self, address: str) -> Page:
        """One more tab of this browser."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{error}\n{error.stack or ''}"))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("request", lambda sent: self.errors.append("CSP report") if "/csp-report" in sent.url else None)
        page.goto(address)
        return page

    @staticmethod
    def ready(page: Page) -> Page:
        until("the socket is open", lambda: page.evaluate(CONNECTION) == "online")
        return page

    def open(self, room: str, page: Page | None = None) -> Page:
        """Open a room by its address."""
        shown = page or self.page
        shown.goto(f"/rooms/{room}")
        self.ready(shown)
        shown.wait_for_selector("message-list .rows-empty:not([aria-busy]), message-list article")
        return shown

    def complaints(self) -> list[str]:
        """Errors that nobody expected."""
        return [text for text in self.errors if not any(part in text for part in self.expected)]


# The map of imports makes one module of it, whatever its file is called.
CONNECTION = "import('/static/app/store.js').then(({store}) => store.connection)"
NO_NETWORK = ("net::ERR_", "WebSocket connection", "Failed to load resource")

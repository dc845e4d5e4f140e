"""Nobody makes the server call an address that is not public, at any place where it calls one (V37 to V42).

Every vector goes through every call site: the page of a link, where the page redirects to, the picture a page
names, where the picture redirects to. A watch at the sockets counts whom the process was about to call.
"""

import html as escaping
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import httpcore
import pytest

from chat.models import Link
from chat.services import previewing
from messenger.core.outbound import bodies, fetching, policy
from messenger.core.outbound.errors import Blocked, Failed, OutboundError
from tests.security import outbound_vectors as vectors
from tests.security.counting import COUNTED
from tests.security.devices import once
from tests.services.dns import Dns
from tests.services.hostile_http import Site, answer, html, redirect
from tests.services.outside import HOST, Watch, always, here, watch

pytestmark = once  # no database is asked
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


@dataclass
class World:
    """One site that may be called, a name server with all the traps, a watch."""

    site: Site
    dns: Dns
    watch: Watch

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.site.port}{path}"

    def card(self, url: str) -> previewing.Card:
        return previewing.card_of(Link(url=url))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with Site() as site, Dns() as dns:
        dns.names |= vectors.NAMES | {HOST: ["127.0.0.1"]}
        dns.aliases |= vectors.ALIASES
        rules = here(site.port, dns.resolve)
        monkeypatch.setattr(policy, "current", lambda: rules)
        yield World(site, dns, watch(monkeypatch))


def page(world: World, url: str) -> previewing.Card:
    return world.card(url)


def redirected(status: int) -> "Callable[[World, str], previewing.Card]":
    def go(world: World, url: str) -> previewing.Card:
        world.site.pages["/"] = redirect(url, status)
        return world.card(world.url("/"))

    return go


def picture(world: World, url: str) -> previewing.Card:
    world.site.pages["/"] = html("제목", f'<meta property="og:image" content="{escaping.escape(url)}">')
    return world.card(world.url("/"))


def redirected_picture(world: World, url: str) -> previewing.Card:
    world.site.pages["/picture"] = redirect(url)
    return picture(world, world.url("/picture"))


def refreshed(world: World, url: str) -> previewing.Card:
    """Other ways in which a page leads somewhere, none of which is followed."""
    quoted = escaping.escape(url)
    head = f'<meta http-equiv="refresh" content="0;url={quoted}"><link rel=canonical href="{quoted}">'
    head += (
        f'<link rel="shortcut icon" href="{quoted}"><link rel=alternate type="application/json+oembed" href="{quoted}">'
    )
    world.site.pages["/"] = html("제목", head)
    return world.card(world.url("/"))


SITES = {
    "page": page,
    "redirect 301": redirected(301),
    "redirect 302": redirected(302),
    "redirect 303": redirected(303),
    "redirect 307": redirected(307),
    "redirect 308": redirected(308),
    "picture": picture,
    "redirect of a picture": redirected_picture,
    "refresh": refreshed,
}


@pytest.mark.parametrize("place", SITES)
def test_no_spelling_of_an_address_leads_inside(world: World, place: str) -> None:
    wrong = [url for url in vectors.URLS if not _is_refused(world, place, url)]
    COUNTED[f"outgoing calls, {place}"] += len(vectors.URLS)
    assert wrong == []


@pytest.mark.parametrize("place", ["page", "redirect 302", "picture", "redirect of a picture"])
def test_no_answer_of_a_name_server_leads_inside(world: World, place: str) -> None:
    urls = [url for url in vectors.URLS_OF_NAMES if place == "page" or "alone" in url]
    wrong = [url for url in urls if not _is_refused(world, place, url)]
    COUNTED[f"outgoing calls by name, {place}"] += len(urls)
    assert wrong == []


def _is_refused(world: World, place: str, url: str) -> bool:
    world.watch.called.clear()
    card = SITES[place](world, url)
    if world.watch.others(world.site.port):
        return False
    if place == "page":
        expected = Link.Status.FAILED if url == "http://nowhere.test/" else Link.Status.BLOCKED
        return card.status == expected and not world.watch.called
    return not card.image_key if "picture" in place or place == "refresh" else card.status != Link.Status.READY


@pytest.mark.parametrize("address", vectors.PUBLIC)
def test_a_public_address_is_called_itself(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """The premise: the watch sees, and not everything is refused."""
    seen = watch(monkeypatch)
    rules = policy.Policy(resolve=always(address), failure_seconds=0)
    with pytest.raises(Failed):
        fetching.fetch("https://name.test/", bodies.PAGE, rules)
    assert seen.called == [(address, 443)]


def test_a_name_that_changes_its_address_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rebinding: the first answer may be called, the later ones are where the secrets are; and both of them."""
    seen, asked = watch(monkeypatch), []
    with Site() as site:
        site.pages["/"] = html("제목")
        for first in ("127.0.0.1", "127.0.0.2"):
            for turn in range(500):
                found = itertools.chain(always(first)("", 0), itertools.repeat(always("127.0.0.2")("", 0)[0]))

                def flip(host: str, _seconds: float, found: Iterator[object] = found) -> list[object]:
                    asked.append(host)
                    return [next(found)]

                rules = here(site.port, flip, f"turn{turn}.test")  # type: ignore[arg-type]
                try:
                    fetching.fetch(f"http://turn{turn}.test:{site.port}/", bodies.PAGE, rules)
                    assert first == "127.0.0.1"
                except Blocked:
                    assert first == "127.0.0.2"
    COUNTED["rebinding names"] += 1000
    assert len(asked) == 1000
    assert seen.others(site.port) == []
    assert len(seen.called) == 500


def test_each_redirect_is_looked_up_once_and_no_further_than_three(world: World) -> None:
    for n in range(6):
        world.site.pages[f"/{n}"] = redirect(f"/{n + 1}")
    world.site.pages["/3"] = answer("<title>제목</title>".encode())
    assert world.card(world.url("/0")).status == Link.Status.READY
    assert world.site.paths == ["/0", "/1", "/2", "/3"]
    assert world.dns.asked == {HOST: 8}  # A and AAAA
    world.site.pages["/3"] = redirect("/4")
    assert world.card(world.url("/0")).error == "REDIRECTS"
    assert world.site.paths[4:] == ["/0", "/1", "/2", "/3"]


def test_a_peer_that_is_not_who_was_called_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    class Elsewhere(httpcore.MockStream):
        def get_extra_info(self, info: str) -> object:
            return ("10.0.0.1", 80) if info == "server_addr" else None

    monkeypatch.setattr(
        httpcore.SyncBackend, "connect_tcp", lambda *_args, **_named: Elsewhere([b"HTTP/1.1 200 OK\r\n"])
    )
    with pytest.raises(Blocked):
        fetching.fetch("http://name.test/", bodies.PAGE, policy.Policy(resolve=always("8.8.8.8"), failure_seconds=0))


def test_proxies_and_passwords_of_the_environment_are_nothing_to_us(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    world.site.pages["/"] = html("제목")
    assert world.card(world.url("/")).title == "제목"
    assert world.watch.others(world.site.port) == []
    sent = {line.partition(":")[0].lower() for line in world.site.requests[0].splitlines()[1:] if line}
    assert sent == {"host", "user-agent", "accept", "accept-encoding", "accept-language", "connection"}
    assert f"host: {HOST}:{world.site.port}" in world.site.requests[0].lower()
    assert fetching.USER_AGENT in world.site.requests[0]


@pytest.mark.parametrize(
    ("url", "takes", "waits"),
    [
        ("http://[::1]/", 0.0, 6.0),  # forbidden by its text
        ("http://inside.test/", 0.1, 5.9),  # forbidden by its address
        ("http://nobody.test/", 2.5, 3.5),  # there is no such name
        ("http://shut.test/", 4.99, 1.01),  # nobody answers the call
        ("http://inside.test/", 6.5, 5.5),
    ],
)
def test_every_failure_takes_the_same_time(
    world: World, monkeypatch: pytest.MonkeyPatch, url: str, takes: float, waits: float
) -> None:
    """Nobody learns from the clock whether an address was forbidden, refused the call or was silent."""
    world.dns.names |= {"inside.test": ["10.0.0.1"], "shut.test": ["8.8.8.8"]}
    clock, waited = itertools.chain([0.0], itertools.repeat(takes)), []
    monkeypatch.setattr(fetching, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=waited.append))
    with pytest.raises(OutboundError):
        fetching.fetch(url, bodies.PAGE, here(world.site.port, world.dns.resolve, failure_seconds=6))
    assert waited == [pytest.approx(waits)]

"""The rules of outgoing calls by themselves: the tables, the allow-list, this machine, the parser, the resolver."""

import ipaddress
import socket
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messenger.core.outbound import allowing, policy, resolving, targets
from messenger.core.outbound.addresses import is_public
from messenger.core.outbound.errors import Blocked, Failed
from messenger.core.outbound.policy import Policy
from tests.security import outbound_vectors as vectors
from tests.security.devices import once
from tests.services.outside import always

pytestmark = once  # no database is asked


def at(text: str) -> Any:
    return ipaddress.ip_address(text)


# --- The tables ------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*vectors.FORBIDDEN_4, *vectors.FORBIDDEN_6])
def test_what_is_not_public(address: str) -> None:
    assert not is_public(at(address))


@pytest.mark.parametrize("address", vectors.PUBLIC)
def test_what_is_public(address: str) -> None:
    assert is_public(at(address))
    assert Policy(resolve=always()).passes("x.test", at(address), 443)


@given(st.ip_addresses())
def test_nothing_is_public_that_the_standard_library_calls_private(address: Any) -> None:
    """Another table than ours, with other holes."""
    if address.is_private or address.is_reserved or address.is_multicast or address.is_loopback:
        assert not is_public(address)


def test_an_address_with_a_zone_is_never_public() -> None:
    assert not is_public(at("2606:4700:4700::1111%eth0"))


# --- LINK_ALLOWED ----------------------------------------------------------------------------


def test_a_host_of_the_office_is_opened_by_name_network_and_port() -> None:
    rules = Policy(
        allowing.parse("Wiki.Corp=10.1.0.0/16:8080  docs.corp=[fd12::/16]:443 x.corp=93.184.215.0/24:8443"),
        resolve=always(),
    )
    assert rules.passes("wiki.corp", at("10.1.2.3"), 8080)
    assert rules.passes("docs.corp", at("fd12::1"), 443)
    assert rules.passes("x.corp", at("93.184.215.14"), 8443)
    for host, address, port in [
        ("wiki.corp", "10.2.0.1", 8080),
        ("wiki.corp", "10.1.2.3", 80),
        ("wiki.corp", "93.184.215.14", 8080),
        ("other.corp", "10.1.2.3", 8080),
        ("docs.corp", "fd13::1", 443),
        ("docs.corp", "10.1.2.3", 443),
    ]:
        assert not rules.passes(host, at(address), port)


def test_who_opens_a_whole_network_does_not_open_the_keys_of_machines_in_it() -> None:
    rules = Policy(allowing.parse("a.corp=100.64.0.0/10:80 b.corp=fd00::/8:80"), resolve=always())
    assert rules.passes("a.corp", at("100.64.0.1"), 80)
    assert not rules.passes("a.corp", at("100.100.100.200"), 80)
    assert not rules.passes("b.corp", at("fd00:ec2::254"), 80)


@pytest.mark.parametrize(
    "raw",
    [
        "wiki",
        "wiki=10.0.0.0/8",
        "wiki=10.0.0.1:80",
        "wiki=10.0.0.1/8:80",
        "wiki=10.0.0.0/33:80",
        "wiki=10.0.0.0/8:0",
        "wiki=10.0.0.0/8:65536",
        "wiki=10.0.0.0/8:http",
        "wiki=10.0.0.0/8:80,docs=10.0.0.0/8:80",
        "=10.0.0.0/8:80",
        "*.corp=10.0.0.0/8:80",
        "http://wiki=10.0.0.0/8:80",
        "wiki:80=10.0.0.0/8:80",
        "wiki/x=10.0.0.0/8:80",
        "a@wiki=10.0.0.0/8:80",
        "10.0.0.1=10.0.0.0/8:80",
        "wiki=127.0.0.1/32:80",
        "wiki=0.0.0.0/0:80",
        "wiki=::/0:80",
        "wiki=::1/128:80",
        "wiki=169.254.0.0/16:80",
        "wiki=fe80::/10:80",
        "wiki=224.0.0.0/4:80",
        "wiki=8.0.0.0/6:80",
        "wiki=2000::/3:80",
        "wiki=::ffff:10.0.0.0/104:80",
        "wiki=64:ff9b::/96:80",
        "wiki=2002:a00::/24:80",
        "wiki=10.0.0.0/7:80",
    ],
)
def test_what_opens_nothing_we_understand_is_an_error(raw: str) -> None:
    with pytest.raises(ValueError):
        allowing.parse(raw)


def test_nothing_allowed_is_nothing() -> None:
    assert allowing.parse("  ") == ()


def test_other_rules_have_another_version() -> None:
    versions = {
        Policy().version,
        Policy(allowing.parse("a=10.0.0.0/8:80")).version,
        Policy(allowing.parse("a=10.0.0.0/8:81")).version,
        Policy(own=frozenset({"chat.corp"})).version,
    }
    assert len(versions) == 4
    assert {len(version) for version in versions} == {16}


# --- This machine ----------------------------------------------------------------------------


def test_an_address_of_this_machine_is_closed_though_its_network_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = Policy(allowing.parse("wiki=10.0.0.0/8:80"), resolve=always())
    bound: list[Any] = []
    monkeypatch.setattr(socket.socket, "bind", lambda _self, address: bound.append(address))
    assert not rules.passes("wiki", at("10.0.0.1"), 80)
    assert bound == [("10.0.0.1", 0)]


def test_the_product_and_its_servers_are_closed_by_name_and_by_address(settings: Any) -> None:
    settings.ALLOWED_ORIGINS = ["https://chat.corp"]
    settings.REDIS_URL = "redis://:secret@redis.corp:6379/0"
    settings.CLAMD_ADDRESS = "tcp://10.0.0.9:3310"
    settings.FILE_ORIGIN, settings.S3_ENDPOINT_URL = "https://files.corp", "http://s3.corp:9000"
    own = policy.current().own
    assert {"chat.corp", "redis.corp", "10.0.0.9", "files.corp", "s3.corp"} <= own
    rules = Policy(allowing.parse("wiki=10.0.0.0/8:80"), own=own, resolve=always("10.0.0.7", "93.184.215.14"))
    for url in ("https://chat.corp/rooms/1", "https://CHAT.corp./", "http://files.corp/"):
        with pytest.raises(Blocked, match="OWN"):
            rules.check_name(targets.parse(url))
    assert rules.passes("wiki", at("10.0.0.8"), 80)
    assert not rules.passes("wiki", at("10.0.0.9"), 80)  # the scanner's
    assert not rules.passes("wiki", at("10.0.0.7"), 80)  # where the own names are
    assert not rules.passes("elsewhere.test", at("93.184.215.14"), 443)


def test_an_own_name_that_nobody_knows_closes_nothing() -> None:
    def nobody(_host: str, _seconds: float) -> list[Any]:
        raise Failed("DNS")

    assert Policy(own=frozenset({"chat.corp"}), resolve=nobody).passes("x.test", at("8.8.8.8"), 443)


# --- The parser ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        ("https://example.com:443/a?b#c", "https://example.com/a?b#c"),
        ("https://example.com:80/", "https://example.com:80/"),
        ("http://example.com.", "http://example.com/"),
        ("http://example.com?q=가", "http://example.com/?q=%EA%B0%80"),
        ("http://example.com/%ea%b0%80/a+b;c,d", "http://example.com/%ea%b0%80/a+b;c,d"),
        ("https://한국.kr/서울", "https://xn--3e0b707e.kr/%EC%84%9C%EC%9A%B8"),
        ("https://a_b.example/", "https://a_b.example/"),
        ("http://[2606:4700:4700:0:0:0:0:1111]/", "http://[2606:4700:4700::1111]/"),
        ("http://8.8.8.8", "http://8.8.8.8/"),
        ("http://1.2.3.4.example/", "http://1.2.3.4.example/"),
        ("http://0x7f.example/", "http://0x7f.example/"),
    ],
)
def test_one_spelling(raw: str, url: str) -> None:
    assert targets.parse(raw).url == url


@pytest.mark.parametrize(
    ("url", "name"),
    [("https://한국.kr/", "한국.kr"), ("https://аpple.com/", "xn--pple-43d.com"), ("http://xn--a/", "xn--a")],
)
def test_a_name_is_shown_in_hangul_and_in_no_look_alike(url: str, name: str) -> None:
    assert targets.parse(url).name == name


@given(st.text(alphabet="htps:/.@[]0127fx#?\\%가a-", max_size=40) | st.text(max_size=40))
def test_what_was_parsed_parses_to_the_same_again(rest: str) -> None:
    for raw in (rest, f"http://{rest}"):
        try:
            target = targets.parse(raw)
        except Blocked:
            continue
        assert targets.parse(target.url) == target
        assert target.path.startswith("/")
        assert not set(target.host) & set("@/\\?#% ")


@pytest.mark.parametrize(
    ("place", "url"),
    [
        ("/b", "https://page.test/b"),
        ("c?d", "https://page.test/a/c?d"),
        ("//other.test/x", "https://other.test/x"),
        ("?q", "https://page.test/a/?q"),
        ("http://other.test", "http://other.test/"),
        ("", "https://page.test/a/"),
    ],
)
def test_where_a_redirect_leads(place: str, url: str) -> None:
    assert targets.follow(targets.parse("https://page.test/a/"), place).url == url


# --- The system's resolver -------------------------------------------------------------------


def test_the_system_is_asked_for_all_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (socket.AF_INET, 0, 0, "", ("8.8.8.8", 0)),
        (socket.AF_INET6, 0, 0, "", ("fe80::1", 0, 0, 3)),
        (socket.AF_INET6, 0, 0, "", ("2606:4700:4700::1111", 0, 0, 0)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: found)
    assert list(map(str, resolving.system("x.test", 1))) == ["8.8.8.8", "fe80::1%3", "2606:4700:4700::1111"]


def test_localhost_is_where_it_is() -> None:
    assert all(address.is_loopback for address in resolving.system("localhost", 2))


def test_a_resolver_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    end = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: end.wait(10) and [])
    with pytest.raises(Failed, match="DNS"):
        resolving.system("x.test", 0.05)
    monkeypatch.setattr(resolving, "_AT_ONCE", threading.BoundedSemaphore(1))
    for _time in range(2):
        with pytest.raises(Failed, match="DNS"):
            resolving.system("x.test", 0.05)
    end.set()


def test_a_name_that_nobody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_named: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Failed, match="DNS"):
        resolving.system("x.test", 1)

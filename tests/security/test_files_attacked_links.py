"""Attacks on the cards of links, by somebody who may send messages."""

import itertools
import string
import time

import pytest

from chat.services import links, webpages
from messenger.core.outbound import policy, targets
from messenger.core.outbound.fetching import Answer

NAMES = [a + b + c for a, b, c in itertools.product(string.ascii_lowercase, repeat=3)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("http://가나다라.한국 " * 600, id="one address again and again"),
        pytest.param(" ".join(f"http://가나다라.한국:{'0' * n}80" for n in range(3)) * 300, id="with zeros"),
        pytest.param(" ".join(f"http://{'가' * n}{'A' * n}.한국/{n}#{n}" for n in range(1, 90)), id="all different"),
        pytest.param(
            " ".join(f"http://{bin(n)[2:].replace('0', 'a').replace('1', 'A')}.kr" for n in range(512, 1024)),
            id="one address in five hundred spellings",
        ),
    ],
)
def test_a_message_full_of_addresses_holds_up_nobody_who_sends(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All sends go through one writer: what it reads of a message has an end (it took 0.2 s of a processor)."""
    read: list[str] = []
    real = targets.parse
    monkeypatch.setattr(targets, "parse", lambda raw: (read.append(raw), real(raw))[1])
    found = list(links._links_in(text[:10_000], policy.current()))
    assert 1 <= len(found) <= 5
    assert len(read) <= 20


@pytest.mark.parametrize(
    "raw",
    [
        "http://evil.test\\@good.test/",  # browsers go to evil.test, others read good.test
        "http://evil.test\\.good.test/",
        "http://a@аррӏе.test/",
        "http://a@ｇood.test/",
        "http://evil.test／good.test/",
        "http://evil.test%2fgood.test/",
    ],
)
def test_an_address_that_is_not_read_is_not_shown_under_a_name_it_does_not_lead_to(raw: str) -> None:
    """The box of files lists it with its host beside it."""
    found = list(links._links_in(raw, policy.current()))
    assert [(link.status, link.domain) for link in found] == [("BLOCKED", "")]


def page(body: str) -> webpages.Page:
    return webpages.read(Answer("http://x.test/", "text/html", "utf-8", body.encode()))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<meta {' '.join(NAMES)}>", id="with spaces"),
        pytest.param(f"<html {'/'.join(NAMES)}><title>x</title>", id="with slashes"),
        pytest.param("<meta " + "".join(name + '=""' for name in NAMES) + ">", id="with nothing between"),
        pytest.param("<meta " + " ".join(name + '=">"' for name in NAMES) + ">", id="with ends that are none"),
        pytest.param(f"<meta {' '.join(NAMES[:7990])}>", id="as many as are read"),
        pytest.param(f"<script>{'<script '.join(NAMES)}", id="scripts that do not end"),
        pytest.param(f"<style></styles>{'</style '.join(NAMES)}", id="an end that is none"),
    ],
)
def test_a_tag_with_a_hundred_thousand_attributes_is_read_in_no_time(body: str) -> None:
    """It took 12 s of the processor and the whole process that scans files, too, from a page of 200 KB."""
    began = time.process_time()
    page((body * 8)[: 256 << 10])
    assert time.process_time() - began < 1.5


def test_code_in_the_head_does_not_hide_what_the_page_says_of_itself() -> None:
    code = "<script>if (a<b) { x = '</head><body>' }</script><STYLE type='x'>p { color: red }</STYLE >"
    assert page(f"<head>{code * 200}<title>사내 게시판</title>{code}<meta name=description content='공지'>") == (
        webpages.Page("사내 게시판", "공지", "")
    )

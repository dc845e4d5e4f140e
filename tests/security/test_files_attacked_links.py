"""Attacks on the cards of links, by somebody who may send messages."""

import pytest

from chat.services import links
from messenger.core.outbound import policy, targets


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

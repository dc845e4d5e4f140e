"""Wherever the virus is packed, nobody opens the file; and what is beyond the scanner's limits does not open either."""

from collections.abc import Callable
from typing import Any

import pytest

from files.scanning import Blind, TooMuch, Verdict
from files.scanning.clamav import Clamd as Client
from messenger.core import jobs
from tests.files.sending import Sender
from tests.files.wrappings import EICAR, WRAPPINGS, behind, bomb, nested
from tests.services.clamd import MARKER, NO_SIGNATURES, Clamd

MIB = 1 << 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_the_virus_is_stopped_in(
    wrapping: str, clamav: Clamd, scanned_by: Callable[..., None], sender: Callable[..., Sender], alice: Any, room: Any
) -> None:
    scanned_by(clamav.tcp)
    file = sender(alice).send_file(room.pk, WRAPPINGS[wrapping](), "자료")["attachments"][0]
    jobs.run_all()
    assert sender(alice).get(f"/files/{file['attachmentId']}").json()["virusStatus"] == "INFECTED"
    refused = sender(alice).get(f"/files/{file['attachmentId']}/download")
    assert refused.json()["error"]["details"]["reason"] == "INFECTED"


@pytest.mark.parametrize("how", ["tcp", "unix"])
def test_the_last_bytes_of_a_large_file_are_seen_too(clamav: Clamd, how: str) -> None:
    content = [bytes(MIB)] * 30 + [MARKER]
    assert Client(getattr(clamav, how), seconds=30).scan(content) == Verdict("Maru-Test-Marker.UNOFFICIAL")


@pytest.mark.chaos
def test_the_virus_is_stopped_behind_299_mb(clamav: Clamd) -> None:
    largest = behind((300 * MIB) - 1000)
    content = (largest[at : at + MIB] for at in range(0, len(largest), MIB))
    assert not Client(clamav.tcp, seconds=120).scan(content).is_clean


@pytest.fixture(scope="module")
def narrow(clamav: Clamd) -> Any:
    """A clamd that looks at 2 MB, and says when that was not all."""
    with Clamd(limit="2M", unpacked="2M", stream="8M") as running:
        yield running


@pytest.mark.parametrize(
    "content",
    [behind(3 * MIB), bomb(30 * MIB), nested(40), bytes(3 * MIB), bytes(9 * MIB)],
    ids=["padding", "bomb", "layers", "large", "larger than it takes"],
)
def test_what_is_beyond_the_limits_is_not_clean(narrow: Clamd, content: bytes) -> None:
    with pytest.raises(TooMuch):
        Client(narrow.tcp, seconds=30).scan([content])


def test_a_scanner_that_does_not_say_when_it_gave_up_is_none() -> None:
    """It passes the bomb; so its OK is worth nothing, whatever the file."""
    with Clamd(limit="2M", unpacked="2M", stream="400M", alerts=False) as silent:
        client = Client(silent.tcp, seconds=30)
        assert client.scan([bomb(30 * MIB)]).is_clean
        with pytest.raises(Blind, match="AlertExceedsMax yes"):
            client.prove()


def test_a_scanner_without_signatures_is_none() -> None:
    with Clamd(signatures=NO_SIGNATURES) as blind:
        client = Client(blind.tcp, seconds=30)
        assert client.scan([EICAR]).is_clean
        with pytest.raises(Blind, match="no signatures"):
            client.prove()


def test_a_good_scanner_proves_itself_and_says_that_it_stops_locked_archives(clamav: Clamd) -> None:
    client = Client(clamav.unix, seconds=30)
    client.prove()
    assert client.blocks_encrypted()

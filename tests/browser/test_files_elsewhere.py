"""The same files where bytes do not come from us: on a real S3 server, and on a host of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.people import Desk, Person, until
from tests.browser.sending import MIB, attach, big, hash_of, sent
from tests.browser.uploading import PDF, picture, send, upload
from tests.conftest import PASSWORD
from tests.services.s3 import S3, is_here
from tests.services.server import Server, start_server

Sit = Callable[..., Desk]
pytestmark = pytest.mark.timeout(120)  # the first of them starts two servers


@pytest.fixture(scope="module", params=["s3", "own host"])
def elsewhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server, and the host that its files come from."""
    folder = tmp_path_factory.mktemp("elsewhere")
    if request.param == "s3":
        if not is_here():
            pytest.skip("the S3 server of the tests is not installed")
        with S3() as s3:
            server = start_server(folder, people=20, password=PASSWORD, env={**s3.env, "FILE_SCANNER": "off"})
            yield server, urlsplit(s3.url).netloc
            server.remove()
    else:
        server = start_server(folder, people=20, password=PASSWORD, env={"FILE_SCANNER": "off"})
        server.env["FILE_ORIGIN"] = f"http://localhost:{server.port}"  # the page is on 127.0.0.1
        server.env["ALLOWED_ORIGINS"] = server.url  # who may show documents in frames
        server.restart()
        yield server, f"localhost:{server.port}"
        server.remove()


def _from(page: Page, host: str) -> list[Response]:
    """What came from there, as it comes."""
    came: list[Response] = []
    page.on("response", lambda answer: came.append(answer) if urlsplit(answer.url).netloc == host else None)
    return came


def _frames(page: Page) -> list[str]:
    """Where the frames of the page come from."""
    page.wait_for_timeout(30)  # Playwright learns of them meanwhile
    return [urlsplit(frame.url).netloc for frame in page.frames]


def test_a_file_in_parts_goes_there_and_comes_back_whole(
    elsewhere: tuple[Server, str], desk: Sit, tmp_path: Path
) -> None:
    server, _host = elsewhere
    me = Person(server.url, "demo001")
    room = me.room(Person(server.url, "demo002"))
    page = desk("demo001", url=server.url).open(room)
    report = big(tmp_path, "3분기 영상 원본.bin", 17)  # three parts
    attach(page, report)
    page.locator("#composer-text").fill("원본입니다")
    page.keyboard.press("Enter")
    [message] = until("it is there", lambda: sent(me, room), timeout=30)
    [attachment] = message["attachments"]
    assert (attachment["size"], attachment["sha256"]) == (17 * MIB, hash_of(report))
    with page.expect_download() as got:
        page.get_by_role("button", name="3분기 영상 원본.bin 내려받기").click()
    assert got.value.suggested_filename == report.name
    assert hash_of(Path(got.value.path())) == hash_of(report)


def test_pictures_and_documents_are_shown_from_there(elsewhere: tuple[Server, str], desk: Sit) -> None:
    server, host = elsewhere
    sender = Person(server.url, "demo002")
    room = sender.room(Person(server.url, "demo001"))
    send(sender, room, upload(sender, room, "현장.png", picture(1)))
    send(sender, room, upload(sender, room, "점검표.pdf", PDF))
    page = desk("demo001", url=server.url).open(room)
    came = _from(page, host)
    page.locator("article [data-open][title='현장.png']").click()
    box = page.locator("light-box dialog[open]")
    until("the picture is drawn", lambda: page.evaluate("document.querySelector('.stage img')?.naturalWidth === 1200"))
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    page.locator(".sent-file", has_text="점검표.pdf").locator("[data-open]").click()
    expect(box.locator("iframe")).to_be_visible()
    until("the viewer runs", lambda: host in _frames(page))
    assert came
    if host.startswith("localhost"):  # the S3 server has the address of the page, and cookies know no ports
        assert not any("cookie" in answer.request.all_headers() for answer in came)

"""Choosing, dropping and pasting files in a page, and what the room then holds."""

import base64
import hashlib
import mimetypes
import random
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.people import Person

MIB = 1 << 20
ACKNOWLEDGED = "article:not(:has(.queued)) .sent-file"  # a file whose message the server has

# A drop as the browser makes it. The bytes come as base64 because the page's policy forbids fetching data: addresses.
_DROP = """([selector, name, files]) => {
  const data = new DataTransfer();
  for (const {filename, mime, body} of files) {
    const bytes = Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
    data.items.add(new File([bytes], filename, {type: mime}));
  }
  const event = {bubbles: true, cancelable: true};
  const target = document.querySelector(selector);
  const made = name === "paste" ? new ClipboardEvent(name, {...event, clipboardData: data})
    : new DragEvent(name, {...event, dataTransfer: data});
  target.dispatchEvent(made);
  return made.defaultPrevented;
}"""


def _file(filename: str, body: bytes) -> dict[str, str]:
    mime = mimetypes.guess_type(filename)[0] or ""
    return {"filename": filename, "mime": mime, "body": base64.b64encode(body).decode()}


def drag(page: Page, name: str, files: dict[str, bytes], at: str = "message-list") -> bool:
    """`dragover`, `drop` or `paste` of files somewhere; says whether the page took it."""
    return bool(page.evaluate(_DROP, [at, name, [_file(filename, body) for filename, body in files.items()]]))


def paste(page: Page, files: dict[str, bytes]) -> bool:
    """Files pasted into the composer."""
    return drag(page, "paste", files, "#composer-text")


def attach(page: Page, *files: Path | dict[str, Any]) -> None:
    """Choose files by the button."""
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="파일 첨부").click()
    choosing.value.set_files(list(files))  # type: ignore[arg-type]


def made(filename: str, body: bytes, mime: str = "") -> dict[str, Any]:
    """A file for `attach` that lies on no disk."""
    return {"name": filename, "mimeType": mime or mimetypes.guess_type(filename)[0] or "", "buffer": body}


def big(folder: Path, filename: str, mebibytes: int) -> Path:
    """A file on the disk that no two parts of are alike."""
    chance = random.Random(filename)
    path = folder / filename
    with path.open("wb") as file:
        for _ in range(mebibytes):
            file.write(chance.randbytes(MIB))
    return path


def hash_of(path: Path) -> str:
    """Its SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def all_arrived(page: Page, count: int) -> None:
    """Wait until so many chosen files have arrived on the server."""
    expect(page.locator("composer-files small", has_text="보낼 준비가 됨")).to_have_count(count)


def sent(person: Person, room: str) -> list[dict[str, Any]]:
    """What people sent into a room, oldest first."""
    found = person.call("GET", f"/rooms/{room}/messages?limit=200")["results"]
    return [message for message in found if message["type"] != "SYSTEM"]


def names(message: dict[str, Any]) -> list[str]:
    """Of its files."""
    return [attachment["filename"] for attachment in message["attachments"]]


def slow_line(page: Page, bytes_a_second: int = -1) -> None:
    """What this page sends goes no faster; -1: as fast as it can."""
    session = page.context.new_cdp_session(page)
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second},
    )


def on_their_way(page: Page) -> int:
    """How many files this device still keeps."""
    script = "import('/static/app/db.js').then(async ({uploadsOnDisk}) => (await uploadsOnDisk.all()).length)"
    return int(page.evaluate(script))


def progress(page: Page) -> int:
    """Bytes of the first file that have left."""
    return int(page.evaluate("document.querySelector('.upload progress')?.value ?? 0"))

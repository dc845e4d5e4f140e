"""Files that demo people send over REST, for the browser tests."""

import io
import random
import uuid
from typing import Any

import httpx
from PIL import Image, ImageDraw

from tests.browser.people import Person

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 300]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length 52>>stream\n"
    b"BT /F1 28 Tf 60 150 Td (Release checklist 7) Tj ET\nendstream\nendobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n"
)


def upload(sender: Person, room: str, filename: str, data: bytes, mime: str = "") -> dict[str, Any]:
    """Upload a file into a room; the attachment, not sent yet."""
    asked = {"roomId": room, "filename": filename, "size": len(data), "mime": mime}
    begun = sender.call("POST", "/files/init", asked)
    done = []
    for part in begun["parts"]:
        start = (part["partNumber"] - 1) * begun["partSize"]
        piece = data[start : start + begun["partSize"]]
        answer = httpx.put(part["url"], content=piece, headers=part["headers"], timeout=30).raise_for_status()
        done.append({"partNumber": part["partNumber"], "etag": answer.headers["ETag"]})
    found: dict[str, Any] = sender.call("POST", "/files/complete", {"uploadId": begun["uploadId"], "parts": done})
    return found


def send(sender: Person, room: str, *attachments: dict[str, Any], text: str = "") -> dict[str, Any]:
    """A message with these attachments: pictures if all are."""
    pictures = all(one["mime"].startswith("image/") for one in attachments)
    body = {
        "clientMsgId": str(uuid.uuid4()),
        "type": "IMAGE" if pictures else "FILE",
        "text": text,
        "attachments": [one["attachmentId"] for one in attachments],
    }
    found: dict[str, Any] = sender.call("POST", f"/rooms/{room}/messages", body)
    return found


def picture(number: int, size: tuple[int, int] = (1200, 800)) -> bytes:
    """A PNG like no other: bubbles in the colours of `number`."""
    chance = random.Random(number)

    def colour() -> tuple[int, int, int]:
        return chance.randrange(50, 220), chance.randrange(50, 220), chance.randrange(50, 220)

    image = Image.new("RGB", size, colour())
    draw = ImageDraw.Draw(image)
    for _ in range(9):
        left, top, wide = chance.randrange(size[0]), chance.randrange(size[1]), chance.randrange(80, 320)
        draw.ellipse((left, top, left + wide, top + wide), fill=colour())
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()

"""Somebody who uploads files and sends them, through the doors a client uses."""

import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import httpx

from files import storage
from files.storage.tickets import PartTicket
from tests.client import Api


def put(url: str, data: bytes, headers: dict[str, str] | None = None) -> str:
    """Put a part where its address says, as a browser would; its etag."""
    parts = urlsplit(url)
    ticket = PartTicket.presented(parts.path, parts.query.encode())
    if ticket is None:  # the address of another server
        return httpx.put(url, content=data, headers=headers).raise_for_status().headers["ETag"]
    store: Any = storage.store()
    incoming = store.receive(ticket)
    incoming.write(data)
    return str(incoming.keep())


class Sender(Api):
    """`Sender(alice).upload(room.pk, b"…", "보고서.txt")`."""

    def begin(self, room_id: Any, size: int, filename: str = "보고서.txt", **more: Any) -> Any:
        """POST /files/init."""
        return self.post("/files/init", {"roomId": room_id, "filename": filename, "size": size, **more})

    def put_parts(self, begun: dict[str, Any], data: bytes, only: Iterable[int] | None = None) -> list[dict[str, Any]]:
        """Put the parts that have an address; what `complete` wants to hear of them."""
        done = []
        for part in begun["parts"]:
            number = part["partNumber"]
            if "url" not in part or (only is not None and number not in only):
                continue
            piece = data[(number - 1) * begun["partSize"] : number * begun["partSize"]]
            done.append({"partNumber": number, "etag": put(part["url"], piece, part["headers"])})
        return done

    def complete(self, begun: dict[str, Any], parts: list[dict[str, Any]], **more: Any) -> Any:
        """POST /files/complete."""
        return self.post("/files/complete", {"uploadId": begun["uploadId"], "parts": parts, **more})

    def upload(self, room_id: Any, data: bytes, filename: str = "보고서.txt", **more: Any) -> dict[str, Any]:
        """A whole upload that must go through: the attachment."""
        begun = self.begin(room_id, len(data), filename, **more)
        assert begun.status_code == 201, begun.content
        done = self.complete(begun.json(), self.put_parts(begun.json(), data))
        assert done.status_code == 201, done.content
        return dict(done.json())

    def send(self, room_id: Any, *attachments: dict[str, Any], type: str = "FILE", **more: Any) -> Any:
        """A message with these attachments."""
        body = {
            "clientMsgId": str(uuid.uuid4()),
            "type": type,
            "attachments": [a["attachmentId"] for a in attachments],
            **more,
        }
        return self.post(f"/rooms/{room_id}/messages", body)

    def send_file(self, room_id: Any, data: bytes = b"hello", filename: str = "보고서.txt") -> dict[str, Any]:
        """Upload and send; the message."""
        sent = self.send(room_id, self.upload(room_id, data, filename))
        assert sent.status_code == 201, sent.content
        return dict(sent.json())

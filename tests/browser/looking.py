"""A room with files of every kind, for the tests that look at them."""

import io
from dataclasses import dataclass, field
from typing import Any

import av
from PIL import Image

from tests.browser.people import Person, until
from tests.browser.uploading import PDF, picture, send, upload

PROGRAM = "\n".join(f"def step_{n}() -> str:\n    return '{n}번째 단계'\n" for n in range(1, 40))


@dataclass
class Shelf:
    """A room of two people, and what was sent into it, by the names of the files."""

    room: str
    sender: Person
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, *named: tuple[str, bytes], text: str = "") -> dict[str, Any]:
        """Send files in one message."""
        message = send(self.sender, self.room, *[upload(self.sender, self.room, *one) for one in named], text=text)
        for one in message["attachments"]:
            self.files[one["filename"]] = one
            self.messages[one["filename"]] = message
        return message

    def wait_for_pictures(self, *names: str) -> None:
        """Until the worker has drawn these."""

        def drawn() -> bool:
            found = [self.sender.call("GET", f"/files/{self.files[name]['attachmentId']}") for name in names]
            return all(one["thumbnailUrl"] for one in found)

        until(f"the pictures of {', '.join(names)}", drawn, timeout=60)


def film(seconds: int = 2) -> bytes:
    """A WebM film whose colour moves."""
    made = io.BytesIO()
    with av.open(made, "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for n in range(seconds * 10):
            image = Image.new("RGB", (320, 180), (n * 12 % 255, 120, 160))
            frame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return made.getvalue()


def shelf(sender: Person, *others: Person, name: str) -> Shelf:
    """Six pictures, a document, a program, a film and something that nobody can show."""
    made = Shelf(sender.room(*others, name=name), sender)
    sender.say(made.room, "현장 사진과 자료를 올립니다.")
    made.put(("현장 1.png", picture(1)))
    made.put(("현장 2.png", picture(2)))
    made.put(*((f"묶음 {n}.png", picture(n + 20, (600, 900))) for n in (1, 2, 3)), text="세 장입니다")
    made.put(("배포 점검표.pdf", PDF))
    made.put(("deploy.py", PROGRAM.encode()))
    made.put(("시연 영상.webm", film()))
    made.put(("2026년 하반기 계획.xlsx", b"PK\x03\x04" + bytes(3000)))
    made.put(("현장 3.png", picture(3)))
    sender.say(made.room, "절차는 https://intranet.example.co.kr/wiki/deploy 에 있습니다.")
    return made

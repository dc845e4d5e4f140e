"""People of their own with faces that are drawn here, for the tests that look at photos."""

import io
import uuid
from dataclasses import dataclass

import httpx
from PIL import Image, ImageDraw, ImageFilter

from tests.browser.people import Person
from tests.conftest import PASSWORD

LOOKS = (("#9fb8ad", "#3b2a20", "#e2b48f"), ("#c9a7a0", "#1d1b22", "#f0cfae"), ("#93a9c4", "#5a3a22", "#c98f6b"))


def portrait(look: int = 0, size: tuple[int, int] = (640, 480)) -> bytes:
    """Somebody before a wall, as a JPEG; the head is in the middle."""
    wall, dark, skin = LOOKS[look % len(LOOKS)]
    image = Image.new("RGB", size, wall)
    draw, x, unit = ImageDraw.Draw(image), size[0] // 2, size[1] // 24
    draw.ellipse((x - 5 * unit, 2 * unit, x + 5 * unit, 15 * unit), fill=dark)  # hair
    draw.ellipse((x - 10 * unit, 17 * unit, x + 10 * unit, 40 * unit), fill=dark)  # shoulders
    draw.rectangle((x - 2 * unit, 13 * unit, x + 2 * unit, 19 * unit), fill=skin)
    draw.ellipse((x - 4 * unit, 4 * unit, x + 4 * unit, 16 * unit), fill=skin)
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(2)).save(out, "JPEG", quality=90)
    return out.getvalue()


@dataclass(frozen=True)
class Cast:
    """Who is in the story, by REST. They are nobody of the demo."""

    nari: Person
    doyun: Person
    grace: Person


def cast(url: str, admin: Person) -> Cast:
    """Three people who signed up and were let in."""
    return Cast(*(_let_in(url, admin, name) for name in ("유나리", "한도윤", "Grace Park")))


def _let_in(url: str, admin: Person, name: str) -> Person:
    login = f"face{uuid.uuid4().hex[:8]}"
    body = {"username": login, "password": PASSWORD, "name": name}
    httpx.post(f"{url}/api/v1/register", json=body).raise_for_status()
    waiting = admin.call("GET", "/admin/approvals?limit=200")["results"]
    (user_id,) = [one["userId"] for one in waiting if one["loginId"] == login]
    admin.call("POST", f"/admin/approvals/{user_id}/approve", {})
    return Person(url, login)


def wear(person: Person, look: int) -> str:
    """Give somebody a photo over REST; its address."""
    answer = person._client.put("/me/photo", content=portrait(look), headers={"Content-Type": "image/jpeg"})
    return str(answer.raise_for_status().json()["photoUrl"])

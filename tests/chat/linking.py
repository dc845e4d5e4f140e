"""A web site that messages link to, and what the tests of links say and ask."""

import datetime as dt
import io
from typing import Any

from PIL import Image

from accounts.models import User
from chat.models import Link
from tests.chat.doors import Rest
from tests.services.hostile_http import Site, answer, html
from tests.services.outside import HOST

OTHER_HOST = "other.test"
HEAD = """<meta property="og:title" content="구내식당 메뉴">
<meta property="og:description" content="이번 주 점심">"""


def fill(web: Site) -> None:
    """A page at `/`, the same with a picture at `/pictured`."""
    web.pages["/"] = html("식단", HEAD)
    web.pages["/pictured"] = html("식단", HEAD + '<meta property="og:image" content="/menu.png">')
    out = io.BytesIO()
    Image.new("RGB", (800, 200), "green").save(out, "PNG")
    web.pages["/menu.png"] = answer(out.getvalue(), "image/png")


def url(web: Site, path: str = "/", host: str = HOST) -> str:
    return f"http://{host}:{web.port}{path}"


def links_of(user: User, message: dict[str, Any]) -> list[dict[str, Any]]:
    """The links of a message as somebody sees it now."""
    return list(Rest(user).message(message["messageId"])["links"])


def later(**fields: Any) -> None:
    """Time goes by for everything that was fetched."""
    for link in Link.objects.exclude(expires_at=None):
        Link.objects.filter(pk=link.pk).update(expires_at=link.expires_at - dt.timedelta(**fields))  # type: ignore[operator]

"""`/auditing/cases/<id>/rooms/<id>`: what was written in a room, under an open case.

No composer, nothing that moves: a page to read, with the reader's name across it.
"""

import datetime as dt
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from chat.models import Message
from chat.selectors import disclosed
from chat.services.disclosing_reading import look_at_messages
from messenger.auditing.cases import told
from messenger.auditing.doors import AuditorRequest, for_auditors, page
from messenger.core import paging

AT_ONCE = 50


@for_auditors("GET")
def conversation(request: AuditorRequest, disclosure_id: UUID, room_id: UUID) -> HttpResponse:
    """A page of messages, oldest first, as the case allows. Each page is a look that is written down."""
    before, after = (paging.whole(request.GET, name) for name in ("before", "after"))
    words = request.GET.get("q", "").strip()[:200]
    read = look_at_messages(
        actor=request.user,
        disclosure_id=disclosure_id,
        room_id=room_id,
        before_seq=before,
        after_seq=after,
        query=words,
        limit=AT_ONCE,
    )
    found = read["results"]
    older = read["hasMore"] if after is None else bool(found)
    newer = read["hasMore"] if after is not None else before is not None and bool(found)
    content = {
        "case": told(request.user, [disclosed.case(request.user, disclosure_id)])[0],
        "room": read["room"],
        "days": _days(found, read["people"]),
        "count": len(found),
        "words": words,
        "older": _address(words, before=found[0]["seq"]) if older and found else "",
        "newer": _address(words, after=found[-1]["seq"]) if newer and found else "",
        "seen_at": timezone.localtime(),
    }
    return page(request, "conversation", "cases", content)


def _address(words: str, **place: int) -> str:
    return "?" + urlencode({**({"q": words} if words else {}), **place})


def _days(found: list[dict[str, Any]], people: dict[str, str]) -> list[dict[str, Any]]:
    """The messages by their days."""
    days: list[dict[str, Any]] = []
    for message in found:
        at = timezone.localtime(dt.datetime.fromisoformat(message["createdAt"]))
        if not days or days[-1]["day"] != at.date():
            days.append({"day": at.date(), "messages": []})
        days[-1]["messages"].append(_shown(message, at, people))
    return days


def _shown(message: dict[str, Any], at: dt.datetime, people: dict[str, str]) -> dict[str, Any]:
    sender = str(message["senderId"]) if message["senderId"] else ""
    quoted = message["replyTo"]
    return {
        "seq": message["seq"],
        "at": at,
        "who": people.get(sender, _("Unknown")) if sender else "",
        "system": message["type"] == Message.Type.SYSTEM,
        "text": message["text"],
        "deleted": message["deletedAt"] is not None,
        "edited": message["editedAt"] is not None,
        "quoted": quoted and {"text": quoted["text"], "outside": quoted.get("outsideScope", False)},
        "files": message["attachments"],
    }

"""Fetches what a link leads to, and tells the messages that name it (decision 0019).

Nothing here is told to one person: the card is the same for everybody, whoever asked.
"""

import datetime as dt
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat import events
from chat.errors import RoomNotFound
from chat.models import Link, Message, MessageLink
from chat.selectors import messages
from chat.services import webpages
from chat.services.locking import locked_room, touch
from files.rendering import NotAPicture, picture_of
from files.storage import store
from messenger.core import jobs
from messenger.core.outbound import bodies, fetching
from messenger.core.outbound.errors import Blocked, Failed, OutboundError

KEPT, FAILED_KEPT = dt.timedelta(hours=24), dt.timedelta(hours=1)
PICTURE_BOX = (400, 300)
_TOLD_AT_ONCE = 100  # messages of a room in one transaction


@dataclass(frozen=True, slots=True)
class Card:
    """What a link's row will say."""

    status: str
    error: str = ""
    title: str = ""
    description: str = ""
    image_key: str = ""


def refresh(run: jobs.Run, link_id: UUID) -> None:
    """Fetch the link unless it is fresh, and give every message that names it a new `change` if the card changed.

    May be repeated: a run that finds the card fresh was cut off while telling, and tells again. When the
    last run fails, so has the link: nobody looks at an unfinished card for ever.
    """
    link = Link.objects.filter(pk=link_id).first()
    if link is None:
        return
    if _is_fresh(link):
        changed = run.attempt > 1
    else:
        try:
            card = card_of(link)
        except Exception:
            if run.is_last and _write(link_id, Card(Link.Status.FAILED, "GIVEN_UP")):
                _tell_all(link_id)
            raise
        run.step(0.8)
        changed = _write(link_id, card)
    if changed:
        _tell_all(link_id, run.step)


def kept_pictures(keys: Collection[str]) -> set[str]:
    """Which of these objects of the store a card still shows (`files.services.collecting`)."""
    return set(Link.objects.filter(image_key__in=keys).values_list("image_key", flat=True))


def _is_fresh(link: Link) -> bool:
    return link.fetched_at is not None and link.expires_at is not None and link.expires_at > timezone.now()


def card_of(link: Link) -> Card:
    """What there is to say of the link now."""
    try:
        page = webpages.read(fetching.fetch(link.url, bodies.PAGE))
    except Blocked as blocked:
        return Card(Link.Status.BLOCKED, blocked.code)
    except Failed as failed:
        if failed.code == "BUSY":
            raise jobs.Again(jobs.Job.Cause.TRANSIENT, "other calls are under way", "a turn") from None
        return Card(Link.Status.FAILED, failed.code)
    image_key = _picture_of(link, page.image_url) if page.image_url else ""
    if not (page.title or page.description or image_key):
        return Card(Link.Status.FAILED, "EMPTY")
    return Card(Link.Status.READY, "", page.title, page.description, image_key)


def _picture_of(link: Link, url: str) -> str:
    """The page's picture, drawn anew and kept by us; where. A page without one is a card without one."""
    try:
        picture = picture_of(fetching.fetch(url, bodies.PICTURE).body, PICTURE_BOX)
    except (OutboundError, NotAPicture):
        return ""
    key = f"links/{link.pk}"
    store().put(key, io.BytesIO(picture.body), "image/webp")
    return key


@transaction.atomic
def _write(link_id: UUID, card: Card) -> bool:
    """Write the card; whether it differs from the one before.

    Whoever stores a message with this link holds its row until the message is there to be found, or finds
    the new card itself (`chat.services.links`).
    """
    link = Link.objects.select_for_update(no_key=True).filter(pk=link_id).first()
    if link is None:
        return False
    before = Card(link.status, link.error, link.title, link.description, link.image_key)
    now = timezone.now()
    link.status, link.error, link.image_key = card.status, card.error, card.image_key
    link.title, link.description = card.title, card.description
    link.fetched_at, link.expires_at = now, now + (KEPT if card.status == Link.Status.READY else FAILED_KEPT)
    link.save(update_fields=["status", "error", "image_key", "title", "description", "fetched_at", "expires_at"])
    return card != before


def _tell_all(link_id: UUID, step: Callable[[], None] = lambda: None) -> None:
    """Tell every room in which a message names the link; `step` is called before each."""
    rows = MessageLink.objects.filter(link_id=link_id, message__deleted_at=None)
    for room_id in list(rows.values_list("message__room_id", flat=True).distinct().order_by("message__room_id")):
        step()
        _tell(room_id, link_id)


def _tell(room_id: UUID, link_id: UUID) -> None:
    """`MESSAGE_UPDATED` for the messages of a room that name the link, some at a time."""
    after = 0
    while ids := _some_naming(room_id, link_id, after):
        after = ids[-1]
        with transaction.atomic():
            try:
                room = locked_room(room_id)
            except RoomNotFound:
                return
            found = Message.objects.filter(pk__in=ids, deleted_at=None, link_rows__link_id=link_id)
            told = list(found.select_related("reply_to").order_by("seq"))
            for message in told:
                touch(room, message)
                message.save(update_fields=["change"])
            for wire in messages.rendered(told):
                events.message_updated(wire, room.member_epoch)


def _some_naming(room_id: UUID, link_id: UUID, after: int) -> list[int]:
    rows = MessageLink.objects.filter(link_id=link_id, message__room_id=room_id, message_id__gt=after)
    return list(rows.order_by("message_id").values_list("message_id", flat=True)[:_TOLD_AT_ONCE])

"""Turns texts that were found into hits: what is shown, and where the words stand in it (contract 8)."""

from typing import Any
from uuid import UUID

from accounts.models import User
from chat.models import Message
from chat.selectors import messages
from chat.selectors.search.texts import Found
from chat.selectors.search.wording import Reading
from files import selectors as files
from files.models import Attachment
from files.schemas import attachment_out
from messenger.core import grams
from messenger.core.wire import rfc3339

AROUND = 60  # characters shown before and after the first word found inside a file
_CHUNK = 4_000

Hit = dict[str, Any]


def hits_of(actor: User, found: list[Found], reading: Reading) -> list[Hit]:
    """SearchHits in the order of `found`. What was deleted, edited or hidden since it was found is left out."""
    rows = messages.visible_to(actor).filter(pk__in={one.message_id for one in found}, deleted_at=None)
    seen = {message.pk: message for message in rows.select_related("reply_to")}
    said = [seen[one.message_id] for one in found if one.attachment_id is None and one.message_id in seen]
    wire = {shown["messageId"]: shown for shown in messages.rendered(said)}
    attached = [one.attachment_id for one in found if one.attachment_id is not None and one.message_id in seen]
    known, inside = files.attachments(attached), files.texts(attached)
    hits = []
    for one in found:
        if one.message_id not in seen:
            continue
        message = seen[one.message_id]
        if one.attachment_id is None:
            hits.append(_message_hit(message, wire[message.pk], reading))
        elif one.attachment_id in known:
            hits.append(_file_hit(message, known[one.attachment_id], inside, reading))
    return [hit for hit in hits if hit is not None]


def _message_hit(message: Message, shown: dict[str, Any], reading: Reading) -> Hit | None:
    text = grams.aligned(message.text)
    if not reading.is_in(text.text):
        return None
    return {
        "type": "message",
        "message": shown,
        "roomId": message.room_id,
        "highlights": highlights(text, reading),
    }


def _file_hit(message: Message, attachment: Attachment, inside: dict[UUID, str], reading: Reading) -> Hit:
    """`highlights` are of the file's name; `snippet` is a piece of the text inside, if something is there."""
    return {
        "type": "file",
        "file": attachment_out(attachment, message.pk),
        "roomId": message.room_id,
        "senderId": message.sender_id,
        "sentAt": rfc3339(message.created_at),
        "highlights": highlights(grams.aligned(attachment.filename), reading),
        "snippet": snippet(inside.get(attachment.pk, ""), reading),
    }


def highlights(text: grams.Aligned, reading: Reading) -> list[list[int]]:
    """Where the words stand: `[[start, end]]` in code points, in order, apart from each other."""
    return grams.merged(place for term in reading.terms for place in text.places(term, loose=reading.loose))


def snippet(text: str, reading: Reading) -> dict[str, Any] | None:
    """`{text, highlights}` around the first of the words that stands in a long text; None if none does."""
    at = _first_place(text, reading)
    if at is None:
        return None
    start, end = max(0, at[0] - AROUND), min(len(text), at[1] + AROUND)
    part = " ".join(text[start:end].split())
    part = f"{'…' if start else ''}{part}{'…' if end < len(text) else ''}"
    return {"text": part, "highlights": highlights(grams.aligned(part), reading)}


def _first_place(text: str, reading: Reading) -> tuple[int, int] | None:
    """In pieces, because folding a book to show a line of it takes long; most texts need no folding to be found in."""
    lower = text.lower()
    if len(lower) == len(text):
        plain = [(lower.find(term), term) for term in reading.terms]
        known = [(at, at + len(term)) for at, term in plain if at >= 0]
        if known:
            return min(known)
    overlap = 2 * max(map(len, reading.terms)) + 8
    for start in range(0, len(text), _CHUNK):
        part = text[start : start + _CHUNK + overlap]
        if not _may_hold(part, reading):
            continue
        piece = grams.aligned(part)
        places = [place for term in reading.terms for place in piece.places(term, loose=reading.loose)]
        if places:
            first = min(places)
            return start + first[0], start + first[1]
    return None


def _may_hold(part: str, reading: Reading) -> bool:
    """Whether it is worth to align this: folding alone is twenty times cheaper, and most files say nothing of it."""
    where = grams.bare(grams.folded(part)) if reading.loose else grams.folded(part)
    return any(term in where for term in reading.terms)

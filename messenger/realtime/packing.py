"""Notices as plain data, on their way between processes."""

import uuid
from typing import Any

from messenger.core.events import Event, Hangup, Notice


def pack(notice: Notice) -> dict[str, Any]:
    """A notice's address as plain data: ids as strings; the payload travels as its text."""
    if isinstance(notice, Hangup):
        return {"hangup": [str(i) for i in notice.device_sessions], "code": notice.code}
    fields = {key: value for key, value in _address(notice).items() if value is not None}
    return {
        key: [str(i) for i in value] if key == "users" else str(value) if isinstance(value, uuid.UUID) else value
        for key, value in fields.items()
    }


def _address(event: Event) -> dict[str, Any]:
    """Everything of an event but its payload."""
    return {
        "name": event.name,
        "users": event.users,
        "room": event.room,
        "epoch": event.epoch,
        "seq": event.seq,
        "change": event.change,
        "without": event.without,
        "everybody": event.everybody,
    }


def unpack(packed: dict[str, Any], text: str) -> Notice:
    """The notice again; its payload stays in the text, which is what the sockets get."""
    if "hangup" in packed:
        return Hangup(tuple(uuid.UUID(i) for i in packed["hangup"]), packed["code"])
    fields = dict(packed)
    for key in ("room", "without"):
        if key in fields:
            fields[key] = uuid.UUID(fields[key])
    if "users" in fields:
        fields["users"] = tuple(uuid.UUID(i) for i in fields["users"])
    return Event(data={}, text=text, **fields)

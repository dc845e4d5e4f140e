"""A message on its way in: what was asked, not yet judged."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from accounts.models import User
from chat.models import Message
from messenger.core import wire


class Hanging(Protocol):
    """What is stored together with a message and comes with it on the wire: a poll, say."""

    def content(self) -> Any:
        """What a resend with the same `client_msg_id` must match, as JSON."""

    def hang(self, message: Message) -> None:
        """Write the rows that belong to the message just stored, in its transaction. A refusal undoes all of it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One send. `content_hash` is what a resend with the same `client_msg_id` must match."""

    sender_id: UUID
    room_id: UUID
    client_msg_id: UUID
    type: str
    text: str
    mentions: tuple[UUID, ...] = ()
    mentions_all: bool = False
    reply_to: int | None = None
    attachments: tuple[UUID, ...] = ()
    mention_units: tuple[UUID, ...] = ()
    details: dict[str, Any] | None = None
    hanging: Hanging | None = field(default=None, compare=False)
    content_hash: bytes = field(init=False, compare=False)

    def __post_init__(self) -> None:
        content = [
            self.room_id,
            self.type,
            self.text,
            sorted(str(user_id) for user_id in self.mentions),
            self.mentions_all,
            self.reply_to,
            self.attachments,
        ]
        content += [self.mention_units] if self.mention_units else []
        content += [self.details] if self.details else []
        content += [self.hanging.content()] if self.hanging else []
        object.__setattr__(self, "content_hash", hashlib.sha256(wire.encode(content).encode()).digest())


@dataclass(frozen=True, slots=True)
class Sent:
    """What a send came to: the stored message, and whether it had been stored before."""

    message: dict[str, Any]
    duplicate: bool

    def receipt(self) -> dict[str, Any]:
        """The `ACK` of the socket."""
        shown = {key: self.message[key] for key in ("messageId", "seq", "change", "createdAt")}
        return {**shown, "duplicate": self.duplicate}


def draft(
    *,
    actor: User,
    room_id: UUID,
    client_msg_id: UUID,
    type: str = Message.Type.TEXT,
    text: str = "",
    mentions: tuple[UUID, ...] = (),
    mentions_all: bool = False,
    reply_to: int | None = None,
    attachments: tuple[UUID, ...] = (),
    mention_units: tuple[UUID, ...] = (),
    details: dict[str, Any] | None = None,
    hanging: Hanging | None = None,
) -> Draft:
    """A draft of this actor. With something `hanging` it is sent inside a transaction of the caller."""
    return Draft(
        actor.pk,
        room_id,
        client_msg_id,
        type,
        text,
        tuple(dict.fromkeys(mentions)),
        mentions_all,
        reply_to,
        attachments,
        tuple(dict.fromkeys(mention_units)),
        details,
        hanging,
    )

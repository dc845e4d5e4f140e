"""The people and things of the authorization matrix: who asks, and what they ask for."""

import datetime as dt
import io
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import override_settings
from django.utils import timezone

from accounts import services as accounts
from accounts.models import DeviceSession, User, UserStatus
from accounts.services.photos import take_in_photo
from accounts.tokens import mint_access
from chat.models import Link, Message, PushToken, Room
from chat.services import editing, members, pins, polls, rooms, sending
from files import storage
from files.models import Attachment
from files.services import uploads
from tests.client import Api
from tests.conftest import long_since
from tests.files.making import stored_file
from tests.security import around_world, disclosure_world, notice_world, survey_world

# Who asks.
ANONYMOUS, PENDING, DISABLED = "anonymous", "pending", "disabled"
REVOKED, EXPIRED, STALE = "revoked device", "expired device", "expired token"
OUTSIDER, EX, AUDITOR, SYSADMIN = "outsider", "ex-member", "auditor", "system admin"
MEMBER, ADMIN, BACK = "member", "room admin", "re-invited member"

UNKNOWN_PEOPLE = (ANONYMOUS, PENDING, DISABLED, REVOKED, EXPIRED, STALE)
OUTSIDE = (OUTSIDER, EX, AUDITOR, SYSADMIN)
INSIDE = (MEMBER, ADMIN, BACK)
PERSONAS = (*UNKNOWN_PEOPLE, *OUTSIDE, *INSIDE)

MISSING_ID = uuid.UUID("00000000-0000-4000-8000-000000000000")
MISSING_MESSAGE = 10**17


@dataclass
class World:
    """Everything that a row of the policy may name."""

    callers: dict[str, Api] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)  # of a browser of theirs
    people: dict[str, User] = field(default_factory=dict)
    rooms: dict[str, uuid.UUID] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    files: dict[str, uuid.UUID] = field(default_factory=dict)
    links: dict[str, uuid.UUID] = field(default_factory=dict)
    uploads: dict[str, uuid.UUID] = field(default_factory=dict)
    surveys: dict[str, uuid.UUID] = field(default_factory=dict)
    push_tokens: dict[str, uuid.UUID] = field(default_factory=dict)
    polls: dict[str, uuid.UUID] = field(default_factory=dict)
    scheduled: dict[str, uuid.UUID] = field(default_factory=dict)
    reminders: dict[str, uuid.UUID] = field(default_factory=dict)
    notices: dict[str, uuid.UUID] = field(default_factory=dict)
    disclosures: dict[str, uuid.UUID] = field(default_factory=dict)
    friend: User = field(init=False)  # a colleague whom an admin may invite
    stranger: User = field(init=False)  # owns the other room
    foreign_device: uuid.UUID = field(init=False)


def build() -> World:
    """Make the world in the open transaction."""
    world = World()
    world.friend, world.stranger = _user("friend"), _user("stranger")
    take_in_photo(actor=None, user_id=world.friend.pk, drawn=b"RIFF", source="directory", source_digest="1" * 64)
    world.foreign_device = accounts.open_device_session(world.stranger, device_name="x").session.pk
    _cast(world)
    _rooms(world)
    _messages(world)
    _uploads(world)
    around_world.build(world, mine=MEMBER, foreign=ADMIN)
    notice_world.build(world, member=MEMBER, admin=ADMIN)
    survey_world.build(world, author=MEMBER, target=ADMIN, reader=BACK)
    disclosure_world.build(world, auditor=AUDITOR, admin=SYSADMIN)
    _push_tokens(world)
    _shut_doors(world)
    return world


def _user(login: str) -> User:
    return accounts.create_user(login_id=login, name=login.title())


def _cast(world: World) -> None:
    world.callers[ANONYMOUS] = Api(None)
    for persona in PERSONAS[1:]:
        world.people[persona] = user = _user(persona.replace(" ", "."))
        world.callers[persona] = Api(user)
        if persona != STALE:  # a cookie does not go stale
            world.cookies[persona] = accounts.open_device_session(user, device_name="browser", browser=True).token
    long_since(world.people[AUDITOR], "AUDITOR")
    long_since(world.people[SYSADMIN], "SYSTEM_ADMIN")


def _group(world: World, name: str) -> Room:
    """Everybody was a member once: the doors are shut by who they are, not by where they were."""
    admin = world.people[ADMIN]
    inside = [world.people[p].pk for p in (MEMBER, BACK, EX, PENDING, DISABLED, REVOKED, EXPIRED, STALE)]
    room, _new = rooms.create_room(actor=admin, type="GROUP", name=name, member_ids=inside)
    members.remove_member(actor=admin, room_id=room.pk, user_id=world.people[EX].pk)
    return room


def _rooms(world: World) -> None:
    admin, member = world.people[ADMIN], world.people[MEMBER]
    world.rooms["active"] = _group(world, "active").pk
    world.rooms["deleted"] = _group(world, "deleted").pk
    world.rooms["dm"] = rooms.create_room(actor=admin, type="DM", member_ids=[member.pk])[0].pk
    world.rooms["elsewhere"] = rooms.create_room(actor=world.stranger, type="GROUP", name="other", member_ids=[])[0].pk
    world.rooms["missing"] = MISSING_ID


def _messages(world: World) -> None:
    member, admin, back = world.people[MEMBER], world.people[ADMIN], world.people[BACK]
    room = world.rooms["active"]
    said = {
        "own": _say(member, room),
        "erased": _say(member, room),
        "pinned": _say(member, room),
        "buried": _say(member, world.rooms["deleted"]),
        "private": _say(member, world.rooms["dm"]),
        "elsewhere": _say(world.stranger, world.rooms["elsewhere"]),
    }
    pins.pin_message(actor=member, room_id=room, message_id=said["pinned"])
    pins.pin_message(actor=world.stranger, room_id=world.rooms["elsewhere"], message_id=said["elsewhere"])
    editing.delete_message(actor=member, message_id=said["erased"])
    world.links = {
        "own": _linked(member, room),
        "erased": _linked(member, room, erased=True),
        "buried": _linked(member, world.rooms["deleted"]),
        "private": _linked(member, world.rooms["dm"]),
        "elsewhere": _linked(world.stranger, world.rooms["elsewhere"]),
    }
    world.files |= {
        "own": _sent(member, room),
        "unsent": stored_file(member, room).pk,
        "erased": _sent(member, room, erased=True),
        "pending": _sent(member, room, "PENDING"),
        "infected": _sent(member, room, "INFECTED"),
        "buried": _sent(member, world.rooms["deleted"]),
        "private": _sent(member, world.rooms["dm"]),
        "elsewhere": _sent(world.stranger, world.rooms["elsewhere"]),
    }
    world.polls = {
        "own": _asked(member, room),
        "secret": _asked(member, room, is_anonymous=True),
        "erased": _asked(member, room, erased=True),
        "buried": _asked(member, world.rooms["deleted"]),
        "private": _asked(member, world.rooms["dm"]),
        "elsewhere": _asked(world.stranger, world.rooms["elsewhere"]),
    }
    members.remove_member(actor=admin, room_id=room, user_id=back.pk)
    said["gap"], world.polls["gap"] = _say(member, room), _asked(member, room)
    world.files["gap"], world.links["gap"] = _sent(member, room), _linked(member, room)
    members.add_members(actor=admin, room_id=room, user_ids=[back.pk])
    said["system"] = Message.objects.filter(room_id=room, type="SYSTEM").latest("seq").pk
    rooms.delete_room(actor=admin, room_id=world.rooms["deleted"])
    world.messages = {**said, "missing": MISSING_MESSAGE}


def _say(user: User, room_id: uuid.UUID, **more: Any) -> int:
    sent = sending.send_message(
        actor=user, room_id=room_id, client_msg_id=uuid.uuid4(), **{"text": "안녕하세요", **more}
    )
    return int(sent.message["messageId"])


def _sent(user: User, room_id: uuid.UUID, status: str = "CLEAN", *, erased: bool = False) -> uuid.UUID:
    """A file that was sent with a message, deleted again if so asked."""
    file = stored_file(user, room_id).pk
    message = _say(user, room_id, type="FILE", attachments=(file,))
    Attachment.objects.filter(pk=file).update(virus_status=status)
    if erased:
        editing.delete_message(actor=user, message_id=message)
    return file


def _linked(user: User, room_id: uuid.UUID, *, erased: bool = False) -> uuid.UUID:
    """A link with a picture, in a message that was deleted again if so asked."""
    url = f"https://{uuid.uuid4().hex}.example/"
    message = _say(user, room_id, text=url)
    link = Link.objects.get(url=url)
    link.status, link.image_key = Link.Status.READY, f"links/{link.pk}"
    link.save()
    storage.store().put(link.image_key, io.BytesIO(b"picture"))
    if erased:
        editing.delete_message(actor=user, message_id=message)
    return link.pk


def _asked(user: User, room_id: uuid.UUID, *, erased: bool = False, **more: Any) -> uuid.UUID:
    """A poll, whose message was deleted again if so asked."""
    made = {"client_msg_id": uuid.uuid4(), "question": "갈까요?", "options": ("네", "아니요"), **more}
    message = polls.create_poll(actor=user, room_id=room_id, **made).message
    if erased:
        editing.delete_message(actor=user, message_id=message["messageId"])
    return uuid.UUID(str(message["poll"]["pollId"]))


def _uploads(world: World) -> None:
    begun = uploads.begin(
        uploader_id=world.people[MEMBER].pk,
        room_id=world.rooms["active"],
        filename="a.txt",
        size=0,
        mime="",
        sha256="",
        base="",
    )
    world.uploads = {"mine": begun["uploadId"], "missing": MISSING_ID}


def _push_tokens(world: World) -> None:
    """The member can be woken on one device, a stranger on another."""
    for state, user in (("mine", world.people[MEMBER]), ("foreign", world.stranger)):
        device = DeviceSession.objects.filter(user=user)[0]
        token = PushToken.objects.create(user=user, device=device, platform="IOS", token=state, token_hash=state)
        world.push_tokens[state] = token.pk


def _shut_doors(world: World) -> None:
    """Each of these signed in when they still could."""
    User.objects.filter(pk=world.people[PENDING].pk).update(status=UserStatus.PENDING)
    User.objects.filter(pk=world.people[DISABLED].pk).update(status=UserStatus.DISABLED)
    for session in DeviceSession.objects.filter(user=world.people[REVOKED]):
        accounts.revoke_device(actor=world.people[REVOKED], session_id=session.pk)
    past = timezone.now() - dt.timedelta(seconds=1)
    DeviceSession.objects.filter(user=world.people[EXPIRED]).update(expires_at=past)
    stale = world.callers[STALE]
    assert stale.session is not None
    with override_settings(ACCESS_TOKEN_SECONDS=-1):
        stale.token = mint_access(stale.session.pk).token


def target(world: World, state: str, *, under_room: bool) -> dict[str, Any]:
    """What stands in a path for this state: a room, or a message with the room under which it is asked for.

    A message that is elsewhere or missing is asked for under the active room's path.
    """
    said = world.messages.get(state, world.messages["own"])
    if under_room:
        return {"room": world.rooms[{"private": "dm", "buried": "deleted"}.get(state, "active")], "message": said}
    return {"room": world.rooms.get(state, world.rooms["active"]), "message": said}

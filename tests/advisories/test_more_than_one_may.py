"""G. More rights by asking for them: roles, rooms, invitations, and hashes in answers."""

from typing import Any
from uuid import UUID

import pytest

from accounts import schemas
from accounts.models import Role, User
from accounts.services import set_role
from chat.models import Room
from chat.selectors import rooms
from chat.services.locking import locked_room
from chat.services.rooms import create_room
from messenger.core.fields import Schema
from tests.advisories.broken import advisory
from tests.chat.doors import Rest

pytestmark = pytest.mark.django_db

_clean = Schema.clean
_user_out = schemas.user_out


def _whatever_is_sent(self: Any, data: Any) -> Any:
    if "roles" in data:
        user = User.objects.get(login_id="alice")
        set_role(actor=None, user_id=user.pk, role=Role.SYSTEM_ADMIN)
    return _clean(self, data)


def _unlocked_group(actor: User, room_id: UUID) -> Room:
    rooms.administered_room(actor, room_id)
    return locked_room(room_id)


def _with_the_hash(user: User) -> dict[str, Any]:
    return {**_user_out(user), "password": user.password}


@advisory("V31", "CVE-2022-31168", without={"messenger.core.fields.Schema.clean": _whatever_is_sent})
def test_nobody_gives_themselves_a_role(alice: User) -> None:
    hers = Rest(alice)
    hers.patch("me", {"roles": ["SYSTEM_ADMIN"], "role": "SYSTEM_ADMIN", "status": "ACTIVE", "phone": "1"})
    assert hers.get("me").body["roles"] == ["USER"]
    assert hers.get("jobs").status == 403


@advisory("V32", "GHSA-hcw3-6vw6-mpr4", without={"chat.services.rooms.locked_group": _unlocked_group})
def test_a_direct_message_stays_one(alice: User, bob: User, charlie: User) -> None:
    dm = create_room(actor=alice, type="DM", member_ids=[bob.pk])[0]
    hers = Rest(alice)
    assert hers.patch(f"rooms/{dm.pk}", {"type": "GROUP", "name": "모두의 방"}).status == 403
    assert hers.get(f"rooms/{dm.pk}").body["type"] == "DM"


@advisory("V33", "GHSA-pfw6-5rx3-xh3c", without={"chat.selectors.rooms.administered_room": rooms.visible_room})
def test_only_admins_of_a_room_invite(alice: User, charlie: User, room: Room) -> None:
    assert Rest(alice).post(f"rooms/{room.pk}/members", {"userIds": [str(charlie.pk)]}).status == 403


@advisory("V34", "GHSA-r67m-mf7v-qp7j", without={"accounts.schemas.user_out": _with_the_hash})
def test_no_answer_carries_a_hash(alice: User, bob: User, room: Room) -> None:
    hers = Rest(alice)
    for path in ("me", f"users/{bob.pk}", f"users/{alice.pk}", "users", "org/tree", "device-sessions", "rooms"):
        body = str(hers.get(path).body)
        assert "argon2" not in body
        assert "password" not in body
        assert "token" not in body.lower()

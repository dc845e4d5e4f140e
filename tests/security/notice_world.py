"""The must-read notices of the authorization matrix."""

import uuid
from typing import TYPE_CHECKING

from accounts import services as accounts
from accounts.models import User
from chat.services import must_reads

if TYPE_CHECKING:
    from tests.security.world import World

NOTICE_STATES = ("room", "unit", "withdrawn", "elsewhere", "missing")


def build(world: "World", *, member: str, admin: str) -> None:
    """One in the active room by its admin, one to the member's department, one withdrawn, one elsewhere."""
    team = accounts.create_unit(actor=None, name="영업1팀")
    accounts.give_post(actor=None, user=world.people[member], unit=team)
    accounts.give_post(actor=None, user=world.stranger, unit=team, role_in_org="팀장")
    accounts.give_post(actor=None, user=world.friend, unit=team)
    in_room = [world.rooms["active"]]
    world.notices = {
        "room": _published(world.people[admin], room_ids=in_room),
        "unit": _published(world.stranger, unit_ids=[team.pk]),
        "withdrawn": _published(world.people[admin], room_ids=in_room),
        "elsewhere": _published(world.stranger, unit_ids=[_far_away(world)]),
    }
    must_reads.withdraw(actor=world.people[admin], must_read_id=world.notices["withdrawn"])


def _far_away(world: "World") -> uuid.UUID:
    unit = accounts.create_unit(actor=None, name="해외지사")
    accounts.give_post(actor=None, user=world.stranger, unit=unit, role_in_org="지사장")
    accounts.give_post(actor=None, user=world.friend, unit=unit)
    return unit.pk


def _published(
    author: User, *, room_ids: list[uuid.UUID] | None = None, unit_ids: list[uuid.UUID] | None = None
) -> uuid.UUID:
    made, _new = must_reads.publish(
        actor=author,
        client_msg_id=uuid.uuid4(),
        title="필독",
        text="읽어 주세요.",
        room_ids=tuple(room_ids or ()),
        unit_ids=tuple(unit_ids or ()),
    )
    found: uuid.UUID = made["mustReadId"]
    return found

"""Cases of disclosure for the authorization matrix: of the active room, asked for by the auditor."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.utils import timezone

from chat.services import disclosing

if TYPE_CHECKING:
    from tests.security.world import World


def build(world: "World", *, auditor: str, admin: str) -> None:
    """One waits, one is approved with files, one is over; under the approved one other rooms are asked for, too."""
    asked, opened, ended = (_asked(world, auditor) for _ in range(3))
    for case in (opened, ended):
        disclosing.approve(actor=world.people[admin], disclosure_id=case)
    disclosing.close(actor=world.people[auditor], disclosure_id=ended)
    world.disclosures = {"asked": asked, "open": opened, "ended": ended, "elsewhere": opened, "dm": opened}
    world.files["open"] = world.files["own"]


def _asked(world: "World", auditor: str) -> uuid.UUID:
    now = timezone.now()
    return disclosing.ask(
        actor=world.people[auditor],
        reason="조사에 필요합니다",
        legal_basis="취업규칙 제12조",
        since=now - dt.timedelta(days=1),
        until=now,
        room_ids=(world.rooms["active"],),
        with_files=True,
    ).pk

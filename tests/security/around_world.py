"""What people of the authorization matrix have asked for at a later moment."""

import datetime as dt
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils import timezone

from chat.services import reminders, scheduling

if TYPE_CHECKING:
    from tests.security.world import World


def build(world: "World", *, mine: str, foreign: str) -> None:
    """A scheduled message and a reminder of the two personas."""
    moment = timezone.now() + dt.timedelta(days=2)
    for state, persona in (("mine", mine), ("foreign", foreign)):
        user = world.people[persona]
        made, _new = scheduling.schedule_message(
            actor=user, room_id=world.rooms["active"], client_msg_id=uuid4(), text="나중에", at=moment
        )
        told, _new = reminders.set_reminder(actor=user, message_id=world.messages["own"], at=moment)
        world.scheduled[state], world.reminders[state] = made["scheduledId"], told["reminderId"]

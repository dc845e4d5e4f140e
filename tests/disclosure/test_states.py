"""Whatever people do with a case, in whatever order: it opens only between a second one's approval and its end."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from chat.models import Disclosure, Room
from chat.services import disclosing, disclosing_reading
from messenger.core.errors import Refusal
from tests.disclosure.conftest import out_of_time

pytestmark = pytest.mark.django_db

WHO = st.sampled_from(["auditor", "audra", "sysadmin", "alice"])
MOVES = st.lists(st.tuples(st.sampled_from(["approve", "reject", "close", "clock", "notice", "read"]), WHO), max_size=9)


class Model:
    """What the states shall be, in a few lines."""

    def __init__(self) -> None:
        self.state = "ASKED"

    def move(self, name: str, who: str) -> bool:
        """Whether it goes through."""
        second = who in ("audra", "sysadmin")
        match name, self.state:
            case (("approve" | "reject"), "ASKED") if second:
                self.state = "APPROVED" if name == "approve" else "REJECTED"
            case "close", "ASKED" if who == "auditor":
                self.state = "CLOSED"
            case "close", "APPROVED" if second or who == "auditor":
                self.state = "CLOSED"
            case "clock", "APPROVED":
                self.state = "EXPIRED"
            case (("clock" | "notice"), _):
                pass
            case "read", "APPROVED":
                return who == "auditor"
            case _:
                return False
        return True


@given(moves=MOVES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_case_takes_no_other_way(
    moves: list[tuple[str, str]], room: Room, auditor: User, audra: User, sysadmin: User, alice: User
) -> None:
    people = {"auditor": auditor, "audra": audra, "sysadmin": sysadmin, "alice": alice}
    mark = transaction.savepoint()
    now = timezone.now()
    case = disclosing.ask(
        actor=auditor,
        reason=str(uuid.uuid4()),
        legal_basis="취업규칙",
        since=now - dt.timedelta(days=1),
        until=now,
        room_ids=(room.pk,),
    )
    model = Model()
    for name, who in moves:
        expected = model.move(name, who)
        assert _went(name, case, people[who], room) == expected, (name, who)
        row = Disclosure.objects.get(pk=case.pk)
        assert row.state_at(timezone.now()) == model.state
    transaction.savepoint_rollback(mark)


def _went(name: str, case: Disclosure, who: User, room: Room) -> bool:
    """Do it; whether it was not refused."""
    known: dict[str, Any] = {"actor": who, "disclosure_id": case.pk}
    try:
        match name:
            case "approve":
                disclosing.approve(**known)
            case "reject":
                disclosing.reject(**known, note="아니요")
            case "close":
                disclosing.close(**known)
            case "read":
                disclosing_reading.look_at_messages(**known, room_id=room.pk, limit=5)
            case "notice":
                disclosing.write_down_expiry(case.pk)
            case "clock" if Disclosure.objects.filter(pk=case.pk, state="APPROVED").exists():
                out_of_time(case)
    except Refusal:
        return False
    return True

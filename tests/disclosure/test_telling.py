"""When it is over, those whose messages were read learn of it, if the case or the house says so."""

from typing import Any

import pytest

from accounts.models import User
from chat.models import Disclosure, Notification, Room
from chat.selectors import disclosed
from chat.services import disclosing
from tests.disclosure.conftest import Case, out_of_time, recorded, say, texts

pytestmark = pytest.mark.django_db


def _told() -> dict[str, str]:
    return {row.user.login_id: row.text for row in Notification.objects.filter(type="DISCLOSED").select_related("user")}


@pytest.mark.parametrize("end", ["closed", "expired"])
def test_who_was_read_is_told_the_period_and_who_was_not_is_not(
    end: str, opened: Case, room: Room, alice: User, bob: User, dana: User, auditor: User
) -> None:
    say(dana, room, "안 읽힌 말")
    said = [say(alice, room, "읽힌 말"), say(bob, room, "읽힌 대답")]
    case = opened(tells_subjects=True)
    assert texts(auditor, case, room, afterSeq=said[0].seq - 1) == ["읽힌 말", "읽힌 대답"]
    assert _told() == {}
    if end == "closed":
        disclosing.close(actor=auditor, disclosure_id=case.pk)
    else:
        out_of_time(case)
        assert disclosed.overdue() == [case.pk]
        for _again in range(2):
            disclosing.write_down_expiry(case.pk)
        assert len(recorded("disclosure.expired")) == 1
    assert Disclosure.objects.get(pk=case.pk).state == end.upper()
    assert sorted(_told()) == ["alice", "bob"]
    assert _told()["alice"].count("~") == 1
    assert recorded("disclosure.told")[0].detail == {"people": 2}


@pytest.mark.parametrize(("house", "case", "told"), [("case", False, 0), ("never", True, 0), ("always", False, 1)])
def test_the_house_has_the_last_word(
    house: str, case: bool, told: int, settings: Any, opened: Case, room: Room, alice: User, auditor: User
) -> None:
    settings.DISCLOSURE_NOTICE = house
    say(alice, room)
    disclosure = opened(tells_subjects=case)
    texts(auditor, disclosure, room)
    disclosing.close(actor=auditor, disclosure_id=disclosure.pk)
    assert len(_told()) == told


def test_nobody_is_told_of_a_case_in_which_nothing_was_read(
    opened: Case, alice: User, room: Room, auditor: User
) -> None:
    say(alice, room)
    case = opened(user_ids=(alice.pk,), tells_subjects=True)
    disclosing.close(actor=auditor, disclosure_id=case.pk)
    assert _told() == {}

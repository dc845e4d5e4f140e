"""The OpenAPI document says what the answers of disclosure really hold, and every setting of it holds."""

from typing import Any

import pytest
from django.conf import settings as house

from accounts.models import User
from chat.api import documented_disclosure as documented
from chat.models import Room
from tests.client import Api
from tests.disclosure.conftest import Case, back_in_time, say, texts
from tests.files.making import stored_file
from tests.shapes import fits

pytestmark = pytest.mark.django_db


def test_answers_are_what_the_document_says(opened: Case, ask: Case, room: Room, alice: User, auditor: User) -> None:
    old = back_in_time(say(alice, room), days=3)
    say(alice, room, "답", reply_to=old.pk)
    say(alice, room, "", type="FILE", attachments=(stored_file(alice, room.pk).pk,))
    case, _waiting = opened(), ask(user_ids=(alice.pk,))
    texts(auditor, case, room)
    shapes: dict[str, Any] = {
        "/disclosures": documented.DISCLOSURES,
        f"/disclosures/{case.pk}": documented.DISCLOSURE,
        "/disclosures/places?q=회의": documented.PLACES,
        f"/disclosures/{case.pk}/looks": documented.LOOKS,
        f"/disclosures/{case.pk}/rooms": documented.SCOPE_ROOMS,
        f"/disclosures/{case.pk}/rooms/{room.pk}/messages": documented.SCOPE_MESSAGES,
    }
    for path, shape in shapes.items():
        answer = Api(auditor).get(path)
        assert answer.status_code == 200, path
        fits(answer.json(), shape, path)
        assert answer.json().get("results", True), path


def test_a_case_names_so_many_and_lasts_so_long_unless_the_settings_say_otherwise(
    ask: Case, auditor: User, alice: User, settings: Any
) -> None:
    assert (house.DISCLOSURE_HOURS, house.DISCLOSURE_MOST_DAYS, house.MAX_DISCLOSURE_NAMES) == (72, 30, 50)
    assert ask().hours == 72
    settings.DISCLOSURE_HOURS = 8
    assert ask().hours == 8
    many = {"userIds": [str(alice.pk)] * (house.MAX_DISCLOSURE_NAMES + 1)}
    body = {
        "reason": "조사합니다",
        "legalBasis": "취업규칙",
        "from": "2026-01-01T00:00:00Z",
        "to": "2026-01-02T00:00:00Z",
    }
    answer = Api(auditor).post("/disclosures", {**body, **many})
    assert list(answer.json()["error"]["details"]) == ["userIds"]

"""No desk of the administration shows, finds or sorts by what people wrote, answered, or sign in with.

Words are planted wherever the database keeps such things; every address of every desk is opened and read.
"""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.models import OrgUnit, User
from accounts.services import create_unit, open_device_session
from chat.models import Message
from chat.services import sending
from messenger.core.models import Job, PolicyValue
from messenger.manage.office import office
from surveys.models import Survey

pytestmark = pytest.mark.django_db

CANARY = "카나리아-7f3a"
MODELS = sorted(office._registry, key=lambda model: model._meta.label)


@pytest.fixture
def planted(room: Any, alice: Any, person: Any) -> list[str]:
    """Secrets of every kind; what must not appear anywhere."""
    sending.send_message(actor=alice, room_id=room.pk, client_msg_id=uuid4(), text=f"비밀 {CANARY}")
    opened = open_device_session(alice, device_name="d", browser=True)
    create_unit(actor=None, name="영업팀")
    Survey.objects.create(title=f"초안 {CANARY}", is_anonymous=True, author=alice, threshold=5, text_threshold=10)
    Job.objects.create(kind="file.scan", queue="scan", args={"secret": CANARY})
    alice.refresh_from_db()
    return [CANARY, opened.token, opened.session.token_hash, alice.password, str(room.dm_key or CANARY)]


def addresses(model: type[models.Model]) -> list[str]:
    """The list, the form of the first row, and the addition of a desk."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    found = [reverse(f"{name}_changelist")]
    first = model._default_manager.first()
    if first is not None:
        found.append(reverse(f"{name}_change", args=[first.pk]))
    desk: Any = office._registry[model]
    if desk.may_add:
        found.append(reverse(f"{name}_add"))
    if desk.may_delete and first is not None:
        found.append(reverse(f"{name}_delete", args=[first.pk]))
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_list_and_no_form_shows_it(planted: list[str], admin: Client, model: type[models.Model]) -> None:
    for address in addresses(model):
        answer = admin.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        page = answer.content.decode()
        assert not [secret for secret in planted if secret in page], address
        assert "nonce" not in answer["Content-Security-Policy"].split("script-src")[1].split(";")[0]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_column_can_be_probed_by_the_address(planted: list[str], admin: Client, model: type[models.Model]) -> None:
    """Django filters by whatever stands in the address: `?password__startswith=a` reads a hash letter by letter."""
    listed = addresses(model)[0]
    asked = [field.name for field in model._meta.get_fields() if isinstance(field, models.Field)]
    asked += ["messages__text", "user__password", "device_sessions__token_hash", "profile__search_text", "lines__text"]
    allowed = office._registry[model].lookup_allowed
    for name in asked:
        for lookup in (f"{name}__startswith", f"{name}__contains", f"{name}__regex", f"{name}__gt"):
            assert not allowed(lookup, "a", None), lookup  # type: ignore[arg-type]
    answer = admin.get(listed, {"password__startswith": "a"})
    assert answer.status_code == (200 if model is PolicyValue else 400)  # which lists rules, and reads no address


def test_the_search_of_rooms_does_not_read_messages(planted: list[str], admin: Client) -> None:
    page = admin.get(reverse("admin:chat_room_changelist"), {"q": CANARY}).content.decode()
    assert "회의실" not in page


def test_what_must_not_be_there_has_no_desk() -> None:
    hidden = {"AuditEntry", "Message", "Response", "Envelope", "Count", "SecondFactor", "RecoveryCode", "LogEntry"}
    assert not hidden & {model.__name__ for model in MODELS}
    assert Message not in office._registry


def test_there_is_no_history_no_autocomplete_and_no_way_in_beside_ours(admin: Client, alice: Any) -> None:
    form = reverse("admin:accounts_user_change", args=[alice.pk])
    assert admin.get(form.replace("change/", "history/")).status_code == 404
    for gone in ("login/", "logout/", "password_change/", "r/1/1/", "autocomplete/"):
        assert admin.get(f"/admin/{gone}").status_code == 404, gone


def test_raw_data_is_offered_nowhere(admin: Client) -> None:
    for model in MODELS:
        answer = admin.get(addresses(model)[0], headers={"accept": "application/json"})
        with pytest.raises(json.JSONDecodeError):
            json.loads(answer.content)


def test_nothing_can_be_written_past_the_services(admin: Client, alice: Any, sysadmin: Any) -> None:
    """A field that no form has is not taken; Django's own log stays empty."""
    from django.contrib.admin.models import LogEntry

    form = reverse("admin:accounts_user_change", args=[alice.pk])
    typed = {"login_id": "alice", "name": "김민지", "role": "USER", "password": "x", "status": "DISABLED"}
    rows = {f"posts-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert admin.post(form, {**typed, **rows}).status_code == 302
    fresh = User.objects.get(pk=alice.pk)
    assert (fresh.password, fresh.status) == (alice.password, "ACTIVE")
    assert not LogEntry.objects.exists() and OrgUnit.objects.count() == 0

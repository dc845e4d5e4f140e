"""Wire shapes of the administration of people (contract section 9)."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.leaving import Belonging, Part
from accounts.models import ApprovalRequest, PeopleImport, Role, Transfer, User
from accounts.schemas.people import PHONE, Mail, user_out
from accounts.schemas.signing_in import EMPLOYEE_NO, LOGIN
from messenger.core.fields import Choice, Flag, Id, Name, Schema, Text
from messenger.core.wire import rfc3339

MOST_AT_ONCE = 200
_WIRE = {"login_id": "loginId", "user_id": "userId"}


class Ids(serializers.ListField):
    """A few ids, each once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=Id(), min_length=1, max_length=MOST_AT_ONCE, **options)


class Day(serializers.DateField):
    """A day, like 2026-03-02."""

    def to_internal_value(self, value: Any) -> dt.date:
        if not isinstance(value, str):
            raise serializers.ValidationError(_("Wrong type."))
        return super().to_internal_value(value)


class Reason(Schema):
    """Why; whom it is about may read it."""

    reason = Name(max_length=300)


class MaybeReason(Schema):
    """POST /admin/people/{userId}/disable."""

    reason = Name(max_length=300, allow_blank=True, default="")


class Decide(Schema):
    """POST /admin/approvals/decide."""

    userIds = Ids(source="user_ids")
    approve = Flag(source="approved")
    reason = Name(max_length=300, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs["approved"] and not attrs["reason"]:
            raise serializers.ValidationError({"reason": _("Say why: the person reads it.")})
        return attrs


class ChangePerson(Schema):
    """PATCH /admin/people/{userId}; what is left out stays."""

    loginId = Text(max_length=64, validators=[LOGIN], required=False, source="login_id")
    name = Name(max_length=80, required=False)
    employeeNo = Text(max_length=32, validators=[EMPLOYEE_NO], required=False, allow_blank=True, source="employee_no")
    title = Name(max_length=80, required=False, allow_blank=True)
    email = Mail(max_length=254, required=False, allow_blank=True)
    phone = Name(max_length=32, validators=[PHONE], required=False, allow_blank=True)


class NewPerson(ChangePerson):
    """POST /admin/people."""

    loginId = Text(max_length=64, validators=[LOGIN], source="login_id")
    name = Name(max_length=80)
    oneTimePassword = Flag(default=False, source="one_time_password")


class GiveRole(Schema):
    """POST /admin/people/{userId}/role."""

    role = Choice(choices=Role.choices)


class Chosen(Schema):
    """What of each kind."""

    kind = Name(max_length=32)
    ids = Ids()


class HandOver(Schema):
    """POST /admin/people/{userId}/handover; without a successor it ends."""

    successorId = Id(required=False, allow_null=True, default=None, source="successor_id")
    items = serializers.ListField(child=Chosen(), min_length=1, max_length=20)


class Export(Schema):
    """POST /admin/people/export."""

    reason = Name(max_length=300)
    format = Choice(choices=[("csv", "csv"), ("xlsx", "xlsx")], default="csv", source="form")
    disabled = Flag(default=False, source="everybody")


class PlanTransfer(Schema):
    """POST /admin/transfers, /admin/transfers/preview."""

    userId = Id(source="user_id")
    kind = Choice(choices=Transfer.Kind.choices)
    effectiveOn = Day(source="effective_on")
    fromUnitId = Id(required=False, allow_null=True, default=None, source="from_unit_id")
    toUnitId = Id(required=False, allow_null=True, default=None, source="to_unit_id")
    title = Name(max_length=80, allow_blank=True, default="")
    roleInOrg = Name(max_length=80, allow_blank=True, default="", source="role_in_org")
    note = Name(max_length=300, allow_blank=True, default="")


class ChangePolicy(Schema):
    """PATCH /admin/policies/{name}; null gives it back to the environment."""

    value = serializers.JSONField(allow_null=True)


REASON, MAYBE_REASON, DECIDE, CHANGE_PERSON, NEW_PERSON = Reason(), MaybeReason(), Decide(), ChangePerson(), NewPerson()
GIVE_ROLE, HAND_OVER, EXPORT, PLAN_TRANSFER, CHANGE_POLICY = (
    GiveRole(), HandOver(), Export(), PlanTransfer(), ChangePolicy(),
)  # fmt: skip


def person_out(user: Any) -> dict[str, Any]:
    """A person as the administration sees them. `user` comes from `selectors.staff`."""
    return {
        **user_out(user),
        "roles": user.roles,
        "source": user.source or "local",
        "secondFactor": user.factor,
        "lastSeenAt": rfc3339(user.seen),
        "createdAt": rfc3339(user.created_at),
    }


def approval_out(row: ApprovalRequest) -> dict[str, Any]:
    """A request for an account."""
    return {
        "userId": row.user_id,
        "loginId": row.login_id,
        "name": row.name,
        "employeeNo": row.employee_no or None,
        "state": row.state,
        "reason": row.reason,
        "askedAt": rfc3339(row.asked_at),
        "decidedAt": rfc3339(row.decided_at),
        "decidedBy": row.decided_by_id,
    }


def belongings_out(found: list[tuple[Part, list[Belonging]]]) -> list[dict[str, Any]]:
    """What somebody has in hand, sort by sort."""
    return [
        {
            "kind": part.kind,
            "label": str(part.label),
            "canHandOver": part.hand_over is not None,
            "canEnd": part.end is not None,
            "rule": str(part.rule),
            "items": [
                {
                    "id": one.id,
                    "name": one.name,
                    "at": rfc3339(one.at),
                    "takers": None if one.takers is None else sorted(one.takers),
                }
                for one in things
            ],
        }
        for part, things in found
    ]


def import_out(row: PeopleImport) -> dict[str, Any]:
    """A sheet that was planned or taken in."""
    return {
        "planId": row.pk,
        "state": row.state,
        "fileName": row.file_name,
        "createdAt": rfc3339(row.created_at),
        "appliedAt": rfc3339(row.applied_at),
        "finishedAt": rfc3339(row.finished_at),
        "entries": row.plan["entries"],
        "unchanged": row.plan["unchanged"],
        "units": [" / ".join(path) for path in row.plan["units"]],
        "people": [_renamed(item) for item in row.plan["items"]],
        "conflicts": [_renamed(one) for one in row.plan["conflicts"]],
        "problems": row.problems,
        "results": [_renamed(one) for one in row.results],
    }


def _renamed(stored: dict[str, Any]) -> dict[str, Any]:
    """A stored piece of a plan under the wire's names."""
    return {_WIRE.get(key, key): value for key, value in stored.items()}


def transfer_out(row: Transfer) -> dict[str, Any]:
    """A transfer."""
    return {
        "transferId": row.pk,
        "userId": row.user_id,
        "kind": row.kind,
        "effectiveOn": row.effective_on.isoformat(),
        "fromUnitId": row.from_unit_id,
        "fromName": row.from_name,
        "toUnitId": row.to_unit_id,
        "toName": row.to_name,
        "title": row.title,
        "roleInOrg": row.role_in_org,
        "note": row.note,
        "state": row.state,
        "failure": row.failure,
        "plannedAt": rfc3339(row.planned_at),
        "plannedBy": row.planned_by_id,
        "endedAt": rfc3339(row.ended_at),
    }


def policy_out(found: dict[str, Any]) -> dict[str, Any]:
    """A policy, with its moment as it goes over the wire."""
    return {**found, "changedAt": rfc3339(found["changedAt"])}


def secret_out(user: User, password: str) -> dict[str, Any]:
    """A one-time password, told this once."""
    return {"userId": user.pk, "loginId": user.login_id, "name": user.profile.name, "password": password}

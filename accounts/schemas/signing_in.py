"""Wire shapes of signing in, devices, the second factor and passwords (contract sections 2 and 12)."""

import re
from typing import Any
from uuid import UUID

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import DeviceSession, User
from accounts.passwords import MAX_LENGTH
from accounts.schemas.people import me_out
from accounts.selectors.second_factor import SecondFactorState
from accounts.tokens import Access
from messenger.core.fields import Flag, Name, Schema, Text
from messenger.core.wire import rfc3339

LOGIN = RegexValidator(
    re.compile(r"\A[A-Za-z0-9가-힣][A-Za-z0-9가-힣._@+-]*\Z"), _("Letters, digits and . _ @ + - only.")
)
EMPLOYEE_NO = RegexValidator(re.compile(r"\A[A-Za-z0-9가-힣._/-]+\Z"), _("Letters, digits and . _ / - only."))


class Password(Text):
    """A password as it was typed: outer spaces belong to it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=MAX_LENGTH, write_only=True, **kwargs)


class Code(Text):
    """A code of an authenticator, or a recovery code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=32, write_only=True, **options)


class SignIn(Schema):
    """POST /device-sessions."""

    username = Text(max_length=254)
    password = Password()
    deviceName = Name(max_length=120, source="device_name")
    platform = Name(max_length=16, default="OTHER")
    remember = Flag(default=False)
    otp = Code(default="")


class Refresh(Schema):
    """POST /device-sessions/refresh."""

    deviceToken = Text(max_length=512, source="device_token")


class Register(Schema):
    """POST /register."""

    username = Text(max_length=64, validators=[LOGIN])
    password = Password()
    name = Name(max_length=80)
    employeeNo = Text(
        max_length=32,
        validators=[EMPLOYEE_NO],
        required=False,
        allow_null=True,
        allow_blank=True,
        source="employee_no",
    )


class OneCode(Schema):
    """What takes a code and nothing else."""

    otp = Code()


class BeginSecondFactor(Schema):
    """POST /me/second-factor. Who has signed in just now leaves the password out."""

    password = Password(default="")


class EndSecondFactor(Schema):
    """DELETE /me/second-factor. Who has no password of ours leaves it out."""

    password = Password(default="")
    otp = Code()


class NewPassword(Schema):
    """PUT /me/password."""

    current = Password()
    new = Password()


SIGN_IN, REFRESH, REGISTER = SignIn(), Refresh(), Register()
ONE_CODE, BEGIN_SECOND_FACTOR = OneCode(), BeginSecondFactor()
END_SECOND_FACTOR, NEW_PASSWORD = EndSecondFactor(), NewPassword()


def device_out(session: DeviceSession, current: UUID | None) -> dict[str, Any]:
    """One line of the list of devices."""
    return {
        "deviceSessionId": session.pk,
        "deviceName": session.device_name,
        "platform": session.platform,
        "ip": session.ip,
        "createdAt": rfc3339(session.created_at),
        "lastSeenAt": rfc3339(session.last_seen_at),
        "expiresAt": rfc3339(session.expires_at),
        "revokedAt": rfc3339(session.revoked_at),
        "isCurrent": session.pk == current,
        "isExpired": session.is_expired,
    }


def signed_in_out(session: DeviceSession, device_token: str, access: Access, user: User) -> dict[str, Any]:
    """What sign-in and refresh answer."""
    return {
        "deviceSessionId": session.pk,
        "deviceToken": device_token,
        "accessToken": access.token,
        "accessExpiresAt": rfc3339(access.expires_at),
        "expiresAt": rfc3339(session.expires_at),
        "owes": session.owes or None,
        "user": me_out(user),
    }


def second_factor_out(state: SecondFactorState) -> dict[str, Any]:
    """How one stands to the second factor."""
    return {
        "enabled": state.enabled,
        "confirmedAt": rfc3339(state.confirmed_at),
        "codesLeft": state.codes_left,
        "policy": state.policy,
        "required": state.required,
    }

"""What a provider says about a person, read by `OIDC_CLAIMS` and brought into our shapes."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.models import Role
from accounts.schemas import EMPLOYEE_NO, LOGIN, PHONE, Mail
from messenger.core.fields import Name, Text

_MOST_GROUPS = 2000
_SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "sc", "swk"})  # RFC 8176: something one has
_FIELDS = {
    "login": Text(max_length=64, validators=[LOGIN]),
    "name": Name(max_length=80),
    "email": Mail(max_length=254),
    "phone": Name(max_length=32, validators=[PHONE]),
    "title": Name(max_length=80),
    "employee_no": Text(max_length=32, validators=[EMPLOYEE_NO]),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A person as the provider knows them. `subject` is its lasting name for them; what is "" was not said, or
    could not be stored here. `department` is a path from the top."""

    subject: str
    sid: str
    login: str
    name: str
    email: str
    phone: str
    title: str
    employee_no: str
    department: tuple[str, ...]
    groups: frozenset[str]
    second_factor: bool

    @property
    def role(self) -> Role | None:
        """The role that the groups give: of the two the admin's. None: no group gives any."""
        for group, role in _groups_of_roles():
            if group in self.groups:
                return role
        return None


def read(claims: dict[str, Any]) -> Said:
    """The claims of the ID token, with those of the user info, as one person."""
    said = {name: _stored(field, _claim(claims, name)) for name, field in _FIELDS.items()}
    if claims.get("email_verified") is False:  # anybody could have typed it
        said["email"] = ""
    return Said(
        subject=claims["sub"],
        sid=sid if isinstance(sid := claims.get("sid"), str) and len(sid) <= 255 else "",
        department=_path(_claim(claims, "department")),
        groups=_names(_claim(claims, "groups")),
        second_factor=_has_second_factor(claims),
        **said,
    )


def managed_roles() -> set[Role]:
    """The roles that the provider's groups give and take."""
    return {role for _group, role in _groups_of_roles()}


def says_enough(claims: dict[str, Any]) -> bool:
    """Whether the user info need not be asked for."""
    return all(isinstance(_claim(claims, name), str) for name in ("login", "name"))


def _groups_of_roles() -> list[tuple[str, Role]]:
    pairs = [(settings.OIDC_ADMIN_GROUP, Role.SYSTEM_ADMIN), (settings.OIDC_AUDITOR_GROUP, Role.AUDITOR)]
    return [(group, role) for group, role in pairs if group]


def _claim(claims: dict[str, Any], name: str) -> Any:
    """The claim as a whole, else the path through objects that its dots show."""
    path = settings.OIDC_CLAIMS[name]
    if path in claims:
        return claims[path]
    found: Any = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _stored(field: Text, value: Any) -> str:
    """The value if it could be stored: the same rules as at every other door."""
    try:
        return str(field.run_validation(value)) if isinstance(value, str) else ""
    except serializers.ValidationError:
        return ""


def _path(value: Any) -> tuple[str, ...]:
    """`/본사/영업본부/영업1팀`, or a list of the same."""
    parts = value.split("/") if isinstance(value, str) else value if isinstance(value, list) else []
    names = [_stored(_FIELDS["name"], part) for part in parts if part]
    return tuple(names) if all(names) else ()


def _names(value: Any) -> frozenset[str]:
    listed = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return frozenset(name for name in listed[:_MOST_GROUPS] if isinstance(name, str))


def _has_second_factor(claims: dict[str, Any]) -> bool:
    methods = claims.get("amr")
    by_method = isinstance(methods, list) and any(method in _SECOND_FACTORS for method in methods)
    return by_method or (bool(settings.OIDC_ACR) and claims.get("acr") in settings.OIDC_ACR)

"""Whether what a list says of somebody could be stored: the same rules as at every other door."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from rest_framework import serializers

from accounts.models import Role
from accounts.roster.entries import Entry
from accounts.schemas import EMPLOYEE_NO, LOGIN, PHONE, Mail
from messenger.core.fields import Name, Text


@cache
def _fields() -> dict[str, Text]:
    return {
        "login_id": Text(max_length=64, validators=[LOGIN], allow_blank=True),
        "name": Name(max_length=80, allow_blank=True),
        "employee_no": Text(max_length=32, validators=[EMPLOYEE_NO], allow_blank=True),
        "title": Name(max_length=80, allow_blank=True),
        "email": Mail(max_length=254, allow_blank=True),
        "phone": Name(max_length=32, validators=[PHONE], allow_blank=True),
    }


_UNIT = Name(max_length=80)
_WORD = Name(max_length=80, allow_blank=True)


def problems(entry: Entry) -> Iterator[tuple[str, str]]:
    """`(field, text)` of everything about an entry that could not be stored."""
    if not entry.login_id and not entry.employee_no and not entry.external_id:
        yield "login_id", str(serializers.CharField.default_error_messages["blank"])
    for name, field in _fields().items():
        yield from _wrong(name, field, getattr(entry, name))
    for post in entry.posts or ():
        for part in post.unit:
            yield from _wrong("unit", _UNIT, part)
        for word in (post.title, post.role_in_org):
            yield from _wrong("post", _WORD, word)
    if entry.role is not None and entry.role not in Role.values:
        yield "role", entry.role


def _wrong(name: str, field: Text, value: Any) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    try:
        field.run_validation(value)
    except serializers.ValidationError as error:
        for text in error.detail:
            yield name, str(text)

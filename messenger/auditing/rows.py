"""Entries as the pages show them: names instead of numbers, words instead of codes."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEntry
from messenger.auditing import catalogue, finding, words
from messenger.pages.device_names import device_name

Text = str | Promise

_SNAPSHOT = re.compile(r"(?P<name>.+) \((?P<login>[^()]+)\)")  # `audit.services` writes "name (login)"
_LONG = 60


@dataclass(frozen=True, slots=True)
class Value:
    """What stands beside a name in the details of an entry."""

    text: str
    long: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One entry."""

    id: int
    at: dt.datetime
    actor_id: UUID | None
    actor: str
    login: str
    code: str
    action: Text
    target_kind: Text
    target_id: str
    target: str
    target_address: str
    ip: str
    device: str
    user_agent: str
    request_id: str
    outcome: Text
    failed: bool
    details: list[tuple[Text, Value]]


def rows(entries: Iterable[AuditEntry]) -> list[Row]:
    """The entries in their order; the people they name are looked up at once."""
    shown = list(entries)
    names = finding.names_of(set().union(*(_people_in(entry) for entry in shown)))
    return [_row(entry, names) for entry in shown]


def split_name(snapshot: str) -> tuple[str, str]:
    """`("김하늘", "demo003")` of the snapshot in an entry."""
    found = _SNAPSHOT.fullmatch(snapshot)
    return (found["name"], found["login"]) if found else (snapshot, "")


def object_address(kind: str, target_id: str) -> str:
    """The history of what something was done to; of a person, theirs."""
    person = _uuid(target_id) if kind == "user" else None
    if person:
        return reverse("auditing_person", args=[person])
    return reverse("auditing_object", args=[kind, target_id])


def _row(entry: AuditEntry, names: dict[UUID, str]) -> Row:
    actor, login = split_name(entry.actor_name)
    return Row(
        id=entry.pk,
        at=entry.at,
        actor_id=entry.actor_id,
        actor=actor,
        login=login,
        code=entry.action,
        action=words.action(entry.action),
        target_kind=words.target(entry.target_type) if entry.target_type else "",
        target_id=entry.target_id,
        target=_called(entry, names),
        target_address=object_address(entry.target_type, entry.target_id) if _has_history(entry) else "",
        ip=entry.ip or "",
        device=device_name(entry.user_agent) if entry.user_agent else "",
        user_agent=entry.user_agent,
        request_id=entry.request_id,
        outcome=catalogue.OUTCOMES[entry.outcome],
        failed=entry.outcome == AuditEntry.Outcome.FAILURE,
        details=[(words.detail(name), _value(value, names)) for name, value in entry.detail.items()],
    )


def _has_history(entry: AuditEntry) -> bool:
    return bool(entry.target_type and entry.target_id)


def _called(entry: AuditEntry, names: dict[UUID, str]) -> str:
    """A person by name, anything else by the name in the entry, else by the beginning of its number."""
    person = _uuid(entry.target_id) if entry.target_type == "user" else None
    if person in names:
        return names[person]
    said = entry.detail.get("name")
    if isinstance(said, str) and said:
        return said
    return f"{entry.target_id[:8]}…" if _uuid(entry.target_id) else entry.target_id


def _value(value: Any, names: dict[UUID, str]) -> Value:
    text = _as_text(value, names)
    return Value(text, len(text) > _LONG)


def _as_text(value: Any, names: dict[UUID, str]) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return str(_("Yes") if value else _("No"))
        case str() if (person := _uuid(value)) in names:
            return names[person]
        case list():
            return ", ".join(_as_text(one, names) for one in value) or "–"
        case dict():
            return ", ".join(f"{name}: {_as_text(one, names)}" for name, one in value.items()) or "–"
    return str(value)


def _people_in(entry: AuditEntry) -> set[UUID]:
    """Every number in an entry that may be a person's."""
    found = {_uuid(entry.target_id)} if entry.target_type == "user" else set()
    for value in entry.detail.values():
        found |= {_uuid(one) for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)}
    return {one for one in found if one}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == 36 else None
    except ValueError:
        return None

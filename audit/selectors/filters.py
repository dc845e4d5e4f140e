"""What somebody asks the log for (contract 9)."""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEntry
from messenger.core.errors import Invalid

MOST_WORDS = 200  # characters
MOST_ACTIONS = 100
_WORDS_IN = ("actor_name", "action", "target_id", "ip_text", "request_id", "user_agent", "detail_text")


@dataclasses.dataclass(frozen=True, slots=True)
class Filter:
    """Empty fields ask for everything. `since` is included, `until` is not.

    `actions` are names, or beginnings that end with a dot (`auth.`). `person_id`: what somebody did, and what was
    done to them or with their data. `words` stand in a name, an action, an address, a device or a detail.
    """

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    actor_id: UUID | None = None
    person_id: UUID | None = None
    subject_id: UUID | None = None
    actions: tuple[str, ...] = ()
    target_type: str = ""
    target_id: str = ""
    outcome: str = ""
    words: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filter":
        """The filter that the parameters of `GET /audit` ask for, or `Invalid`."""
        return cls(
            since=_moment(query, "from", end=False),
            until=_moment(query, "to", end=True),
            actor_id=_id(query, "actorId"),
            person_id=_id(query, "personId"),
            subject_id=_id(query, "subjectId"),
            actions=_actions(query.get("action", "")),
            target_type=_text(query, "targetType", 32),
            target_id=_text(query, "targetId", 64),
            outcome=_outcome(query.get("outcome", "")),
            words=_text(query, "q", MOST_WORDS),
        )

    def as_detail(self) -> dict[str, Any]:
        """What of it is not empty, for the log and for saved questions: the parameters of `GET /audit`."""
        named = {
            "from": self.since and self.since.isoformat(),
            "to": self.until and self.until.isoformat(),
            "actorId": self.actor_id and str(self.actor_id),
            "personId": self.person_id and str(self.person_id),
            "subjectId": self.subject_id and str(self.subject_id),
            "action": ",".join(self.actions),
            "targetType": self.target_type,
            "targetId": self.target_id,
            "outcome": self.outcome,
            "q": self.words,
        }
        return {name: value for name, value in named.items() if value}

    def fingerprint(self) -> str:
        """By which a cursor knows its list."""
        return hashlib.sha256(json.dumps(self.as_detail(), sort_keys=True).encode()).hexdigest()[:16]

    def condition(self) -> Q:
        """As a condition of the rows, apart from `words`."""
        wanted = Q()
        for name, value in (
            ("at__gte", self.since),
            ("at__lt", self.until),
            ("actor_id", self.actor_id),
            ("subject_id", self.subject_id),
            ("target_type", self.target_type),
            ("target_id", self.target_id),
            ("outcome", self.outcome),
        ):
            if value:
                wanted &= Q(**{name: value})
        if self.actions:
            wanted &= _any_of(self.actions)
        if self.person_id:
            about = Q(target_type="user", target_id=str(self.person_id))
            wanted &= Q(actor_id=self.person_id) | Q(subject_id=self.person_id) | about
        return wanted

    def rows(self) -> Any:
        """The entries, in no order."""
        found = AuditEntry.objects.filter(self.condition())
        if not self.words:
            return found
        found = found.annotate(ip_text=Cast("ip", TextField()), detail_text=Cast("detail", TextField()))
        for word in self.words.split():
            somewhere = Q()
            for column in _WORDS_IN:
                somewhere |= Q(**{f"{column}__icontains": word})
            # SQLite keeps a detail's letters as escapes
            somewhere |= Q(detail_text__icontains=json.dumps(word)[1:-1])
            found = found.filter(somewhere)
        return found


def _any_of(actions: tuple[str, ...]) -> Q:
    named = [action for action in actions if not action.endswith(".")]
    wanted = Q(action__in=named) if named else Q(pk__in=())
    for beginning in set(actions) - set(named):
        wanted |= Q(action__startswith=beginning)
    return wanted


def _moment(query: Mapping[str, str], name: str, *, end: bool) -> dt.datetime | None:
    """A moment with its offset, or a day of the office's zone: from its beginning, to its end."""
    raw = query.get(name, "")
    if not raw:
        return None
    try:
        day = parse_date(raw) if len(raw) == 10 else None
        if day is not None:
            midnight = dt.datetime.combine(day + dt.timedelta(days=end), dt.time.min)
            return timezone.make_aware(midnight)
        moment = parse_datetime(raw.replace(" ", "+"))  # a plus sign that nobody escaped
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.tzinfo is None or not 1970 <= moment.year < 2200:
        raise Invalid(**{name: [str(_("A time like 2026-02-19T10:11:12Z is expected."))]})
    return moment


def _id(query: Mapping[str, str], name: str) -> UUID | None:
    raw = query.get(name, "")
    try:
        return UUID(raw) if raw else None
    except ValueError as error:
        raise Invalid(**{name: [str(_("This is no id."))]}) from error


def _text(query: Mapping[str, str], name: str, most: int) -> str:
    raw = query.get(name, "").strip()
    if len(raw) > most or "\0" in raw:
        raise Invalid(**{name: [str(_("This is too long or holds characters that cannot be searched for."))]})
    return raw


def _actions(raw: str) -> tuple[str, ...]:
    actions = tuple(dict.fromkeys(part.strip() for part in raw.split(",") if part.strip()))
    if len(actions) > MOST_ACTIONS or any(len(action) > 64 or "\0" in action for action in actions):
        raise Invalid(action=[str(_("This is not known."))])
    return actions


def _outcome(raw: str) -> str:
    if raw and raw not in AuditEntry.Outcome.values:
        raise Invalid(outcome=[str(_("This is not known."))])
    return raw

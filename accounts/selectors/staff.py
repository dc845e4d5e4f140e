"""Everybody there is, with what an admin looks at: for the administration alone."""

import datetime as dt
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import DeviceSession, OrgMember, PersonSource, Role, SecondFactor, UserRole
from accounts.selectors.people import people
from messenger.core import hangul

LOCAL = "local"
_MOST_WORDS = 8


def staff() -> QuerySet[Any]:
    """People with `department`, `factor` (has a second factor), `source` and `seen` (on any device)."""
    main = OrgMember.objects.filter(user=OuterRef("pk")).order_by("-is_primary", "unit__order_no", "unit__name")
    seen = DeviceSession.objects.filter(user=OuterRef("pk")).order_by().values("user")
    return (
        people()
        .prefetch_related("granted_roles")
        .annotate(
            department=Subquery(main.values("unit__name")[:1]),
            factor=Exists(SecondFactor.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False)),
            source=Subquery(PersonSource.objects.filter(user=OuterRef("pk")).values("source")[:1]),
            seen=Subquery(seen.annotate(at=Max("last_seen_at")).values("at")),
        )
    )


def searched(rows: QuerySet[Any], query: str) -> QuerySet[Any]:
    """Those whom every word fits: name, login, number, phone, mail address or department, first consonants too."""
    words = hangul.fold(query.replace("\0", " ")).split()[:_MOST_WORDS]
    return rows.filter(reduce(and_, map(_fits, words))) if words else rows


def with_role(rows: QuerySet[Any], role: str) -> QuerySet[Any]:
    """Those who were granted a role; USER: those who were granted none."""
    granted = UserRole.objects.filter(user=OuterRef("pk"))
    return rows.filter(~Exists(granted) if role == Role.USER else Exists(granted.filter(role=role)))


def of_source(rows: QuerySet[Any], source: str) -> QuerySet[Any]:
    """Those who are kept by a list outside; `LOCAL`: those who are kept here."""
    return rows.filter(source__isnull=True) if source == LOCAL else rows.filter(source=source)


def seen_lately(rows: QuerySet[Any], days: int) -> QuerySet[Any]:
    """Those who were seen within so many days; 0: never."""
    return rows.filter(seen__gte=timezone.now() - dt.timedelta(days=days)) if days else rows.filter(seen__isnull=True)


def not_seen_since(rows: QuerySet[Any], days: int) -> QuerySet[Any]:
    """Those whom nobody saw for so many days, or ever."""
    return rows.filter(Q(seen__lt=timezone.now() - dt.timedelta(days=days)) | Q(seen__isnull=True))


def _fits(word: str) -> Q:
    ways = [Q(profile__search_text__contains=word)]
    ways += [Q(profile__search_text__like=f"%{pattern}%") for pattern in hangul.patterns(word)]
    return reduce(or_, ways)

"""Reads: the figures of a month, the reviews that were signed, somebody's saved questions."""

import dataclasses
import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncHour
from django.utils import timezone

from audit import actions
from audit.models import AuditEntry, MonthlyReview, SavedQuery
from audit.selectors.access import require_auditor
from messenger.core.errors import NotFound
from messenger.core.working_hours import WorkingHours

DOWNLOADS = (actions.FILE_DOWNLOADED, actions.FILE_FORWARDED)
EXPORTS = (actions.EXPORT_CREATED, actions.AUDIT_EXPORTED)
TOP = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """A month in numbers. `top`: who did most, `(id, name, how many)`; `off_hours`: outside working hours."""

    entries: int
    by_action: list[tuple[str, int]]
    failures: int
    failed_sign_ins: int
    downloads: int
    exports: int
    off_hours: int
    top: list[tuple[str, str, int]]
    top_downloads: list[tuple[str, str, int]]

    def as_json(self) -> dict[str, Any]:
        """As it is kept with a signed review."""
        return dataclasses.asdict(self)


def month_of(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of a day's month, and the first after it, in the office's zone."""
    first = day.replace(day=1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    start, end = (timezone.make_aware(dt.datetime.combine(one, dt.time.min)) for one in (first, following))
    return start, end


def figures(actor: Any, month: dt.date) -> Figures:
    """What is worth a look in a month (the access-record rule asks for a look each month)."""
    require_auditor(actor)
    start, end = month_of(month)
    found = AuditEntry.objects.filter(at__gte=start, at__lt=end)
    by_action = list(found.values_list("action").annotate(count=Count("pk")).order_by("-count", "action"))
    counted = dict(by_action)
    return Figures(
        entries=sum(counted.values()),
        by_action=by_action,
        failures=found.filter(outcome=AuditEntry.Outcome.FAILURE).count(),
        failed_sign_ins=counted.get(actions.AUTH_LOGIN_FAILED, 0),
        downloads=sum(counted.get(action, 0) for action in DOWNLOADS),
        exports=sum(counted.get(action, 0) for action in EXPORTS),
        off_hours=_off_hours(found),
        top=_top(found),
        top_downloads=_top(found.filter(action__in=(*DOWNLOADS, *EXPORTS))),
    )


def _top(found: "QuerySet[AuditEntry]") -> list[tuple[str, str, int]]:
    rows = found.exclude(actor_id=None).values_list("actor_id").annotate(count=Count("pk"), name=Max("actor_name"))
    return [(str(actor_id), name, count) for actor_id, count, name in rows.order_by("-count", "actor_id")[:TOP]]


def _off_hours(found: "QuerySet[AuditEntry]") -> int:
    """What people did outside working hours, weekends and holidays among them; by whole hours."""
    hours = WorkingHours(settings.WORKING_DAYS, *settings.WORKING_HOURS)
    by_hour = found.exclude(actor_id=None).annotate(hour=TruncHour("at")).values_list("hour").order_by()
    counted = by_hour.annotate(count=Count("pk"))
    return sum(count for hour, count in counted if not hours.is_now(timezone.localtime(hour)))


def reviews(actor: Any, month: dt.date | None = None) -> "QuerySet[MonthlyReview]":
    """The signed reviews, latest first; of one month if so asked."""
    require_auditor(actor)
    found = MonthlyReview.objects.order_by("-month", "-pk")
    return found.filter(month=month.replace(day=1)) if month else found


def reviewed_months(actor: Any, *, most: int = 24) -> list[tuple[dt.date, MonthlyReview | None]]:
    """Every whole month since the log began, latest first, with the review that was signed last, if one was."""
    require_auditor(actor)
    first = AuditEntry.objects.order_by("at").values_list("at", flat=True).first()
    if first is None:
        return []
    begun = timezone.localdate(first).replace(day=1)
    signed: dict[dt.date, MonthlyReview] = {}
    for review in MonthlyReview.objects.order_by("pk"):
        signed[review.month] = review
    found: list[tuple[dt.date, MonthlyReview | None]] = []
    month = (timezone.localdate().replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    while month >= begun and len(found) < most:
        found.append((month, signed.get(month)))
        month = (month - dt.timedelta(days=1)).replace(day=1)
    return found


def saved_queries(actor: Any) -> "QuerySet[SavedQuery]":
    """One's own questions by their names."""
    require_auditor(actor)
    return SavedQuery.objects.filter(owner_id=actor.pk).order_by("name")


def saved_query(actor: Any, query_id: UUID) -> SavedQuery:
    """One of one's own, or `NotFound`."""
    found = saved_queries(actor).filter(pk=query_id).first()
    if found is None:
        raise NotFound
    return found

"""Lists of surveys, newest first (contract 7)."""

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from messenger.core.errors import Invalid
from surveys.models import Survey, Target
from surveys.selectors.places import Place, places_in, whole

ALL = ""
BOXES = (ALL, "mine", "toAnswer", "answered", "shared", "closed")


def box_page(
    actor: User, box: str, *, after: tuple[dt.datetime, UUID] | None, limit: int
) -> tuple[list[tuple[Survey, Place]], tuple[dt.datetime, UUID] | None]:
    """A page of one of `BOXES` with the actor's places, and where the next one starts.

    `toAnswer`: open, for the actor, not answered. `closed`: over, and the actor made, answered or may read it.
    """
    if box not in BOXES:
        raise Invalid(box=[_("There is no such list.")])
    rows = _in_box(actor, box)
    if after is not None:
        moment, survey_id = after
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__gt=survey_id))
    found = list(whole(rows).order_by("-created_at", "pk")[: limit + 1])
    page = found[:limit]
    places = places_in(actor, page)
    following = (page[-1].created_at, page[-1].pk) if len(found) > limit else None
    return [(survey, places[survey.pk]) for survey in page], following


def _in_box(actor: User, box: str) -> QuerySet[Survey]:
    now = timezone.now()
    mine = Q(author=actor)
    shared = Q(pk__in=_shared_with(actor), published_at__isnull=False)
    to_me = Q(pk__in=Target.objects.filter(user=actor).values("survey"))
    over = Q(published_at__isnull=False, closes_at__lte=now)
    if box == "toAnswer":
        waiting = Target.objects.filter(user=actor, answered=False).values("survey")
        return Survey.objects.filter(pk__in=waiting).exclude(over)
    if box == "answered":
        return Survey.objects.filter(pk__in=Target.objects.filter(user=actor, answered=True).values("survey"))
    chosen = {"mine": mine, "shared": shared, "closed": over & (mine | shared | to_me)}
    return Survey.objects.filter(chosen.get(box, mine | shared | to_me))


def _shared_with(actor: User) -> QuerySet[Survey]:
    return Survey.objects.filter(shared_with=actor).values("pk")  # type: ignore[return-value]

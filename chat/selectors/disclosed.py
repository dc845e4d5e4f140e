"""Cases of disclosure, and what lies in their scope (contract 9, decision 0030).

To read what is in a scope is `services.disclosing_reading`'s alone, which writes down that it was read.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from accounts.selectors import roles
from chat.models import Disclosure, DisclosureLook, Member, Message, Room
from messenger.core.errors import Forbidden, Invalid, NotFound

OVERSEERS = frozenset({Role.AUDITOR, Role.SYSTEM_ADMIN})
FEWEST = 2  # characters of a room's name, to look for it


def require_overseer(actor: User) -> None:
    """`Forbidden` for everybody but auditors and system admins."""
    if OVERSEERS.isdisjoint(actor.roles):
        raise Forbidden


def cases(
    actor: User, *, state: str = "", before: tuple[dt.datetime, UUID] | None = None, limit: int
) -> list[Disclosure]:
    """Up to `limit` cases, newest first, by their state of this moment; for auditors and system admins."""
    require_overseer(actor)
    found = _with_everything(Disclosure.objects.filter(_in_state(state)))
    if before is not None:
        moment, case_id = before
        found = found.filter(Q(asked_at__lt=moment) | Q(asked_at=moment, pk__lt=case_id))
    return list(found.order_by("-asked_at", "-pk")[:limit])


def case(actor: User, disclosure_id: UUID) -> Disclosure:
    """A case with what it names, or `NotFound`; for auditors and system admins."""
    require_overseer(actor)
    found = _with_everything(Disclosure.objects.filter(pk=disclosure_id)).first()
    if found is None:
        raise NotFound
    return found


def _with_everything(rows: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    people = ("asked_by__profile", "decided_by__profile", "closed_by__profile")
    named = ("room_rows__room", "person_rows__user__profile")
    return rows.select_related(*people).prefetch_related(*named).annotate(look_count=Count("looks"))


def _in_state(state: str) -> Q:
    """As a condition, by the clock: an approval that ran out is EXPIRED, noticed or not."""
    over = Q(state=Disclosure.State.APPROVED, expires_at__lte=timezone.now())
    if not state:
        return Q()
    if state == Disclosure.State.EXPIRED:
        return Q(state=state) | over
    return Q(state=state) & ~over


def names_of_direct_messages(cases: Iterable[Disclosure]) -> dict[UUID, list[str]]:
    """`{room id: names}` of the direct messages that these cases name: who decides has to know whose they are."""
    return names_in_direct_messages([row.room for case in cases for row in case.room_rows.all()])


def names_in_direct_messages(rooms: Iterable[Room]) -> dict[UUID, list[str]]:
    """`{room id: the names of its two people}` of those that are direct messages; one query."""
    names: dict[UUID, list[str]] = {room.pk: [] for room in rooms if room.type == Room.Type.DM}
    if names:
        rows = Member.objects.filter(room_id__in=names).order_by("user__profile__name")
        for room_id, name in rows.values_list("room_id", "user__profile__name"):
            names[room_id].append(name)
    return names


def in_scope(disclosure: Disclosure) -> QuerySet[Message]:
    """The messages of a scope, whoever asks: callers have made sure that they may be read or only count them."""
    found = Message.objects.filter(created_at__gte=disclosure.since, created_at__lt=disclosure.until)
    room_ids = list(disclosure.room_rows.values_list("room_id", flat=True))
    people = list(disclosure.person_rows.values_list("user_id", flat=True))
    if room_ids:
        found = found.filter(room_id__in=room_ids)
    if people:
        places = Member.objects.filter(user_id__in=people)
        found = found.filter(_during_stays(people, places), room_id__in=places.values("room_id"))
    return found


def _during_stays(people: Iterable[UUID], places: QuerySet[Member]) -> Q:
    """What was written while one of these people was in the room: not before they came, not after they had left."""
    here = Member.objects.filter(
        Q(left_seq=None) | Q(left_seq__gte=OuterRef("seq")),
        room_id=OuterRef("room_id"),
        user_id__in=people,
        joined_seq__lt=OuterRef("seq"),
    )
    stays = Q(Exists(here))
    for room_id, earlier in places.exclude(past_stays=[]).values_list("room_id", "past_stays"):
        for after, upto in earlier:
            stays |= Q(room_id=room_id, seq__gt=after, seq__lte=upto)
    return stays


def room_in_scope(disclosure: Disclosure, room_id: UUID) -> Room:
    """A room that the case names or, where it names people alone, in which something of it was written; `NotFound`."""
    named = list(disclosure.room_rows.values_list("room_id", flat=True))
    inside = room_id in named if named else in_scope(disclosure).filter(room_id=room_id).exists()
    room = Room.objects.filter(pk=room_id).first() if inside else None
    if room is None:
        raise NotFound
    return room


def rooms_in_scope(disclosure: Disclosure, *, start: int, limit: int) -> list[dict[str, Any]]:
    """`{room_id, count, first_seq, last_seq, first_at, last_at}` of rooms with something in it, busiest first."""
    rows = in_scope(disclosure).order_by().values("room_id")
    figures = rows.annotate(
        count=Count("pk"),
        first_seq=Min("seq"),
        last_seq=Max("seq"),
        first_at=Min("created_at"),
        last_at=Max("created_at"),
    )
    return [dict(row) for row in figures.order_by("-count", "room_id")[start : start + limit]]


def looks(actor: User, disclosure_id: UUID, *, before: int | None = None, limit: int) -> list[DisclosureLook]:
    """Up to `limit` of what was looked at in a case, newest first, by whom it was asked for."""
    found = DisclosureLook.objects.filter(disclosure=case(actor, disclosure_id)).select_related("room")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:limit])


def subjects_of(disclosure: Disclosure) -> set[UUID]:
    """Whose messages were shown under a case, and who is named in one under which any were."""
    shown: set[UUID] = set()
    ranges = disclosure.looks.filter(count__gt=0).values_list("room_id", "from_seq", "to_seq").distinct()
    for room_id, first, last in ranges:
        read = in_scope(disclosure).filter(room_id=room_id, seq__gte=first, seq__lte=last, sender_id__isnull=False)
        shown.update(read.order_by().values_list("sender_id", flat=True).distinct())
    return shown | set(disclosure.person_rows.values_list("user_id", flat=True)) if shown else set()


def overdue() -> list[UUID]:
    """Approvals that ran out and are not written down as such."""
    over = Disclosure.objects.filter(state=Disclosure.State.APPROVED, expires_at__lte=timezone.now())
    return list(over.order_by("expires_at").values_list("pk", flat=True)[:100])


def named_rooms(actor: User, room_ids: Iterable[UUID]) -> list[Room]:
    """The groups of these ids, by name. No direct messages."""
    roles.require(actor, Role.AUDITOR)
    return list(Room.objects.filter(pk__in=list(room_ids), type=Room.Type.GROUP).order_by("name"))


def nameable_rooms(actor: User, query: str, *, limit: int) -> list[Room]:
    """Groups by a part of their name, deleted ones too: what an auditor may name in a case. No direct messages."""
    roles.require(actor, Role.AUDITOR)
    if len(query) < FEWEST:
        raise Invalid(q=[str(_("Type two letters at least."))])
    found = Room.objects.filter(type=Room.Type.GROUP, name__icontains=query)
    return list(found.annotate(people=Count("members")).order_by(F("deleted_at").asc(nulls_first=True), "name")[:limit])

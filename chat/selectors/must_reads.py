"""Must-read notices: the one of a message, and those that somebody gets or has published (contract 8)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count as Rows
from django.db.models import Q, QuerySet

from accounts.models import User
from chat.errors import MustReadNotFound, NotInTheirHands
from chat.models import Member, MustRead, MustReadPlace, MustReadRecipient, Room
from chat.schemas.must_reads import Count, hung_out, must_read_out, place_out

BOXES = ("toConfirm", "done", "mine", "all")


def must_reads_of(message_ids: list[int]) -> dict[int, dict[str, Any]]:
    """`{message id: what all its readers may see of it}`."""
    if not message_ids:
        return {}
    places = list(MustReadPlace.objects.filter(message_id__in=message_ids).select_related("must_read"))
    counts = counts_of([place.must_read for place in places])
    return {
        place.message_id: hung_out(place.must_read, counts[place.must_read_id])
        for place in places
        if place.message_id is not None
    }


def counts_of(notices: Iterable[MustRead]) -> dict[UUID, Count]:
    """How many have confirmed each of these, of how many."""
    ids = [notice.pk for notice in notices]
    rows = (
        MustReadRecipient.objects.filter(must_read_id__in=ids)
        .order_by()
        .values_list("must_read_id")
        .annotate(confirmed=Rows("confirmed_at"), people=Rows("pk"))
    )
    found = {must_read_id: Count(confirmed, people) for must_read_id, confirmed, people in rows}
    return {notice_id: found.get(notice_id, Count(0, 0)) for notice_id in ids}


def visible_notice(actor: User, must_read_id: UUID) -> MustRead:
    """A notice for its author, its recipients and those who manage it; NotFound for everybody else."""
    notice = MustRead.objects.filter(pk=must_read_id).first()
    if notice is None or not (manages(actor, notice) or _got(actor, notice)):
        raise MustReadNotFound
    return notice


def managed_notice(actor: User, must_read_id: UUID) -> MustRead:
    """A notice for those who manage it; Forbidden for others who see it."""
    notice = visible_notice(actor, must_read_id)
    if not manages(actor, notice):
        raise NotInTheirHands
    return notice


def manages(actor: User, notice: MustRead) -> bool:
    """Its author does. A notice to one room alone is in the hands of that room's admins, too."""
    if notice.author_id == actor.pk:
        return True
    places = list(notice.places.all()[:2])
    if len(places) != 1 or places[0].room_id is None or notice.withdrawn_at is not None:
        return False
    return _administered([places[0].room_id], actor).exists()


def _administered(room_ids: list[UUID], actor: User) -> QuerySet[Member]:
    admins = Q(is_admin=True) | Q(room__type=Room.Type.DM)
    return Member.objects.filter(admins, room_id__in=room_ids, user=actor, left_at=None, room__deleted_at=None)


def _got(actor: User, notice: MustRead) -> bool:
    return notice.withdrawn_at is None and MustReadRecipient.objects.filter(must_read=notice, user=actor).exists()


def box(actor: User, name: str) -> QuerySet[MustRead]:
    """The notices of one of the `BOXES`, latest first.

    `toConfirm`: what the actor is still asked to confirm; `done`: the rest of what they got; `mine`: what they
    published; `all`: everything of these.
    """
    got = MustReadRecipient.objects.filter(user=actor)
    waiting = got.filter(confirmed_at=None, must_read__closed_at=None)
    theirs = Q(withdrawn_at=None, pk__in=got.values("must_read"))
    asked = Q(pk__in=waiting.values("must_read"))
    wanted = {
        "toConfirm": asked,
        "done": theirs & ~asked,
        "mine": Q(author=actor),
        "all": theirs | Q(author=actor),
    }
    return MustRead.objects.filter(wanted[name]).order_by("-created_at", "-pk")


def shown(actor: User, notices: list[MustRead]) -> list[dict[str, Any]]:
    """Notices as this person sees them, in a fixed number of queries."""
    ids = [notice.pk for notice in notices]
    counts = counts_of(notices)
    mine = {row.must_read_id: row for row in MustReadRecipient.objects.filter(user=actor, must_read_id__in=ids)}
    places: dict[UUID, list[MustReadPlace]] = defaultdict(list)
    for place in MustReadPlace.objects.filter(must_read_id__in=ids).select_related("room").order_by("pk"):
        places[place.must_read_id].append(place)
    rooms = {place.room_id for found in places.values() for place in found if place.room_id is not None}
    inside = Member.objects.filter(room_id__in=rooms, user=actor, left_at=None, room__deleted_at=None)
    member_of = dict(inside.values_list("room_id", "is_admin"))
    return [
        must_read_out(
            notice,
            counts[notice.pk],
            places=_places_out(places[notice.pk], notice.author_id == actor.pk, member_of),
            mine=mine.get(notice.pk),
            manages=_runs(actor, notice, places[notice.pk], member_of),
        )
        for notice in notices
    ]


def _runs(actor: User, notice: MustRead, places: list[MustReadPlace], member_of: dict[UUID, bool]) -> bool:
    """`manages` for many at once."""
    if notice.author_id == actor.pk:
        return True
    room = places[0].room if len(places) == 1 else None
    if room is None or notice.withdrawn_at is not None:
        return False
    return member_of.get(room.pk, False) or (room.type == Room.Type.DM and room.pk in member_of)


def _places_out(places: list[MustReadPlace], is_author: bool, member_of: dict[UUID, bool]) -> list[dict[str, Any]]:
    """A room's name is shown to its members and to the author alone; its message to members."""
    found = []
    for place in places:
        if place.room is None:
            found.append(place_out(place, ""))
        elif is_author or place.room.pk in member_of:
            found.append(place_out(place, place.room.name))
    return found

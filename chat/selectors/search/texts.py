"""Looks a reading up among the texts of messages and files, newest first (decision 0021).

Frequent words are found by walking back through the newest texts, rare ones by the index: the first would touch
everything for a rare word, the second collect tens of thousands of rows for a frequent one to show twenty of them.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Left, Replace, StrIndex
from django.db.models.lookups import GreaterThan

from accounts.models import User
from chat.models import Mention, Message, MessageAttachment, MessageLink, SearchText
from chat.selectors import messages, rooms
from chat.selectors.search.wording import Reading

WINDOWS = (2_000, 8_000)  # texts walked through; the second one only if the first gave hope
FILE_WINDOWS = (100, 1_000)  # the same of files, which say a thousand times as much
HEAD = 500  # characters of a text that are fetched with it

Place = tuple[int, int]  # message id, position: where a list goes on


class Found(NamedTuple):
    """A text that holds what is looked for; `attachment_id` if it is a file's. `head` is how it begins, folded."""

    message_id: int
    position: int
    attachment_id: UUID | None
    head: str

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return self.message_id, self.position


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows a search: `start` is inclusive, `end` is not; `files` True for files only, False for messages."""

    files: bool | None = None
    room_id: UUID | None = None
    sender_id: UUID | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    kind: str = ""
    has_file: bool = False
    has_link: bool = False
    mentions_me: bool = False


class Texts:
    """The texts in which one person may look, by the rule that holds for messages."""

    def __init__(self, actor: User, wanted: Wanted) -> None:
        self._actor = actor
        self._wanted = wanted
        mine = rooms.places(actor) if wanted.room_id is None else rooms.places(actor).filter(room_id=wanted.room_id)
        places = dict(mine.values_list("room_id", "past_stays"))
        self._visible = messages.visible_rows(actor, None if any(places.values()) else ())
        # The ids, not a join: so the planner sees how much of everything these rooms are.
        self._rooms = SearchText.objects.filter(room_id__in=list(places))
        self._windows = FILE_WINDOWS if wanted.files else WINDOWS
        if wanted.files:
            self._rooms = self._rooms.filter(position__gt=0)

    def newest(
        self, reading: Reading, *, after: Place | None, limit: int, without: Sequence[Reading] = ()
    ) -> list[Found]:
        """Up to `limit` hits beyond `after`, newest first; none that an earlier reading finds as well."""
        rows = self._rooms
        for earlier in without:
            rows = rows.exclude(_holds(earlier))
        if after is not None:
            rows = rows.filter(message_id__lte=after[0]).exclude(message_id=after[0], position__lte=after[1])
        found: list[Found] = []
        for step in () if reading.seldom else range(len(self._windows)):
            floor = self._floor(rows, step)
            part = rows if floor is None else rows.filter(message_id__gt=floor)
            found += _first(self._hits(part, reading), limit - len(found))
            if floor is None or len(found) == limit:
                return found
            rows = rows.filter(message_id__lte=floor)
            if len(found) * self._windows[-1] < limit * self._windows[0]:
                break
        return found + self._indexed(rows, reading, limit - len(found))

    def _floor(self, rows: QuerySet[SearchText], step: int) -> int | None:
        """Where a window ends; one of messages and files also where the files in it are as many as can be read."""
        floors = [_floor(rows, self._windows[step])]
        if self._wanted.files is None:
            floors.append(_floor(rows.filter(position__gt=0), FILE_WINDOWS[step]))
        return max((floor for floor in floors if floor is not None), default=None)

    def _indexed(self, rows: QuerySet[SearchText], reading: Reading, limit: int) -> list[Found]:
        """By the index. The sum keeps the planner from walking back through everything instead."""
        hits = self._hits(rows.filter(pieces__holds=reading.pieces), reading)
        return _listed(hits.order_by((F("message_id") + 0).desc(), "position"), limit)

    def _hits(self, rows: QuerySet[SearchText], reading: Reading) -> QuerySet[SearchText]:
        return rows.filter(_holds(reading), self._narrowed(), self._visible)

    def _narrowed(self) -> Q:
        wanted = self._wanted
        narrow = Q()
        if wanted.files is False:
            narrow &= Q(position=0)
        if wanted.sender_id is not None:
            narrow &= Q(sender_id=wanted.sender_id)
        if wanted.start is not None:
            narrow &= Q(created_at__gte=wanted.start)
        if wanted.end is not None:
            narrow &= Q(created_at__lt=wanted.end)
        if wanted.kind:
            narrow &= Q(kind=wanted.kind)
        return narrow & self._with()

    def _with(self) -> Q:
        """What hangs on the message."""
        wanted, of_message = self._wanted, {"message_id": OuterRef("message_id")}
        narrow = Q()
        if wanted.has_file:
            narrow &= Q(Exists(MessageAttachment.objects.filter(**of_message)))
        if wanted.has_link:
            narrow &= Q(Exists(MessageLink.objects.filter(**of_message)))
        if wanted.mentions_me:
            named = Exists(Mention.objects.filter(user_id=self._actor.pk, **of_message))
            all_named = Exists(Message.objects.filter(pk=OuterRef("message_id"), mentions_all=True))
            narrow &= Q(named) | Q(all_named)
        return narrow


def _holds(reading: Reading) -> Q:
    """The text holds all terms: compared as it stands, so nothing in them is a wildcard."""
    where = Replace("folded", Value(" "), Value("")) if reading.loose else F("folded")
    return reduce(and_, (Q(GreaterThan(StrIndex(where, Value(term)), 0)) for term in reading.terms))


def _floor(rows: QuerySet[SearchText], window: int) -> int | None:
    """The id of the message just beyond the newest so many texts; None if there are no more than that."""
    return rows.order_by("-message_id").values_list("message_id", flat=True)[window : window + 1].first()


def _first(hits: QuerySet[SearchText], limit: int) -> list[Found]:
    return _listed(hits.order_by("-message_id", "position"), limit)


def _listed(hits: QuerySet[SearchText], limit: int) -> list[Found]:
    head = Left("folded", HEAD)
    return [Found(*row) for row in hits.values_list("message_id", "position", "attachment_id", head)[:limit]]

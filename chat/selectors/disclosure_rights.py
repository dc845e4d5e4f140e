"""What somebody may do about cases of disclosure now: decide on them, read them (contract 9, decision 0030).

Two accounts are not yet two people. So both have had their role for `DISCLOSURE_APART_DAYS`, and for as long nobody
but themselves has touched what either signs in with. However many cases, it takes the same few queries.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from accounts.selectors import roles
from audit.selectors.acting import opened_by_others
from chat.models import DisclosedPerson, DisclosedRoom, Disclosure, Member, Room
from chat.schemas.disclosure import Objection, Rights, disclosure_out
from chat.selectors.disclosed import names_of_direct_messages

State = Disclosure.State


DECIDED = Objection("DECIDED", _("This case was decided or closed already."))
OWN = Objection("OWN", _("You asked for this case: somebody else has to decide on it."))
IN_SCOPE = Objection("IN_SCOPE", _("Your own conversations lie in its scope: somebody else has to decide on it."))
_MINE = {
    "ROLE": _("You have had your role for less than %(days)d days: somebody else has to decide on it."),
    "ACCOUNT": _(
        "Within %(days)d days somebody else has enabled your account or reset how you sign in: a third person has to "
        "decide on it."
    ),
}
_THEIRS = {
    "ROLE": _("Whoever asked has been an auditor for less than %(days)d days: until then nobody can decide on it."),
    "ACCOUNT": _(
        "Within %(days)d days somebody else has enabled the account of whoever asked or reset how they sign in: until "
        "then nobody can decide on it."
    ),
}


def rights(actor: User, cases: Iterable[Disclosure]) -> dict[UUID, Rights]:
    """What the actor may do about each of these, by its id."""
    now = timezone.now()
    found = {case.pk: case for case in cases}
    states = {pk: State(case.state_at(now)) for pk, case in found.items()}
    plain = {pk: _plain(actor, case, states[pk]) for pk, case in found.items()}
    open_still = [case for case in found.values() if plain[case.pk] is None]
    doubts = _doubts(actor, open_still, now)
    concerned = _concerned(actor, [case.pk for case in open_still if case.pk not in doubts])
    reads = _readable(actor, [case for case in found.values() if states[case.pk] == State.APPROVED])
    return {
        pk: Rights(
            states[pk],
            plain[pk] or doubts.get(pk) or (IN_SCOPE if pk in concerned else None),
            pk in reads,
        )
        for pk in found
    }


def shown(actor: User, cases: list[Disclosure]) -> list[dict[str, Any]]:
    """Cases of `disclosed.cases` or `disclosed.case` on the wire, with what the actor may do about each."""
    may, names = rights(actor, cases), names_of_direct_messages(cases)
    return [disclosure_out(case, may[case.pk], names) for case in cases]


def _plain(actor: User, case: Disclosure, state: State) -> Objection | None:
    if state != State.ASKED:
        return DECIDED
    return OWN if case.asked_by_id == actor.pk else None


def _doubts(actor: User, cases: list[Disclosure], now: dt.datetime) -> dict[UUID, Objection]:
    """Where it is not certain enough that the two are two people."""
    if not cases:
        return {}
    people = {actor.pk, *(case.asked_by_id for case in cases)}
    since = now - dt.timedelta(days=settings.DISCLOSURE_APART_DAYS)
    held, opened = roles.held_since(people, since), opened_by_others(people, since=since)

    def doubt(user_id: UUID, wanted: frozenset[Role]) -> str:
        if wanted.isdisjoint(held.get(user_id, ())):
            return "ROLE"
        return "ACCOUNT" if user_id in opened else ""

    mine = doubt(actor.pk, frozenset({Role.AUDITOR, Role.SYSTEM_ADMIN}))
    if mine:
        return {case.pk: Objection("NOT_APART", _MINE[mine], mine) for case in cases}
    theirs = {case.pk: doubt(case.asked_by_id, frozenset({Role.AUDITOR})) for case in cases}
    return {pk: Objection("NOT_APART", _THEIRS[why], f"ASKER_{why}") for pk, why in theirs.items() if why}


def _concerned(actor: User, case_ids: list[UUID]) -> set[UUID]:
    """Those that open conversations of the actor's.

    They are named; were ever in a named room; or, where people are named alone, wrote something in the period in a
    room where one of these was ever, or are the other side of a direct message with something in it.
    """
    if not case_ids:
        return set()
    named = DisclosedPerson.objects.filter(disclosure__in=case_ids, user=actor)
    rooms = DisclosedRoom.objects.filter(disclosure__in=case_ids, room__members__user=actor)
    mine = Member.objects.filter(user=actor)
    dms = mine.filter(room__type=Room.Type.DM).values("room")
    wrote = DisclosedPerson.objects.filter(
        Q(user__memberships__room__messages__sender=actor) | Q(user__memberships__room__in=dms),
        disclosure__in=case_ids,
        disclosure__room_rows=None,
        user__memberships__room__in=mine.values("room"),
        user__memberships__room__messages__created_at__gte=F("disclosure__since"),
        user__memberships__room__messages__created_at__lt=F("disclosure__until"),
    )
    return {pk for rows in (named, rooms, wrote) for pk in rows.values_list("disclosure_id", flat=True).distinct()}


def _readable(actor: User, approved: list[Disclosure]) -> set[UUID]:
    """Those that the actor asked for as the auditor they are, and in whose name nobody else can have come since."""
    mine = [case for case in approved if case.asked_by_id == actor.pk]
    moments = {case.pk: case.decided_at for case in mine if case.decided_at is not None}
    if not moments or Role.AUDITOR not in actor.roles:
        return set()
    last = opened_by_others([actor.pk], since=min(moments.values())).get(actor.pk)
    return {pk for pk, decided_at in moments.items() if last is None or last < decided_at}

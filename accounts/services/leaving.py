"""Hand-over (인수인계): what somebody who went had in hand becomes a colleague's, or ends (contract 9).

They are disabled by then: nothing is taken out of the hands of somebody who is here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import leaving
from accounts.errors import MayNotTake, StillHere
from accounts.leaving import Belonging, Part
from accounts.models import Role, User, UserStatus
from accounts.selectors import roles
from accounts.selectors.people import people
from audit import actions
from audit.services import record
from messenger.core.errors import Forbidden, Invalid, NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Handed:
    """How it went with one thing; `code` is empty where it went well, else `text` says why it is left as it is."""

    kind: str
    id: UUID
    code: str = ""
    text: str = ""


def belongings(actor: User, user_id: UUID) -> list[tuple[Part, list[Belonging]]]:
    """What somebody had in hand, sort by sort; of messages and notices no words. SYSTEM_ADMIN.

    Raises `StillHere` for somebody who is not disabled, `NotFound`, `Forbidden`.
    """
    roles.require(actor, Role.SYSTEM_ADMIN)
    owner = _leaver(user_id)
    return [(part, part.find(owner)) for part in leaving.parts.values()]


def hand_over(
    *, actor: User, user_id: UUID, successor_id: UUID | None, chosen: Mapping[str, Sequence[UUID]]
) -> list[Handed]:
    """Give what is chosen (`{kind: ids}`) to a colleague; without a successor it ends. Each thing on its own.

    What the successor may not take on (a room they are no member of) is left, and the result says why. By
    SYSTEM_ADMINs. Raises `StillHere`, `NotFound`, `Invalid` for an unknown kind, or a successor who is not active, or
    who hands it over.
    """
    roles.require(actor, Role.SYSTEM_ADMIN)
    owner = _leaver(user_id)
    successor = _successor(actor, owner, successor_id) if successor_id else None
    unknown = chosen.keys() - leaving.parts.keys()
    if unknown:
        raise Invalid(chosen=[_("This is not known.")])
    return [
        _hand(actor, owner, successor, leaving.parts[kind], belonging)
        for kind, ids in chosen.items()
        for belonging in dict.fromkeys(ids)
    ]


def _hand(actor: User, owner: User, successor: User | None, part: Part, belonging_id: UUID) -> Handed:
    try:
        with transaction.atomic():
            if not _do(actor, owner, successor, part, belonging_id):
                raise NotFound(_("It is not there any more."))
            record(
                actions.USER_HANDED_OVER,
                actor=actor,
                target_type="user",
                target_id=owner.pk,
                subject_id=owner.pk,
                kind=part.kind,
                id=str(belonging_id),
                to=str(successor.pk) if successor else None,
            )
    except Refusal as refusal:
        text = part.rule if isinstance(refusal, MayNotTake) else refusal.text
        return Handed(part.kind, belonging_id, refusal.code, str(text))
    return Handed(part.kind, belonging_id)


def _do(actor: User, owner: User, successor: User | None, part: Part, belonging_id: UUID) -> bool:
    if successor is None:
        if part.end is None:
            raise Forbidden(_("This cannot be ended, only handed over."))
        return part.end(actor=actor, owner=owner, belonging_id=belonging_id)
    if part.hand_over is None:
        raise Forbidden(_("This cannot be handed over, only ended."))
    return part.hand_over(actor=actor, owner=owner, successor=successor, belonging_id=belonging_id)


def _leaver(user_id: UUID) -> User:
    user = people().filter(pk=user_id).first()
    if user is None:
        raise NotFound
    if user.status != UserStatus.DISABLED:
        raise StillHere
    return user


def _successor(actor: User, owner: User, successor_id: UUID) -> User:
    """Who takes it on. Not whoever hands it over: notices and surveys open to their author, and roles to nothing."""
    successor = people().filter(pk=successor_id, status=UserStatus.ACTIVE).first()
    if successor is None or successor.pk in (owner.pk, actor.pk):
        raise Invalid(successorId=[_("Choose a colleague who can sign in.")])
    return successor

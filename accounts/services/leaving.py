"""Hand-over (인수인계): what somebody who goes had in hand becomes a colleague's, or ends (contract 9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import leaving
from accounts.leaving import Belonging, Part
from accounts.models import Role, User, UserStatus
from accounts.selectors import roles
from accounts.selectors.people import people
from audit import actions
from audit.services import record
from messenger.core.errors import Invalid, NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Handed:
    """How it went with one thing; `code` is empty where it went well."""

    kind: str
    id: UUID
    code: str = ""


def belongings(actor: User, user_id: UUID) -> list[tuple[Part, list[Belonging]]]:
    """What somebody has in hand, sort by sort; of messages and notices no words. SYSTEM_ADMIN."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    owner = _person(user_id)
    return [(part, part.find(owner)) for part in leaving.parts.values()]


def hand_over(
    *, actor: User, user_id: UUID, successor_id: UUID | None, chosen: Mapping[str, Sequence[UUID]]
) -> list[Handed]:
    """Give what is chosen (`{kind: ids}`) to a colleague; without a successor it ends. Each thing on its own.

    What the successor cannot take on (a room they are no member of) is left, `code` says so. By SYSTEM_ADMINs.
    Raises `NotFound`, `Invalid` for an unknown kind, or a successor who is not active or the person themselves.
    """
    roles.require(actor, Role.SYSTEM_ADMIN)
    owner = _person(user_id)
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
            done = _do(actor, owner, successor, part, belonging_id)
            if done:
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
        return Handed(part.kind, belonging_id, refusal.code)
    return Handed(part.kind, belonging_id, "" if done else "NOT_FOUND")


def _do(actor: User, owner: User, successor: User | None, part: Part, belonging_id: UUID) -> bool:
    if successor is None:
        return part.end is not None and part.end(actor=actor, owner=owner, belonging_id=belonging_id)
    return part.hand_over is not None and part.hand_over(
        actor=actor, owner=owner, successor=successor, belonging_id=belonging_id
    )


def _person(user_id: UUID) -> User:
    user = people().filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return user


def _successor(actor: User, owner: User, successor_id: UUID) -> User:
    """Who takes it on. Not whoever hands it over: notices and surveys open to their author, and roles to nothing."""
    successor = people().filter(pk=successor_id, status=UserStatus.ACTIVE).first()
    if successor is None or successor.pk in (owner.pk, actor.pk):
        raise Invalid(successorId=[_("Choose a colleague who can sign in.")])
    return successor

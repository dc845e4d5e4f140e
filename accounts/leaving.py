"""What somebody leaves behind, and who takes it on: a place where upper apps say what they have of a person.

An app calls `part` when it starts; `services.leaving` asks all parts. What is listed tells no content: it is
looked at by a system admin, to whom no conversation opens.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise

from accounts.errors import MayNotTake
from accounts.models import User


@dataclass(frozen=True, slots=True)
class Belonging:
    """One thing of somebody's. `takers` None: everybody may take it on; else these people alone, by `Part.rule`."""

    id: UUID
    name: str
    at: dt.datetime | None = None  # when it happens, or happened
    takers: frozenset[UUID] | None = None


class Taking(Protocol):
    """Hands one thing over, under locks of its own; whether it was still there to be handed over.

    Raises `MayNotTake` for a successor who is none of the thing's `takers` now.
    """

    def __call__(self, *, actor: User, owner: User, successor: User, belonging_id: UUID) -> bool: ...


class Ending(Protocol):
    """Ends one thing instead; whether it was still there to be ended."""

    def __call__(self, *, actor: User, owner: User, belonging_id: UUID) -> bool: ...


@dataclass(frozen=True, slots=True)
class Part:
    """One sort of things: how they are found, handed over and ended. None: that cannot be done with them.

    `rule` says for people who may take one on, where that is not everybody.
    """

    kind: str
    label: str | Promise
    find: Callable[[User], list[Belonging]]
    hand_over: Taking | None = None
    end: Ending | None = None
    rule: str | Promise = ""


parts: dict[str, Part] = {}


def require_taker(takers: frozenset[UUID] | None, successor: User) -> None:
    """`MayNotTake` for a successor who is none of these people; None: everybody is."""
    if takers is not None and successor.pk not in takers:
        raise MayNotTake


def part(one: Part) -> None:
    """Say what an app has of people; a kind is said once."""
    if one.kind in parts:
        raise ValueError(f"the belongings {one.kind} are described twice")
    parts[one.kind] = one

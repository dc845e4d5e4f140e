"""Where a password is proven: here, or by the list outside that keeps the person.

The ways that lead outside stand above this package and register themselves, so that sign-in knows none of them.
"""

from typing import Protocol
from uuid import UUID

from accounts import passwords
from accounts.models import DeviceSession, User
from messenger.core.errors import Unavailable


class Way(Protocol):
    """Somebody else's word for who people are. `by` is what a session says of how it was signed in."""

    by: str

    def keeps(self, user: User | None, login: str) -> bool:
        """Whether it is this one's to say; of a login that nobody has here (`user` None), too."""

    def prove(self, user: User | None, login: str, password: str) -> User | None:
        """Whose password it is, or None. Raises `Unavailable` without an answer."""

    def require_answer(self) -> None:
        """Raise `Unavailable` if it could not say of anybody now who they are."""

    def vouches(self, session: DeviceSession) -> bool:
        """Whether a session that it let in may go on: it said so, or was heard of not too long ago."""


_ways: dict[str, Way] = {}


def register(way: Way) -> None:
    """Let `way` be asked."""
    _ways[way.by] = way


def prove(user: User | None, login: str, password: str) -> tuple[User | None, str]:
    """Who somebody is, or None, and which way it was found out. One hash's time, whoever is asked.

    Raises `Unavailable`: whoever would know does not answer.
    """
    for way in _ways.values():
        if way.keeps(user, login):
            passwords.is_right(None, password)
            return way.prove(user, login, password), way.by
    return (user if passwords.is_right(user, password) else None), "password"


def require_answer(login: str) -> None:
    """Raise `Unavailable` if nobody could say now whose login this is, were it nobody's here.

    Asked before a password of ours is called wrong: else the answer, or its time, tells that the login is kept here.
    """
    for way in _ways.values():
        if way.keeps(None, login):
            way.require_answer()


def is_kept(user: User) -> bool:
    """Whether somebody's password is proven outside: nobody changes or resets it here."""
    return any(way.keeps(user, user.login_id) for way in _ways.values())


def require_vouched(session_id: UUID) -> None:
    """Raise `Unavailable` for a session whose way has been silent for too long; it may go on once that is back."""
    if not _ways:
        return
    session = DeviceSession.objects.filter(pk=session_id, signed_in_by__in=_ways).first()
    if session is not None and not is_vouched(session):
        raise Unavailable


def is_vouched(session: DeviceSession) -> bool:
    """Whether the way that let a session in still stands by it."""
    way = _ways.get(session.signed_in_by)
    return way is None or way.vouches(session)

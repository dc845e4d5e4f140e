"""Who a password shows somebody to be, and what it costs to guess (contract 2 and 12).

Three limits, each for a way of guessing: tries of one login from one address in a minute (`RATE_LIMITS_SIGN_IN`), its
failures until both have to wait (`accounts.lockout`), and failures of an address with any logins
(`RATE_LIMITS_SIGN_IN_FAILED`). A whole office may stand behind an address. So the last one keeps nobody out who was
signed in from there before, and a browser in which somebody signed in before has tries of its own: a colleague who
guesses, or only mistypes a login, does not use them up.

Whoever knocks learns of nobody by a refusal. It is the same, and takes as long, whether a login is unknown, kept here
or by a directory, and whichever of somebody's two names was typed.
"""

from typing import NoReturn

from accounts import lockout, passwords, selectors, tokens
from accounts.errors import LockedOut, WrongCredentials
from accounts.models import User
from accounts.selectors.devices import was_used_from
from accounts.selectors.people import folded_login
from accounts.services import owing, ways
from accounts.services.refusing import refuse
from messenger.core import context, limits
from messenger.core.errors import RateLimited, Refusal, Unavailable


def prove(*, username: str, password: str, seen: str = "") -> tuple[User, str]:
    """Who the password shows it to be, and which way (`by`). Opens nothing: `admit` does.

    `seen` is the token of a browser in which somebody signed in before. Raises `WrongCredentials`, `LockedOut`,
    `RateLimited`, `Unavailable` (the list that keeps them is silent).
    """
    typed = folded_login(username)[:150].replace("\0", "")
    user = selectors.user_by_handle(typed)
    tries = _counted_as(user, typed, seen)
    limits.spend("sign_in", f"{tries} {_here()}")
    if wait := lockout.seconds_left(tries):
        passwords.is_right(None, password)
        _refuse_like_anybody(user, typed, "locked", LockedOut(wait))
    try:
        person, by = ways.prove(user, typed, password)
    except Unavailable as refusal:
        refuse(user, "unavailable", refusal)
    if person is None or _is_kept_out(person):
        wrong = _count_failure(tries)  # a right guess, too: what comes after the next ones must not tell
        reason = "address_locked" if person else "wrong_password" if user else "unknown_login"
        if by == owing.PASSWORD:
            _refuse_like_anybody(person or user, typed, reason, wrong)
        refuse(person or user, reason, wrong)
    if tries != typed:  # what was counted for the login alone is forgiven at the end of the way (`admit`)
        lockout.forget(tries)
    return person, by


def _is_kept_out(person: User) -> bool:
    """Whether too much was guessed from this address, for somebody who was never signed in from there."""
    return bool(limits.wait_of("sign_in_failed", _here())) and not was_used_from(person, context.current().ip)


def _counted_as(user: User | None, typed: str, seen: str) -> str:
    """For what tries are counted: what was typed, from anywhere; in its person's own browser for that one alone."""
    is_own = user is not None and tokens.session_of("seen", seen) == user.pk
    return f"{typed} {tokens.digest(seen)[:32]}" if is_own else typed


def _count_failure(tries: str) -> Refusal:
    """Count it for the login and for the address; what is answered."""
    lockout.count_failure(tries)
    try:
        limits.spend("sign_in_failed", _here())
    except RateLimited as too_many:
        return LockedOut(too_many.retry_after)
    return WrongCredentials()


def _refuse_like_anybody(user: User | None, typed: str, reason: str, refusal: Refusal) -> NoReturn:
    """Answer what somebody would be told of whom nobody knows here, and who is asked for elsewhere then."""
    try:
        ways.require_answer(typed)
    except Unavailable as silent:
        refusal = silent
    refuse(user, reason, refusal)


def _here() -> str:
    return str(context.current().ip)

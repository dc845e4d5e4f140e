"""Signing in with a login and a password."""

from typing import NoReturn

from django.db import transaction
from django.utils import timezone

from accounts import lockout, passwords, selectors, tokens
from accounts.errors import LockedOut, NotActive, WrongCredentials
from accounts.models import DeviceSession, User, UserStatus
from accounts.selectors.people import folded_login, people
from accounts.services.lifetimes import SignedIn, lifetime
from audit import actions
from audit.services import record
from messenger.core import context, errors, limits

_REASONS = {UserStatus.PENDING: "PENDING_APPROVAL", UserStatus.DISABLED: "DISABLED"}


def sign_in(
    *,
    username: str,
    password: str,
    device_name: str,
    platform: str = "OTHER",
    remember: bool = False,
    browser: bool = False,
) -> SignedIn:
    """Open a device session for the right password. `username` is a login or an employee number.

    Unknown logins, wrong passwords and waiting times answer alike and take one hash's time.
    Raises `WrongCredentials`, `LockedOut`, `RateLimited`, `NotActive`. Contract sections 2, 12.
    """
    login = folded_login(username)[:150].replace("\0", "")
    limits.spend("sign_in", f"{login} {context.current().ip}")
    user = selectors.user_by_handle(login)
    login = folded_login(user.login_id) if user else login
    wait = lockout.seconds_left(login)
    right = passwords.is_right(user, password)
    if wait:
        _refuse(user, "locked", LockedOut(wait))
    if user is None or not right:
        lockout.count_failure(login)
        _refuse(user, "unknown_login" if user is None else "wrong_password", WrongCredentials())
    lockout.forget(login)
    return admit(user, by="password", device_name=device_name, platform=platform, remember=remember, browser=browser)


def admit(
    user: User, *, by: str, device_name: str, platform: str = "OTHER", remember: bool = False, browser: bool = False
) -> SignedIn:
    """Let somebody in who has proven who they are, whichever way (`by`: password, directory, oidc).

    Every way in ends here, so that all of them pass the same checks. Raises `NotActive`.
    """
    with transaction.atomic():
        user = people().select_for_update(of=("self",), no_key=True).get(pk=user.pk)  # its status, as it is now
        if user.is_active:
            return open_device_session(
                user, by=by, device_name=device_name, platform=platform, remember=remember, browser=browser
            )
    _refuse(user, reason := _REASONS[UserStatus(user.status)], NotActive(reason))


def open_device_session(
    user: User,
    *,
    device_name: str,
    by: str = "password",
    platform: str = "OTHER",
    remember: bool = False,
    browser: bool = False,
) -> SignedIn:
    """Sign `user` in on a device; who calls this has made sure that it is them."""
    origin, now = context.current(), timezone.now()
    session = DeviceSession(
        user=user,
        device_name=device_name,
        platform="WEB" if browser else platform.upper()[:16],  # letters such as ß grow
        remembered=remember,
        signed_in_by=by,
        ip=origin.ip,
        user_agent=origin.user_agent,
        created_at=now,
        last_seen_at=now,
        rotated_at=now,
        expires_at=now + lifetime(remembered=remember),
    )
    token = tokens.mint("browser" if browser else "device", session.pk)
    session.token_hash = tokens.digest(token)
    with transaction.atomic():
        session.save(force_insert=True)
        record(actions.AUTH_LOGIN, actor=user, target_type="device", target_id=session.pk, deviceName=device_name)
    return SignedIn(session, token)


def _refuse(user: User | None, reason: str, refusal: errors.Refusal) -> NoReturn:
    """Write the failure down, then refuse. What was typed as a login stays out of the log: it may be a password."""
    record(
        actions.AUTH_LOGIN_FAILED,
        target_type="user",
        target_id=user.pk if user else "",
        outcome="failure",
        reason=reason,
    )
    raise refusal

"""Signing in: who somebody is, what else is asked of them, and the session that they get (contract 2)."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import lockout, tokens
from accounts.errors import LockedOut, NotActive, OtherWay, OtpRequired, OtpWrong, WrongCredentials
from accounts.models import DeviceSession, Role, SignInTicket, User
from accounts.selectors.approvals import why_not_active
from accounts.selectors.people import handles_of, people
from accounts.selectors.second_factor import is_asked
from accounts.services import new_devices, openings, owing
from accounts.services.by_password import prove
from accounts.services.lifetimes import SignedIn, ends_at
from accounts.services.refusing import refuse
from accounts.services.second_factor_browsers import is_known, take_ticket
from accounts.services.second_factor_codes import check
from audit import actions
from audit.services import record
from messenger.core import context


def sign_in(
    *,
    username: str,
    password: str,
    device_name: str,
    platform: str = "OTHER",
    remember: bool = False,
    browser: bool = False,
    otp: str = "",
    known: str = "",
) -> SignedIn:
    """Open a device session for the right password. `username` is a login or an employee number.

    Unknown logins, wrong passwords and waiting times answer alike and take one hash's time.
    Raises `WrongCredentials`, `RateLimited` and what `admit` raises. Contract sections 2, 12.
    """
    user, by = prove(username=username, password=password)
    return admit(
        user,
        by=by,
        device_name=device_name,
        platform=platform,
        remember=remember,
        browser=browser,
        otp=otp,
        known=known,
    )


def admit(
    user: User,
    *,
    by: str,
    device_name: str,
    platform: str = "OTHER",
    remember: bool = False,
    browser: bool = False,
    otp: str = "",
    known: str = "",
    ticket: SignInTicket | None = None,
) -> SignedIn:
    """Let somebody in who has proven who they are, whichever way (`by`: password, directory, oidc).

    Every way in ends here, so that all of them pass the same checks: status, second factor; what they owe, a device
    never seen, the log. `otp` is a code of the authenticator or a recovery code, `known` the token of a browser that
    need not give one, `ticket` the first step of a sign-in that is finished now. A lock-out is of those who guess
    passwords: it does not stand in the way of who has shown who they are, and codes have a limit of their own.
    Raises `LockedOut` (of codes), `NotActive`, `OtherWay`, `OtpRequired`, `OtpWrong`, `SessionEnded` (the ticket was
    used), `WrongCredentials` (the password was changed meanwhile).
    """
    _refuse_inactive(user)
    _refuse_other_ways(user, by)
    factor = "provider" if by == owing.PROVIDER_TWICE else _second_step(user, otp=otp, known=known)
    proven = user.password_changed_at
    with transaction.atomic():
        user = people().select_for_update(of=("self",), no_key=True).get(pk=user.pk)  # as it is now
        if user.is_active and (by != owing.PASSWORD or user.password_changed_at == proven):
            if ticket is not None:
                take_ticket(ticket)
            signed_in = open_device_session(
                user,
                by=by,
                device_name=device_name,
                platform=platform,
                remember=remember,
                browser=browser,
                factor=factor,
            )
            if ticket is not None:
                openings.carry_over(ticket, signed_in.session)
            new_devices.notice(signed_in.session)
            if by not in owing.PROVIDERS:  # who came without a password says nothing about those who guess one
                lockout.forget(*handles_of(user))
            return signed_in
    _refuse_inactive(user)
    refuse(user, "password_changed", WrongCredentials())


def finish_sign_in(ticket: SignInTicket, *, otp: str, device_name: str) -> SignedIn:
    """The code's step of a sign-in that a browser began. Raises what `admit` raises."""
    return admit(
        ticket.user,
        by=ticket.signed_in_by,
        device_name=device_name,
        remember=ticket.remembered,
        browser=True,
        otp=otp,
        ticket=ticket,
    )


def open_device_session(
    user: User,
    *,
    device_name: str,
    by: str = "password",
    platform: str = "OTHER",
    remember: bool = False,
    browser: bool = False,
    factor: str = "",
) -> SignedIn:
    """Sign `user` in on a device; who calls this has made sure that it is them. `factor`: the second one, if any."""
    origin, now = context.current(), timezone.now()
    session = DeviceSession(
        user=user,
        device_name=device_name,
        platform="WEB" if browser else platform.upper()[:16],  # letters such as ß grow
        remembered=remember,
        owes=owing.owed(user, by),
        signed_in_by=by,
        ip=origin.ip,
        user_agent=origin.user_agent,
        created_at=now,
        proven_at=now,
        last_seen_at=now,
        rotated_at=now,
    )
    session.expires_at = ends_at(session, now)
    token = tokens.mint("browser" if browser else "device", session.pk)
    session.token_hash = tokens.digest(token)
    facts = {"deviceName": device_name, "by": by} | ({"secondFactor": factor} if factor else {})
    with transaction.atomic():
        session.save(force_insert=True)
        record(actions.AUTH_LOGIN, actor=user, target_type="device", target_id=session.pk, **facts)
    return SignedIn(session, token)


def _second_step(user: User, *, otp: str, known: str) -> str:
    """Which second factor was shown: `totp`, `recovery`, `known_browser`, or none where none is asked."""
    if not is_asked(user):
        return ""
    if known and is_known(user, known):
        return "known_browser"
    if not otp:
        raise OtpRequired
    try:
        return check(user, otp)
    except OtpWrong as wrong:
        lockout.count_failure(*handles_of(user))
        refuse(user, "wrong_code", wrong)
    except LockedOut as locked:
        refuse(user, "locked", locked)


def _refuse_other_ways(user: User, by: str) -> None:
    """Where the company's provider is the only way in, a password is for when it is gone, and for system admins."""
    if settings.OIDC_ONLY and by not in owing.PROVIDERS and Role.SYSTEM_ADMIN not in user.roles:
        refuse(user, "other_way", OtherWay())


def _refuse_inactive(user: User) -> None:
    if not user.is_active:
        reason, why = why_not_active(user)
        refuse(user, reason, NotActive(reason, why, user.pk))

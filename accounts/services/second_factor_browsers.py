"""What a browser holds between password and code, and instead of a code (decision 0031).

A ticket says that the first step is done; it opens the page of the code for a few minutes, in the browser that
got it, once. A known browser is one in which a code was given not long ago.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts import tokens
from accounts.errors import SessionEnded
from accounts.models import KnownBrowser, SignInTicket, User
from messenger.core import context


def give_ticket(user: User, *, by: str, remember: bool = False, going: str = "") -> str:
    """The token of a new ticket. Who calls this has caught `OtpRequired`; it goes into a cookie and nowhere else."""
    now = timezone.now()
    SignInTicket.objects.filter(expires_at__lte=now).delete()
    ticket = SignInTicket(
        user=user,
        signed_in_by=by,
        remembered=remember,
        going=going[:500],
        user_agent=context.current().user_agent,
        expires_at=now + dt.timedelta(seconds=settings.SIGN_IN_TICKET_SECONDS),
    )
    token = tokens.mint("ticket", ticket.pk)
    ticket.token_hash = tokens.digest(token)
    ticket.save(force_insert=True)
    return token


def ticket_of(token: str) -> SignInTicket | None:
    """The ticket a browser holds, as long as it opens anything there."""
    ticket_id = tokens.session_of("ticket", token)
    found = SignInTicket.objects.select_related("user__profile").filter(pk=ticket_id).first() if ticket_id else None
    if found is None or found.expires_at <= timezone.now():
        return None
    ours = constant_time_compare(found.token_hash, tokens.digest(token))
    return found if ours and found.user_agent == context.current().user_agent else None


def take_ticket(ticket: SignInTicket) -> None:
    """Use it up; `SessionEnded` for whoever comes second."""
    gone, _rows = SignInTicket.objects.filter(pk=ticket.pk).delete()
    if not gone:
        raise SessionEnded


def know_browser(user: User) -> str:
    """The token of a browser that need not give a code for `SECOND_FACTOR_DAYS`; empty where it always must."""
    if not settings.SECOND_FACTOR_DAYS:
        return ""
    now = timezone.now()
    KnownBrowser.objects.filter(expires_at__lte=now).delete()
    known = KnownBrowser(user=user, made_at=now, expires_at=now + dt.timedelta(days=settings.SECOND_FACTOR_DAYS))
    token = tokens.mint("known", known.pk)
    known.token_hash = tokens.digest(token)
    known.save(force_insert=True)
    return token


def is_known(user: User, token: str) -> bool:
    """Whether this browser may do without a code for this person. Not while the setting says never."""
    known_id = tokens.session_of("known", token)
    if known_id is None or not settings.SECOND_FACTOR_DAYS:
        return False
    known = KnownBrowser.objects.filter(pk=known_id, user=user, expires_at__gt=timezone.now()).first()
    return known is not None and constant_time_compare(known.token_hash, tokens.digest(token))


def forget_browsers(user: User, *, but: str = "") -> None:
    """Ask for a code everywhere again, and let no sign-in that is under way go on: passwords and factors change.

    `but`: the token of the one browser that stays known, because who signs the others out sits before it.
    """
    kept = tokens.session_of("known", but) if is_known(user, but) else None
    KnownBrowser.objects.filter(user=user).exclude(pk__in=[kept] if kept else []).delete()
    SignInTicket.objects.filter(user=user).delete()

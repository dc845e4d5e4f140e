"""Too many failures of one login from one address shut that pair out for a while.

What was typed counts, login or employee number: were both one, the lock of the one would tell whose the other is.

The pair, so that nobody can lock a colleague out from elsewhere. Kept in the database by
django-axes, which expects a request; ours carries the origin and nothing that was typed.
"""

import datetime as dt

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off, get_credentials
from axes.models import AccessAttempt
from django.http import HttpRequest
from django.utils import timezone

from messenger.core import context


def seconds_left(login: str) -> int:
    """How long this login stays shut out from here; 0 if it is not."""
    if AxesProxyHandler.is_allowed(_request(), get_credentials(username=login)):
        return 0
    last = AccessAttempt.objects.filter(username=login, ip_address=_address()).order_by("-attempt_time").first()
    if last is None:  # over, at this very moment
        return 0
    ends = last.attempt_time + (get_cool_off() or dt.timedelta())
    return max(1, int((ends - timezone.now()).total_seconds()))


def count_failure(*logins: str) -> None:
    """One more failure from here of this login, or of all that one person may type."""
    for login in logins:
        AxesProxyHandler.user_login_failed("accounts", get_credentials(username=login), _request())


def forget(*logins: str) -> None:
    """The right password was given: earlier failures from here count no more."""
    AccessAttempt.objects.filter(username__in=logins, ip_address=_address()).delete()


def _address() -> str:
    """Where the request came from. An unknown address is one address: the table's rows are each of one, and NULL
    is never the same as NULL, so that failures at the same moment would make a row each, and the next one an error.
    """
    return context.current().ip or "0.0.0.0"  # noqa: S104  (nowhere, no binding)


def _request() -> HttpRequest:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = _address()
    AxesProxyHandler.update_request(request)
    request.axes_attempt_time = timezone.now()  # type: ignore[attr-defined]
    return request

"""The kinds of refusal, one for each code of the contract's section 1.

Services and selectors raise them; three doors translate: the REST exception handler,
the socket consumer and the HTML views. An app names its own by subclassing a kind.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Refusal(Exception):
    """Something was refused. `code` and `status` are the contract's; `text` is for people."""

    code = "INTERNAL"
    status = 500
    text: Text = _("Something went wrong on our side.")

    def __init__(self, text: Text | None = None, /, **details: Any) -> None:
        if text is not None:
            self.text = text
        self.details = details
        super().__init__(self.code, details)

    def as_wire(self) -> dict[str, Any]:
        """`{code, message, details}`: the error of REST and of the socket's `ERROR`."""
        return {"code": self.code, "message": str(self.text), "details": self.details}


class Invalid(Refusal):
    """Malformed, wrong type, bad value. `details` names each field."""

    code = "INVALID_ARGUMENT"
    status = 400
    text = _("The request is not valid.")


class Unauthenticated(Refusal):
    code = "UNAUTHENTICATED"
    status = 401
    text = _("Please sign in.")


class Forbidden(Refusal):
    code = "FORBIDDEN"
    status = 403
    text = _("You are not allowed to do this.")


class NotFound(Refusal):
    """Does not exist, or its existence is none of the caller's business: one answer for both."""

    code = "NOT_FOUND"
    status = 404
    text = _("Not found.")


class Conflict(Refusal):
    code = "CONFLICT"
    status = 409
    text = _("This conflicts with what is already there.")


class TooLarge(Refusal):
    code = "PAYLOAD_TOO_LARGE"
    status = 413
    text = _("This is too large.")


class RateLimited(Refusal):
    code = "RATE_LIMITED"
    status = 429
    text = _("Too many requests. Please wait a moment.")

    def __init__(self, retry_after: int, text: Text | None = None, /, **details: Any) -> None:
        self.retry_after = max(1, retry_after)
        super().__init__(text, retryAfter=self.retry_after, **details)


class Unavailable(Refusal):
    """A part the request cannot do without is down; safe to send again."""

    code = "UNAVAILABLE"
    status = 503
    text = _("This is not available right now. Please try again.")
    retry_after = 10  # seconds

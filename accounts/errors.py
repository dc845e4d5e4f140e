"""What accounts refuses, by name."""

from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Conflict, Forbidden, Invalid, RateLimited, Unauthenticated


class WrongCredentials(Unauthenticated):
    """No such login or the wrong password: nobody is told which."""

    text = _("The login or the password is not right.")


class LockedOut(RateLimited):
    """Too many failures of this login from this address."""

    text = _("Too many failed attempts. Please wait before you try again.")


class NotActive(Forbidden):
    """The password was right, but the person may not sign in; `reason` says why."""

    def __init__(self, reason: str) -> None:
        waiting = reason == "PENDING_APPROVAL"
        text = _("Your account is waiting for approval.") if waiting else _("Your account has been disabled.")
        super().__init__(text, reason=reason)


class SessionEnded(Unauthenticated):
    """The token opens nothing: forged, old, expired, revoked."""

    text = _("Your session has ended. Please sign in again.")


class RegistrationOff(Forbidden):
    text = _("People cannot register themselves here.")

    def __init__(self) -> None:
        super().__init__(reason="REGISTRATION_OFF")


class LoginTaken(Conflict):
    text = _("This login is taken.")


class EmployeeNoTaken(Conflict):
    text = _("This employee number is taken.")


class WeakPassword(Invalid):
    text = _("This password cannot be used.")

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(password=reasons)

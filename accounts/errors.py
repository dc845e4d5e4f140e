"""What accounts refuses, by name."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Conflict, Forbidden, Invalid, RateLimited, Unauthenticated, Unavailable


class WrongCredentials(Unauthenticated):
    """No such login or the wrong password: nobody is told which."""

    text = _("The login or the password is not right.")


class LockedOut(RateLimited):
    """Too many failures of this login from this address."""

    text = _("Too many failed attempts. Please wait before you try again.")


_NOT_ACTIVE = {
    "PENDING_APPROVAL": _("Your account is waiting for approval."),
    "REJECTED": _("Your request for an account was rejected."),
    "DISABLED": _("Your account has been disabled."),
}


class NotActive(Forbidden):
    """The password was right, but the person may not sign in; `reason` says why."""

    def __init__(self, reason: str, why: str = "", user_id: UUID | None = None) -> None:
        self.user_id = user_id  # for the page that tells them how their request stands; never on the wire
        super().__init__(_NOT_ACTIVE.get(reason), reason=reason, **({"why": why} if why else {}))


class OtherWay(Forbidden):
    """The password was right, but here people sign in with the company's account."""

    text = _("Please sign in with your company account.")

    def __init__(self) -> None:
        super().__init__(reason="OIDC_ONLY")


class OtpRequired(Unauthenticated):
    """Who they are was proven; the code of their authenticator is still to come."""

    text = _("Please enter the code of your authenticator.")

    def __init__(self) -> None:
        super().__init__(reason="OTP_REQUIRED")


class OtpWrong(Unauthenticated):
    """No code of this authenticator, one that was used before, or no recovery code that is left."""

    text = _("This code is not right or has been used before.")

    def __init__(self) -> None:
        super().__init__(reason="OTP_WRONG")


class StepOwed(Forbidden):
    """Signed in, but something has to be done before any other door opens (contract 2)."""

    def __init__(self, owes: str) -> None:
        password = owes == "PASSWORD"
        text = _("Please choose a new password first.") if password else _("Please set up the second factor first.")
        super().__init__(text, reason="PASSWORD_CHANGE_REQUIRED" if password else "SECOND_FACTOR_REQUIRED")


class WrongPassword(Invalid):
    """The present password, asked for once more, is not this one."""

    text = _("The current password is not right.")

    def __init__(self) -> None:
        super().__init__(current=[str(self.text)])


class ProofRequired(Forbidden):
    """Signed in, but for this they show once more, and now, who they are: `by` password, or `by` signing in again."""

    def __init__(self, by: str) -> None:
        text = _("Please enter your password once more.") if by == "password" else _("Please sign in again first.")
        super().__init__(text, reason="PROOF_REQUIRED", by=by)


class PasswordElsewhere(Forbidden):
    text = _("Your password is kept elsewhere and cannot be changed here.")

    def __init__(self) -> None:
        super().__init__(reason="PASSWORD_ELSEWHERE")


class SecondFactorOff(Forbidden):
    text = _("The second factor is switched off here.")

    def __init__(self) -> None:
        super().__init__(reason="SECOND_FACTOR_OFF")


class SecondFactorDemanded(Forbidden):
    text = _("Your company requires the second factor of you.")

    def __init__(self) -> None:
        super().__init__(reason="SECOND_FACTOR_REQUIRED")


class SecondFactorSet(Conflict):
    text = _("The second factor is set up already.")


class NoSecondFactor(Conflict):
    text = _("The second factor is not set up.")


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


class LastAdmin(Conflict):
    """Somebody must be left who can look after the installation."""

    text = _("This is the last system admin. Give somebody else the role first.")


class Yourself(Forbidden):
    """Nobody does as an admin to themselves what others do to them: a slip, or a way around a rule."""

    text = _("You cannot do this to your own account.")


class MovedOn(Conflict):
    """What a change was planned for is not what it was."""

    text = _("This has been changed by somebody else meanwhile. Please look again.")


class StillHere(Conflict):
    """What somebody has in hand is theirs for as long as they can sign in."""

    text = _("Hand-over is for people who are disabled. Disable this person first.")


class MayNotTake(Forbidden):
    """The colleague lacks what this sort of things needs; `accounts.leaving.Part.rule` says what that is."""

    text = _("They cannot take this on.")


class UnitUnderItself(Conflict):
    text = _("A department cannot stand below itself.")


class UnitInUse(Conflict):
    text = _("There are still people or departments in it. Move or merge it instead.")


class AlreadyDecided(Conflict):
    text = _("This request has been decided already.")


class TransferEnded(Conflict):
    text = _("This order is in force, cancelled or failed already.")


class PlanEnded(Conflict):
    text = _("This plan is too old. Please upload the sheet again.")


class NotAPhoto(Invalid):
    text = _("This picture cannot be used. Choose a JPEG, PNG or WebP of a usual size.")


class PhotosByDirectory(Forbidden):
    text = _("Photos come from the company's directory here.")

    def __init__(self) -> None:
        super().__init__(reason="PHOTOS_BY_DIRECTORY")


class PhotosUnavailable(Unavailable):
    text = _("The photo cannot be made right now. Please try again in a moment.")

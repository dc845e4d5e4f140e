"""What signing in by OpenID Connect refuses, by name. `reason` goes into the log, people read a sentence."""

from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Forbidden, Invalid, NotFound, Unauthenticated, Unavailable


class NoProvider(NotFound):
    """No provider is configured: there is no such door."""


class ProviderDown(Unavailable):
    """The provider cannot be reached, or says what makes no sense."""

    text = _("The company account's sign-in cannot be reached right now. Please try again in a moment.")

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class NotAsked(Invalid):
    """The answer belongs to no question of this browser: too old, used before, or somebody else's."""

    text = _("This sign-in has run out or was begun in another window. Please begin again.")

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class NotBegun(NotAsked):
    """There is no question at all in this browser, or none of ours."""

    def __init__(self) -> None:
        super().__init__("no_question")


class ProviderRefused(Unauthenticated):
    """The provider did not sign the person in; the page offers to begin again."""

    text = _("The company account did not sign you in. Please try again.")

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class BadToken(Unauthenticated):
    """A token that is not the provider's, not for us, or not for this moment. Nobody is told which."""

    text = _("The company account's answer could not be verified. Please try again.")

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class NotWelcome(Forbidden):
    """Known to the provider, and nobody who may come in here."""

    def __init__(self, reason: str) -> None:
        texts = {
            "not_in_group": _("Your company account may not use this messenger."),
            "unknown_person": _("There is no account for you here yet. Please ask your administrator."),
        }
        other = _("Your company account cannot be connected to your account here. Please ask your administrator.")
        super().__init__(texts.get(reason, other))
        self.reason = reason

"""What asking a directory can come to, besides an answer."""

from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Conflict, Unavailable


class DirectoryDown(Unavailable):
    """It does not answer, or not as one that can be trusted. `why` is for operators: two words, nothing typed."""

    text = _("The company's directory does not answer. Please try again in a moment.")

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


class NoDirectory(Conflict):
    text = _("No directory is set up.")


class NotWaiting(Conflict):
    text = _("This run does not wait for an approval.")

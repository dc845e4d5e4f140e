"""What the audit log refuses."""

from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Conflict, Invalid


class AppendOnly(Conflict):
    """Somebody tried to change or to delete what was written down."""

    text = _("What was recorded is never changed.")


class ReasonMissing(Invalid):
    """A download of the log needs a reason (the access-record rule; AUDIT_EXPORT_REASON)."""

    text = _("Please say what you need this for.")


class ChainBroken(Conflict):
    """The log is not as it was sealed, so it is not signed."""

    text = _("The audit log is not as it was sealed.")

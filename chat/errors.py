"""Refusals of the chat."""

from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Conflict, Forbidden, NotFound


class RoomNotFound(NotFound):
    text = _("You cannot open this room.")


class MessageNotFound(NotFound):
    text = _("This message does not exist.")


class LinkNotFound(NotFound):
    text = _("There is no such link.")


class NotRoomAdmin(Forbidden):
    text = _("Only a room admin can do this.")


class FixedInDirectMessage(Forbidden):
    """A DM has its two members for good (contract 12)."""

    text = _("The members and the name of a direct message cannot be changed.")


class NotTheSender(Forbidden):
    text = _("Only the sender can do this.")


class EditWindowOver(Forbidden):
    text = _("This message can no longer be edited.")


class ClientMsgIdReused(Conflict):
    text = _("This clientMsgId was used for another message.")


class MessageDeleted(Conflict):
    text = _("This message was deleted.")


class LastAdmin(Conflict):
    text = _("A room needs an admin. Name another one first.")


class MustReadNotFound(NotFound):
    text = _("There is no such notice.")


class MustReadClosed(Conflict):
    text = _("This notice no longer asks for a confirmation.")


class MustReadTextStands(Forbidden):
    """What people have confirmed does not change afterwards."""

    text = _("A must-read notice cannot be edited. Withdraw it and publish a new one.")


class MayNotAddress(Forbidden):
    text = _("You may not address this department.")


class ScheduledNotFound(NotFound):
    text = _("This scheduled message does not exist.")


class ReminderNotFound(NotFound):
    text = _("This reminder does not exist.")


class DraftMoved(Conflict):
    """Another device wrote something else meanwhile; `details.draft` is that."""

    text = _("This draft was changed on another device.")


class PollNotFound(NotFound):
    text = _("This poll does not exist.")


class PollClosed(Conflict):
    text = _("This poll is closed.")


class PollVoted(Conflict):
    """Else people would have voted for something that they were not asked."""

    text = _("The question cannot be changed once somebody has voted.")


class AnonymousPoll(Forbidden):
    text = _("This poll is anonymous: nobody can see who voted.")


class NotThePollsOwner(Forbidden):
    text = _("Only whoever made the poll, or a room admin, can do this.")


class DisclosureDecided(Conflict):
    """`details.state` is where it stands."""

    text = _("This case was decided or closed already.")


class MayNotDecide(Forbidden):
    """`details.reason`: OWN, NOT_APART (`details.because` says of what), or IN_SCOPE."""

    text = _("Somebody else has to decide on this case: not who asked for it, and nobody whose conversations it opens.")


class NotTheCasesReader(Forbidden):
    text = _("Only the auditor who asked for this case can read what it opens.")


class ReaderInDoubt(NotTheCasesReader):
    text = _(
        "Somebody else has enabled your account or reset how you sign in since this case was approved. "
        "Close it and ask for another one."
    )


class DisclosureNotOpen(Forbidden):
    """`details.state` says why: not decided yet, rejected, expired, closed."""

    text = _("This case does not open anything now.")


class NoFilesInCase(Forbidden):
    text = _("This case was approved without files.")


class NotInTheirHands(Forbidden):
    text = _("Only the author of the notice can do this.")

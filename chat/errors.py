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

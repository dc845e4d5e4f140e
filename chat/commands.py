"""What can be asked of the chat, by name; `messenger.core.commands` explains the door."""

from chat.schemas import requests as wanted
from chat.schemas.notifications import ReadNotifications
from chat.services import editing, files, members, notified, pins, reactions, reading, rooms, sending
from files.schemas import BeginUpload, CompleteUpload
from messenger.core.commands import Command, register

register("room.create", Command(wanted.CreateRoom(), rooms.create_room))
register("room.update", Command(wanted.UpdateRoom(), rooms.update_room))
register("room.delete", Command(wanted.Nothing(), rooms.delete_room))
register("room.leave", Command(wanted.Nothing(), members.leave_room))
register("room.mine", Command(wanted.ChangeMyPlace(), members.change_my_place))
register("room.read", Command(wanted.ReadUpTo(), reading.mark_read))
register("member.add", Command(wanted.AddMembers(), members.add_members))
register("member.change", Command(wanted.ChangeMember(), members.change_member))
register("member.remove", Command(wanted.Nothing(), members.remove_member))
register("message.send", Command(wanted.SendMessage(), sending.send_message, rate="send"))
register("message.edit", Command(wanted.EditMessage(), editing.edit_message))
register("message.delete", Command(wanted.Nothing(), editing.delete_message))
register("reaction.add", Command(wanted.Nothing(), reactions.add_reaction))
register("reaction.remove", Command(wanted.Nothing(), reactions.remove_reaction))
register("pin.add", Command(wanted.PinMessage(), pins.pin_message))
register("pin.remove", Command(wanted.Nothing(), pins.unpin_message))
register("notification.read", Command(ReadNotifications(), notified.read_notifications))
register("upload.begin", Command(BeginUpload(), files.begin_upload, rate="upload"))
register("upload.complete", Command(CompleteUpload(), files.complete_upload))
register("upload.discard", Command(wanted.Nothing(), files.discard_upload))

# The socket's own forms: the room stands in the data instead of the path.
register(
    "socket.message.send",
    Command(wanted.SendMessageFrame(), sending.send_message, submit=sending.submit_message, rate="send"),
)
register("socket.room.read", Command(wanted.ReadFrame(), reading.mark_read))
register("socket.room.typing", Command(wanted.RoomFrame(), reading.show_typing))

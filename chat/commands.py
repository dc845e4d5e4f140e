"""What can be asked of the chat, by name; `messenger.core.commands` explains the door."""

from chat.schemas import around
from chat.schemas import polls as poll_schemas
from chat.schemas import requests as wanted
from chat.schemas.disclosure import ApproveDisclosure, AskDisclosure, RejectDisclosure
from chat.schemas.must_reads import PublishMustRead
from chat.schemas.notifications import AddPushToken, ReadNotifications
from chat.services import (
    bookmarking,
    closing,
    disclosing,
    editing,
    files,
    forwarding,
    keeping_drafts,
    members,
    must_read_reminders,
    must_reads,
    notified,
    pins,
    polls,
    push_tokens,
    reactions,
    reading,
    reminders,
    reminding,
    rooms,
    scheduling,
    sending,
    voting,
)
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
register("push_token.add", Command(AddPushToken(), push_tokens.add_token))
register("push_token.remove", Command(wanted.Nothing(), push_tokens.remove_token))
register("poll.create", Command(poll_schemas.CreatePoll(), polls.create_poll, rate="send"))
register("poll.vote", Command(poll_schemas.Vote(), voting.vote))
register("poll.close", Command(wanted.Nothing(), closing.close_poll))
register("poll.remind", Command(wanted.Nothing(), closing.remind_non_voters, rate="call"))
register("message.remind", Command(wanted.Nothing(), reminding.remind_unread, rate="call"))
register("must_read.publish", Command(PublishMustRead(), must_reads.publish, rate="call"))
register("must_read.confirm", Command(wanted.Nothing(), must_reads.confirm))
register("must_read.remind", Command(wanted.Nothing(), must_read_reminders.remind, rate="call"))
register("must_read.close", Command(wanted.Nothing(), must_reads.close))
register("must_read.withdraw", Command(wanted.Nothing(), must_reads.withdraw))
register("message.forward", Command(around.ForwardMessage(), forwarding.forward_message, rate="send"))
register("bookmark.keep", Command(around.KeepBookmark(), bookmarking.keep_bookmark))
register("bookmark.drop", Command(wanted.Nothing(), bookmarking.drop_bookmark))
register("draft.keep", Command(around.KeepDraft(), keeping_drafts.keep_draft))
register("scheduled.add", Command(around.ScheduleMessage(), scheduling.schedule_message, rate="send"))
register("scheduled.change", Command(around.ChangeScheduled(), scheduling.change_scheduled))
register("scheduled.cancel", Command(wanted.Nothing(), scheduling.cancel_scheduled))
register("scheduled.send", Command(wanted.Nothing(), scheduling.send_now, rate="send"))
register("reminder.set", Command(around.SetReminder(), reminders.set_reminder))
register("reminder.drop", Command(wanted.Nothing(), reminders.drop_reminder))
register("disclosure.ask", Command(AskDisclosure(), disclosing.ask, rate="call"))
register("disclosure.approve", Command(ApproveDisclosure(), disclosing.approve))
register("disclosure.reject", Command(RejectDisclosure(), disclosing.reject))
register("disclosure.close", Command(wanted.Nothing(), disclosing.close))
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

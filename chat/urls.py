"""REST addresses of the chat, below /api/v1/."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from chat.api import (
    bookmarks,
    drafts,
    file_box,
    files,
    forwarding,
    links,
    messages,
    must_reads,
    notifications,
    polls,
    reminders,
    rooms,
    scheduled,
    search,
    uploads,
    working_hours,
)


class MessageIdConverter(IntConverter):
    """At most 18 digits: what cannot be a 64-bit id does not exist."""

    regex = "[0-9]{1,18}"


register_converter(MessageIdConverter, "message_id")

urlpatterns = [
    path("rooms", rooms.Rooms.as_view()),
    path("rooms/<uuid:room_id>", rooms.OneRoom.as_view()),
    path("rooms/<uuid:room_id>/members", rooms.Members.as_view()),
    path("rooms/<uuid:room_id>/members/<uuid:user_id>", rooms.OneMember.as_view()),
    path("rooms/<uuid:room_id>/leave", rooms.Leave.as_view()),
    path("rooms/<uuid:room_id>/me", rooms.MyPlace.as_view()),
    path("rooms/<uuid:room_id>/read", rooms.Read.as_view()),
    path("rooms/<uuid:room_id>/messages", messages.RoomMessages.as_view()),
    path("rooms/<uuid:room_id>/changes", messages.RoomChanges.as_view()),
    path("rooms/<uuid:room_id>/pins", messages.Pins.as_view()),
    path("rooms/<uuid:room_id>/pins/<message_id:message_id>", messages.OnePin.as_view()),
    path("notifications", notifications.Notifications.as_view()),
    path("push-providers", notifications.PushProviders.as_view()),
    path("push-tokens", notifications.PushTokens.as_view()),
    path("push-tokens/<uuid:token_id>", notifications.OnePushToken.as_view()),
    path("notifications/read", notifications.ReadNotifications.as_view()),
    path("rooms/<uuid:room_id>/files", file_box.RoomFiles.as_view()),
    path("files", file_box.MyFiles.as_view()),
    path("files/init", uploads.Init.as_view()),
    path("files/complete", uploads.Complete.as_view()),
    path("files/uploads/<uuid:upload_id>", uploads.OneUpload.as_view()),
    path("files/<uuid:attachment_id>", files.OneFile.as_view()),
    path("files/<uuid:attachment_id>/download", files.Download.as_view()),
    path("files/<uuid:attachment_id>/thumbnail", files.Thumbnail.as_view()),
    path("files/<uuid:attachment_id>/preview", files.Preview.as_view()),
    path("files/<uuid:attachment_id>/text", files.Text.as_view()),
    path("search", search.Search.as_view()),
    path("links/<uuid:link_id>/image", links.LinkImage.as_view()),
    path("rooms/<uuid:room_id>/polls", polls.Polls.as_view()),
    path("polls/<uuid:poll_id>", polls.OnePoll.as_view()),
    path("polls/<uuid:poll_id>/vote", polls.Vote.as_view()),
    path("polls/<uuid:poll_id>/close", polls.Close.as_view()),
    path("polls/<uuid:poll_id>/non-voters", polls.NonVoters.as_view()),
    path("polls/<uuid:poll_id>/remind", polls.Remind.as_view()),
    path("messages/<message_id:message_id>/forward", forwarding.Forward.as_view()),
    path("messages/<message_id:message_id>/bookmark", bookmarks.OneBookmark.as_view()),
    path("messages/<message_id:message_id>/reminders", reminders.MessageReminders.as_view()),
    path("bookmarks", bookmarks.Bookmarks.as_view()),
    path("bookmarks/ids", bookmarks.BookmarkIds.as_view()),
    path("reminders", reminders.Reminders.as_view()),
    path("reminders/<uuid:reminder_id>", reminders.OneReminder.as_view()),
    path("working-hours", working_hours.WorkingHours.as_view()),
    path("drafts", drafts.Drafts.as_view()),
    path("rooms/<uuid:room_id>/draft", drafts.RoomDraft.as_view()),
    path("rooms/<uuid:room_id>/scheduled", scheduled.RoomScheduled.as_view()),
    path("scheduled", scheduled.Scheduled.as_view()),
    path("scheduled/<uuid:scheduled_id>", scheduled.OneScheduled.as_view()),
    path("scheduled/<uuid:scheduled_id>/send-now", scheduled.SendNow.as_view()),
    path("messages/<message_id:message_id>", messages.OneMessage.as_view()),
    path("messages/<message_id:message_id>/readers", messages.Readers.as_view()),
    path("messages/<message_id:message_id>/remind", must_reads.RemindUnread.as_view()),
    path("must-reads", must_reads.MustReads.as_view()),
    path("must-reads/places", must_reads.Places.as_view()),
    path("must-reads/<uuid:must_read_id>", must_reads.OneMustRead.as_view()),
    path("must-reads/<uuid:must_read_id>/confirm", must_reads.Confirm.as_view()),
    path("must-reads/<uuid:must_read_id>/close", must_reads.Close.as_view()),
    path("must-reads/<uuid:must_read_id>/remind", must_reads.Remind.as_view()),
    path("must-reads/<uuid:must_read_id>/recipients", must_reads.Recipients.as_view()),
    path("must-reads/<uuid:must_read_id>/report.csv", must_reads.Report.as_view(), {"form": "csv"}),
    path("must-reads/<uuid:must_read_id>/report.pdf", must_reads.Report.as_view(), {"form": "pdf"}),
    path("messages/<message_id:message_id>/reactions/<path:emoji>", messages.Reactions.as_view()),
]

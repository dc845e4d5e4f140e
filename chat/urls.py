"""REST addresses of the chat, below /api/v1/."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from chat.api import file_box, files, links, messages, notifications, rooms, uploads


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
    path("links/<uuid:link_id>/image", links.LinkImage.as_view()),
    path("messages/<message_id:message_id>", messages.OneMessage.as_view()),
    path("messages/<message_id:message_id>/readers", messages.Readers.as_view()),
    path("messages/<message_id:message_id>/reactions/<path:emoji>", messages.Reactions.as_view()),
]

from typing import Any

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        from accounts.signals import user_disabled, user_enabled
        from chat.services.files import follow_attachment, lock_room_of
        from chat.services.members import follow_status
        from files.signals import attachment_changed, attachment_changing

        def follow(user: Any, **_kwargs: Any) -> None:
            follow_status(user)

        user_disabled.connect(follow, weak=False, dispatch_uid="chat.follow_status")
        user_enabled.connect(follow, weak=False, dispatch_uid="chat.follow_status.enabled")

        def lock(room_id: Any, **_kwargs: Any) -> None:
            lock_room_of(room_id)

        def tell(attachment: Any, **_kwargs: Any) -> None:
            follow_attachment(attachment)

        attachment_changing.connect(lock, weak=False, dispatch_uid="chat.lock_room_of")
        attachment_changed.connect(tell, weak=False, dispatch_uid="chat.follow_attachment")

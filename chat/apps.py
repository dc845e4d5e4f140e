from typing import Any

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        from accounts.signals import user_disabled, user_enabled
        from chat.services.members import follow_status

        def follow(user: Any, **_kwargs: Any) -> None:
            follow_status(user)

        user_disabled.connect(follow, weak=False, dispatch_uid="chat.follow_status")
        user_enabled.connect(follow, weak=False, dispatch_uid="chat.follow_status.enabled")

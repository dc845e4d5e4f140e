from typing import Any

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        from accounts.signals import (
            account_adopted,
            account_changed,
            directory_stopped,
            new_device,
            user_disabled,
            user_enabled,
        )
        from chat.services import handing_over
        from chat.services.files import follow_attachment, lock_room_of
        from chat.services.indexing import take_in_file
        from chat.services.members import follow_status
        from chat.services.notifying import tell_of_account, tell_of_device, tell_of_job, tell_of_stop
        from chat.services.scheduling import drop_all_of
        from files.signals import attachment_changed, attachment_changing, attachment_text_ready
        from messenger.core.jobs.telling import job_ended

        def follow(user: Any, **_kwargs: Any) -> None:
            follow_status(user)

        user_disabled.connect(follow, weak=False, dispatch_uid="chat.follow_status")
        user_enabled.connect(follow, weak=False, dispatch_uid="chat.follow_status.enabled")

        def silence(user: Any, **_kwargs: Any) -> None:
            drop_all_of(user)

        account_adopted.connect(silence, weak=False, dispatch_uid="chat.drop_all_of")

        def warn(session: Any, **_kwargs: Any) -> None:
            tell_of_device(session)

        new_device.connect(warn, weak=False, dispatch_uid="chat.tell_of_device")

        def watch(user: Any, what: str, actor: Any, **_kwargs: Any) -> None:
            tell_of_account(user, what, actor)

        account_changed.connect(watch, weak=False, dispatch_uid="chat.tell_of_account")

        def alarm(run_id: Any, **_kwargs: Any) -> None:
            tell_of_stop(run_id)

        directory_stopped.connect(alarm, weak=False, dispatch_uid="chat.tell_of_stop")

        def lock(room_id: Any, **_kwargs: Any) -> None:
            lock_room_of(room_id)

        def tell(attachment: Any, **_kwargs: Any) -> None:
            follow_attachment(attachment)

        def notify_of_job(job_id: Any, kind: str, state: str, asked_by: Any, **_kwargs: Any) -> None:
            tell_of_job(job_id, kind, state, asked_by)

        job_ended.connect(notify_of_job, weak=False, dispatch_uid="chat.tell_of_job")
        attachment_changing.connect(lock, weak=False, dispatch_uid="chat.lock_room_of")
        attachment_changed.connect(tell, weak=False, dispatch_uid="chat.follow_attachment")

        def index(attachment_id: Any, **_kwargs: Any) -> None:
            take_in_file(attachment_id)

        attachment_text_ready.connect(index, weak=False, dispatch_uid="chat.take_in_file")
        handing_over.describe()

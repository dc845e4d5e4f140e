from django.apps import AppConfig


class MessengerConfig(AppConfig):
    """The roof: composes the apps; nothing imports it."""

    name = "messenger"

    def ready(self) -> None:
        from messenger.auditing import tasks  # noqa: F401  (says which jobs there are)
        from messenger.core.events import listen_otherwise
        from messenger.core.jobs import doorbell
        from messenger.realtime.relay import tell_from_outside

        listen_otherwise(tell_from_outside)
        doorbell.install(_ring)


def _ring(queue: str, job_id: str) -> None:
    from messenger import celery  # with the first ring: a process that never rings does without it

    celery.ring(queue, job_id)

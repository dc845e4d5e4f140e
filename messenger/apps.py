from django.apps import AppConfig


class MessengerConfig(AppConfig):
    """The roof: composes the apps; nothing imports it."""

    name = "messenger"

    def ready(self) -> None:
        from messenger.core.events import listen_otherwise
        from messenger.realtime.relay import tell_from_outside

        listen_otherwise(tell_from_outside)

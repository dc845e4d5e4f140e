from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "messenger.core"
    label = "core"

    def ready(self) -> None:
        autodiscover_modules("commands", "tasks")

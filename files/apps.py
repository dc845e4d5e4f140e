from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"

    def ready(self) -> None:
        from files import tasks  # noqa: F401  (says which jobs there are)

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"

    def ready(self) -> None:
        from accounts import photos
        from files import tasks  # noqa: F401  (says which jobs there are)
        from files.services.faces import face_of

        photos.drawn_by(face_of)

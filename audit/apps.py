from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from audit.services.viewing import note_look
        from messenger.core.administration.looking import looked

        looked.connect(note_look)

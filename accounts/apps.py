from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        if settings.LDAP_SERVER_URI:
            import_module("accounts.directory.ways")  # a way in

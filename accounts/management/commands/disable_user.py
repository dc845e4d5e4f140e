"""`manage.py disable_user LOGIN`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import selectors, services


class Command(BaseCommand):
    help = "Shut somebody out and sign them out everywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")

    def handle(self, *args: Any, login: str, **options: Any) -> None:
        user = selectors.user_by_login(login)
        if user is None:
            raise CommandError(f"there is no login {login}")
        changed = services.disable_user(actor=None, user_id=user.pk, from_shell=True)
        self.stdout.write(f"{changed.login_id}: {changed.status}")

"""`manage.py reset_password LOGIN`: also for the last admin, who has nobody else to ask."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import selectors, services
from messenger.core.errors import Refusal


class Command(BaseCommand):
    help = "Give somebody a password that is shown once, sign them out, and have them choose another."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")

    def handle(self, *args: Any, login: str, **options: Any) -> None:
        user = selectors.user_by_login(login)
        if user is None:
            raise CommandError(f"there is no login {login}")
        try:
            password = services.reset_password(actor=None, user_id=user.pk)
        except Refusal as refusal:
            raise CommandError(str(refusal.text)) from refusal
        self.stdout.write(password)

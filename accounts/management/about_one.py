"""What the commands about one person share: they are named by their login, and a refusal is told in words."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import selectors
from accounts.models import User
from messenger.core.errors import Refusal


class PersonCommand(BaseCommand):
    """`manage.py NAME LOGIN`, done as the machine's owner: whoever sits there is asked for no role."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")

    def handle(self, *args: Any, login: str, **options: Any) -> None:
        user = selectors.user_by_login(login)
        if user is None:
            raise CommandError(f"there is no login {login}")
        try:
            self.stdout.write(self.do(user, **options))
        except Refusal as refusal:
            raise CommandError(str(refusal.text)) from refusal

    def do(self, user: User, **options: Any) -> str:
        """Do it; the line to print."""
        raise NotImplementedError

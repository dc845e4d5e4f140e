"""`manage.py reset_second_factor LOGIN`: also for the last admin, who has nobody else to ask."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import selectors, services
from messenger.core.errors import Refusal


class Command(BaseCommand):
    help = "Take somebody's lost authenticator away and sign them out; where one is required, they set up another."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")

    def handle(self, *args: Any, login: str, **options: Any) -> None:
        user = selectors.user_by_login(login)
        if user is None:
            raise CommandError(f"there is no login {login}")
        try:
            services.reset_second_factor(actor=None, user_id=user.pk)
        except Refusal as refusal:
            raise CommandError(str(refusal.text)) from refusal
        self.stdout.write(f"{user.login_id}: reset")

"""`manage.py set_role LOGIN ROLE`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import selectors, services
from accounts.models import Role


class Command(BaseCommand):
    help = "Give somebody a role beyond USER; USER takes the others away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *args: Any, login: str, role: str, **options: Any) -> None:
        user = selectors.user_by_login(login)
        if user is None:
            raise CommandError(f"there is no login {login}")
        services.set_role(actor=None, user_id=user.pk, role=Role(role), from_shell=True)
        self.stdout.write(f"{user.login_id}: {role}")

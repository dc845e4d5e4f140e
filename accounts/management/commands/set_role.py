"""`manage.py set_role LOGIN ROLE`."""

from typing import Any

from django.core.management.base import CommandParser

from accounts import services
from accounts.management.about_one import PersonCommand
from accounts.models import Role, User


class Command(PersonCommand):
    help = "Give somebody a role beyond USER; USER takes the others away."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("role", choices=Role.values)

    def do(self, user: User, **options: Any) -> str:
        services.set_role(actor=None, user_id=user.pk, role=Role(options["role"]), from_shell=True)
        return f"{user.login_id}: {options['role']}"

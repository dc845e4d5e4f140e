"""`manage.py seed_demo --people N [--password PW]` (contract section 11)."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.passwords import MAX_LENGTH
from messenger.demo.company import login_of
from messenger.demo.filling import fill

MOST_PEOPLE = 20_000


class Command(BaseCommand):
    help = "Fill the database with a demo company, or add what is missing of it. Not in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=20, help="how many people work there")
        parser.add_argument("--password", help="becomes the password of all demo logins; left out: one is made up")

        parser.add_argument("--conversations", action="store_true", help="let the teams of a new company talk")

    def handle(self, *args: Any, people: int, password: str | None, conversations: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("a production installation gets no demo company")
        if not 0 <= people <= MOST_PEOPLE:
            raise CommandError(f"--people must be from 0 to {MOST_PEOPLE}")
        if password is not None and not 0 < len(password) <= MAX_LENGTH:
            raise CommandError(f"--password must have 1 to {MAX_LENGTH} characters")
        if people == 0:
            self.stdout.write("No demo company was asked for.")
            return
        made_up = password or secrets.token_urlsafe(12)
        filled = fill(people, made_up, for_all=password is not None, conversations=conversations)
        self.stdout.write(f"{filled.created} people added. Demo logins: {login_of(1)} to {login_of(people)}")
        self.stdout.write(f"{login_of(1)} is SYSTEM_ADMIN, {login_of(2)} is AUDITOR.")
        if filled.password_set:
            self.stdout.write(f"Password of {filled.password_set} of them: {made_up}")
        else:
            self.stdout.write("Their passwords stay as they are.")

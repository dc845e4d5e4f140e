"""`manage.py link_openid LOGIN SUBJECT`, and `--forget`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import selectors
from accounts.openid import people
from accounts.openid.errors import NotWelcome


class Command(BaseCommand):
    help = "Say who somebody is at the company's OpenID provider: an admin's account is recognised no other way."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")
        parser.add_argument("subject", nargs="?", default="", help="the provider's lasting name for them (sub)")
        parser.add_argument("--forget", action="store_true", help="undo it, and end what they opened from there")

    def handle(self, *args: Any, login: str, subject: str, forget: bool, **options: Any) -> None:
        user = selectors.user_by_login(login)
        if not settings.OIDC_ISSUER:
            raise CommandError("OIDC_ISSUER is not set")
        if user is None:
            raise CommandError(f"there is no login {login}")
        if forget == bool(subject):
            raise CommandError("either a subject or --forget")
        if forget:
            self.stdout.write("forgotten" if people.unlink(actor=None, user=user) else "there was nothing")
            return
        try:
            people.link(actor=None, user=user, subject=subject)
        except NotWelcome as refusal:
            raise CommandError("one of the two is linked otherwise: --forget that first") from refusal
        self.stdout.write(f"{user.login_id}: {subject}")

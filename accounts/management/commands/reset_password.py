"""`manage.py reset_password LOGIN`: also for the last admin, who has nobody else to ask."""

from typing import Any

from accounts import services
from accounts.management.about_one import PersonCommand
from accounts.models import User


class Command(PersonCommand):
    help = "Give somebody a password that is shown once, sign them out, and have them choose another."

    def do(self, user: User, **options: Any) -> str:
        return services.reset_password(actor=None, user_id=user.pk)

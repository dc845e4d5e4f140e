"""`manage.py enable_user LOGIN`."""

from typing import Any

from accounts import services
from accounts.management.about_one import PersonCommand
from accounts.models import User


class Command(PersonCommand):
    help = "Let somebody in who is disabled or waits for approval."

    def do(self, user: User, **options: Any) -> str:
        changed = services.enable_user(actor=None, user_id=user.pk)
        return f"{changed.login_id}: {changed.status}"

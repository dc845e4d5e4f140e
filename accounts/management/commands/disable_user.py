"""`manage.py disable_user LOGIN`."""

from typing import Any

from accounts import services
from accounts.management.about_one import PersonCommand
from accounts.models import User


class Command(PersonCommand):
    help = "Shut somebody out and sign them out everywhere."

    def do(self, user: User, **options: Any) -> str:
        changed = services.disable_user(actor=None, user_id=user.pk, from_shell=True)
        return f"{changed.login_id}: {changed.status}"

"""`manage.py reset_second_factor LOGIN`: also for the last admin, who has nobody else to ask."""

from typing import Any

from accounts import services
from accounts.management.about_one import PersonCommand
from accounts.models import User


class Command(PersonCommand):
    help = "Take somebody's lost authenticator away and sign them out; where one is required, they set up another."

    def do(self, user: User, **options: Any) -> str:
        services.reset_second_factor(actor=None, user_id=user.pk)
        return f"{user.login_id}: reset"

"""What happens to people, told to everybody who is connected."""

from accounts.models import User
from accounts.schemas import user_out
from messenger.core.events import Event, declare, publish

PROFILE_UPDATED = "PROFILE_UPDATED"
declare(PROFILE_UPDATED)


def profile_updated(user: User) -> None:
    """Somebody's name, title, phone, units or status changed. `user` comes from `selectors.people()`."""
    publish(Event(PROFILE_UPDATED, {"user": user_out(user)}, everybody=True))

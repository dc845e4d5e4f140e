"""Who may look after the machine."""

from accounts.models import Role, User
from messenger.core.errors import Forbidden


def require(actor: User, role: Role) -> None:
    """`Forbidden` for everybody who was not granted the role (contract 12: 403 outside rooms and messages)."""
    if role not in actor.roles:
        raise Forbidden

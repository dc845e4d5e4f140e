"""What the doors of this installation's operators share."""

from typing import Any

from accounts.models import Role
from accounts.selectors import roles
from messenger.core.api import Endpoint


class OperatorDoor(Endpoint):
    """For system admins only."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        roles.require(request.user, Role.SYSTEM_ADMIN)

"""Hits of a search that carry an object of another part (contract 8 and 12)."""

from typing import Any

from accounts.models import User
from accounts.schemas import user_out


def user_hit(user: User, highlights: list[list[int]]) -> dict[str, Any]:
    """A person; the highlights are of the name."""
    return {"type": "user", "user": user_out(user), "highlights": highlights}


def room_hit(room: dict[str, Any], highlights: list[list[int]]) -> dict[str, Any]:
    """A room; the highlights are of its own name."""
    return {"type": "room", "room": room, "roomId": room["roomId"], "highlights": highlights}

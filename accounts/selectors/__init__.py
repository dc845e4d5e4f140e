"""Reads: people, the org chart, devices. What the actor may not see does not exist."""

from accounts.selectors.devices import devices_of, own_device
from accounts.selectors.org import org_tree
from accounts.selectors.people import found_people, known_people, user_by_handle, user_by_login, visible_user

__all__ = [
    "devices_of",
    "found_people",
    "known_people",
    "org_tree",
    "own_device",
    "user_by_handle",
    "user_by_login",
    "visible_user",
]

"""People, the org chart, and the devices they are signed in on."""

from accounts.models.devices import DeviceSession, Owed
from accounts.models.org import OrgMember, OrgUnit
from accounts.models.people import Profile, Role, User, UserManager, UserRole, UserStatus

__all__ = [
    "DeviceSession",
    "OrgMember",
    "OrgUnit",
    "Owed",
    "Profile",
    "Role",
    "User",
    "UserManager",
    "UserRole",
    "UserStatus",
]

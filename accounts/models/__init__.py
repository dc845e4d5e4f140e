"""People, the org chart, and the devices they are signed in on."""

from accounts.models.devices import DeviceSession, Owed
from accounts.models.directory import DIRECTORY, DirectoryRun, DirectoryState, PersonSource
from accounts.models.org import OrgMember, OrgUnit
from accounts.models.people import Profile, Role, User, UserManager, UserRole, UserStatus

__all__ = [
    "DIRECTORY",
    "DeviceSession",
    "DirectoryRun",
    "DirectoryState",
    "OrgMember",
    "OrgUnit",
    "Owed",
    "PersonSource",
    "Profile",
    "Role",
    "User",
    "UserManager",
    "UserRole",
    "UserStatus",
]

"""People, the org chart, and the devices they are signed in on."""

from accounts.models.devices import DeviceSession, Owed
from accounts.models.directory import DIRECTORY, DirectoryRun, DirectoryState, PersonSource
from accounts.models.openid import OpenIdentity, OpenOnce, OpenProvider, OpenSession
from accounts.models.org import OrgMember, OrgUnit
from accounts.models.people import Profile, Role, User, UserManager, UserRole, UserStatus
from accounts.models.second_factor import KnownBrowser, RecoveryCode, SecondFactor, SignInTicket

__all__ = [
    "DIRECTORY",
    "DeviceSession",
    "DirectoryRun",
    "DirectoryState",
    "KnownBrowser",
    "OpenIdentity",
    "OpenOnce",
    "OpenProvider",
    "OpenSession",
    "OrgMember",
    "OrgUnit",
    "Owed",
    "PersonSource",
    "Profile",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "SignInTicket",
    "User",
    "UserManager",
    "UserRole",
    "UserStatus",
]

"""People, the org chart, and the devices they are signed in on."""

from accounts.models.approvals import ApprovalRequest
from accounts.models.devices import DeviceSession, Owed
from accounts.models.directory import DIRECTORY, DirectoryRun, DirectoryState, PersonSource
from accounts.models.openid import OpenIdentity, OpenOnce, OpenProvider, OpenSession
from accounts.models.org import OrgMember, OrgUnit
from accounts.models.people import Profile, Role, User, UserManager, UserRole, UserStatus
from accounts.models.photos import Photo
from accounts.models.second_factor import KnownBrowser, RecoveryCode, SecondFactor, SignInTicket
from accounts.models.transfers import PeopleImport, Transfer

__all__ = [
    "DIRECTORY",
    "ApprovalRequest",
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
    "PeopleImport",
    "PersonSource",
    "Photo",
    "Profile",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "SignInTicket",
    "Transfer",
    "User",
    "UserManager",
    "UserRole",
    "UserStatus",
]

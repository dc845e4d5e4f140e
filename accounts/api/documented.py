"""The shapes of answers for the OpenAPI document. A test holds them against real answers."""

from typing import Any

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
FLAG: Shape = {"type": "boolean"}
ID: Shape = {"type": "string", "format": "uuid"}
TIME: Shape = {"type": "string", "format": "date-time"}


def _maybe(shape: Shape) -> Shape:
    return {**shape, "nullable": True}


def _object(**properties: Shape) -> Shape:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


def _page(shape: Shape) -> Shape:
    return _object(results=_list(shape), next=_maybe(TEXT))


def _one_of(*values: str) -> Shape:
    return {"type": "string", "enum": list(values)}


_UNIT = _object(orgUnitId=ID, name=TEXT, title=TEXT, roleInOrg=TEXT, isPrimary=FLAG)
_PUBLIC = {
    "userId": ID,
    "loginId": TEXT,
    "name": TEXT,
    "title": TEXT,
    "employeeNo": _maybe(TEXT),
    "email": TEXT,
    "phone": TEXT,
    "photoUrl": _maybe(TEXT),
    "status": _one_of("ACTIVE", "DISABLED"),
    "units": _list(_UNIT),
}
USER = _object(**_PUBLIC)
PREFERENCES = _object(
    theme=TEXT, language=TEXT, textSize=TEXT, notificationSound=FLAG, desktopNotifications=FLAG, sendKey=TEXT
)
ME = _object(**_PUBLIC, roles=_list(_one_of("SYSTEM_ADMIN", "AUDITOR", "USER")), preferences=PREFERENCES)
SIGNED_IN = _object(
    deviceSessionId=ID, deviceToken=TEXT, accessToken=TEXT, accessExpiresAt=TIME, expiresAt=TIME, user=ME
)
DEVICE = _object(
    deviceSessionId=ID,
    deviceName=TEXT,
    platform=TEXT,
    ip=_maybe(TEXT),
    createdAt=TIME,
    lastSeenAt=TIME,
    expiresAt=TIME,
    revokedAt=_maybe(TIME),
    isCurrent=FLAG,
    isExpired=FLAG,
)
DEVICES = _page(DEVICE)
REGISTERED = _object(status=_one_of("ACTIVE", "PENDING"))
_SEAT = _object(userId=ID, name=TEXT, title=TEXT, photoUrl=_maybe(TEXT), roleInOrg=TEXT)
_BRANCH: Shape = {"type": "array", "items": {"type": "object"}, "description": "units of the same shape"}
UNIT = _object(orgUnitId=ID, name=TEXT, parentId=_maybe(ID), children=_BRANCH, members=_list(_SEAT))
ORG_TREE = _page(UNIT)
USERS = _page(USER)

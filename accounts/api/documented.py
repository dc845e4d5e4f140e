"""The shapes of answers for the OpenAPI document. A test holds them against real answers."""

from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, Shape, array, maybe, one_of, page, record

_UNIT = record(orgUnitId=ID, name=TEXT, title=TEXT, roleInOrg=TEXT, isPrimary=FLAG)
_PUBLIC = {
    "userId": ID,
    "loginId": TEXT,
    "name": TEXT,
    "title": TEXT,
    "employeeNo": maybe(TEXT),
    "email": TEXT,
    "phone": TEXT,
    "photoUrl": maybe(TEXT),
    "status": one_of("ACTIVE", "DISABLED"),
    "units": array(_UNIT),
}
USER = record(**_PUBLIC)
PREFERENCES = record(
    theme=TEXT,
    language=TEXT,
    textSize=TEXT,
    notificationSound=FLAG,
    desktopNotifications=FLAG,
    notificationPreviews=FLAG,
    notificationKeywords=array(TEXT),
    quietHours={"type": "object"},
    sendKey=TEXT,
    workingHours=maybe({"type": "object"}),
    askLate=FLAG,
)
ME = record(**_PUBLIC, roles=array(one_of("SYSTEM_ADMIN", "AUDITOR", "USER")), preferences=PREFERENCES)
SIGNED_IN = record(
    deviceSessionId=ID,
    deviceToken=TEXT,
    accessToken=TEXT,
    accessExpiresAt=TIME,
    expiresAt=TIME,
    owes=maybe(one_of("SECOND_FACTOR", "PASSWORD")),
    user=ME,
)
SECOND_FACTOR = record(
    enabled=FLAG,
    confirmedAt=maybe(TIME),
    codesLeft=WHOLE,
    policy=one_of("off", "optional", "admins", "everybody"),
    required=FLAG,
)
SET_UP = record(key=TEXT, address=TEXT, qr=TEXT)
CODES = record(recoveryCodes=array(TEXT))
DEVICE = record(
    deviceSessionId=ID,
    deviceName=TEXT,
    platform=TEXT,
    ip=maybe(TEXT),
    createdAt=TIME,
    lastSeenAt=TIME,
    expiresAt=TIME,
    revokedAt=maybe(TIME),
    isCurrent=FLAG,
    isExpired=FLAG,
)
DEVICES = page(DEVICE)
REGISTERED = record(status=one_of("ACTIVE", "PENDING"))
_SEAT = record(userId=ID, name=TEXT, title=TEXT, photoUrl=maybe(TEXT), roleInOrg=TEXT)
_BRANCH: Shape = {"type": "array", "items": {"type": "object"}, "description": "units of the same shape"}
UNIT = record(orgUnitId=ID, name=TEXT, parentId=maybe(ID), children=_BRANCH, members=array(_SEAT))
ORG_TREE = page(UNIT)
USERS = page(USER)

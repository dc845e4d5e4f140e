"""Every action the log knows, by its name (contract section 12). Nothing else can be recorded."""

AUTH_LOGIN = "auth.login"
AUTH_LOGIN_FAILED = "auth.login_failed"
AUTH_LOGOUT = "auth.logout"
AUTH_NEW_DEVICE = "auth.new_device"
DEVICE_REVOKED = "device.revoked"

USER_CREATED = "user.created"
USER_REGISTERED = "user.registered"
USER_APPROVED = "user.approved"
USER_REJECTED = "user.rejected"
USER_DISABLED = "user.disabled"
USER_ENABLED = "user.enabled"
USER_UPDATED = "user.updated"
USER_ROLE_CHANGED = "user.role_changed"
USER_PASSWORD_CHANGED = "user.password_changed"  # noqa: S105  (a name, no password)
USER_PASSWORD_RESET = "user.password_reset"  # noqa: S105
SECOND_FACTOR_ON = "second_factor.on"
SECOND_FACTOR_OFF = "second_factor.off"
SECOND_FACTOR_RESET = "second_factor.reset"
RECOVERY_CODES_MADE = "second_factor.codes_made"
RECOVERY_CODE_USED = "second_factor.code_used"

UNIT_CREATED = "unit.created"

ROOM_CREATED = "room.created"
ROOM_UPDATED = "room.updated"
ROOM_DELETED = "room.deleted"
MEMBER_INVITED = "member.invited"
MEMBER_REMOVED = "member.removed"
MEMBER_LEFT = "member.left"
MEMBER_ROLE_CHANGED = "member.role_changed"
MESSAGE_DELETED = "message.deleted"

MUST_READ_PUBLISHED = "must_read.published"
MUST_READ_CLOSED = "must_read.closed"
MUST_READ_WITHDRAWN = "must_read.withdrawn"

FILE_DOWNLOADED = "file.downloaded"
FILE_BLOCKED = "file.blocked"
FILE_FORWARDED = "file.forwarded"
FILE_RESCAN_ASKED = "file.rescan_asked"
SURVEY_CREATED = "survey.created"
SURVEY_RESULTS_VIEWED = "survey.results_viewed"

JOB_CANCELLED = "job.cancelled"
JOB_RETRIED = "job.retried"

AUDIT_VIEWED = "audit.viewed"
AUDIT_EXPORTED = "audit.exported"
HOLD_PLACED = "hold.placed"
HOLD_RELEASED = "hold.released"
POLICY_CHANGED = "policy.changed"
EXPORT_CREATED = "export.created"

CATALOGUE = frozenset(value for name, value in list(globals().items()) if name.isupper())

"""Who may do what with notifications: everybody with their own. Part of the one table (`tests.security.policy`)."""

from tests.security.rows import Row, fixed, signed_in

NOTI_ROWS: tuple[Row, ...] = (
    signed_in("GET", "notifications", 200),
    signed_in("POST", "notifications/read", 200, fixed(upToId=1)),
)

"""Who may do what with notifications: everybody with their own. Part of the one table (`tests.security.policy`)."""

from tests.security.rows import Row, fixed, signed_in
from tests.security.world import MEMBER

NOTI_ROWS: tuple[Row, ...] = (
    signed_in("GET", "notifications", 200),
    signed_in("POST", "notifications/read", 200, fixed(upToId=1)),
    signed_in("GET", "push-providers", 200),
    signed_in("GET", "push-tokens", 200),
    signed_in("POST", "push-tokens", 400, fixed(platform="WINDOWS", token="x")),  # a kind that cannot be woken
    Row("DELETE", "push-tokens/<uuid:token_id>", {"mine": {MEMBER: 204}}, ("mine", "foreign", "missing")),
)

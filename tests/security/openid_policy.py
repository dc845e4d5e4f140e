"""The company's provider: whoever comes is nobody yet. Without a provider (as here) there are no such pages."""

from tests.security.rows import Row, for_everybody

OPENID_API_ROWS: tuple[Row, ...] = (for_everybody("GET", "auth/ways", 200),)
OPENID_ROWS: tuple[Row, ...] = (
    for_everybody("GET", "openid/login", 404),
    for_everybody("GET", "openid/callback", 404),
    for_everybody("POST", "openid/backchannel", 404),
)

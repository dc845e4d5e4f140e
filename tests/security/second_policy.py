"""Who may do what with second factors and passwords: everybody with their own, whatever their role."""

from tests.security.rows import Row, fixed, for_everybody, signed_in

SECOND_ROWS: tuple[Row, ...] = (
    signed_in("GET", "me/second-factor", 200),
    signed_in("POST", "me/second-factor", 201),
    signed_in("DELETE", "me/second-factor", 409, fixed(otp="000000", password="not-the-password")),
    signed_in("POST", "me/second-factor/confirm", 409, fixed(otp="000000")),
    signed_in("POST", "me/second-factor/codes", 409, fixed(otp="000000")),
    signed_in("PUT", "me/password", 400, fixed(current="not-the-password")),
)

SECOND_PAGES: tuple[Row, ...] = (
    signed_in("GET", "second-factor", 200, page=True),
    signed_in("POST", "second-factor", 302, page=True),  # to its beginning: a picture has to be shown first
    signed_in("GET", "password", 200, page=True),
    signed_in("POST", "password", 400, page=True),
    for_everybody("GET", "login/code", 302),  # back to the sign-in: nobody has begun one
    for_everybody("POST", "login/code", 302),
)

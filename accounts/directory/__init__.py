"""The company's directory (LDAP, Active Directory): who is in it, and whether a password is right there.

`library` is what may not be installed; `reaching` finds a server that answers, `breaker` leaves a silent one alone,
`client` asks, `mapping` understands, `groups` follows groups of groups, `backend` proves a password, `ways` is its
way into sign-in; `reading` reads everybody, `syncing` makes runs of it, stopped by `guarding`; `taking` takes people
in; `asking` is what admins do.
"""

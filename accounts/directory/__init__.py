"""The company's directory (LDAP, Active Directory): who is in it, and whether a password is right there.

`library` is what may not be installed; `client` asks, `mapping` understands, `groups` follows groups of groups,
`backend` proves a password, `ways` is its way into sign-in; `syncing` reads all of it, guarded by `guarding`.
"""

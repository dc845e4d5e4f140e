"""Writes: the rule, the row, the audit entry, the event. Every door calls these."""

from accounts.services.devices import (
    note_use,
    revoke_device,
    revoke_other_devices,
    session_of_access_token,
    session_of_browser,
    sign_out,
    use_is_due,
)
from accounts.services.lifetimes import SignedIn
from accounts.services.org import create_unit, give_post
from accounts.services.people import (
    create_user,
    disable_user,
    enable_user,
    register,
    set_password,
    set_role,
    update_me,
)
from accounts.services.rotation import next_browser_token, refresh
from accounts.services.signing_in import admit, open_device_session, sign_in

__all__ = [
    "SignedIn",
    "admit",
    "create_unit",
    "create_user",
    "disable_user",
    "enable_user",
    "give_post",
    "next_browser_token",
    "note_use",
    "open_device_session",
    "refresh",
    "register",
    "revoke_device",
    "revoke_other_devices",
    "session_of_access_token",
    "session_of_browser",
    "set_password",
    "set_role",
    "sign_in",
    "sign_out",
    "update_me",
    "use_is_due",
]

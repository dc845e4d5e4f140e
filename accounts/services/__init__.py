"""Writes: the rule, the row, the audit entry, the event. Every door calls these."""

from accounts.services.approving import approve, decide, reject, withdraw
from accounts.services.by_password import prove
from accounts.services.details import update_person
from accounts.services.devices import (
    note_use,
    revoke_device,
    revoke_other_devices,
    session_of_access_token,
    session_of_browser,
    sign_out,
    use_is_due,
)
from accounts.services.leaving import belongings, hand_over
from accounts.services.lifetimes import SignedIn
from accounts.services.org import change_unit, create_unit, delete_unit, merge_units, move_unit, unit_at
from accounts.services.passwords import change_password, reset_password, set_password
from accounts.services.people import create_user, register, update_me
from accounts.services.photos import choose_photo, take_own_photo_away, take_photo_away
from accounts.services.posts import Seat, give_post, set_posts, take_post
from accounts.services.rotation import next_browser_token, refresh
from accounts.services.second_factor import (
    SetUp,
    begin_second_factor,
    confirm_second_factor,
    new_recovery_codes,
    reset_second_factor,
    turn_off_second_factor,
)
from accounts.services.second_factor_browsers import give_ticket, know_browser, ticket_of
from accounts.services.signing_in import admit, finish_sign_in, open_device_session, sign_in
from accounts.services.standing import disable_user, enable_user, set_role
from accounts.services.transferring import cancel_transfer, plan_transfer

__all__ = [
    "Seat",
    "SetUp",
    "SignedIn",
    "admit",
    "approve",
    "begin_second_factor",
    "belongings",
    "cancel_transfer",
    "change_password",
    "change_unit",
    "choose_photo",
    "confirm_second_factor",
    "create_unit",
    "create_user",
    "decide",
    "delete_unit",
    "disable_user",
    "enable_user",
    "finish_sign_in",
    "give_post",
    "give_ticket",
    "hand_over",
    "know_browser",
    "merge_units",
    "move_unit",
    "new_recovery_codes",
    "next_browser_token",
    "note_use",
    "open_device_session",
    "plan_transfer",
    "prove",
    "refresh",
    "register",
    "reject",
    "reset_password",
    "reset_second_factor",
    "revoke_device",
    "revoke_other_devices",
    "session_of_access_token",
    "session_of_browser",
    "set_password",
    "set_posts",
    "set_role",
    "sign_in",
    "sign_out",
    "take_own_photo_away",
    "take_photo_away",
    "take_post",
    "ticket_of",
    "turn_off_second_factor",
    "unit_at",
    "update_me",
    "update_person",
    "use_is_due",
    "withdraw",
]

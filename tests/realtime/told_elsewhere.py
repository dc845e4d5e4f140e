"""Writes without a case of state plus events, and where what they do is told."""

# Nobody is shown anything else after these; what they do to sockets is told in test_revocation.py.
SILENT = {
    "SignedIn", "create_unit", "create_user", "note_use", "next_browser_token", "open_device_session", "refresh",
    "register", "revoke_device", "revoke_other_devices", "session_of_access_token", "session_of_browser",
    "set_password", "set_role", "sign_in", "sign_out", "update_me", "use_is_due",
    "SetUp", "admit", "begin_second_factor", "change_password", "confirm_second_factor", "finish_sign_in",
    "give_ticket", "know_browser", "new_recovery_codes", "prove", "reset_password", "reset_second_factor",
    "ticket_of", "turn_off_second_factor",
    # What they change is told by the services they call, each of which has its case.
    "Seat", "approve", "belongings", "cancel_transfer", "decide", "delete_unit", "hand_over", "move_unit",
    "plan_transfer", "reject", "unit_at", "withdraw",
}  # fmt: skip
# Nobody sees anything of an upload until it is sent.
UNSEEN = {"upload.begin", "upload.complete", "upload.discard", "push_token.add", "push_token.remove"}
# A case of disclosure shows nobody in a conversation anything: tests/disclosure/.
UNSEEN |= {"disclosure.ask", "disclosure.approve", "disclosure.reject", "disclosure.close"}
# What somebody keeps for themselves: tests/around/test_own_things_by_events.py.
OWN = {
    "bookmark.keep", "bookmark.drop", "draft.keep", "scheduled.add", "scheduled.change", "scheduled.cancel",
    "reminder.set", "reminder.drop",
}  # fmt: skip

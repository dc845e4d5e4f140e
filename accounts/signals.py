"""What upper apps may hear of people. Sent inside the transaction, with `user`."""

from django.dispatch import Signal

user_disabled = Signal()
user_enabled = Signal()
account_adopted = Signal()  # from now on it is whom a list or a provider means: what waits in it may be a stranger's
new_device = Signal()  # with `session`, of a kind of device or from an address that the person never used
account_changed = Signal()  # with `user`, `what` was done to the account by others, and `actor` (None: no person)
directory_stopped = Signal()  # with `run_id` and `leaving`: so many would be disabled that an admin has to look

unit_merging = Signal()  # `unit` is about to be part of `into`, and gone

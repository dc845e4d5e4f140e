"""What files tell those above them. `files.services.changing.change` sends both; nobody else does."""

from django.dispatch import Signal

# An attachment is about to change: whoever orders what happens in its room takes the room's lock now,
# because locks are taken room first, attachment second. Sent with `room_id`, inside the transaction.
attachment_changing = Signal()

# It looks different now: its verdict or its pictures arrived. Sent with `attachment`, inside the transaction.
attachment_changed = Signal()

"""What files tell those above them. The first two are sent by `files.services.changing.change` alone."""

from django.dispatch import Signal

# An attachment is about to change: whoever orders what happens in its room takes the room's lock now,
# because locks are taken room first, attachment second. Sent with `room_id`, inside the transaction.
attachment_changing = Signal()

# It looks different now: its verdict or its pictures arrived. Sent with `attachment`, inside the transaction.
attachment_changed = Signal()

# What can be read in it is known now, or is gone (`selectors.texts`). Sent by `files.services.texting` with
# `attachment_id`, inside the transaction.
attachment_text_ready = Signal()

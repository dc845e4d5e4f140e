"""What files tell those above them."""

from django.dispatch import Signal

# An attachment looks different now: its verdict or its pictures arrived. Sent inside the transaction
# that changed it, with `attachment`.
attachment_changed = Signal()

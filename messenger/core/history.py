"""The history epoch of this installation."""

from functools import cache

from messenger.core.models import Installation


@cache
def epoch() -> str:
    """The current history epoch; made on first use, constant while a process lives."""
    return str(Installation.objects.get_or_create(pk=1)[0].history_epoch)

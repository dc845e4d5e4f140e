"""What may count once only, remembered until it would not count anyway."""

import datetime as dt
import hashlib

from django.utils import timezone

from accounts.models import OpenOnce


def spend(kind: str, value: str, seconds: float) -> bool:
    """Whether this is the first time; of two at the same moment one is."""
    now = timezone.now()
    OpenOnce.objects.filter(until__lt=now).delete()
    until = now + dt.timedelta(seconds=seconds)
    return OpenOnce.objects.get_or_create(digest=_digest(kind, value), defaults={"until": until})[1]


def is_spent(kind: str, value: str) -> bool:
    """Whether it was spent, and would still count."""
    return OpenOnce.objects.filter(digest=_digest(kind, value), until__gte=timezone.now()).exists()


def _digest(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind} {value}".encode()).hexdigest()

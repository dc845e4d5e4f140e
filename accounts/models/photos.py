"""What is kept of somebody's face."""

from django.db import models
from django.utils import timezone

from accounts.models.people import User


class Photo(models.Model):
    """Somebody's photo as it is shown, or (without `body`) the word that they have none. Decision 0038.

    `Profile.photo` names it, so that whoever lists people reads no pictures.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    body = models.BinaryField(default=b"")  # a small square WebP
    source = models.CharField(max_length=16, blank=True, default="")  # the list that it came with; "": a person chose
    source_digest = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of the picture it was made of
    changed_at = models.DateTimeField(default=timezone.now)

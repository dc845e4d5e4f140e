"""Polls, and what was voted (contract 7). Decision 0022 says what an anonymous one keeps, and what it does not."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from chat.models.messages import Message
from messenger.core.models import UUIDModel

SALT_BYTES = 32


def new_salt() -> bytes:
    """What makes a poll's ballots unlike those of every other poll."""
    return secrets.token_bytes(SALT_BYTES)


class Poll(UUIDModel):
    """The poll of a POLL message, whose text is the question.

    `told_at` is when the room last heard of its counts. `salt` is needed to find somebody's anonymous
    ballot; it goes with the ballots when the poll is closed, and `closed_voters` and the options'
    `closed_count` are all that remains.
    """

    message = models.OneToOneField(Message, models.CASCADE, related_name="poll")
    is_anonymous = models.BooleanField(default=False)
    is_multiple = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    salt = models.BinaryField(max_length=SALT_BYTES, null=True)
    closed_voters = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["closes_at"], name="poll_closing", condition=Q(closed_at=None, closes_at__isnull=False)
            )
        ]


class PollOption(UUIDModel):
    """Something to choose; `place` counts from 0."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options", db_index=False)
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    closed_count = models.PositiveIntegerField(default=0)  # of an anonymous poll, when it was closed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "place"], name="poll_option_place"),
            models.UniqueConstraint(fields=["poll", "text"], name="poll_option_text"),
        ]


class PollVote(models.Model):
    """One person's choice of one option, in a poll by name. `only`: the poll allows one choice."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes", db_index=False)
    option = models.ForeignKey(PollOption, models.CASCADE, related_name="votes", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    only = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "user", "option"], name="voted_once_an_option"),
            models.UniqueConstraint(fields=["poll", "user"], condition=Q(only=True), name="voted_once"),
        ]
        indexes = [models.Index(fields=["user"]), models.Index(fields=["option"])]


class PollBallot(models.Model):
    """An anonymous vote of an open poll: nobody's name, and the choice sealed.

    `name` is the voter under a name that only the key outside the database can make again.
    """

    name = models.CharField(primary_key=True, max_length=64)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    sealed = models.BinaryField()

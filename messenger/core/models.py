"""Bases of the tables, and the one row about this installation."""

import uuid

from django.db import models


class UUIDModel(models.Model):
    """A row with a UUID that tells nothing about its neighbours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Installation(models.Model):
    """The one row about this installation.

    `history_epoch` names the line of history clients have seen; a restore from a backup
    starts a new one, and clients drop what they cached (contract 10.6).
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    history_epoch = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_installation")]

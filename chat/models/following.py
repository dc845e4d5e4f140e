"""How far the work that follows the messages has come."""

from django.db import models

from chat.models.rooms import Room


class FollowedRoom(models.Model):
    """`follower` has taken in everything that happened in the room up to `change`."""

    follower = models.CharField(max_length=16)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    change = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follower", "room"], name="followed_once")]

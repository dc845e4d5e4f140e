"""The org chart: departments, and the posts people have there."""

from django.db import models
from django.db.models import Q

from accounts.models.people import User
from messenger.core.models import UUIDModel


class OrgUnit(UUIDModel):
    """A department; the tree of them is the org chart."""

    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order_no = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order_no", "name"]
        constraints = [models.CheckConstraint(condition=~Q(parent=models.F("id")), name="unit_is_not_its_own_parent")]

    def __str__(self) -> str:
        return self.name


class OrgMember(models.Model):
    """Somebody's post in a unit; several rows are concurrent posts (겸직)."""

    unit = models.ForeignKey(OrgUnit, models.CASCADE, related_name="posts")
    user = models.ForeignKey(User, models.CASCADE, related_name="posts")
    title = models.CharField(max_length=80, blank=True)
    role_in_org = models.CharField(max_length=80, blank=True)
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "user"], name="one_post_in_a_unit"),
            models.UniqueConstraint(fields=["user"], condition=Q(is_primary=True), name="one_primary_post"),
        ]

"""How the people of the office are sorted out."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import DIRECTORY, Role
from accounts.selectors import staff
from messenger.core.administration import Choice


class HasRole(Choice):
    title = _("role")
    parameter_name = "role"
    choices_of = dict(Role.choices)

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return staff.with_role(rows, chosen)


class KeptBy(Choice):
    title = _("kept by")
    parameter_name = "source"
    choices_of = {staff.LOCAL: _("this office"), DIRECTORY: _("directory"), "sheet": _("spreadsheet")}

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return staff.of_source(rows, chosen)


class HasFactor(Choice):
    title = _("second factor")
    parameter_name = "factor"
    choices_of = {"on": _("set up"), "off": _("not set up")}

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return rows.filter(factor=chosen == "on")


class Seen(Choice):
    title = _("last seen")
    parameter_name = "seen"
    choices_of = {"7": _("within 7 days"), "not90": _("not for 90 days"), "never": _("never")}

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        if chosen == "not90":
            return staff.not_seen_since(rows, 90)
        return staff.seen_lately(rows, 0 if chosen == "never" else int(chosen))

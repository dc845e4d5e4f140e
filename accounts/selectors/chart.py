"""The org chart as a list: where each department hangs, read in one query."""

from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import OrgMember, OrgUnit


class Chart:
    """The chart as it is now, in the order in which people read it: each department before those below it."""

    def __init__(self) -> None:
        self.units = {unit.pk: unit for unit in OrgUnit.objects.all()}
        below: dict[UUID | None, list[UUID]] = defaultdict(list)
        for unit in self.units.values():  # in the chart's own order
            below[unit.parent_id].append(unit.pk)
        self._below = below
        self._depths: dict[UUID, int] = {}
        self._places: dict[UUID, int] = {}
        waiting = [(pk, 0) for pk in reversed(below[None])]
        while waiting:
            pk, depth = waiting.pop()
            self._places[pk], self._depths[pk] = len(self._places), depth
            waiting += [(child, depth + 1) for child in reversed(below[pk])]

    def rows(self) -> list[tuple[OrgUnit, int]]:
        """`(department, depth)` of all, the top first."""
        return [(self.units[pk], self._depths[pk]) for pk in self._places]

    def depth(self, unit_id: UUID) -> int:
        """How many departments stand above it."""
        return self._depths.get(unit_id, 0)

    def place(self, unit_id: UUID) -> int:
        """Its line in the list."""
        return self._places.get(unit_id, len(self._places))

    def path(self, unit_id: UUID) -> list[str]:
        """The names from the top down to it."""
        names: list[str] = []
        at: UUID | None = unit_id
        while at is not None and len(names) <= len(self.units):
            names.append(self.units[at].name)
            at = self.units[at].parent_id
        return names[::-1]

    def branch(self, unit_id: UUID) -> set[UUID]:
        """It and everything below it."""
        found, waiting = set(), [unit_id]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._below[one]
        return found

    def choices(self) -> list[tuple[str, str]]:
        """For a form: every department by its path."""
        return [(str(unit.pk), " / ".join(self.path(unit.pk))) for unit, _depth in self.rows()]


def posts() -> QuerySet[OrgMember]:
    """All posts of all people, to be narrowed down."""
    return OrgMember.objects.all()

"""What taking in a list would change: made by `planning`, looked at by people, stored as JSON, done by `applying`."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class Kind(StrEnum):
    """What happens to a person."""

    CREATED = "created"
    CHANGED = "changed"  # `field`, `before`, `after`
    LINKED = "linked"  # the list keeps them from now on; `after` is its lasting name of them
    ENABLED = "enabled"
    DISABLED = "disabled"  # `after` is why: "inactive", "missing"
    POST_GIVEN = "post_given"  # `unit`; a post they have becomes another one if `before` is not None
    POST_TAKEN = "post_taken"  # `unit`
    PHOTO = "photo"  # `after` is the digest of a picture; empty: none any more
    ROLE = "role"  # `before` and `after` are lists of roles


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `before` and `after` are JSON; of a post `{title, roleInOrg, isPrimary}`."""

    kind: Kind
    field: str = ""
    before: Any = None
    after: Any = None
    unit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """All that changes for one person: done as a whole, or not at all. `user_id` None: they are new."""

    row: int
    login_id: str
    name: str
    user_id: UUID | None
    changes: tuple[Change, ...]

    def has(self, kind: Kind) -> bool:
        return any(change.kind == kind for change in self.changes)


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entry that is left alone until a person has decided; `code` is one of `wording.CONFLICTS`."""

    row: int
    login_id: str
    code: str
    field: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list would change. `units` are the departments it would add, those above first."""

    source: str
    items: tuple[Item, ...] = ()
    units: tuple[tuple[str, ...], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unchanged: int = 0
    entries: int = 0
    counts: dict[str, int] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if not self.counts:
            kinds = Counter(kind.value for item in self.items for kind in {change.kind for change in item.changes})
            self.counts.update({**kinds, "units": len(self.units), "conflicts": len(self.conflicts)})

    def people(self, kind: Kind) -> list[Item]:
        """Those for whom this happens (a guard counts who would be disabled)."""
        return [item for item in self.items if item.has(kind)]


def plan_out(plan: Plan) -> dict[str, Any]:
    """The plan as JSON, to be stored."""
    return {
        "source": plan.source,
        "units": [list(path) for path in plan.units],
        "conflicts": [asdict(conflict) for conflict in plan.conflicts],
        "unchanged": plan.unchanged,
        "entries": plan.entries,
        "items": [item_out(item) for item in plan.items],
    }


def item_out(item: Item) -> dict[str, Any]:
    """One person's part of it as JSON; of a change only what it says."""
    return {
        "row": item.row,
        "login_id": item.login_id,
        "name": item.name,
        "user_id": str(item.user_id) if item.user_id else None,
        "changes": [_change_out(change) for change in item.changes],
    }


def _change_out(change: Change) -> dict[str, Any]:
    said = {"field": change.field, "before": change.before, "after": change.after, "unit": list(change.unit)}
    return {"kind": change.kind.value, **{name: value for name, value in said.items() if value not in (None, "", [])}}


def plan_in(stored: dict[str, Any]) -> Plan:
    """The plan that `plan_out` stored."""
    return Plan(
        source=stored["source"],
        items=tuple(_item_in(item) for item in stored["items"]),
        units=tuple(tuple(path) for path in stored["units"]),
        conflicts=tuple(Conflict(**conflict) for conflict in stored["conflicts"]),
        unchanged=stored["unchanged"],
        entries=stored["entries"],
    )


def _item_in(stored: dict[str, Any]) -> Item:
    changes = tuple(
        Change(
            Kind(one["kind"]),
            one.get("field", ""),
            one.get("before"),
            one.get("after"),
            tuple(one.get("unit", ())),
        )
        for one in stored["changes"]
    )
    user_id = UUID(stored["user_id"]) if stored["user_id"] else None
    return Item(stored["row"], stored["login_id"], stored["name"], user_id, changes)

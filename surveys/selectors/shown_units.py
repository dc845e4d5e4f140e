"""Which departments' figures may be shown so that no smaller group can be worked out (decision 0023).

Everybody counts for one unit, so the groups of the chart lie inside each other or apart. Whatever is added
and subtracted, the smallest groups one can arrive at are the remainders: those of a shown unit that are in none of
the shown units below it. So each remainder must be empty or large enough. Pure.
"""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

Unit = UUID | None  # None: everybody
Tree = Mapping[UUID, UUID | None]  # a unit and the one above it


def totals(own: Mapping[Unit, int], tree: Tree) -> dict[Unit, int]:
    """How many there are in each unit with everything below it; those who count for no unit only in None."""
    found: dict[Unit, int] = defaultdict(int)
    for unit, number in own.items():
        for above in path_of(unit, tree):
            found[above] += number
    return dict(found)


def path_of(unit: Unit, tree: Tree) -> list[Unit]:
    """The unit, the one above it, and so on up to None; a chart that bites its tail ends where it does."""
    path: list[Unit] = []
    while unit is not None and unit in tree and unit not in path:
        path.append(unit)
        unit = tree[unit]
    return [*path, None]


def shown_units(own: Mapping[Unit, int], tree: Tree, least: int) -> set[Unit]:
    """The units whose figures may be shown, None among them if anything may.

    A unit below `least` is not shown. Where what remains of the unit above would be too few, the next smallest unit
    is kept back as well, and with it all below it (complementary suppression).
    """
    sums = totals(own, tree)
    if sums.get(None, 0) < least:
        return set()
    below: dict[Unit, list[Unit]] = defaultdict(list)
    for unit in sums:
        if unit is not None:
            below[path_of(unit, tree)[1]].append(unit)
    shown: set[Unit] = set()
    waiting: list[Unit] = [None]
    while waiting:
        unit = waiting.pop()
        shown.add(unit)
        waiting += _shown_below(sums[unit], {sub: sums[sub] for sub in below[unit]}, least)
    return shown


def _shown_below(total: int, sizes: Mapping[Unit, int], least: int) -> list[Unit]:
    """Those of the units right below one of `total` that may be shown beside it."""
    large = sorted((unit for unit in sizes if sizes[unit] >= least), key=lambda unit: (sizes[unit], str(unit)))
    rest = total - sum(sizes[unit] for unit in large)
    while large and 0 < rest < least:
        rest += sizes[large.pop(0)]
    return large


def coarse(homes: Mapping[UUID, Unit], tree: Tree, least: int) -> dict[UUID, Unit]:
    """`{somebody: the smallest unit around them that has at least this many people}`, None if only everybody has."""
    own: dict[Unit, int] = defaultdict(int)
    for unit in homes.values():
        own[unit] += 1
    sums = totals(own, tree)
    return {one: next(u for u in path_of(unit, tree) if u is None or sums[u] >= least) for one, unit in homes.items()}

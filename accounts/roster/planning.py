"""From a list of people to what taking it in would change. Reads only, in seven queries for any number of people."""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import Role, UserStatus
from accounts.roster import comparing, matching
from accounts.roster.changes import Change, Conflict, Item, Kind, Plan
from accounts.roster.checking import problems
from accounts.roster.comparing import Seats
from accounts.roster.entries import Entry, Post
from accounts.roster.known import Known, Path, Person
from accounts.roster.matching import Unclear


def plan(
    entries: Iterable[Entry],
    *,
    source: str,
    complete: bool = False,
    adopt: bool = True,
    create_units: bool = True,
    short_paths: bool = False,
) -> Plan:
    """What would change if the list were taken in. What is not clear is a conflict, and left alone.

    `complete`: the list holds everybody whom `source` keeps; who is missing there leaves. `adopt` False: nobody
    is recognised by login who was not linked before. `create_units` False: an unknown department is a conflict.
    `short_paths`: the end of a path is enough to name a department, where only one ends so (sheets).
    """
    return _Planner(source, adopt=adopt, create_units=create_units, short_paths=short_paths).plan(
        list(entries), complete=complete
    )


class _Planner:
    def __init__(self, source: str, *, adopt: bool, create_units: bool, short_paths: bool) -> None:
        self._source, self._adopt = source, adopt
        self._create_units, self._short_paths = create_units, short_paths
        self._known = Known()
        self._items: list[Item] = []
        self._conflicts: list[Conflict] = []
        self._units: dict[Path, None] = {}
        self._seen: set[UUID] = set()
        self._unchanged = 0

    def plan(self, entries: list[Entry], *, complete: bool) -> Plan:
        twice = matching.said_twice(entries)
        for number, entry in enumerate(entries, 1):
            self._take(entry.row or number, entry, twice)
        if complete:
            self._leave_out(entries)
        self._keep_an_admin()
        units = tuple(sorted(self._units, key=len))
        return Plan(self._source, tuple(self._items), units, tuple(self._conflicts), self._unchanged, len(entries))

    def _take(self, row: int, entry: Entry, twice: set[tuple[str, str]]) -> None:
        wrong = [Conflict(row, entry.login_id, "INVALID", field, text) for field, text in problems(entry)]
        wrong += [
            Conflict(row, entry.login_id, "TWICE", field, value)
            for field, value in matching.handles(entry)
            if (field, value) in twice
        ]
        try:
            person = matching.match(entry, self._known, self._source, adopt=self._adopt)
            if person is not None:
                self._seen.add(person.user_id)  # a conflict is no reason to say that somebody left
            if not wrong:
                self._add(row, entry, person)
        except Unclear as unclear:
            wrong.append(Conflict(row, entry.login_id, unclear.code, unclear.field, unclear.text))
        self._conflicts += wrong

    def _add(self, row: int, entry: Entry, person: Person | None) -> None:
        changes = self._changes(entry, person)
        if not changes:
            self._unchanged += 1
            return
        login, name = entry.login_id, entry.name
        if person is not None:
            login, name = person.login_id, name or person.name
        self._items.append(Item(row, login, name, person.user_id if person else None, tuple(changes)))

    def _changes(self, entry: Entry, person: Person | None) -> list[Change]:
        if not entry.active:
            gone = person is None or person.status != UserStatus.ACTIVE
            return [] if gone else [Change(Kind.DISABLED, after="inactive")]
        seats = self._seats(entry.posts)
        if person is None:
            if not entry.login_id or not entry.name:
                raise Unclear("UNKNOWN_PERSON", "login_id" if not entry.login_id else "name")
            changes = list(comparing.changes_for_new(entry, seats))
        else:
            changes = list(comparing.changes_for(person, entry, self._source, seats, self._known.chart))
        self._note_units(seats)
        return changes

    def _seats(self, posts: tuple[Post, ...] | None) -> Seats | None:
        """Where the posts are, exactly one of them the primary one. Raises `Unclear`."""
        if posts is None:
            return None
        first = next((n for n, post in enumerate(posts) if post.is_primary), 0)
        seats: Seats = {}
        for number, post in enumerate(posts):
            path, unit = self._unit(post.unit)
            if path in seats:
                raise Unclear("POST_TWICE", "unit", " / ".join(path))
            seats[path] = unit, Post(path, post.title, post.role_in_org, number == first)
        return seats

    def _unit(self, path: Path) -> tuple[Path, UUID | None]:
        found = self._known.chart.find(path, short=self._short_paths)
        if len(found) > 1:
            raise Unclear("UNIT_UNCLEAR", "unit", " / ".join(path))
        if found:
            return self._known.chart.paths[found[0]], found[0]
        if not self._create_units:
            raise Unclear("UNIT_UNKNOWN", "unit", " / ".join(path))
        return path, None

    def _note_units(self, seats: Seats | None) -> None:
        """The departments that are not there, with those above them."""
        for path, (unit, _post) in (seats or {}).items():
            for depth in range(1, len(path) + 1 if unit is None else 0):
                if not self._known.chart.find(path[:depth], short=False):
                    self._units[path[:depth]] = None

    def _leave_out(self, entries: list[Entry]) -> None:
        """Whom the list kept and does not name any more: they leave."""
        named = {entry.external_id for entry in entries}
        for person in self._known.people.values():
            mine = person.source == self._source and person.status == UserStatus.ACTIVE
            if mine and person.user_id not in self._seen and person.external_id not in named:
                gone = Change(Kind.DISABLED, after="missing")
                self._items.append(Item(0, person.login_id, person.name, person.user_id, (gone,)))

    def _keep_an_admin(self) -> None:
        """A list that would leave nobody to look after the installation is not followed there."""
        losing = {item.user_id for item in self._items if item.user_id is not None and _loses_admin(item)}
        admins = {
            person.user_id
            for person in self._known.people.values()
            if person.status == UserStatus.ACTIVE and Role.SYSTEM_ADMIN in person.roles
        }
        if not admins or admins - losing:
            return
        kept = [item for item in self._items if item.user_id in admins and _loses_admin(item)]
        self._conflicts += [Conflict(item.row, item.login_id, "LAST_ADMIN") for item in kept]
        self._items = [item for item in self._items if item not in kept]


def _loses_admin(item: Item) -> bool:
    return any(
        change.kind == Kind.DISABLED or (change.kind == Kind.ROLE and Role.SYSTEM_ADMIN not in change.after)
        for change in item.changes
    )

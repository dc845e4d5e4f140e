"""What is known here of everybody, read at once: a plan of 5,000 people asks as often as one of 5."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from accounts.models import OrgMember, OrgUnit, PersonSource, User, UserRole
from accounts.selectors import approvals
from accounts.selectors.people import folded_login
from accounts.selectors.photos import digests

Path = tuple[str, ...]


@dataclass(slots=True)
class Person:
    """Somebody, as the tables have them. `posts` by unit: `{title, roleInOrg, isPrimary}`."""

    user_id: UUID
    login_id: str
    employee_no: str
    status: str
    name: str
    title: str
    email: str
    phone: str
    posts: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)
    source: str = ""
    external_id: str = ""
    left: bool = False  # it was the list that shut them out
    photo: str | None = ""  # the digest of the picture that was taken last; None: no list has a say


class Chart:
    """The org chart by the paths of its units."""

    def __init__(self) -> None:
        rows = {unit_id: (name, parent) for unit_id, name, parent in _units()}
        self.paths: dict[UUID, Path] = {unit_id: _path(unit_id, rows) for unit_id in rows}
        self._exact: dict[Path, list[UUID]] = defaultdict(list)
        self._ends: dict[Path, list[UUID]] = defaultdict(list)
        for unit_id, path in self.paths.items():
            self._exact[path].append(unit_id)
            for start in range(len(path)):
                self._ends[path[start:]].append(unit_id)

    def find(self, path: Path, *, short: bool) -> list[UUID]:
        """The units of this path; with `short` those whose path ends so, if none bears it as a whole."""
        return self._exact.get(path) or (self._ends.get(path, []) if short else [])


class Known:
    """Everybody, and the ways to find them: by a list's lasting name, by login, by employee number."""

    def __init__(self) -> None:
        self.people = {user_id: Person(user_id, *rest) for user_id, *rest in _people()}
        _add_posts(self.people)
        _add_roles(self.people)
        _add_sources(self.people)
        _add_photos(self.people)
        everybody = self.people.values()
        self.by_login = {folded_login(person.login_id): person for person in everybody}
        self.by_number = {person.employee_no.lower(): person for person in everybody if person.employee_no}
        self.by_source = {(person.source, person.external_id): person for person in everybody if person.source}
        self.chart = Chart()

    def of_handle(self, handle: str) -> Person | None:
        """Whom this signs in: both logins and employee numbers do."""
        folded = folded_login(handle)
        return self.by_login.get(folded) or self.by_number.get(folded)


def _people() -> list[tuple[Any, ...]]:
    refused = approvals.rejected().values("pk")  # theirs is free for whoever comes
    rows = (
        User.objects.filter(profile__isnull=False)
        .exclude(pk__in=refused)
        .values_list(
            "pk",
            "login_id",
            "employee_no",
            "status",
            "profile__name",
            "profile__title",
            "profile__email",
            "profile__phone",
        )
    )
    return [(pk, login, number or "", *rest) for pk, login, number, *rest in rows]


def _units() -> list[tuple[UUID, str, UUID | None]]:
    return list(OrgUnit.objects.values_list("pk", "name", "parent_id"))


def _path(unit_id: UUID, rows: dict[UUID, tuple[str, UUID | None]]) -> Path:
    names: list[str] = []
    at: UUID | None = unit_id
    while at is not None and len(names) <= len(rows):
        name, at = rows[at]
        names.append(name)
    return tuple(reversed(names))


def _add_posts(people: dict[UUID, Person]) -> None:
    for user_id, unit_id, title, role, primary in OrgMember.objects.values_list(
        "user_id", "unit_id", "title", "role_in_org", "is_primary"
    ):
        if user_id in people:
            people[user_id].posts[unit_id] = {"title": title, "roleInOrg": role, "isPrimary": primary}


def _add_roles(people: dict[UUID, Person]) -> None:
    for user_id, role in UserRole.objects.order_by("role").values_list("user_id", "role"):
        if user_id in people:
            people[user_id].roles.append(role)


def _add_sources(people: dict[UUID, Person]) -> None:
    for user_id, source, external_id, left_at in PersonSource.objects.values_list(
        "user_id", "source", "external_id", "left_at"
    ):
        if user_id in people:
            person = people[user_id]
            person.source, person.external_id, person.left = source, external_id, left_at is not None


def _add_photos(people: dict[UUID, Person]) -> None:
    for user_id, digest in digests().items():
        if user_id in people:
            people[user_id].photo = digest

"""What a list says of somebody, held against what is known here: the changes for one person."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from accounts.models import Role, UserStatus
from accounts.roster.changes import Change, Kind
from accounts.roster.entries import Entry, Post
from accounts.roster.known import Chart, Path, Person

FIELDS = ("name", "employee_no", "title", "email", "phone")
Seats = dict[Path, tuple[UUID | None, Post]]  # where somebody sits; None: a unit that is yet to be made


def changes_for(person: Person, entry: Entry, source: str, seats: Seats | None, chart: Chart) -> Iterator[Change]:
    """All that would change for somebody who is known."""
    if entry.external_id and not person.source:
        yield Change(Kind.LINKED, after=entry.external_id)
    if entry.active and person.status == UserStatus.DISABLED and person.left and person.source == source:
        yield Change(Kind.ENABLED)
    yield from _fields(person, entry)
    if seats is not None:
        yield from _posts(person, seats, chart, whole=entry.all_posts)
    if entry.photo is not None and person.photo not in (None, entry.photo):
        yield Change(Kind.PHOTO, after=entry.photo)
    yield from _role(person, entry)


def changes_for_new(entry: Entry, seats: Seats | None) -> Iterator[Change]:
    """All that is said of somebody who is not known here."""
    yield Change(Kind.CREATED, after=entry.name)
    if entry.external_id:
        yield Change(Kind.LINKED, after=entry.external_id)
    for name in FIELDS[1:]:
        if value := getattr(entry, name):
            yield Change(Kind.CHANGED, name, "", value)
    for path, (_unit, post) in (seats or {}).items():
        yield Change(Kind.POST_GIVEN, after=post_out(post), unit=path)
    if entry.photo:
        yield Change(Kind.PHOTO, after=entry.photo)
    if entry.role and entry.role != Role.USER:
        yield Change(Kind.ROLE, before=[], after=[entry.role])


def post_out(post: Post) -> dict[str, Any]:
    """A post as changes carry it."""
    return {"title": post.title, "roleInOrg": post.role_in_org, "isPrimary": post.is_primary}


def _fields(person: Person, entry: Entry) -> Iterator[Change]:
    if entry.login_id and entry.login_id != person.login_id:
        yield Change(Kind.CHANGED, "login_id", person.login_id, entry.login_id)
    for name in FIELDS:
        said = getattr(entry, name)
        unsaid = said is None or (name == "name" and not said)
        if not unsaid and said != getattr(person, name):
            yield Change(Kind.CHANGED, name, getattr(person, name), said)


def _posts(person: Person, seats: Seats, chart: Chart, *, whole: bool) -> Iterator[Change]:
    """Posts to give and to take. A list that knows the primary one alone takes no concurrent one away."""
    said = {unit for unit, _post in seats.values() if unit is not None}
    for unit, had in person.posts.items():
        if unit not in said and (whole or had["isPrimary"]):
            yield Change(Kind.POST_TAKEN, before=had, unit=chart.paths[unit])
    for path, (seat, post) in seats.items():
        before = person.posts.get(seat) if seat is not None else None
        if before != post_out(post):
            yield Change(Kind.POST_GIVEN, before=before, after=post_out(post), unit=path)


def _role(person: Person, entry: Entry) -> Iterator[Change]:
    if entry.role is None:
        return
    wanted = [] if entry.role == Role.USER else [entry.role]
    if person.roles != wanted:
        yield Change(Kind.ROLE, before=person.roles, after=wanted)

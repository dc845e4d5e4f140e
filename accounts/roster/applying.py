"""A plan becomes true: each person in one transaction, and only if everything is still as it was planned for.

To begin again after a stop is safe: what was done already is seen to be so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import services
from accounts.errors import MovedOn
from accounts.models import OrgUnit, PersonSource, Role, User, UserStatus
from accounts.roster.changes import Change, Item, Kind, Plan
from accounts.roster.faces import Face, Pictures, drawn_for
from accounts.roster.known import Chart, Path
from accounts.selectors import roles, user_by_login
from accounts.selectors.people import people
from accounts.services import Seat
from accounts.services.photos import take_in_photo
from audit import actions
from audit.services import record
from messenger.core.errors import Refusal

Step = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Result:
    """How it went with one person. `code` and `text` say why they were left alone.

    `bad_photo`: all was done but for the photo, which the list's picture cannot be.
    """

    row: int
    login_id: str
    user_id: UUID | None
    state: Literal["applied", "already", "refused"]
    code: str = ""
    text: str = ""
    bad_photo: bool = False


def apply(
    plan: Plan, *, actor: User | None, step: Step | None = None, pictures: Pictures | None = None
) -> list[Result]:
    """Do what the plan says, as `actor` (None: the system). `step` is told the progress (0 to 1) between two people.

    What cannot be done any more is refused for that person, as a whole; the others go on. From the moment `actor` is
    no SYSTEM_ADMIN any more, everybody is: a role that was taken away plans nothing for later. `pictures` has the
    bytes of photos by their digests; without it photos stay as they are.
    """
    units = _Units(actor)
    results: list[Result] = []
    for number, item in enumerate(plan.items):
        if step is not None:
            step(number / len(plan.items))
        face = drawn_for(item, pictures)  # it takes a moment, in which nobody is to wait for a lock
        results.append(_settled(item, actor, plan.source, units, face))
    return results


class _Units:
    """Departments by their paths; one that is not there is made when the first person needs it."""

    def __init__(self, actor: User | None) -> None:
        self._actor = actor
        self._known: dict[Path, UUID] = {path: unit_id for unit_id, path in Chart().paths.items()}

    def at(self, path: Path, *, make: bool) -> UUID | None:
        unit_id = self._known.get(path)
        if unit_id is not None and OrgUnit.objects.filter(pk=unit_id).exists():
            return unit_id
        return services.unit_at(actor=self._actor, path=path).pk if make else None

    def learn(self, path: Path, unit_id: UUID) -> None:
        """Remember a department once it is certain that it stays."""
        self._known[path] = unit_id


def _settled(item: Item, actor: User | None, source: str, units: _Units, face: Face | None) -> Result:
    done: dict[Path, UUID] = {}
    try:
        with transaction.atomic():
            if actor is not None:
                roles.require_still(actor, Role.SYSTEM_ADMIN)
            user_id, changed = _Doing(item, actor, source, units, done, face).do()
    except Refusal as refusal:
        code = "MOVED_ON" if isinstance(refusal, MovedOn) else refusal.code
        return Result(item.row, item.login_id, item.user_id, "refused", code, str(refusal.text))
    for path, unit_id in done.items():
        units.learn(path, unit_id)
    state: Literal["applied", "already"] = "applied" if changed else "already"
    return Result(item.row, item.login_id, user_id, state, bad_photo=face is not None and face.bad)


class _Doing:
    """The changes of one person, inside their transaction."""

    def __init__(
        self,
        item: Item,
        actor: User | None,
        source: str,
        units: _Units,
        made: dict[Path, UUID],
        face: Face | None,
    ) -> None:
        self._item, self._actor, self._source = item, actor, source
        self._units, self._made, self._face = units, made, face

    def do(self) -> tuple[UUID, bool]:
        """Whom it was about, and whether anything had to change."""
        if self._item.has(Kind.CREATED):
            return self._create()
        user = people().filter(pk=self._item.user_id).first() if self._item.user_id else None
        if user is None:
            raise MovedOn
        steps = [self._link(user), self._enable(user), self._details(user), self._posts(user), self._photo(user)]
        return user.pk, any([*steps, self._role(user), self._disable(user)])

    def _create(self) -> tuple[UUID, bool]:
        known = user_by_login(self._item.login_id)
        if known is not None and self._is_ours(known):
            return known.pk, False
        said = {change.field: change.after for change in self._all(Kind.CHANGED)}
        user = services.create_user(actor=self._actor, login_id=self._item.login_id, name=self._item.name, **said)
        self._link(user)
        self._posts(user)
        self._photo(user)
        self._role(user)
        return user.pk, True

    def _is_ours(self, known: User) -> bool:
        """Whether an earlier run of this plan made this person: same name, same number, same lasting name."""
        number = next((change.after for change in self._all(Kind.CHANGED) if change.field == "employee_no"), None)
        linked = next((change.after for change in self._all(Kind.LINKED)), None)
        keeper = PersonSource.objects.filter(user=known, source=self._source).first()
        return (
            known.status != UserStatus.PENDING
            and known.profile.name == self._item.name
            and known.employee_no == number
            and (keeper.external_id if keeper else None) == linked
        )

    def _link(self, user: User) -> bool:
        for change in self._all(Kind.LINKED):
            keeper = PersonSource.objects.filter(user=user).first()
            if keeper is not None:
                if (keeper.source, keeper.external_id) != (self._source, change.after):
                    raise MovedOn
                return False
            if PersonSource.objects.filter(source=self._source, external_id=change.after).exists():
                raise MovedOn
            PersonSource.objects.create(user=user, source=self._source, external_id=change.after)
            record(actions.USER_LINKED, actor=self._actor, target_type="user", target_id=user.pk, source=self._source)
            return True
        return False

    def _details(self, user: User) -> bool:
        wanted = {change.field: change.after for change in self._all(Kind.CHANGED)}
        before = {change.field: change.before for change in self._all(Kind.CHANGED)}
        if not wanted:
            return False
        now = {name: _now(user, name) for name in wanted}
        services.update_person(actor=self._actor, user_id=user.pk, expected=before, source=self._source, **wanted)
        return now != wanted

    def _posts(self, user: User) -> bool:
        given, taken, expected = self._seats()
        if not given and not taken:
            return False
        had = {post.unit_id: Seat(post.title, post.role_in_org, post.is_primary) for post in user.posts.all()}
        if all(had.get(unit) == seat for unit, seat in given.items()) and not taken & had.keys():
            return False
        services.set_posts(
            actor=self._actor, user_id=user.pk, given=given, taken=taken, expected=expected, source=self._source
        )
        return True

    def _seats(self) -> tuple[dict[UUID, Seat], set[UUID], dict[UUID, Seat | None]]:
        given: dict[UUID, Seat] = {}
        taken: set[UUID] = set()
        expected: dict[UUID, Seat | None] = {}
        for change in (*self._all(Kind.POST_TAKEN), *self._all(Kind.POST_GIVEN)):
            unit_id = self._units.at(change.unit, make=change.kind == Kind.POST_GIVEN)
            if unit_id is None:  # a post taken in a department that is gone
                continue
            self._made[change.unit] = unit_id
            expected[unit_id] = Seat.of(change.before) if change.before else None
            if change.kind == Kind.POST_GIVEN:
                given[unit_id] = Seat.of(change.after)
            else:
                taken.add(unit_id)
        return given, taken, expected

    def _photo(self, user: User) -> bool:
        face = self._face
        return face is not None and take_in_photo(
            actor=self._actor, user_id=user.pk, drawn=face.drawn, source=self._source, source_digest=face.digest
        )

    def _role(self, user: User) -> bool:
        for change in self._all(Kind.ROLE):
            now = sorted(user.granted_roles.values_list("role", flat=True))
            if now == change.after:
                return False
            if now != sorted(change.before or []):
                raise MovedOn
            role = Role(change.after[0]) if change.after else Role.USER
            services.set_role(actor=self._actor, user_id=user.pk, role=role)
            return True
        return False

    def _enable(self, user: User) -> bool:
        if not self._item.has(Kind.ENABLED) or user.status == UserStatus.ACTIVE:
            return False
        left = PersonSource.objects.filter(user=user, source=self._source, left_at__isnull=False)
        if not left.exists():  # a person here shut them out meanwhile: theirs to undo
            raise MovedOn
        services.enable_user(actor=self._actor, user_id=user.pk)
        left.update(left_at=None)
        return True

    def _disable(self, user: User) -> bool:
        for change in self._all(Kind.DISABLED):
            if user.status != UserStatus.ACTIVE:
                return False
            services.disable_user(actor=self._actor, user_id=user.pk, reason=f"{self._source}: {change.after}")
            PersonSource.objects.filter(user=user, source=self._source).update(left_at=timezone.now())
            return True
        return False

    def _all(self, kind: Kind) -> Iterator[Change]:
        return (change for change in self._item.changes if change.kind == kind)


def _now(user: User, field: str) -> Any:
    return (getattr(user, field) or "") if field in ("login_id", "employee_no") else getattr(user.profile, field)

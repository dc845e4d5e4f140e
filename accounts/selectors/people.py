"""Who is who: by id, by login, by search."""

import unicodedata
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from accounts import lookups  # noqa: F401  (registers `like`)
from accounts.models import OrgMember, OrgUnit, Profile, User, UserStatus
from messenger.core import hangul, keyboard
from messenger.core.errors import NotFound

MOST_WORDS = 8
FEWEST_KEYS = 4  # shorter words read as the other keyboard's would find half the company
_PHONE_SIGNS = str.maketrans("", "", "-+(). ")


def people() -> QuerySet[User]:
    """Users with all that `user_out` shows: three queries for any number of them."""
    posts = OrgMember.objects.select_related("unit").order_by("-is_primary", "unit__order_no", "unit__name")
    return User.objects.select_related("profile").prefetch_related(Prefetch("posts", posts))


def folded_login(login: str) -> str:
    """The spelling by which logins are compared."""
    return unicodedata.normalize("NFC", login).strip().lower()


def handles_of(user: User) -> tuple[str, ...]:
    """What somebody may type to sign in, folded: their login and their employee number."""
    return tuple(folded_login(handle) for handle in (user.login_id, user.employee_no) if handle)


def user_by_login(login: str) -> User | None:
    """The user of this login in any case, or None."""
    folded = folded_login(login)
    if not folded or "\0" in folded:
        return None
    return User.objects.select_related("profile").alias(folded=Lower("login_id")).filter(folded=folded).first()


def user_by_handle(handle: str) -> User | None:
    """The user of this login or, failing that, of this employee number, in any case; else None.

    One query whoever it is: sign-in must not take longer for a login that does not exist.
    """
    folded = folded_login(handle)
    if not folded or "\0" in folded:
        return None
    known = User.objects.select_related("profile").alias(folded=Lower("login_id"))
    found = list(known.filter(Q(folded=folded) | Q(employee_no__iexact=folded))[:2])
    return next((user for user in found if folded_login(user.login_id) == folded), found[0] if found else None)


def visible_user(actor: User, user_id: UUID) -> User:
    """Somebody by id, disabled people too: old messages need their names. Else `NotFound`."""
    found = visible_to(actor).filter(pk=user_id).first()
    if found is None:
        raise NotFound
    return found


def known_people(actor: User, user_ids: Iterable[UUID]) -> list[User]:
    """Those of `user_ids` whom the actor may see, by name."""
    return list(visible_to(actor).filter(pk__in=set(user_ids)).order_by("profile__name", "id"))


def found_people(
    actor: User,
    query: str,
    *,
    unit_id: UUID | None = None,
    subtree: bool = False,
    after: tuple[str, UUID] | None = None,
    limit: int,
) -> list[User]:
    """Active people whom every word of `query` fits, by name, up to `limit` after `after`.

    `unit_id` keeps to one department (`NotFound` if there is none such), with those below it
    under `subtree`. Contract section 3.
    """
    found = people().filter(status=UserStatus.ACTIVE, profile__isnull=False)
    if unit_id is not None:
        posts = OrgMember.objects.filter(unit__in=_units(unit_id, subtree))
        found = found.filter(pk__in=posts.values("user"))
    words = hangul.fold(query).split()[:MOST_WORDS]
    if words:
        found = found.filter(reduce(and_, map(_fits, words)))
    if after is not None:
        name, user_id = after
        found = found.filter(Q(profile__name__gt=name) | Q(profile__name=name, pk__gt=user_id))
    return list(found.order_by("profile__name", "id")[:limit])


def search_line(user: User, profile: Profile) -> str:
    """The folded line a person is found by: `Profile.search_text`."""
    units = [post.unit.name for post in user.posts.select_related("unit")]
    return folded_line(user, profile, units)


def folded_line(user: User, profile: Profile, units: Iterable[str]) -> str:
    """`search_line` for a caller that knows the names of the person's units."""
    name = hangul.fold(profile.name)
    bare = name.replace(" ", "")
    parts = [name, bare, hangul.spelled(bare), hangul.fold(user.login_id), hangul.fold(user.employee_no or "")]
    parts += [profile.phone.translate(_PHONE_SIGNS), hangul.fold(profile.email), *map(hangul.fold, units)]
    return " ".join(dict.fromkeys(part for part in parts if part))


def visible_to(actor: User) -> QuerySet[User]:
    """Everybody whom the actor may look at: all but those who still wait for approval."""
    return people().filter(Q(pk=actor.pk) | ~Q(status=UserStatus.PENDING), profile__isnull=False)


def _fits(word: str) -> Q:
    ways = [Q(profile__search_text__contains=word)]
    digits = word.translate(_PHONE_SIGNS)
    if digits.isdecimal() and digits != word:
        ways.append(Q(profile__search_text__contains=digits))
    patterns = hangul.patterns(word)
    if word.isascii() and word.isalpha() and len(word) >= FEWEST_KEYS:
        patterns += hangul.patterns(keyboard.as_hangul(word))
    elif len(latin := keyboard.as_latin(word)) >= FEWEST_KEYS and latin.isascii() and latin != word:
        ways.append(Q(profile__search_text__contains=latin))
    ways += [Q(profile__search_text__like=f"%{pattern}%") for pattern in patterns]
    return reduce(or_, ways)


def _units(unit_id: UUID, subtree: bool) -> set[UUID]:
    parents = dict(OrgUnit.objects.values_list("id", "parent_id"))
    if unit_id not in parents:
        raise NotFound
    found, edge = {unit_id}, {unit_id}
    while subtree and edge:
        edge = {unit for unit, parent in parents.items() if parent in edge} - found
        found |= edge
    return found

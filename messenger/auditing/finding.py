"""Whom somebody means by a name: people of today, and those who have gone."""

from collections.abc import Collection
from uuid import UUID

from accounts.models import User, UserStatus
from accounts.selectors import found_people
from accounts.selectors.people import people
from messenger.core import hangul

MOST = 12


def people_named(actor: User, query: str) -> list[User]:
    """Everybody whom the words may mean, active people first; at most `MOST`."""
    found = found_people(actor, query, limit=MOST)
    gone = people().exclude(status=UserStatus.ACTIVE).filter(profile__isnull=False)
    for word in hangul.fold(query).split():
        gone = gone.filter(profile__search_text__contains=word)
    return [*found, *gone.order_by("profile__name", "id")[: MOST - len(found)]]


def names_of(user_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of those of the ids that are people's."""
    if not user_ids:
        return {}
    known = people().filter(pk__in=user_ids, profile__isnull=False)
    return {user.pk: user.profile.name for user in known}


def person(user_id: UUID) -> User | None:
    """Somebody by id, whatever their state."""
    return people().filter(pk=user_id, profile__isnull=False).first()


def introduced(user: User) -> tuple[str, str]:
    """`("김하늘", "demo003 · 개발1팀 · 사용 중")`."""
    unit = next((post.unit.name for post in user.posts.all()), "")
    told = [user.login_id, user.profile.title, unit, str(UserStatus(user.status).label)]
    return user.profile.name, " · ".join(part for part in told if part)

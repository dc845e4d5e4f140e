"""What is known of somebody, changed by an admin or by a list outside: name, login, number, title, mail, phone."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts import events, selectors
from accounts.errors import EmployeeNoTaken, LoginTaken, MovedOn
from accounts.models import Profile, User
from accounts.selectors.people import people
from accounts.services.approving import make_way
from accounts.services.org import refresh_search_line
from accounts.services.standing import locked
from audit import actions
from audit.services import record

_OF_USER = ("login_id", "employee_no")
_OF_PROFILE = ("name", "title", "email", "phone")


@transaction.atomic
def update_person(
    *, actor: User | None, user_id: UUID, expected: dict[str, Any] | None = None, source: str = "", **fields: str
) -> User:
    """Change what is known of somebody; what is not named stays. `source` is the list that says so.

    `expected` names what the fields must be now, else `MovedOn`. Raises `LoginTaken`, `EmployeeNoTaken`.
    """
    user = locked(user_id)
    profile = Profile.objects.select_for_update().get(user=user)
    now = {**{name: getattr(user, name) or "" for name in _OF_USER}, **{n: getattr(profile, n) for n in _OF_PROFILE}}
    changed = {name: value.strip() for name, value in fields.items() if now[name] != value.strip()}
    if any(now[name] != value for name, value in (expected or {}).items() if name in changed):
        raise MovedOn
    if not changed:
        return user
    _refuse_taken(user, changed)
    _save(user, profile, changed)
    refresh_search_line(user)
    handles: dict[str, Any] = {name: [now[name], changed[name]] for name in _OF_USER if name in changed}
    record(
        actions.USER_UPDATED,
        actor=actor,
        target_type="user",
        target_id=user.pk,
        fields=sorted(changed),
        **({"source": source} if source else {}),
        **handles,
    )
    fresh = people().get(pk=user.pk)
    events.profile_updated(fresh)
    return fresh


def _refuse_taken(user: User, changed: dict[str, str]) -> None:
    """Login and employee number both sign in: nobody gets as one what is a colleague's other."""
    make_way(*(changed.get(name) for name in _OF_USER))
    for name, refusal in (("login_id", LoginTaken), ("employee_no", EmployeeNoTaken)):
        owner = selectors.user_by_handle(changed[name]) if changed.get(name) else None
        if owner is not None and owner.pk != user.pk:
            raise refusal


def _save(user: User, profile: Profile, changed: dict[str, str]) -> None:
    for name, value in changed.items():
        if name in _OF_USER:
            setattr(user, name, value or None)
        else:
            setattr(profile, name, value)
    try:
        with transaction.atomic():
            user.save(update_fields=[name for name in _OF_USER if name in changed])
            profile.save(update_fields=[name for name in _OF_PROFILE if name in changed])
    except IntegrityError as error:  # taken at this very moment
        raise (LoginTaken if "login_id" in changed else EmployeeNoTaken) from error

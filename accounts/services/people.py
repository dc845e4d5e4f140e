"""People: how they come in, change and go."""

from typing import Any

from django.db import IntegrityError, transaction

from accounts import events, passwords, selectors
from accounts.errors import EmployeeNoTaken, LoginTaken, RegistrationOff
from accounts.models import Profile, User, UserStatus
from accounts.selectors.people import folded_login, people
from accounts.services.approving import ask_for_approval, make_way
from accounts.services.org import refresh_search_line
from audit import actions
from audit.services import record
from messenger.core import context, limits, policies


def create_user(
    *,
    login_id: str,
    name: str,
    password: str | None = None,
    actor: User | None = None,
    employee_no: str | None = None,
    title: str = "",
    email: str = "",
    phone: str = "",
    status: UserStatus = UserStatus.ACTIVE,
) -> User:
    """Add somebody. Without a password they cannot sign in with one.

    Raises `LoginTaken`, `EmployeeNoTaken`, `WeakPassword`.
    """
    user = User(login_id=login_id.strip(), employee_no=employee_no or None, status=status)
    profile = Profile(user=user, name=name, title=title, email=email, phone=phone)
    return _add(profile, password, action=actions.USER_CREATED, actor=actor)


def register(*, username: str, password: str, name: str, employee_no: str | None = None) -> User:
    """Sign oneself up, as far as the policy REGISTRATION goes.

    Raises `RegistrationOff`, `LoginTaken`, `EmployeeNoTaken`, `WeakPassword`, `RateLimited`. Contract section 2.
    """
    policy = policies.value("REGISTRATION")
    if policy == "off":
        raise RegistrationOff
    limits.spend("register", str(context.current().ip))
    status = UserStatus.ACTIVE if policy == "open" else UserStatus.PENDING
    user = User(login_id=username.strip(), employee_no=employee_no or None, status=status)
    with transaction.atomic():
        made = _add(Profile(user=user, name=name), password, action=actions.USER_REGISTERED, actor=user)
        if status == UserStatus.PENDING:
            ask_for_approval(made)
    return made


def _add(profile: Profile, password: str | None, *, action: str, actor: User | None) -> User:
    user = profile.user
    if password is None:
        user.set_unusable_password()
    else:
        passwords.choose(user, password)
    try:
        with transaction.atomic():
            make_way(user.login_id, user.employee_no)
            _refuse_taken_handles(user)
            user.save(force_insert=True)
            profile.save(force_insert=True)
            refresh_search_line(user)
            record(action, actor=actor, target_type="user", target_id=user.pk)
    except IntegrityError as error:
        raise _taken(user) from error
    return people().get(pk=user.pk)


def _refuse_taken_handles(user: User) -> None:
    """Login and employee number both sign in: nobody may take as one what is a colleague's other.

    Else whoever registers a colleague's number as a login shuts that colleague out.
    """
    if selectors.user_by_handle(user.login_id) is not None:
        raise LoginTaken
    if user.employee_no and selectors.user_by_handle(user.employee_no) is not None:
        raise EmployeeNoTaken


@transaction.atomic
def update_me(*, actor: User, preferences: dict[str, Any] | None = None, **fields: str) -> User:
    """Change one's own phone and mail address, and preferences; what is not named stays."""
    profile = Profile.objects.select_for_update().get(user=actor)
    changed = [field for field, value in fields.items() if getattr(profile, field) != value]
    for field in changed:
        setattr(profile, field, fields[field])
    if preferences:
        profile.preferences = {**profile.preferences, **preferences}
    profile.save(update_fields=["preferences", *changed])
    if changed:
        refresh_search_line(actor)
        record(actions.USER_UPDATED, actor=actor, target_type="user", target_id=actor.pk, fields=changed)
        _tell(actor)
    return people().get(pk=actor.pk)


def _tell(user: User) -> None:
    events.profile_updated(people().get(pk=user.pk))


def _taken(user: User) -> LoginTaken | EmployeeNoTaken:
    """Which of the two was taken: asked after the fact, because only the database knows for sure."""
    if selectors.user_by_login(folded_login(user.login_id)) is not None:
        return LoginTaken()
    return EmployeeNoTaken()

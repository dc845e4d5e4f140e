"""Who somebody from the provider is here. They are known by `sub` alone; everything else may change hands.

The first time an account of ours may be recognised by what `OIDC_MATCH` names, or made (`OIDC_CREATE`). An
admin's or auditor's account is never recognised by a name: that takes `manage.py link_openid`.
"""

import logging
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import selectors, services
from accounts.errors import EmployeeNoTaken, LastAdmin, LoginTaken
from accounts.models import OpenIdentity, OrgMember, OrgUnit, PersonSource, Role, User, UserStatus
from accounts.openid.claims import Said, managed_roles
from accounts.openid.errors import NotWelcome
from accounts.selectors.approvals import is_rejected
from accounts.selectors.people import people
from accounts.services import openings, ways
from accounts.services.adopting import adopt
from audit import actions
from audit.services import record

log = logging.getLogger(__name__)

SOURCE = "openid"


def identity_of(said: Said) -> OpenIdentity:
    """The person's identity, with what the provider says of them brought up to date. Raises `NotWelcome`."""
    if settings.OIDC_GROUP and settings.OIDC_GROUP not in said.groups:
        raise NotWelcome("not_in_group")
    with transaction.atomic():
        identity = known(said.subject) or _first_time(said)
        OpenIdentity.objects.filter(pk=identity.pk).update(used_at=timezone.now())
        if identity.user.status == UserStatus.ACTIVE:
            _keep_up(identity.user, said)
    return identity


def link(*, actor: User | None, user: User, subject: str) -> OpenIdentity:
    """Say that a person is this subject of the provider. Raises `NotWelcome` if either is somebody else already."""
    try:
        with transaction.atomic():
            identity = OpenIdentity.objects.create(issuer=settings.OIDC_ISSUER, subject=subject, user=user)
            record(actions.USER_LINKED, actor=actor, target_type="user", target_id=user.pk, source=SOURCE)
    except IntegrityError:
        raise NotWelcome("linked_otherwise") from None
    return identity


@transaction.atomic
def unlink(*, actor: User | None, user: User) -> bool:
    """Forget who a person is at the provider, and end what they opened from there; whether there was anything."""
    found = OpenIdentity.objects.select_for_update().filter(issuer=settings.OIDC_ISSUER, user=user).first()
    if found is None:
        return False
    openings.close_all(issuer=found.issuer, subject=found.subject, sid="")
    found.delete()
    record(actions.USER_UPDATED, actor=actor, target_type="user", target_id=user.pk, fields=["openid"], source=SOURCE)
    return True


def known(subject: str) -> OpenIdentity | None:
    """Whom the provider means by this name, if they were here before."""
    found = OpenIdentity.objects.select_related("user__profile")
    return found.filter(issuer=settings.OIDC_ISSUER, subject=subject).first()


def _first_time(said: Said) -> OpenIdentity:
    found = _recognised(said)
    user = found or _made(said)
    try:
        identity = link(actor=None, user=user, subject=said.subject)
    except NotWelcome:
        if meanwhile := known(said.subject):  # two windows at the same moment
            return meanwhile
        raise
    if found is not None and not ways.is_kept(found):  # whom a directory keeps was somebody before, too
        adopt(found, source=SOURCE)
    return identity


def _recognised(said: Said) -> User | None:
    """The account of ours that is meant, by the one sign the settings trust. Never by mail."""
    if settings.OIDC_MATCH == "login" and said.login:
        found = selectors.user_by_login(said.login)
    elif settings.OIDC_MATCH == "employee_no" and said.employee_no:
        found = people().filter(employee_no=said.employee_no).first()
    else:
        return None
    if found is None or is_rejected(found):
        return None
    if found.status == UserStatus.PENDING:  # anybody may have asked for an account of this name
        raise NotWelcome("waits_for_approval")
    if found.status == UserStatus.DISABLED and not ways.is_kept(found):  # nobody says that it was theirs
        raise NotWelcome("disabled")
    if found.roles != [Role.USER]:
        raise NotWelcome("has_a_role")
    return found


def _made(said: Said) -> User:
    if settings.OIDC_CREATE == "off":
        raise NotWelcome("unknown_person")
    if not said.login:
        raise NotWelcome("no_login")
    try:
        return services.create_user(
            login_id=said.login,
            name=said.name or said.login,
            employee_no=said.employee_no,
            title=said.title,
            email=said.email,
            phone=said.phone,
            status=UserStatus.ACTIVE if settings.OIDC_CREATE == "on" else UserStatus.PENDING,
        )
    except LoginTaken:
        raise NotWelcome("login_taken") from None
    except EmployeeNoTaken:
        raise NotWelcome("number_taken") from None


def _keep_up(user: User, said: Said) -> None:
    """Bring what is known of somebody up to date. Whom a list keeps (a directory, a sheet), it keeps alone."""
    if not PersonSource.objects.filter(user=user, left_at__isnull=True).exists():
        _update(user, said)
        _seat(user, said)
    _set_role(user, said)


def _update(user: User, said: Said) -> None:
    told = {name: getattr(said, name) for name in ("name", "email", "phone", "title", "employee_no")}
    fields: dict[str, Any] = {name: value for name, value in told.items() if value}
    try:
        services.update_person(actor=None, user_id=user.pk, source=SOURCE, **fields)
    except EmployeeNoTaken:
        log.warning("the provider gives somebody a number that a colleague has")
        del fields["employee_no"]
        services.update_person(actor=None, user_id=user.pk, source=SOURCE, **fields)


def _seat(user: User, said: Said) -> None:
    """Their primary post is in the department that was named, if there is one of this path."""
    unit = _unit(said.department)
    had = OrgMember.objects.filter(user=user, is_primary=True).first()
    if unit is None or (had is not None and had.unit_id == unit.pk):
        return
    seat = services.Seat(title=said.title or (had.title if had else ""), is_primary=True)
    left = [had.unit_id] if had is not None else []
    services.set_posts(actor=None, user_id=user.pk, given={unit.pk: seat}, taken=left, source=SOURCE)


def _unit(path: tuple[str, ...]) -> OrgUnit | None:
    """The department of this path from the top, or the only one of this name. None is made: a slip over there
    would be a department here."""
    if len(path) == 1:
        named = list(OrgUnit.objects.filter(name=path[0])[:2])
        return named[0] if len(named) == 1 else None
    unit: OrgUnit | None = None
    for name in path:
        unit = OrgUnit.objects.filter(name=name, parent=unit).first()
        if unit is None:
            return None
    return unit


def _set_role(user: User, said: Said) -> None:
    """What the groups say, where the settings name groups; a role that no group manages stays."""
    managed = managed_roles()
    has_managed = any(role in managed for role in user.roles)
    if said.role is None and not has_managed:
        return
    try:
        services.set_role(actor=None, user_id=user.pk, role=said.role or Role.USER)
    except LastAdmin:
        log.warning("the provider's groups would leave nobody to look after the installation: the role stays")

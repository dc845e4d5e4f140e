"""Changes, conflicts and cells in the words of whoever looks at a plan."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role
from accounts.roster.changes import Change, Conflict, Kind
from accounts.roster.columns import COLUMNS

CONFLICTS: dict[str, str | Promise] = {
    "INVALID": gettext_lazy("This cannot be stored."),
    "TWICE": gettext_lazy("This stands in the list more than once."),
    "TWO_PEOPLE": gettext_lazy("Login and employee number belong to two people."),
    "OTHER_LOGIN": gettext_lazy("The person with this employee number has another login."),
    "TAKEN": gettext_lazy("This belongs to somebody else."),
    "UNKNOWN_PERSON": gettext_lazy("Nobody is found by this, and for somebody new login and name are needed."),
    "WAITS_FOR_APPROVAL": gettext_lazy("Somebody signed up with this login and waits for approval. Decide that first."),
    "DISABLED": gettext_lazy("Somebody disabled here has this login: if it is the same person, enable them first."),
    "KEPT_ELSEWHERE": gettext_lazy("This person is kept by the directory: change them there."),
    "OTHER_PERSON": gettext_lazy("The directory knew somebody else by this login."),
    "HAS_A_ROLE": gettext_lazy(
        "Somebody here with a role has this login: take the role away, read the directory, give it again."
    ),
    "NOT_LINKED": gettext_lazy("This login exists here and is not linked to the directory."),
    "UNIT_UNCLEAR": gettext_lazy("There are several departments of this name: write its whole path."),
    "UNIT_UNKNOWN": gettext_lazy("There is no such department."),
    "POST_TWICE": gettext_lazy("This department is named twice."),
    "BAD_PHOTO": gettext_lazy("The picture that the directory has cannot be used as a photo."),
    "LAST_ADMIN": gettext_lazy("This is the last system admin. Give somebody else the role first."),
}
_KINDS: dict[Kind, str | Promise] = {
    Kind.CREATED: gettext_lazy("new"),
    Kind.LINKED: gettext_lazy("linked to the directory"),
    Kind.ENABLED: gettext_lazy("may sign in again"),
    Kind.DISABLED: gettext_lazy("may not sign in any more"),
}


def conflict_line(conflict: Conflict) -> str:
    """Why an entry is left alone, and what it is about."""
    return " ".join(part for part in (heading(conflict.field), str(CONFLICTS[conflict.code]), conflict.text) if part)


def heading(field: str) -> str:
    """What a field is called in a sheet; empty for what has no column."""
    return f"{COLUMNS[field][0]}:" if field in COLUMNS else ""


def change_line(change: Change) -> str:
    """One change on one line."""
    if change.kind == Kind.CHANGED:
        return f"{heading(change.field)} {change.before or '–'} → {change.after or '–'}"
    if change.kind == Kind.POST_GIVEN:
        return _("post: %(post)s") % {"post": _post(change)}
    if change.kind == Kind.POST_TAKEN:
        return _("no post any more: %(unit)s") % {"unit": " / ".join(change.unit)}
    if change.kind == Kind.ROLE:
        return _("role: %(role)s") % {"role": ", ".join(str(Role(one).label) for one in change.after or ["USER"])}
    if change.kind == Kind.PHOTO:
        return _("photo changed") if change.after else _("no photo any more")
    return str(_KINDS[change.kind])


def _post(change: Change) -> str:
    said = change.after or {}
    mark = "" if said.get("isPrimary") else f"({_('concurrent')})"
    parts = (" / ".join(change.unit), said.get("title"), said.get("roleInOrg"), mark)
    return " ".join(str(part) for part in parts if part)

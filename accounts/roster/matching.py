"""Who an entry is: found by the list's lasting name, then by login, then by employee number. Nothing is guessed."""

from collections import Counter

from accounts.models import UserStatus
from accounts.roster.entries import Entry
from accounts.roster.known import Known, Person
from accounts.selectors.people import folded_login


class Unclear(Exception):
    """The entry is left alone; `code` says why, `field` what it is about."""

    def __init__(self, code: str, field: str = "", text: str = "") -> None:
        super().__init__(code)
        self.code, self.field, self.text = code, field, text


def match(entry: Entry, known: Known, source: str, *, adopt: bool = True) -> Person | None:
    """The person this entry is about; None: somebody new. Raises `Unclear`.

    `adopt` False: who was not linked to the list before is not recognised by a login that happens to be the same.
    """
    person = known.by_source.get((source, entry.external_id)) if entry.external_id else None
    if person is None:
        person = _by_handles(entry, known)
        if person is not None:
            _may_be_taken(person, entry, source, adopt=adopt)
    _refuse_foreign_handles(person, entry, known)
    return person


def said_twice(entries: list[Entry]) -> set[tuple[str, str]]:
    """`(field, value)` of the logins, numbers and lasting names that stand in a list more than once."""
    counted = Counter(handle for entry in entries for handle in handles(entry))
    return {handle for handle, times in counted.items() if times > 1}


def handles(entry: Entry) -> list[tuple[str, str]]:
    """Everything that may stand in a list once only."""
    said = [
        ("external_id", entry.external_id),
        ("login_id", folded_login(entry.login_id)),
        ("employee_no", (entry.employee_no or "").lower()),
    ]
    return [(field, value) for field, value in said if value]


def _by_handles(entry: Entry, known: Known) -> Person | None:
    by_login = known.by_login.get(folded_login(entry.login_id)) if entry.login_id else None
    by_number = known.by_number.get((entry.employee_no or "").lower())
    if by_login is not None and by_number is not None and by_login is not by_number:
        raise Unclear("TWO_PEOPLE", "employee_no", f"{by_login.login_id}, {by_number.login_id}")
    if by_login is None and by_number is not None and entry.login_id:
        raise Unclear("OTHER_LOGIN", "login_id", by_number.login_id)
    return by_login or by_number


def _may_be_taken(person: Person, entry: Entry, source: str, *, adopt: bool) -> None:
    """Found by a word of theirs and not by a lasting name: is it safe to say that this is them?"""
    if person.source and person.source != source:
        raise Unclear("KEPT_ELSEWHERE", "login_id", person.source)
    if person.source and entry.external_id and person.external_id != entry.external_id:
        raise Unclear("OTHER_PERSON", "external_id", person.external_id)
    if person.status == UserStatus.PENDING:
        raise Unclear("WAITS_FOR_APPROVAL", "login_id")
    if entry.active and entry.external_id and not person.source and person.status == UserStatus.DISABLED:
        raise Unclear("DISABLED", "login_id")  # who shut them out may have meant somebody else by this login
    if entry.external_id and not person.source and person.roles:  # whoever writes there would get the role
        raise Unclear("HAS_A_ROLE", "login_id")
    if entry.external_id and not person.source and not adopt:
        raise Unclear("NOT_LINKED", "login_id")


def _refuse_foreign_handles(person: Person | None, entry: Entry, known: Known) -> None:
    """Login and employee number both sign in: neither may be another person's."""
    for field, handle in (("login_id", entry.login_id), ("employee_no", entry.employee_no)):
        owner = known.of_handle(handle) if handle else None
        if owner is not None and owner is not person:
            raise Unclear("TAKEN", field, owner.login_id)

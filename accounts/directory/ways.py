"""The directory as a way in: whom it keeps proves their password there, and comes in as it says they are."""

import logging
import time

from django.conf import settings

from accounts.directory import backend, state
from accounts.directory.backend import Proven
from accounts.directory.errors import DirectoryDown
from accounts.directory.taking import take_in
from accounts.models import DIRECTORY, DeviceSession, PersonSource, Role, User, UserStatus
from accounts.roster.entries import Entry
from accounts.roster.planning import plan
from accounts.selectors.people import folded_login, people
from accounts.services import ways

HOLDS_SECONDS = 1.0
log = logging.getLogger(__name__)


class DirectoryWay:
    """Registered while the settings name a directory. Local people, and logins that stay local, are not its own."""

    by = DIRECTORY

    def __init__(self) -> None:
        self._vouched, self._until = True, 0.0

    def keeps(self, user: User | None, login: str) -> bool:
        if not settings.LDAP_SERVER_URI:
            return False
        if user is None:
            return login not in settings.LDAP_LOCAL_LOGINS
        return PersonSource.objects.filter(user=user, source=DIRECTORY).exists()

    def prove(self, user: User | None, login: str, password: str) -> User | None:
        """Whose password it is; somebody new comes in through the roster.

        A person whose login means somebody else over there is let in by nobody until a run has sorted that out.
        Raises `DirectoryDown`.
        """
        try:
            proven = backend.prove(user.login_id if user else login, password)
        except DirectoryDown as down:
            state.note_failure(down.why)
            raise
        state.note_answer()
        if proven is None:
            return None
        known = _kept(proven.external_id)
        if user is not None and known != user:
            return None
        return _as_it_says(known, proven)

    def require_answer(self) -> None:
        if not state.answers():
            raise DirectoryDown("silent")

    def vouches(self, session: DeviceSession) -> bool:
        """Sessions outlive the directory's silence by LDAP_GRACE_SECONDS; then it is asked itself.

        The answer is the same for all of them, so it holds for a moment: thousands of sockets are asked about at once.
        """
        if time.monotonic() >= self._until:
            self._vouched = not settings.LDAP_SERVER_URI or state.is_within_grace() or state.answers()
            self._until = time.monotonic() + HOLDS_SECONDS
        return self._vouched

    def forget(self) -> None:
        """Look again at the next call."""
        self._until = 0.0


def _kept(external_id: str) -> User | None:
    return people().filter(kept_by__source=DIRECTORY, kept_by__external_id=external_id).first()


def _as_it_says(known: User | None, proven: Proven) -> User | None:
    """The person, made what the directory says of coming in and of roles; the rest comes with the next run."""
    entry = proven.entry
    if entry is None or folded_login(entry.login_id) in settings.LDAP_LOCAL_LOGINS:  # by whatever they signed in
        return None
    if known is None or _differs(known, entry):
        for result in take_in(plan([entry], source=DIRECTORY)):
            if result.state == "refused":
                log.warning("somebody of the directory cannot be taken in: %s", result.code)
    user = _kept(proven.external_id)
    is_refused = user is not None and user.is_active and not entry.active  # it could not be done, of the last admin
    return None if is_refused else user


def _differs(known: User, entry: Entry) -> bool:
    is_active = known.status == UserStatus.ACTIVE
    came_back = entry.active and not is_active and known.kept_by.left_at is not None
    role = entry.role is not None and {entry.role, Role.USER.value} != set(known.roles)
    return (is_active and not entry.active) or came_back or role


way = DirectoryWay()
ways.register(way)

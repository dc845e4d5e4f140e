"""How every part that the messenger stands on is, for those who look after it (contract 9).

`health` asks for the state of this process; this asks the parts themselves, so it may take seconds.
"""

import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils.translation import gettext as _

from accounts import guard
from accounts import selectors as people
from accounts.directory import state as directory
from accounts.models import User
from chat.services import indexing
from files import selectors, storage
from messenger.core import limits, wire
from messenger.core.jobs import backlog
from messenger.operation.audit_log import look_at_audit_log
from messenger.operation.broker import reach_broker
from messenger.operation.scanner import Scanning, look_at_scanner
from messenger.realtime.process import current

OK, WARN, FAILED = "ok", "warn", "failed"
PATIENCE = 8  # seconds for parts that may hang; they are asked at the same time
LAG = 60  # seconds that a due job may wait before somebody should look


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `state` is ok, warn or failed, `detail` one sentence for people, `facts` for programs."""

    state: str
    detail: str
    facts: dict[str, Any] = field(default_factory=dict)

    def as_wire(self) -> dict[str, Any]:
        """`{state, detail, facts}`."""
        return {"state": self.state, "detail": self.detail, "facts": self.facts}


def health(actor: User, *, secure: bool) -> dict[str, Any]:
    """`{state, parts: {name: {state, detail, facts}}}`. `secure`: this very request came encrypted."""
    pool = ThreadPoolExecutor(3, thread_name_prefix="health")
    broker = pool.submit(reach_broker)
    stored = pool.submit(_reach_store)
    scanned = pool.submit(look_at_scanner)
    pool.shutdown(wait=False)  # what hangs ends by its own time limit
    parts = {
        "tls": _tls(secure),
        "database": _asked(_database),
        "cache": _asked(_cache),
        "broker": _waited(broker, lambda _told: Part(OK, _("It takes rings for the workers."))),
        "storage": _waited(stored, _store),
        "scanner": _waited(scanned, lambda told: _scanner(actor, told)),
        "jobs": _asked(_jobs),
        "search": _asked(_search),
        "sessions": _asked(lambda: _sessions(actor)),
        "maintenance": _asked(_maintenance),
        "rateLimits": _asked(_rates),
        "directory": _asked(_directory),
        "audit": _asked(lambda: Part(*look_at_audit_log())),
    }
    worst = max(parts.values(), key=lambda part: (OK, WARN, FAILED).index(part.state))
    return {"state": worst.state, "parts": {name: part.as_wire() for name, part in parts.items()}}


def _asked(ask: Callable[[], Part]) -> Part:
    try:
        return ask()
    except Exception as error:  # whatever it is: this page has to show it
        return _no_answer(error)


def _waited(future: Future[Any], read: Callable[[Any], Part]) -> Part:
    return _asked(lambda: read(future.result(PATIENCE)))


def _no_answer(error: Exception) -> Part:
    return Part(FAILED, _("It does not answer (%(error)s).") % {"error": type(error).__name__})


def _tls(secure: bool) -> Part:
    if secure:
        return Part(OK, _("What people write travels encrypted."))
    return Part(WARN, _("What people write travels unencrypted."))


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Part(OK, connection.display_name, {"vendor": connection.vendor})


def _cache() -> Part:
    cache.set("health", "here", timeout=60)
    if cache.get("health") != "here":
        return Part(FAILED, _("It forgets at once."))
    return Part(OK, "Redis" if settings.REDIS_URL else _("In this process."))


def _reach_store() -> None:
    with suppress(FileNotFoundError):  # it looked
        storage.store().stat("stored/health")


def _store(_reached: None) -> Part:
    if settings.FILES_ON_S3:
        return Part(OK, f"S3: {settings.S3_BUCKET}", {"kind": "s3"})
    free = shutil.disk_usage(settings.FILES_DIR).free
    detail = _("%(free)s GB are free.") % {"free": round(free / 1e9, 1)}
    return Part(OK, detail, {"kind": "disk", "freeBytes": free})


def _scanner(actor: User, told: Scanning) -> Part:
    facts = {
        **told.facts(),
        "publishedAt": wire.rfc3339(told.published_at),
        "answeredAt": wire.rfc3339(selectors.signatures().answered_at),
        **selectors.scans(actor),
    }
    if told.is_off:
        return Part(WARN, _("Files are not scanned for viruses (FILE_SCANNER=off)."), facts)
    if told.trouble:
        return Part(FAILED, told.trouble, facts)
    if told.days is not None and told.days > settings.SIGNATURES_OLD_DAYS:
        said = _("The signatures are %(days)s days old (%(version)s).")
        return Part(WARN, said % {"days": told.days, "version": told.version}, facts)
    return Part(OK, told.version, facts)


def _jobs() -> Part:
    now = backlog.backlog()
    facts = {"waiting": now.waiting, "running": now.running, "failedToday": now.failed, "lagSeconds": now.lag}
    if now.lag > LAG:
        return Part(WARN, _("The longest has been waiting for %(seconds)s seconds.") % {"seconds": now.lag}, facts)
    if now.failed:
        return Part(WARN, _("%(count)s failed within a day.") % {"count": now.failed}, facts)
    return Part(OK, _("%(waiting)s wait, %(running)s run.") % {"waiting": now.waiting, "running": now.running}, facts)


def _search() -> Part:
    now = indexing.lag()
    facts = {"behindMessages": now.messages, "behindSeconds": now.seconds}
    if now.messages and now.seconds > LAG:
        said = _("%(count)s changes cannot be found yet; the oldest has waited for %(seconds)s seconds.")
        return Part(WARN, said % {"count": now.messages, "seconds": now.seconds}, facts)
    return Part(OK, _("What was written can be found."), facts)


def _sessions(actor: User) -> Part:
    """Who is signed in is asked of the database with every request: with it down nobody gets in."""
    people.devices_of(actor)
    here = current()
    unchecked = 0 if here is None else int(time.monotonic() - here.guard.checked_at)
    facts = {"policy": settings.SESSION_GUARD, **guard.counts(), "socketsCheckedSecondsAgo": unchecked}
    if unchecked > settings.SESSION_GUARD_SECONDS:
        said = _("The sessions of open sockets have not been checked for %(seconds)s seconds.")
        return Part(WARN, said % {"seconds": unchecked}, facts)
    if settings.SESSION_GUARD == "open":
        return Part(WARN, _("Open sockets go on when nobody can be checked (SESSION_GUARD=open)."), facts)
    return Part(OK, _("Every request is checked against the database."), facts)


def _rates() -> Part:
    store = limits.store()
    facts = {"store": store.kind, "silentSeconds": store.silent_seconds}
    if store.kind == "process":
        return Part(OK, _("Counted in each process."), facts)
    if store.silent_seconds is not None:
        return Part(WARN, _("Redis does not answer: counted in each process."), facts)
    return Part(OK, _("Counted in Redis, for all processes together."), facts)


def _maintenance() -> Part:
    late = backlog.late()
    if late:
        return Part(WARN, _("Not done in time: %(kinds)s") % {"kinds": ", ".join(late)}, {"late": late})
    return Part(OK, _("Everything that the clock asks for was done in time."), {"late": []})


def _directory() -> Part:
    """What the last who asked it learned; nobody waits for it here."""
    if not settings.LDAP_SERVER_URI:
        return Part(OK, _("No directory is set up."), {"configured": False})
    now = directory.state()
    facts = {
        "configured": True,
        "reachedAt": wire.rfc3339(now.reached_at),
        "failedAt": wire.rfc3339(now.failed_at),
        "waitingRun": directory.waits_for_approval(),
    }
    if now.failed_at is not None:
        state = WARN if directory.is_within_grace() else FAILED
        return Part(state, _("It does not answer (%(error)s).") % {"error": now.error}, facts)
    if facts["waitingRun"]:
        return Part(WARN, _("A run would disable many people: an admin has to look at it."), facts)
    if now.reached_at is None:
        return Part(WARN, _("It has not been asked yet."), facts)
    return Part(OK, _("It answers."), facts)

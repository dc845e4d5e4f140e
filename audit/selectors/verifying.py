"""Whether the log is whole: every entry against its seal, every seal against the one before, and the checkpoints.

What each kind of tampering leaves behind is told in docs/audit.md.
"""

import datetime as dt
import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import Count

from audit import canonical, guards, keys, offline, sealing
from audit.models import AuditEntry, Checkpoint, Seal
from audit.selectors import outside, signed_reviews
from audit.selectors.rows import SealedRow, sealed_rows, unsealed_rows

# What can be wrong with a row.
CHANGED = "entry_changed"
DELETED = "entry_deleted"
SEAL_MISSING = "seal_missing"
FOREIGN = "not_written_by_maru"
TWICE = "entry_copied"
BROKEN = "hash_broken"
RESIGNED = "other_than_signed"
FORGED = "signature_wrong"
CUT_OFF = "end_cut_off"
UNGUARDED = "triggers_missing"
OTHER_GUARDS = "triggers_changed"
REVIEW = "review_changed"


class Broken(Exception):
    """`problem` at the place `number` in the chain, where the entry `entry_id` stands or stood."""

    def __init__(self, problem: str, number: int | None, entry_id: int | None) -> None:
        super().__init__(problem, number, entry_id)
        self.problem, self.number, self.entry_id = problem, number, entry_id


@dataclass(slots=True)
class Head:
    """How far a walk along the chain has come."""

    number: int = 0
    hash: bytes = sealing.START
    link: bytes = offline.NO_LINK
    entry_id: int | None = None


@dataclass(slots=True)
class Verification:
    """The result. `first_broken_*` name the first row that is not as it was sealed; `problem` is one of the above."""

    checked: int = 0
    problem: str = ""
    first_broken_no: int | None = None
    first_broken_id: int | None = None
    head_no: int = 0
    head_hash: str = ""
    unsealed: int = 0
    checkpoints: int = 0
    last_checkpoint_no: int = 0
    last_checkpoint_at: dt.datetime | None = None
    missing_triggers: list[str] = field(default_factory=list)
    changed_triggers: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problem


def verification(kept_elsewhere: Iterable[dict[str, Any]] | None = None) -> Verification:
    """Check the whole log, against the checkpoints in the database and against those outside; and the signed reviews.

    `kept_elsewhere` are checkpoints as they were sent (a syslog, a bucket); without them those of
    AUDIT_CHECKPOINT_FILE are taken.
    """
    triggers = guards.found(connection)
    found = Verification(missing_triggers=triggers.missing, changed_triggers=triggers.changed)
    sent = outside.in_the_file() if kept_elsewhere is None else kept_elsewhere
    signed = _signed(found, sent)
    head, confirmed = Head(), 0
    try:
        for _place in walk(head):
            if head.number in signed:
                _compare(signed.pop(head.number), head, confirmed)
                confirmed = head.number
        _nothing_cut_off(signed, head)
        _no_copies()
        found.unsealed = _unsealed()
        if altered := signed_reviews.first_altered():
            raise Broken(REVIEW, *altered)
    except Broken as broken:
        found.problem, found.first_broken_no, found.first_broken_id = broken.problem, broken.number, broken.entry_id
    if found.ok and triggers.wrong:
        found.problem = UNGUARDED if triggers.missing else OTHER_GUARDS
    found.checked = head.number
    found.head_no, found.head_hash = head.number, head.hash.hex() if head.number else ""
    return found


def walk(start: Head) -> Iterator[Head]:
    """Go along the chain from `start`, checking each row; where it stands after each. Raises `Broken`.

    What is yielded is the same object each time. Tens of thousands of rows a second: so it spells out what
    `sealing`, `canonical` and `offline` say, and asks what is wrong only when something is.
    """
    head, chain, marks = start, keys.of("chain"), keys.of("mark")
    number, before, link = head.number, head.hash, head.link
    for row in sealed_rows(number):
        number += 1
        place, mark, nonce = number.to_bytes(8, "big"), row.mark, row.mark[: canonical.NONCE]
        content = _content(row)
        digest = sha256(b"%d\n%s\n%s" % (row.entry_id, mark.encode(), content)).digest()
        hashed = hmac.digest(chain, before + place + digest, "sha256")
        marked = nonce + hmac.digest(marks, nonce.encode() + content, "sha256").hex()
        if hashed.hex() != row.hash or marked != mark or row.number != number or digest.hex() != row.digest:
            raise _broken(row, number, digest, marked)
        before, link = hashed, sha256(link + place + digest).digest()
        head.number, head.hash, head.link, head.entry_id = number, hashed, link, row.entry_id
        yield head


def _content(row: SealedRow) -> bytes:
    """The canonical bytes; none for what fits no seal, or is not there."""
    try:
        return b"" if row.plain is None else canonical.fast(row.plain)
    except (ValueError, TypeError):
        return b""


def _broken(row: SealedRow, number: int, digest: bytes, marked: str) -> Broken:
    """What is wrong with the row at this place."""
    if row.number != number:
        return Broken(SEAL_MISSING, number, row.entry_id)
    if row.plain is None and not AuditEntry.objects.filter(pk=row.entry_id).exists():
        return Broken(DELETED, number, row.entry_id)
    if digest.hex() != row.digest:
        return Broken(CHANGED, number, row.entry_id)
    return Broken(FOREIGN if marked != row.mark else BROKEN, number, row.entry_id)


def _signed(found: Verification, sent: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """Every checkpoint by the number that it signs, each once."""
    known: dict[int, list[dict[str, Any]]] = defaultdict(list)
    here = [checkpoint_out(checkpoint) for checkpoint in Checkpoint.objects.order_by("pk")]
    for checkpoint in [*here, *sent]:
        same = known[checkpoint["chainNo"]]
        if checkpoint not in same:
            same.append(checkpoint)
    found.checkpoints = sum(len(same) for same in known.values())
    if here:
        found.last_checkpoint_no = here[-1]["chainNo"]
        found.last_checkpoint_at = dt.datetime.fromisoformat(here[-1]["at"])
    return dict(known)


def checkpoint_out(checkpoint: Checkpoint) -> dict[str, Any]:
    """A checkpoint as it is signed, sent and exported."""
    return {
        "at": canonical.moment(checkpoint.at),
        "chainNo": checkpoint.chain_no,
        "hash": checkpoint.hash,
        "link": checkpoint.link,
        "signature": checkpoint.signature,
    }


def _compare(checkpoints: list[dict[str, Any]], head: Head, confirmed: int) -> None:
    """Whether the log is what was signed. If not, anything behind the last confirmed number may be another."""
    for checkpoint in checkpoints:
        if not offline.is_signed(keys.public_key(), checkpoint):
            raise Broken(FORGED, head.number, head.entry_id)
        same = hmac.compare_digest(checkpoint["hash"], head.hash.hex())
        if not same or not hmac.compare_digest(checkpoint["link"], head.link.hex()):
            first = Seal.objects.filter(chain_no=confirmed + 1).values_list("entry_id", flat=True).first()
            raise Broken(RESIGNED, confirmed + 1, first)


def _nothing_cut_off(signed: dict[int, list[dict[str, Any]]], head: Head) -> None:
    """What a checkpoint signed and is not there any more; what nobody signed proves nothing."""
    for number in sorted(signed):
        if any(offline.is_signed(keys.public_key(), checkpoint) for checkpoint in signed[number]):
            raise Broken(CUT_OFF, head.number + 1, _next_entry(head))
        raise Broken(FORGED, number, None)


def _next_entry(head: Head) -> int | None:
    """The entry that stands behind the head without a seal, if one does."""
    behind = AuditEntry.objects.filter(pk__gt=head.entry_id or 0).order_by("pk")
    found: int | None = behind.values_list("pk", flat=True).first()
    return found


def _no_copies() -> None:
    """A mark is of one entry; the database keeps it so unless somebody took that away."""
    copied = AuditEntry.objects.values("mark").annotate(times=Count("pk")).filter(times__gt=1)
    marks = list(copied.values_list("mark", flat=True)[:100])
    if marks:
        second: int = AuditEntry.objects.filter(mark__in=marks).order_by("-pk").values_list("pk", flat=True)[0]
        seal = Seal.objects.filter(entry_id=second).values_list("chain_no", flat=True).first()
        raise Broken(TWICE, seal, second)


def _unsealed() -> int:
    """How many wait for their seal; each of them must have been written by Maru as well."""
    count = 0
    for entry_id, mark, plain in unsealed_rows():
        if plain is None or not canonical.is_marked(mark or "", canonical.fast(plain)):
            raise Broken(FOREIGN, None, entry_id)
        count += 1
    return count

"""The whole log in a file that an auditor can check without us (docs/audit.md)."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.utils import timezone

from audit import actions, canonical, keys, offline
from audit.errors import ChainBroken
from audit.models import Checkpoint
from audit.selectors.rows import as_object, sealed_rows
from audit.selectors.verifying import checkpoint_out
from audit.services import checkpoints
from audit.services.recording import record
from audit.services.sealing import seal

VERIFIER = "verify_audit.py"


@dataclass(frozen=True, slots=True)
class Bundle:
    """How much was written."""

    entries: int
    checkpoints: int


def write_bundle(path: Path, *, actor: Any = None, reason: str = "") -> Bundle:
    """Write every sealed entry and every checkpoint to `path`, and the program that checks them beside it.

    The file grows a line at a time; memory does not. What it begins with names the public key, which the auditor
    compares with the one noted down before. It ends with a checkpoint, so that all of it is signed; of a log that is
    not as it was sealed, which nobody signs, everything is written.
    """
    seal(everything=True)
    last = _last_checkpoint()
    with path.open("w", encoding="utf-8") as file:
        made = _write(file, last)
    shutil.copyfile(offline.__file__, path.with_name(VERIFIER))
    record(
        actions.AUDIT_BUNDLED,
        actor=actor,
        target_type="audit",
        reason=reason,
        entries=made.entries,
        checkpoints=made.checkpoints,
    )
    return made


def _last_checkpoint() -> Checkpoint | None:
    """The one that signs the log as it is, made now if it must be; None if the log is broken, or there is nothing."""
    try:
        return checkpoints.make() or Checkpoint.objects.order_by("-pk").first()
    except ChainBroken:
        return None


def _write(file: TextIO, last: Checkpoint | None) -> Bundle:
    """Up to this checkpoint, and nothing that came meanwhile; without one, everything there is."""
    head = {"format": offline.FORMAT, "publicKey": keys.public_key(), "madeAt": canonical.moment(timezone.now())}
    file.write(_line(head))
    entries = signatures = 0
    known = Checkpoint.objects.filter(pk__lte=last.pk) if last else Checkpoint.objects.all()
    signed = known.order_by("chain_no", "pk").iterator(chunk_size=1000)
    following = next(signed, None)
    for line in _lines(last.chain_no if last else None):
        file.write(_line(line))
        entries += 1
        while following is not None and following.chain_no <= line["no"]:
            file.write(_line({"checkpoint": checkpoint_out(following)}))
            signatures += 1
            following = next(signed, None)
    while following is not None:  # of what was cut off: the verifier has to see it
        file.write(_line({"checkpoint": checkpoint_out(following)}))
        signatures += 1
        following = next(signed, None)
    return Bundle(entries, signatures)


def _lines(upto: int | None) -> Iterator[dict[str, Any]]:
    for row in sealed_rows():
        if upto is not None and row.number > upto:
            return
        entry = None if row.plain is None else {"auditId": row.entry_id, **as_object(row.plain)}
        seal_of = {"digest": row.digest, "hash": row.hash}
        yield {"no": row.number, "entryId": row.entry_id, "mark": row.mark, **seal_of, "entry": entry}


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"

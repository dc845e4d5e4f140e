"""The whole log in a file that an auditor can check without us (docs/audit.md)."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.utils import timezone

from audit import actions, canonical, keys, offline
from audit.models import Checkpoint
from audit.selectors.rows import as_object, sealed_rows
from audit.selectors.verifying import checkpoint_out
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
    compares with the one noted down before.
    """
    seal(everything=True)
    with path.open("w", encoding="utf-8") as file:
        made = _write(file)
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


def _write(file: TextIO) -> Bundle:
    head = {"format": offline.FORMAT, "publicKey": keys.public_key(), "madeAt": canonical.moment(timezone.now())}
    file.write(_line(head))
    entries = checkpoints = 0
    signed = Checkpoint.objects.order_by("chain_no", "pk").iterator(chunk_size=1000)
    following = next(signed, None)
    for line in _lines():
        file.write(_line(line))
        entries += 1
        while following is not None and following.chain_no <= line["no"]:
            file.write(_line({"checkpoint": checkpoint_out(following)}))
            checkpoints += 1
            following = next(signed, None)
    while following is not None:  # of what was cut off: the verifier has to see it
        file.write(_line({"checkpoint": checkpoint_out(following)}))
        checkpoints += 1
        following = next(signed, None)
    return Bundle(entries, checkpoints)


def _lines() -> Iterator[dict[str, Any]]:
    for row in sealed_rows():
        entry = None if row.plain is None else {"auditId": row.entry_id, **as_object(row.plain)}
        seal_of = {"digest": row.digest, "hash": row.hash}
        yield {"no": row.number, "entryId": row.entry_id, "mark": row.mark, **seal_of, "entry": entry}


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"

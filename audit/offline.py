#!/usr/bin/env python3
"""Checks a bundle of the audit log on a computer that has nothing but Python (docs/audit.md).

    python3 verify_audit.py audit-bundle.jsonl [--checkpoints FILE] [--public-key HEX]

A bundle has one JSON object a line: a head, then each entry with its seal in the order of the chain, and each
checkpoint right after the entry that it signs. This file is the whole program: the installation writes it beside
each bundle and itself computes digests with the very same functions. Signatures need the package `cryptography`;
where it is missing, the rest is checked and the report says so.

It ends with 0 if every entry was proven: signed by the key that you gave. 1: something is not as it was signed.
2: the bundle cannot be read. 3: nothing is wrong that could be seen, and not everything is proven; it says what not.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FORMAT = "maru-audit/1"
# What of an entry is digested, in this order.
FIELDS = (
    "at",
    "actorId",
    "actorName",
    "action",
    "targetType",
    "targetId",
    "subjectId",
    "ip",
    "userAgent",
    "requestId",
    "outcome",
    "detail",
)
NO_LINK = bytes(32)  # before the first entry

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(values: Sequence[Any]) -> bytes:
    """The one way to write an entry down: its `FIELDS` as a JSON list, keys sorted, no spaces, UTF-8."""
    return _encode(values).encode("utf-8", "surrogatepass")


def digest_of(entry_id: int, mark: str, content: bytes) -> bytes:
    """32 bytes that stand for an entry: its id, the mark of its writer, its canonical content."""
    return hashlib.sha256(b"%d\n%s\n%s" % (entry_id, mark.encode(), content)).digest()


def link_of(before: bytes, number: int, digest: bytes) -> bytes:
    """32 bytes that stand for the first `number` entries, made without any key."""
    return hashlib.sha256(before + number.to_bytes(8, "big") + digest).digest()


def signed_text(checkpoint: dict[str, Any]) -> bytes:
    """What the signature of a checkpoint is made of."""
    return canonical(["maru-checkpoint/1", *(checkpoint[name] for name in ("chainNo", "hash", "link", "at"))])


@dataclass
class Report:
    """What was found. `broken` names the first row that is not as it was sealed; empty: none.

    `gaps` are what stands between that and a proof, in words; `notes` what nobody can know from a bundle alone.
    """

    checked: int = 0
    checkpoints: int = 0
    signatures: str = "checked"
    broken: str = ""
    broken_no: int | None = None
    broken_id: int | None = None
    last_signed: int = 0
    signed_at: str = ""
    gaps: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Nothing is wrong that could be seen: an empty bundle is ok, and proves nothing."""
        return not self.broken

    @property
    def proven(self) -> bool:
        """Every entry was signed by a key that the auditor brought along."""
        return self.ok and not self.gaps


class _Broken(Exception):
    """`args`: what is wrong, the number in the chain, the entry's id."""


class Verifier:
    """Takes the lines of a bundle one after the other; memory does not grow with them.

    `outside`: checkpoints that were kept elsewhere; None if there is nothing to compare with.
    """

    def __init__(self, public_key: str = "", outside: Iterable[dict[str, Any]] | None = None) -> None:
        self.report = Report()
        self._given = self._key = public_key
        self._has_head = False
        self._link, self._hash, self._no = NO_LINK, "", 0
        self._outside: dict[int, list[dict[str, Any]]] = {}
        for checkpoint in outside or ():
            self._outside.setdefault(int(checkpoint["chainNo"]), []).append(checkpoint)
        self._compares, self._has_outside = outside is not None, bool(self._outside)

    def run(self, lines: Iterable[str]) -> Report:
        """Check everything up to the first row that is wrong."""
        try:
            for line in lines:
                self._take(_object(line, self._no))
            self._at_the_end()
        except _Broken as broken:
            self.report.broken, self.report.broken_no, self.report.broken_id = broken.args
        except (KeyError, TypeError, ValueError, AttributeError):
            self.report.broken, self.report.broken_no = "a line makes no sense", self._no + 1
        return self.report

    def _take(self, line: dict[str, Any]) -> None:
        if "format" in line:
            self._head(line)
        elif "checkpoint" in line:
            self._checkpoint(line["checkpoint"])
        else:
            self._entry(line)

    def _head(self, line: dict[str, Any]) -> None:
        if self._has_head or self._no or self.report.checkpoints:
            raise _Broken("a head stands in the middle of the bundle", self._no + 1, None)
        if line["format"] != FORMAT:
            raise _Broken(f"the format {line['format']} is not known", None, None)
        if self._key and self._key != line["publicKey"]:
            raise _Broken("the bundle names another public key than yours", None, None)
        self._key, self._has_head = line["publicKey"], True

    def _entry(self, line: dict[str, Any]) -> None:
        number, entry = int(line["no"]), line["entry"]
        if number != self._no + 1:
            raise _Broken(f"number {self._no + 1} is missing or out of order", self._no + 1, None)
        if entry is None:
            raise _Broken("the entry was deleted", number, line["entryId"])
        content = canonical([entry[name] for name in FIELDS])
        digest = digest_of(int(entry["auditId"]), line["mark"], content)
        if digest.hex() != line["digest"]:
            raise _Broken("the entry is not as it was sealed", number, entry["auditId"])
        self._link, self._hash, self._no = link_of(self._link, number, digest), line["hash"], number
        self.report.checked += 1
        for checkpoint in self._outside.pop(number, ()):
            self._checkpoint(checkpoint)

    def _checkpoint(self, checkpoint: dict[str, Any]) -> None:
        number = int(checkpoint["chainNo"])
        self.report.checkpoints += 1
        if not self._is_signed(checkpoint):
            raise _Broken("the signature of a checkpoint is wrong", number, None)
        if number > self._no:
            raise _Broken(
                f"entries {self._no + 1} to {number} were cut off: a checkpoint knows them", self._no + 1, None
            )
        if number == self._no and (checkpoint["link"], checkpoint["hash"]) != (self._link.hex(), self._hash):
            first = self.report.last_signed + 1
            raise _Broken(f"an entry from {first} to {number} is another than the one that was signed", first, None)
        if number < self._no:
            raise _Broken("a checkpoint stands out of its place", number, None)
        self.report.last_signed, self.report.signed_at = number, checkpoint["at"]

    def _is_signed(self, checkpoint: dict[str, Any]) -> bool:
        verdict = is_signed(self._key, checkpoint)
        if verdict is None:
            self.report.signatures = "NOT checked: the Python package cryptography is missing"
        return verdict is not False

    def _at_the_end(self) -> None:
        for number in sorted(self._outside):
            for checkpoint in self._outside[number]:
                self._checkpoint(checkpoint)
        unsigned = self._no - self.report.last_signed
        for gap, is_there in (
            ("the bundle has no head: where it comes from is not said", not self._has_head),
            ("there is no entry in it", not self._no),
            ("no checkpoint signs any of it", self._no and not self.report.last_signed),
            (
                f"the last {unsigned} entries are newer than the last signed checkpoint",
                self.report.last_signed and unsigned,
            ),
            ("the public key is the bundle's own word: give yours with --public-key", not self._given),
            (
                "no signature was checked: the Python package cryptography is missing",
                self.report.signatures != "checked",
            ),
            (
                "no checkpoint is in the file that you gave with --checkpoints",
                self._compares and not self._has_outside,
            ),
        ):
            if is_there:
                self.report.gaps.append(gap)
        if not self._compares:
            self.report.notes.append(
                f"whether entries behind number {self._no} were cut off is known to checkpoints kept elsewhere alone: "
                "--checkpoints"
            )


def is_signed(public_key: str, checkpoint: dict[str, Any]) -> bool | None:
    """Whether this key signed the checkpoint; None: that cannot be told here."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(checkpoint["signature"]), signed_text(checkpoint))
    except (InvalidSignature, ValueError):
        return False
    return True


def read_checkpoints(path: Path) -> Iterator[dict[str, Any]]:
    """The checkpoints in a file that was kept outside: JSON objects, wherever they stand in a line.

    A syslog puts a head before them, a collector escapes them into JSON of its own; objects of a bucket have no line
    ends. There is neither a brace nor a backslash in a checkpoint.
    """
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            for text in _CHECKPOINT.findall(line.replace("\\", "")):
                if read := _checkpoint_in(text):
                    yield read


_CHECKPOINT = re.compile(r'\{"at"[^{}]*\}')


def _checkpoint_in(text: str) -> dict[str, Any] | None:
    """What is torn is no checkpoint: what it said, its neighbours say."""
    try:
        read = json.loads(text)
    except ValueError:
        return None
    return read if {"at", "chainNo", "hash", "link", "signature"} <= read.keys() else None


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        read = json.loads(line)
    except ValueError as error:
        raise _Broken("a line is no JSON", number + 1, None) from error
    if not isinstance(read, dict):
        raise _Broken("a line is no JSON object", number + 1, None)
    return read


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main(arguments: Sequence[str]) -> int:
    """0: proven; 1: broken; 2: it cannot be read; 3: not broken as far as can be seen, and not proven."""
    parser = argparse.ArgumentParser(description="Checks a bundle of the audit log.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--checkpoints", type=Path, help="checkpoints kept elsewhere (the file, or a syslog)")
    parser.add_argument("--public-key", default="", help="the key that you noted down, 64 hex digits")
    given = parser.parse_args(arguments)
    try:
        outside = read_checkpoints(given.checkpoints) if given.checkpoints else None
        verifier = Verifier(given.public_key.lower(), outside)
        with given.bundle.open(encoding="utf-8") as lines:
            report = verifier.run(lines)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"cannot be read: {error}\n")
        return 2
    return _tell(report)


def _tell(report: Report) -> int:
    """Say what was proven and what was not; the number that the program ends with."""
    _say(f"entries checked: {report.checked}; checkpoints: {report.checkpoints}; signatures {report.signatures}")
    if not report.ok:
        _say(f"BROKEN at number {report.broken_no}, entry {report.broken_id}: {report.broken}")
        return 1
    if report.checked:
        _say(f"Entries 1 to {report.checked} follow one another, and each is as its digest says.")
    if report.last_signed and report.signatures == "checked":
        _say(f"Entries 1 to {report.last_signed} are as they were signed at {report.signed_at}.")
    for gap in report.gaps:
        _say(f"NOT PROVEN: {gap}")
    for note in report.notes:
        _say(f"note: {note}")
    if report.gaps:
        return 3
    _say("The log is whole.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

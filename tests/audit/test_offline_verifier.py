"""The auditor's own computer: a bundle and one file of plain Python, nothing of ours installed."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from audit import actions, keys
from audit.models import AuditEntry, Checkpoint
from audit.offline import Verifier, read_checkpoints
from audit.selectors.verifying import checkpoint_out
from audit.services import bundling, checkpoints, record
from audit.services.bundling import write_bundle
from audit.services.sealing import seal
from tests.audit.logs import filled, sql, unguarded

Lines = list[dict[str, Any]]


@pytest.fixture
def bundle(db: None, tmp_path: Path) -> Path:
    """Twelve entries; checkpoints at 5, 10 and 12."""
    record(actions.EXPORT_CREATED, target_type="survey", share=0.1, tiny=1e-7, many=[1, None, True], name='그"림\n\x01')
    filled(4)
    checkpoints.make()
    filled(5)
    checkpoints.make()
    filled(2)
    path = tmp_path / "bundle.jsonl"
    write_bundle(path, reason="분기 감사")
    return path


def run(bundle: Path, *arguments: str, isolated: bool = True) -> tuple[int, str]:
    """The verifier beside the bundle, in a bare interpreter: `-I -S` leaves no package in reach."""
    command = [sys.executable, *(["-I", "-S"] if isolated else []), str(bundle.with_name("verify_audit.py"))]
    done = subprocess.run([*command, str(bundle), *arguments], capture_output=True, text=True, timeout=20, check=False)
    return done.returncode, done.stdout + done.stderr


def lines_of(bundle: Path) -> Lines:
    return [json.loads(line) for line in bundle.read_text().splitlines()]


def test_a_whole_bundle_is_said_to_be_whole(bundle: Path) -> None:
    code, said = run(bundle, "--public-key", keys.public_key(), isolated=False)
    assert code == 0 and "The log is whole." in said
    assert "entries checked: 12; checkpoints: 3; signatures checked" in said
    assert "Entries 1 to 12 are as they were signed at 20" in said
    assert "note: whether entries behind number 12 were cut off" in said
    assert AuditEntry.objects.get(action="audit.bundled").detail["reason"] == "분기 감사"


def test_a_bundle_ends_with_what_is_signed_also_while_the_log_grows(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others write, seal and sign between the signature and the last line."""
    filled(3)
    signs = bundling.checkpoints.make

    def made_in_a_busy_house() -> Any:
        made = signs()
        filled(2)
        signs()
        return made

    monkeypatch.setattr(bundling.checkpoints, "make", made_in_a_busy_house)
    path = tmp_path / "bundle.jsonl"
    assert write_bundle(path) == bundling.Bundle(3, 1)
    assert Verifier(keys.public_key()).run(path.read_text().splitlines()).proven


def test_without_the_package_for_signatures_nothing_is_proven(bundle: Path) -> None:
    code, said = run(bundle)
    assert code == 3 and "The log is whole." not in said
    assert "signatures NOT checked" in said and "NOT PROVEN: no signature was checked" in said
    assert "as they were signed" not in said and "Entries 1 to 12 follow one another" in said


def test_nor_is_it_by_the_bundles_own_key(bundle: Path) -> None:
    code, said = run(bundle, isolated=False)
    assert code == 3 and "NOT PROVEN: the public key is the bundle's own word" in said


def empty(lines: Lines) -> None:
    lines.clear()


def only_the_head(lines: Lines) -> None:
    del lines[1:]


def headless(lines: Lines) -> None:
    del lines[0]


def unsigned(lines: Lines) -> None:
    lines[:] = [line for line in lines if "checkpoint" not in line]


def without_the_last_signature(lines: Lines) -> None:
    del lines[-1]


@pytest.mark.parametrize(
    ("take", "gap"),
    [
        (empty, "there is no entry in it"),
        (only_the_head, "there is no entry in it"),
        (headless, "the bundle has no head"),
        (unsigned, "no checkpoint signs any of it"),
        (without_the_last_signature, "the last 2 entries are newer than the last signed checkpoint"),
    ],
)
def test_what_proves_nothing_is_not_called_whole(bundle: Path, take: Callable[[Lines], None], gap: str) -> None:
    lines = lines_of(bundle)
    take(lines)
    bundle.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    code, said = run(bundle, "--public-key", keys.public_key(), isolated=False)
    assert (code, f"NOT PROVEN: {gap}" in said, "The log is whole." in said) == (3, True, False), said


def test_a_second_head_is_no_part_of_a_log(bundle: Path) -> None:
    lines = lines_of(bundle)
    lines.insert(4, lines[0])
    report = Verifier(keys.public_key()).run(json.dumps(line) for line in lines)
    assert (report.ok, report.broken_no) == (False, 4)


def test_another_key_than_the_one_noted_down_is_refused(bundle: Path) -> None:
    code, said = run(bundle, "--public-key", "00" * 32, isolated=False)
    assert code == 1 and "another public key" in said


def edited(lines: Lines) -> None:
    lines[4]["entry"]["actorName"] = "이몽룡"


def other_clock(lines: Lines) -> None:
    lines[4]["entry"]["at"] = "2020-01-01T00:00:00.000000Z"


def removed(lines: Lines) -> None:
    del lines[4]


def swapped(lines: Lines) -> None:
    lines[4], lines[5] = lines[5], lines[4]


def emptied(lines: Lines) -> None:
    lines[4]["entry"] = None


def digested_anew(lines: Lines) -> None:
    """Without a key one can compute digests; the signed links tell."""
    from audit import offline

    edited(lines)
    entry = lines[4]["entry"]
    content = offline.canonical([entry[name] for name in offline.FIELDS])
    lines[4]["digest"] = offline.digest_of(entry["auditId"], lines[4]["mark"], content).hex()


def signed_anew(lines: Lines) -> None:
    lines[6]["checkpoint"]["signature"] = "00" * 64


def cut_off(lines: Lines) -> None:
    del lines[9:12]


@pytest.mark.parametrize(
    ("tamper", "number"),
    [
        (edited, 4),
        (other_clock, 4),
        (removed, 4),
        (swapped, 4),
        (emptied, 4),
        (digested_anew, 1),
        (signed_anew, 5),
        (cut_off, 8),
    ],
)
def test_a_bundle_that_was_tampered_with_is_broken_where_it_was(
    bundle: Path, tamper: Callable[[Lines], None], number: int
) -> None:
    lines = lines_of(bundle)
    assert lines[6].keys() == {"checkpoint"}
    tamper(lines)
    report = Verifier(keys.public_key()).run(json.dumps(line) for line in lines)
    assert (report.ok, report.broken_no) == (False, number), report


def test_a_log_that_was_cut_is_found_by_a_checkpoint_kept_elsewhere(bundle: Path, tmp_path: Path) -> None:
    """The database and everything made of it was cut; a syslog was not."""
    last = checkpoint_out(Checkpoint.objects.latest("pk"))
    syslog = tmp_path / "syslog"
    syslog.write_text(f'<109>1 2026-11-21T00:00:00Z host maru 1 checkpoint - {json.dumps(last)}\ntorn {{"at": 1\n')
    with unguarded():
        sql("DELETE FROM audit_auditentry")
        sql("DELETE FROM audit_seal")
        sql("DELETE FROM audit_checkpoint")
    filled(3)
    cut = bundle.with_name("cut.jsonl")
    write_bundle(cut)
    key = ("--public-key", keys.public_key())
    assert run(cut, *key, isolated=False)[0] == 0
    code, said = run(cut, *key, "--checkpoints", str(syslog), isolated=False)
    assert code == 1 and "BROKEN at number 4" in said and "cut off" in said
    with pytest.raises(CommandError, match="end_cut_off"):
        call_command("verify_audit", checkpoints=syslog)


@pytest.mark.parametrize("kept", ["", "nothing of ours\n", '<109>1 - host maru 1 checkpoint - {"at": "2026-11-21T0'])
def test_a_file_without_any_checkpoint_proves_nothing(bundle: Path, tmp_path: Path, kept: str) -> None:
    """The wrong file, or one that the collector cut: it is not as if there had been nothing to compare."""
    syslog = tmp_path / "syslog"
    syslog.write_text(kept)
    code, said = run(bundle, "--public-key", keys.public_key(), "--checkpoints", str(syslog), isolated=False)
    assert code == 3 and "NOT PROVEN: no checkpoint is in the file that you gave with --checkpoints" in said
    assert "The log is whole." not in said and "note: " not in said
    with pytest.raises(CommandError, match="no checkpoint is in"):
        call_command("verify_audit", checkpoints=syslog)


def escaped(line: str) -> str:
    return json.dumps({"host": "maru", "message": f"<109>1 - maru 1 checkpoint - {line}"})


@pytest.mark.parametrize(
    "collect",
    ["\n".join, "".join, lambda lines: "\n".join(map(escaped, lines)), lambda lines: escaped(escaped(" ".join(lines)))],
    ids=["a line each", "objects of a bucket one behind the other", "escaped", "escaped twice"],
)
def test_checkpoints_are_read_as_a_collector_keeps_them(
    bundle: Path, tmp_path: Path, collect: Callable[[list[str]], str]
) -> None:
    kept = [checkpoint_out(checkpoint) for checkpoint in Checkpoint.objects.order_by("pk")]
    syslog = tmp_path / "syslog"
    syslog.write_text(collect([json.dumps(checkpoint, sort_keys=True) for checkpoint in kept]))
    assert list(read_checkpoints(syslog)) == kept
    assert run(bundle, "--public-key", keys.public_key(), "--checkpoints", str(syslog), isolated=False)[0] == 0


def test_the_commands_say_how_it_is(bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="exists"):
        call_command("audit_bundle", to=bundle)
    call_command("audit_bundle", to=tmp_path / "again.jsonl")
    seal()
    call_command("verify_audit")
    said = capsys.readouterr().out
    assert keys.public_key() in said and "The log is whole." in said

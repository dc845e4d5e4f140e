"""Whether files are scanned is decided, not forgotten (decision 0017)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from messenger import env

ROOT = Path(__file__).resolve().parents[2]
MISSING = "maru: CLAMD_ADDRESS is missing: files are scanned for viruses unless FILE_SCANNER=off says otherwise"
CASES: list[tuple[dict[str, str], str]] = [
    ({}, "off"),
    ({"MESSENGER_ENV": "production"}, MISSING),
    ({"FILE_SCANNER": "clamd"}, MISSING),
    ({"MESSENGER_ENV": "production", "FILE_SCANNER": "off"}, "off"),
    ({"MESSENGER_ENV": "production", "CLAMD_ADDRESS": "unix:/run/clamav/clamd.ctl"}, "clamd"),
    ({"CLAMD_ADDRESS": "tcp://[::1]:3310"}, "clamd"),
    ({"CLAMD_ADDRESS": "tcp://127.0.0.1:3310", "FILE_SCANNER": "off"}, "off"),
]
# In a process of its own, one start after the other: what the scanner is, or the line that stopped the start.
STARTS = """
import importlib, json, os, sys
for case in json.loads(sys.argv[1]):
    os.environ.update({"MESSENGER_ENV": "", "CLAMD_ADDRESS": "", "FILE_SCANNER": ""} | case)
    for name in [name for name in sys.modules if name.startswith("messenger.settings")]:
        del sys.modules[name]
    try:
        print(importlib.import_module("messenger.settings").FILE_SCANNER)
    except SystemExit as stopped:
        print(stopped.code)
"""


def test_the_start_knows_whether_files_are_scanned(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTS, json.dumps([case for case, _said in CASES])],
        cwd=ROOT,
        env={**os.environ, "MESSENGER_DATA_DIR": str(tmp_path), "SECRET_KEY": "a secret key of this test, long enough"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines() == [said for _case, said in CASES]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1:3310", "tcp://clamav", "tcp://clamav:99999", "tcp://c:1/x", "unix:clamd.ctl", "http://c:3310"],
)
def test_an_address_that_is_none_stops_the_start(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAMD_ADDRESS", address)
    with pytest.raises(SystemExit) as stopped:
        env.address("CLAMD_ADDRESS")
    wanted = f"maru: CLAMD_ADDRESS={address!r} makes no sense: it must be tcp://host:port or unix:/path"
    assert str(stopped.value) == wanted

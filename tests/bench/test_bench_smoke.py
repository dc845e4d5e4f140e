"""The bench itself works; what it measures is no business of the tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.report import Row, table

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.server
def test_a_part_runs_from_the_first_socket_to_the_table() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "idle", "--quick"], cwd=ROOT, capture_output=True, text=True, timeout=55
    )
    assert done.returncode == 0, done.stderr
    assert "| P5   | idle socket above the bare server's (200) |" in done.stdout


def test_ratios_come_first_and_verdicts_follow_the_bounds() -> None:
    shown = table(
        [
            Row("P3", "absolute", 200, "messages/s", at_least=230),
            Row("P1", "good", 70, "deliveries/s", floor=100, least=0.6),
            Row("P7", "bad", 40, "ms", floor=10, most=3),
            Row("P2", "no goal", 1, "messages/s", floor=2),
        ]
    ).splitlines()[2:]
    assert [line.split("|")[2].strip() for line in shown] == ["good", "bad", "absolute", "no goal"]
    assert [line.split("|")[8].strip() for line in shown] == ["met", "missed", "missed", ""]
    assert [line.split("|")[6].strip() for line in shown] == ["0.70", "4.00", "", "0.50"]

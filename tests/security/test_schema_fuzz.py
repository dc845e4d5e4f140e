"""Schemathesis reads the published OpenAPI document and asks every door for trouble. Long: `make chaos`."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.security.devices import Device
from tests.services.server import Server

# These end the session that asks, or leave the rooms that are asked about.
NOT_ASKED = "device-sessions/(current|others)|leave"
SECONDS, EXAMPLES = 240, 50


@pytest.mark.chaos
@pytest.mark.server
def test_no_generated_request_is_our_fault(server: Server, offender: Device, tmp_path: Path) -> None:
    document = httpx.get(f"{server.url}/api/v1/schema", headers=offender.headers, trust_env=False)
    (tmp_path / "schema.json").write_bytes(document.content)
    program = Path(sys.executable).with_name("schemathesis")
    if not program.exists():
        pytest.skip("Schemathesis is not installed")
    command = [
        str(program), "run", "schema.json", "--url", server.url, "-H", f"Authorization: Bearer {offender.token}",
        "--checks", "not_a_server_error", "--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES),
        "--exclude-path-regex", NOT_ASKED, "--max-time", str(SECONDS), "--request-timeout", "10", "--workers", "1",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS + 60, check=False)
    print("\n".join(line for line in done.stdout.splitlines() if "generated" in line))
    assert done.returncode == 0, done.stdout[-5000:]
    Device(server, "demo002").connect().close()

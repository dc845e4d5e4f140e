"""The product's settings with a data directory of their own. Set before anything reads them."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if not os.environ.get("MARU_TEST_DIR"):  # not a child process of the tests
    os.environ["MARU_TEST_DIR"] = tempfile.mkdtemp(prefix="maru-tests-")
    atexit.register(shutil.rmtree, os.environ["MARU_TEST_DIR"], ignore_errors=True)

_worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
os.environ["MESSENGER_DATA_DIR"] = str(Path(os.environ["MARU_TEST_DIR"]) / f"data-{_worker}")
for _name in (
    "DATABASE_URL",
    "REDIS_URL",
    "MESSENGER_ENV",
    "ALLOWED_ORIGINS",
    "CLAMD_ADDRESS",
    "FILE_SCANNER",
    "LDAP_SERVER_URI",
):
    os.environ.setdefault(_name, "")  # a developer's .env is no test's business
os.environ["STATIC_FROM_SOURCE"] = "true"
os.environ["RATE_LIMITS_SHARED"] = "false"  # one Redis serves all tests, and their people bear the same names
os.environ["AUDIT_CHECKPOINT_FILE"] = "off"  # it would remember the logs of other tests
os.environ["FOLLOW_RUN_SECONDS"] = "0"  # one look a job: tests work jobs off one by one

from messenger.settings import *  # noqa: E402, F403
from messenger.settings import DATA_DIR, DATABASES, PASSWORD_HASHERS  # noqa: E402

PASSWORD_HASHERS = ["tests.hashers.CheapArgon2", *PASSWORD_HASHERS]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because an in-memory database that threads share locks whole tables.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"

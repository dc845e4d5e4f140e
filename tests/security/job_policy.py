"""Who may look after the installation and its background work: system admins. What it is about stays in its room."""

from tests.security.rows import SIGNED_IN, Row
from tests.security.world import SYSADMIN

_OTHERS = dict.fromkeys((persona for persona in SIGNED_IN if persona != SYSADMIN), 403)


def _by_admins(method: str, path: str, status: int) -> Row:
    return Row(method, path, {"only": {**_OTHERS, SYSADMIN: status}})


# Of a job that does not exist: 403 first (contract 12), so that nobody else learns which there are.
JOB_ROWS: tuple[Row, ...] = (
    _by_admins("GET", "jobs", 200),
    _by_admins("GET", "jobs/<str:job_id>", 404),
    _by_admins("POST", "jobs/<str:job_id>/cancel", 404),
    _by_admins("POST", "jobs/<str:job_id>/retry", 404),
    _by_admins("GET", "system/health", 200),
    _by_admins("GET", "system/blocked-files", 200),
)

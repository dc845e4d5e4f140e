"""Who may ask for runs of the directory, and look at them: system admins; 403 for everybody else."""

from tests.security.rows import SIGNED_IN, Body, Row, fixed
from tests.security.world import SYSADMIN

_OTHERS = dict.fromkeys((persona for persona in SIGNED_IN if persona != SYSADMIN), 403)


def _admins(method: str, path: str, status: int, body: Body | None = None) -> Row:
    return Row(method, path, {"only": {**_OTHERS, SYSADMIN: status}}, body=body)


# There is no directory in the world of the matrix: a run cannot be asked for, and none is there.
DIRECTORY_ROWS: tuple[Row, ...] = (
    _admins("GET", "admin/directory", 200),
    _admins("GET", "admin/directory/runs", 200),
    _admins("POST", "admin/directory/runs", 409, fixed(dry=True)),
    _admins("GET", "admin/directory/runs/<str:run_id>", 404),
    _admins("POST", "admin/directory/runs/<str:run_id>/approve", 404),
)

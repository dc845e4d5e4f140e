"""The pages for system admins; for everybody else there are none."""

from tests.security.rows import Row
from tests.security.world import SYSADMIN

M = "manage/"


def _page(method: str, path: str, status: int) -> Row:
    return Row(method, f"{M}{path}", {"only": {SYSADMIN: status}}, page=True)


# An empty form is refused with the page itself (400); of somebody who does not exist there is no page.
MANAGE_ROWS: tuple[Row, ...] = (
    _page("GET", "", 302),
    _page("GET", "approvals", 200),
    _page("POST", "approvals", 400),
    _page("GET", "people", 200),
    _page("GET", "people/new", 200),
    _page("POST", "people/new", 400),
    _page("GET", "people/<uuid:user_id>", 200),
    _page("POST", "people/<uuid:user_id>", 400),
    _page("GET", "people/<uuid:user_id>/disable", 200),
    _page("POST", "people/<uuid:user_id>/disable", 400),
    _page("GET", "people/<uuid:user_id>/handover", 409),  # they are still here
    _page("POST", "people/<uuid:user_id>/handover", 409),
    _page("GET", "transfers", 200),
    _page("POST", "transfers", 400),
    _page("GET", "transfers/new", 200),
    _page("POST", "transfers/new", 400),
    _page("GET", "transfers/<uuid:transfer_id>", 404),
    _page("GET", "people/import", 200),
    _page("POST", "people/import", 400),
    _page("GET", "people/import/<uuid:import_id>", 404),
    _page("POST", "people/import/<uuid:import_id>", 404),
    _page("GET", "directory", 200),
    _page("POST", "directory", 400),  # none is set up
    _page("GET", "directory/<uuid:run_id>", 404),
    _page("POST", "directory/<uuid:run_id>", 404),
    _page("GET", "units", 200),
    _page("POST", "units", 400),
    _page("GET", "units/<uuid:unit_id>", 404),
    _page("POST", "units/<uuid:unit_id>", 404),
    _page("GET", "policies", 200),
    _page("POST", "policies", 400),
)

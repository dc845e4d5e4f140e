"""Who may open the auditors' pages: auditors; a case of disclosure also system admins, who may decide on it.

For everybody else there are no such pages.
"""

from tests.security.rows import Row
from tests.security.world import AUDITOR, SYSADMIN

A = "auditing/"
CASE = f"{A}cases/<uuid:disclosure_id>"
STATES = ("asked", "open", "ended", "missing")


def _by_auditors(method: str, path: str, status: int) -> Row:
    return Row(method, A + path, {"only": {AUDITOR: status}}, page=True)


def _by_overseers(method: str, path: str, status: int) -> Row:
    says = {state: {AUDITOR: status, SYSADMIN: status} for state in STATES if state != "missing"}
    return Row(method, path, says, STATES, page=True)


AUDITING_ROWS: tuple[Row, ...] = (
    _by_auditors("GET", "", 200),
    _by_auditors("GET", "entries/<int:entry_id>", 404),  # of an entry that does not exist
    _by_auditors("GET", "people/<uuid:user_id>", 200),
    _by_auditors("GET", "objects/<str:kind>/<str:target_id>", 404),
    _by_auditors("POST", "searches", 400),
    _by_auditors("GET", "export", 200),
    _by_auditors("POST", "export", 400),
    _by_auditors("GET", "proof", 200),
    _by_auditors("POST", "proof", 302),
    _by_auditors("POST", "proof/bundle", 200),
    _by_auditors("GET", "reviews", 200),
    _by_auditors("GET", "reviews/<int:year>-<int:month>", 200),
    _by_auditors("POST", "reviews/<int:year>-<int:month>", 400),
    _by_auditors("GET", "reviews/<int:year>-<int:month>/sheet", 200),
    Row("GET", f"{A}cases", {"only": {AUDITOR: 200, SYSADMIN: 200}}, page=True),
    _by_auditors("GET", "cases/new", 200),
    _by_auditors("POST", "cases/new", 200),
    _by_overseers("GET", CASE, 200),
    _by_overseers("POST", CASE, 400),
    # What was written: to the auditor who asked, while the case is open.
    Row(
        "GET",
        f"{CASE}/rooms/<uuid:room_id>",
        {"asked": {AUDITOR: 403}, "open": {AUDITOR: 200}, "ended": {AUDITOR: 403}},
        (*STATES, "elsewhere", "dm"),
        page=True,
    ),
)

"""Who may do what with cases of disclosure. Part of the one table (`tests.security.policy`)."""

from tests.security.rows import SIGNED_IN, Body, Outcomes, Row, fixed
from tests.security.world import AUDITOR, SYSADMIN

D = "disclosures/<uuid:disclosure_id>"
STATES = ("asked", "open", "ended", "missing")
ELSEWHERE = ("elsewhere", "dm")  # the approved case, and what is not in its scope

_NOBODY = dict.fromkeys(SIGNED_IN, 403)
_MISSING = {**_NOBODY, AUDITOR: 404, SYSADMIN: 404}


def _list(method: str, path: str, auditor: int, sysadmin: int, body: Body | None = None, query: str = "") -> Row:
    return Row(method, path, {"only": {**_NOBODY, AUDITOR: auditor, SYSADMIN: sysadmin}}, body=body, query=query)


def _on_case(
    method: str, path: str, auditor: tuple[int, int, int], sysadmin: tuple[int, int, int], body: Body | None = None
) -> Row:
    """A door of a case; what the two get while it waits, while it is open, and when it is over."""
    says: Outcomes = {"missing": _MISSING}
    for state, one, other in zip(STATES, auditor, sysadmin, strict=False):
        says[state] = {**_NOBODY, AUDITOR: one, SYSADMIN: other}
    return Row(method, path, says, STATES, body)


def _in_scope(path: str, *elsewhere: str) -> Row:
    """What a case opens: to the auditor who asked, while it is open; nothing of other rooms."""
    row = _on_case("GET", path, (403, 200, 403), (403, 403, 403))
    says = row.says | {state: {**_NOBODY, AUDITOR: 404} for state in elsewhere}
    return Row("GET", path, says, (*STATES, *elsewhere))


DISCLOSURE_ROWS: tuple[Row, ...] = (
    _list("GET", "disclosures", 200, 200),
    _list(
        "POST",
        "disclosures",
        201,
        403,
        lambda world, _state: {
            "reason": "조사에 필요합니다",
            "legalBasis": "취업규칙 제12조",
            "roomIds": [str(world.rooms["active"])],
            "from": "2026-01-01T00:00:00Z",
            "to": "2026-01-02T00:00:00Z",
        },
    ),
    _list("GET", "disclosures/places", 200, 403, query="?q=act"),
    _on_case("GET", D, (200, 200, 200), (200, 200, 200)),
    _on_case("GET", f"{D}/looks", (200, 200, 200), (200, 200, 200)),
    # Nobody approves what they asked for; who asked takes it back, and both can end it.
    _on_case("POST", f"{D}/approve", (403, 409, 409), (200, 409, 409), fixed()),
    _on_case("POST", f"{D}/reject", (403, 409, 409), (200, 409, 409), fixed(note="근거가 부족합니다")),
    _on_case("POST", f"{D}/close", (200, 200, 409), (403, 200, 409), fixed()),
    _in_scope(f"{D}/rooms"),
    _in_scope(f"{D}/rooms/<uuid:room_id>/messages", *ELSEWHERE),
    _in_scope(f"{D}/files/<uuid:attachment_id>/download", "elsewhere"),
)

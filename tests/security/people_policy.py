"""Who looks after people: system admins. Everybody else is told 403, whether or not there is such a person."""

from uuid import uuid4

from tests.security.rows import SIGNED_IN, Body, Row, fixed
from tests.security.world import SYSADMIN

_OTHERS = dict.fromkeys((persona for persona in SIGNED_IN if persona != SYSADMIN), 403)
_PEOPLE = ("colleague", "pending", "missing")


def _admins(method: str, path: str, status: int, body: Body | None = None) -> Row:
    return Row(method, f"admin/{path}", {"only": {**_OTHERS, SYSADMIN: status}}, body=body)


def _about(method: str, path: str, body: Body | None = None, *, known: int = 200, pending: int = 200) -> Row:
    statuses = dict(zip(_PEOPLE, (known, pending, 404), strict=True))
    says = {state: {**_OTHERS, SYSADMIN: status} for state, status in statuses.items()}
    return Row(method, f"admin/{path}", says, _PEOPLE, body)


_ORDER = fixed(userId=str(uuid4()), kind="LEAVE", effectiveOn="2026-12-01")
PEOPLE_ROWS: tuple[Row, ...] = (
    _admins("GET", "approvals", 200),
    _admins("POST", "approvals/decide", 200, fixed(userIds=[str(uuid4())], approve=True)),
    _about("POST", "approvals/<str:user_id>/approve", known=404),
    _about("POST", "approvals/<str:user_id>/reject", fixed(reason="다른 회사 분입니다"), known=404),
    _admins("GET", "people", 200),
    _admins("POST", "people", 201, lambda world, state: {"loginId": f"new.{uuid4().hex[:8]}", "name": "새사람"}),
    _admins("POST", "people/export", 200, fixed(reason="정기 점검")),
    _admins("POST", "people/import", 400),
    _admins("GET", "people/import/<str:plan_id>", 404),
    _admins("POST", "people/import/<str:plan_id>/apply", 404),
    _admins("POST", "people/import/<str:plan_id>/passwords", 404),
    _about("GET", "people/<str:user_id>"),
    _about("PATCH", "people/<str:user_id>", fixed(title="대리")),
    _about("POST", "people/<str:user_id>/disable", fixed(reason="퇴직")),
    _about("POST", "people/<str:user_id>/enable"),
    _about("POST", "people/<str:user_id>/role", fixed(role="AUDITOR")),
    _about("POST", "people/<str:user_id>/password"),
    _about("POST", "people/<str:user_id>/second-factor", known=409, pending=409),
    # Of those who are still here nothing is handed over.
    _about("GET", "people/<str:user_id>/handover", known=409, pending=409),
    _about(
        "POST",
        "people/<str:user_id>/handover",
        fixed(items=[{"kind": "room", "ids": [str(uuid4())]}]),
        known=409,
        pending=409,
    ),
    _admins("GET", "transfers", 200),
    _admins("POST", "transfers", 404, _ORDER),
    _admins("POST", "transfers/preview", 404, _ORDER),
    _admins("POST", "transfers/import", 400),
    _admins("GET", "transfers/<str:transfer_id>", 404),
    _admins("POST", "transfers/<str:transfer_id>/cancel", 404),
    _admins("GET", "policies", 200),
    _admins("PATCH", "policies/<str:name>", 404, fixed(value=True)),
)

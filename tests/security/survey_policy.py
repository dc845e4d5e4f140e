"""Who may do what with surveys. Part of the one table (`tests.security.policy`).

The member made them, the room's admin is asked, the member who came back may see the results.
"""

from tests.security.rows import SIGNED_IN, Body, Outcomes, Row, fixed, signed_in
from tests.security.world import ADMIN, BACK, MEMBER

S = "surveys/<uuid:survey_id>"
AUTHOR, TARGET, READER = MEMBER, ADMIN, BACK
SURVEY_STATES = ("open", "draft", "closed", "elsewhere", "missing")
_QUESTION = {"type": "SINGLE", "prompt": "점심은?", "choices": ["한식", "양식"]}


def by_author(method: str, path: str, *, open: int, draft: int, closed: int, body: Body | None = None) -> Row:
    """A door of its author's; who sees the survey may know that it is shut."""
    others = {TARGET: 403, READER: 403}
    says: Outcomes = {
        "open": {AUTHOR: open, **others},
        "draft": {AUTHOR: draft},
        "closed": {AUTHOR: closed, **others},
    }
    return Row(method, path, says, SURVEY_STATES, body)


def results(path: str) -> Row:
    """Of results: 403 for everybody else who is signed in (contract 12)."""
    others = dict.fromkeys(SIGNED_IN, 403)
    says: Outcomes = {
        "open": {**others, AUTHOR: 200, READER: 200},
        "draft": {**others, AUTHOR: 200},
        "closed": {**others, AUTHOR: 200, READER: 200},
        "elsewhere": others,
    }
    return Row("GET", path, says, SURVEY_STATES)


_SEEN = {AUTHOR: 200, TARGET: 200, READER: 200}

SURVEY_ROWS: tuple[Row, ...] = (
    signed_in("GET", "surveys", 200),
    signed_in("POST", "surveys", 201, fixed(title="구내식당", questions=[_QUESTION])),
    Row("GET", S, {"open": _SEEN, "draft": {AUTHOR: 200}, "closed": _SEEN}, SURVEY_STATES),
    by_author("PATCH", S, open=200, draft=200, closed=409, body=fixed(title="다른 제목")),
    by_author("DELETE", S, open=204, draft=204, closed=204),
    by_author("POST", f"{S}/publish", open=200, draft=200, closed=200),
    by_author("POST", f"{S}/close", open=200, draft=409, closed=409),
    by_author("POST", f"{S}/remind", open=200, draft=409, closed=409),
    Row("POST", f"{S}/submit", {"open": {TARGET: 201}, "closed": {TARGET: 409}}, SURVEY_STATES, fixed(answers=[])),
    results(f"{S}/progress"),
    results(f"{S}/results"),
    results(f"{S}/results.csv"),
)

"""Who may read the audit log: auditors. A system admin, whom it is about, gets no more than anybody else."""

from tests.security.rows import SIGNED_IN, Row
from tests.security.world import AUDITOR

_OTHERS = dict.fromkeys((persona for persona in SIGNED_IN if persona != AUDITOR), 403)


def _by_auditors(path: str, query: str = "") -> Row:
    return Row("GET", path, {"only": {**_OTHERS, AUDITOR: 200}}, query=query)


AUDIT_ROWS: tuple[Row, ...] = (
    _by_auditors("audit"),
    _by_auditors("audit.csv", query="?reason=quarterly"),
    _by_auditors("audit/verify"),
)

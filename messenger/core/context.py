"""Where the current piece of work came from: for the audit log and the request id, never for rights."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Who asked, seen from the wire. Empty for work that no request started."""

    request_id: str = ""
    ip: str | None = None
    user_agent: str = ""


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)
enter = _origin.set
leave = _origin.reset
current = _origin.get

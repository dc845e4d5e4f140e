"""An entry as it is digested: the same bytes when it is written, sealed, verified and exported (decision 0029)."""

import datetime as dt
import hashlib
import hmac
import ipaddress
import json
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson

from audit import keys, offline

# The columns behind `offline.FIELDS`, in the same order.
COLUMNS = (
    "at",
    "actor_id",
    "actor_name",
    "action",
    "target_type",
    "target_id",
    "subject_id",
    "ip",
    "user_agent",
    "request_id",
    "outcome",
    "detail",
)
NONCE = 16  # hex digits


def content(values: tuple[Any, ...]) -> bytes:
    """The canonical bytes of `COLUMNS`, as Django reads them."""
    return offline.canonical(plain(values))


def fast(plain: list[Any]) -> bytes:
    """The same bytes as `offline.canonical`, several times as fast, for what `settled` lets be recorded."""
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)


def plain(values: tuple[Any, ...]) -> list[Any]:
    """`COLUMNS` as JSON values, in the order of `offline.FIELDS`."""
    at, actor_id, *named, subject_id, ip, agent, request_id, outcome, detail = values
    return [
        moment(at),
        _id(actor_id),
        *named,
        _id(subject_id),
        None if ip is None else _address(str(ip)),
        agent,
        request_id,
        outcome,
        detail,
    ]


def moment(at: dt.datetime) -> str:
    """UTC to the microsecond, always with all digits."""
    if at.tzinfo is not dt.UTC:
        at = at.astimezone(dt.UTC)
    return at.isoformat(timespec="microseconds")[:26] + "Z"


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)


@lru_cache(maxsize=4096)
def _address(ip: str) -> str:
    return str(ipaddress.ip_address(ip))


def mark_of(nonce: str, content: bytes) -> str:
    """What the writer of an entry adds to it: nobody can who has the database alone, nor use another entry's twice."""
    return nonce + hmac.digest(keys.of("mark"), nonce.encode() + content, hashlib.sha256).hex()


def is_marked(mark: str, content: bytes) -> bool:
    """Whether Maru wrote this."""
    return hmac.compare_digest(mark.encode(), mark_of(mark[:NONCE], content).encode())


def review_digest(review: Any) -> str:
    """64 hex digits that stand for a signed review: every column of it."""
    signed = [
        review.month.isoformat(),
        str(review.reviewer_id),
        review.reviewer_name,
        review.findings,
        review.figures,
        moment(review.signed_at),
    ]
    return hashlib.sha256(offline.canonical(signed)).hexdigest()


def settled(detail_json: str) -> Any:
    """A detail as every database gives it back. Numbers that a database may write otherwise become text."""
    return json.loads(detail_json, parse_float=_number, parse_int=_whole, parse_constant=_refused)


def _number(raw: str) -> float | str:
    number = float(raw) + 0.0  # no -0.0
    return raw if "e" in raw.lower() or "e" in repr(number) else number


def _whole(raw: str) -> int | str:
    return int(raw) if -(2**63) <= int(raw) < 2**63 else raw


def _refused(raw: str) -> None:
    raise ValueError(f"{raw} is no number that can be recorded")

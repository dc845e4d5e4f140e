"""JSON as the contract wants it: strict on the way in, fast and plain on the way out.

Contract section 12: duplicate keys, nesting deeper than 32, numbers beyond 64 bits, NaN,
lone surrogates and NUL are `INVALID_ARGUMENT` before anything is looked up.
"""

import datetime as dt
import json
import re
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Invalid

MAX_DEPTH = 32
# A string that never ends matches up to the end: else each of its quotes would be tried as a
# beginning, and one frame would cost the square of its length.
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


def encode(value: Any) -> str:
    """Compact JSON text. UUIDs are written as strings; times must be formatted already."""
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


def rfc3339(moment: dt.datetime | None) -> str | None:
    """UTC with milliseconds, `2026-02-19T10:11:12.345Z`."""
    if moment is None:
        return None
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def decode(raw: bytes | str) -> Any:
    """Parse strictly, or raise `Invalid`."""
    data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    if _too_deep(data):
        raise Invalid(_("The JSON is nested too deeply."))
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_number
        )
    except (ValueError, RecursionError) as error:
        raise Invalid(_("The body is not valid JSON.")) from error
    if b"\\u" in data:  # only an escape can smuggle a surrogate or NUL past the decoder
        _refuse_broken_text(value)
    return value


def _too_deep(data: bytes) -> bool:
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return False
    depth = 0
    for byte in _STRINGS.sub(b"", data):
        if byte in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif byte in b"]}":
            depth -= 1
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _constant(name: str) -> float:
    raise ValueError(name)


def _integer(digits: str) -> int:
    if len(digits) > 20 or not -(2**63) <= (number := int(digits)) < 2**63:
        raise ValueError("beyond 64 bits")
    return number


def _number(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("beyond 64 bits")
    return number


def _refuse_broken_text(value: Any) -> None:
    if isinstance(value, str):
        if _NOT_TEXT.search(value):
            raise Invalid(_("The text contains characters that cannot be stored."))
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_broken_text(key)
            _refuse_broken_text(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_broken_text(item)

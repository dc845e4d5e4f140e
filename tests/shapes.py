"""Holds answers against the shapes that the OpenAPI document gives them."""

import datetime as dt
import uuid
from typing import Any

KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
}


def fits(value: Any, shape: dict[str, Any], where: str) -> None:
    """Assert that an answer is what the document says: these keys, these types, null only where it may be."""
    if value is None:
        assert shape.get("nullable"), where
        return
    assert isinstance(value, KINDS[shape["type"]]), where
    if "properties" in shape:
        assert set(shape["required"]) <= value.keys() <= shape["properties"].keys(), where
        for key, inner in value.items():
            fits(inner, shape["properties"][key], f"{where}.{key}")
    for item in value if shape["type"] == "array" else ():
        fits(item, shape["items"], f"{where}[]")
    if shape.get("format") == "uuid":
        uuid.UUID(str(value))
    if shape.get("format") == "date-time":
        dt.datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%S.%fZ")
    if "enum" in shape:
        assert value in shape["enum"], where

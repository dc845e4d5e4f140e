"""Words to describe answers in the OpenAPI document. Tests hold the descriptions against real answers."""

from typing import Any

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
FLAG: Shape = {"type": "boolean"}
WHOLE: Shape = {"type": "integer", "format": "int64"}
ID: Shape = {"type": "string", "format": "uuid"}
TIME: Shape = {"type": "string", "format": "date-time"}


def maybe(shape: Shape) -> Shape:
    """This, or null."""
    return {**shape, "nullable": True}


def record(**properties: Shape) -> Shape:
    """An object that has all of these keys."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def optional(shape: Shape, **properties: Shape) -> Shape:
    """An object with keys that it may also have."""
    return {**shape, "properties": {**shape["properties"], **properties}}


def array(shape: Shape) -> Shape:
    """A list of these."""
    return {"type": "array", "items": shape}


def page(shape: Shape) -> Shape:
    """A page of a list (contract section 1)."""
    return record(results=array(shape), next=maybe(TEXT))


def one_of(*values: str) -> Shape:
    """One of these strings."""
    return {"type": "string", "enum": list(values)}

"""As much of JSON Schema as `topic.schema.json` uses, so that no library is needed to see that it holds. A keyword that it
does not know is an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
NOTES = ("$schema", "$id", "$defs", "title", "description")


def valid(value: Any, schema: Any, root: dict[str, Any]) -> bool:
    """Whether a value is as a schema says."""
    return all(_keyword(name, body, value, schema, root) for name, body in schema.items() if name not in NOTES)


def _keyword(name: str, body: Any, value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    match name:
        case "$ref":
            return valid(value, root["$defs"][body.rpartition("/")[2]], root)
        case "anyOf":
            return any(valid(value, each, root) for each in body)
        case "type":
            return any(TYPES[each](value) for each in ([body] if isinstance(body, str) else body))
        case "enum":
            return value in body
        case "pattern":
            return not isinstance(value, str) or re.search(body, value) is not None
        case "minimum" | "exclusiveMinimum" | "maximum" | "minLength" | "minItems" | "maxItems" | "minProperties":
            return _bounded(name, body, value)
    return _of_parts(name, body, value, schema, root)


def _bounded(name: str, body: Any, value: Any) -> bool:
    if name in ("minimum", "exclusiveMinimum", "maximum"):
        if not TYPES["number"](value):
            return True
        return bool({"minimum": value >= body, "exclusiveMinimum": value > body, "maximum": value <= body}[name])
    if name == "maxItems":
        return not isinstance(value, list) or len(value) <= body
    sized = {"minLength": str, "minItems": list, "minProperties": dict}[name]
    return not isinstance(value, sized) or len(value) >= body


def _of_parts(name: str, body: Any, value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    if name == "items":
        return not isinstance(value, list) or all(valid(part, body, root) for part in value)
    if name == "prefixItems":
        return not isinstance(value, list) or all(
            valid(part, each, root) for part, each in zip(value, body, strict=False)
        )
    members = value if isinstance(value, dict) else {}
    match name:
        case "required":
            return all(key in members for key in body) or not isinstance(value, dict)
        case "properties":
            return all(valid(part, body[key], root) for key, part in members.items() if key in body)
        case "propertyNames":
            return all(valid(key, body, root) for key in members)
        case "additionalProperties":
            others = [part for key, part in members.items() if key not in schema.get("properties", {})]
            return not others if body is False else all(valid(part, body, root) for part in others)
    raise ValueError(f"the schema uses {name}, which is not known here")

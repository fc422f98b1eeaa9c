"""Values to JSON and back, types checked on the way in (msgspec on the structs of `models`)."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from frontwire.errors import ParseError

T = TypeVar("T")


def dump(value: object) -> bytes:
    """JSON bytes of any model value. Half a surrogate pair, which pages write as an escape, becomes U+FFFD."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_whole(msgspec.to_builtins(value)))


def _whole(value: Any) -> Any:
    """Plain dicts, lists and strings without halves of surrogate pairs."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {_whole(name): _whole(one) for name, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list | tuple) else value


def load(kind: type[T], data: bytes | str) -> T:
    """A model value from JSON. Raises ParseError naming the field."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise ParseError(str(error), subject=kind.__name__) from error


def plain(value: object) -> Any:
    """Dicts, lists, strings and numbers of any model value (datetimes as ISO 8601 strings)."""
    return msgspec.to_builtins(value)


def build(kind: type[T], data: object, *, subject: str = "") -> T:
    """A model value from plain dicts and lists. Raises ParseError naming the field."""
    try:
        return msgspec.convert(data, type=kind, strict=False)
    except msgspec.MsgspecError as error:
        raise ParseError(str(error), subject=subject or kind.__name__) from error

"""A few tags of mustache, enough for the demo's pages and feeds.

`{{name}}` writes a value escaped, `{{{name}}}` as it is, `{{.}}` the value at hand; `{{#name}}…{{/name}}` repeats for each
item of a list or shows once for a value, `{{^name}}…{{/name}}` shows when there is none.
Names are looked up from the innermost section outwards; an unknown name is an error, so that a typing slip is seen.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

_TAG = re.compile(r"\{\{\{\s*(?P<raw>[\w.]+)\s*\}\}\}|\{\{(?P<sign>[#^/]?)\s*(?P<name>[\w.]+)\s*\}\}")


def render(template: str, values: Mapping[str, Any]) -> str:
    """The template filled with values. Raises KeyError for an unknown name, ValueError for crooked sections."""
    return _fill(template, 0, (values,), "")[0]


def _fill(source: str, start: int, scope: tuple[Any, ...], section: str) -> tuple[str, int]:
    """The text from `start` to the end of `section` (or of the source), and the place after it."""
    out: list[str] = []
    while tag := _TAG.search(source, start):
        out.append(source[start : tag.start()])
        start = tag.end()
        if tag["raw"]:
            out.append(str(_find(scope, tag["raw"])))
        elif not tag["sign"]:
            out.append(html.escape(str(_find(scope, tag["name"]))))
        elif tag["sign"] == "/":
            if tag["name"] != section:
                raise ValueError(f"section {section!r} is closed by {tag['name']!r}")
            return "".join(out), start
        else:
            text, start = _section(source, start, scope, tag["name"], inverted=tag["sign"] == "^")
            out.append(text)
    if section:
        raise ValueError(f"section {section!r} is never closed")
    return "".join(out) + source[start:], len(source)


def _section(source: str, start: int, scope: tuple[Any, ...], name: str, *, inverted: bool) -> tuple[str, int]:
    value = _find(scope, name)
    items = value if isinstance(value, list | tuple) else [value] if value else []
    if inverted:
        items = [] if items else [None]
    texts = []
    end = start
    for item in items:
        text, end = _fill(source, start, (*scope, item), name)
        texts.append(text)
    if not items:
        end = _fill(source, start, (*scope, _Nothing()), name)[1]
    return "".join(texts), end


class _Nothing(dict[str, Any]):
    """The scope of a section that is not shown: every name in it is known and empty."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> str:
        return ""


def _find(scope: tuple[Any, ...], name: str) -> Any:
    if name == ".":
        return scope[-1]
    for level in reversed(scope):
        if isinstance(level, Mapping) and name in level:
            return level[name]
    raise KeyError(f"the template asks for {name!r}, which nobody gave")

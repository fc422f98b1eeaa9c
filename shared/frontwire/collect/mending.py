"""Feeds whose tags do not match: each entry is cut out by its own tags, and each field's inside becomes plain text.

An XML parser that meets `<title>a <b>b</title>` closes the wrong element, and every entry from there on is inside the
one before. Here a field ends where its own end tag stands, whatever is open in between.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_ENTRY = re.compile(r"<(item|entry)\b[^<>]{0,2000}>", re.I)
_FIELDS = (
    "title", "link", "guid", "id", "description", "summary", "content", "pubDate", "published", "issued", "updated", "modified",
    "dc:date", "dc:title", "dc:identifier", "dc:description", "content:encoded", "feedburner:origLink",
)  # fmt: skip
_OPEN = re.compile(rf"<({'|'.join(_FIELDS)})(\s[^<>]{{0,2000}})?(/)?>")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_MOST = 2_000


def mend(data: bytes) -> bytes:
    """A feed of the same entries whose tags match. Linear in the length of `data`."""
    text = data.decode("utf-8", "replace")
    starts = [match.start() for match in _ENTRY.finditer(text)][: _MOST + 1]
    if not starts:
        return data
    atom = "http://www.w3.org/2005/Atom" in text[: starts[0]]
    name = "entry" if atom else "item"
    head = _fields(text[: starts[0]][-20_000:], ("language",))
    entries = (text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True))
    body = "".join(f"<{name}>{_entry(entry)}</{name}>" for entry in entries)
    root = (
        f'<feed xmlns="http://www.w3.org/2005/Atom">{body}</feed>'
        if atom
        else f"<rss><channel>{head}{body}</channel></rss>"
    )
    return root.encode()


def _entry(text: str) -> str:
    """The fields of one entry, each with its attributes, its markup escaped."""
    parts: list[str] = []
    unclosed: set[str] = set()  # names without an end tag from here on: not looked for again
    at = 0
    while match := _OPEN.search(text, at):
        name, attributes, closed = match.groups()
        at = end = match.end()
        if not closed and name not in unclosed:
            end = text.find(f"</{name}>", at)
        if end < 0 or name in unclosed:
            unclosed.add(name)
            end = text.find("<", at)
            end = len(text) if end < 0 else end
        parts.append(f"<{name}{_safe(attributes)}>{_plain(text[at:end])}</{name}>")
        at = end
    return "".join(parts)


def _fields(text: str, names: tuple[str, ...]) -> str:
    found = ((name, re.search(rf"<{name}>([^<>]{{0,100}})</{name}>", text)) for name in names)
    return "".join(f"<{name}>{_plain(match[1])}</{name}>" for name, match in found if match)


def _plain(inside: str) -> str:
    """Text for one more parsing: what was CDATA is escaped, what was escaped stays so, tags become text."""
    if "<![CDATA[" in inside:
        return escape(_CDATA.sub("", inside))
    return inside.replace("<", "&lt;").replace(">", "&gt;")


def _safe(attributes: str | None) -> str:
    """Well-formed attributes only: a broken one would break its element."""
    return "".join(
        f' {name}="{value}"'
        for name, value in re.findall(r"""\s([a-zA-Z]{1,20})=["']([^"'<>]{0,2000})["']""", attributes or "")
    )

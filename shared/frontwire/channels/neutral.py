"""Hostile text made harmless: one line, no invisible or direction-changing characters, cut to size, escaped per medium.

Everything that an article, a page or a feed wrote goes through here before it stands in a message.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

MOST_URL = 2000
MOST_MARKS = 2
"""Marks on one letter (an accent, a vowel and a tone); more of them paint over the lines around."""
ELLIPSIS = "…"

_URL_SAFE = "!#$%&'()*+,/:;=?@[]~-._"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SLACK = str.maketrans(_ESCAPES)
_HTML = str.maketrans({**_ESCAPES, '"': "&quot;", "'": "&#39;"})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_HIDING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0") | frozenset(
    map(chr, range(0xE0100, 0xE01F0))
)
"""Characters that are letters or marks by their category and show nothing."""
_SIGNS = re.compile(r"[^\w\s\x00-\u02ff]{3,}")
"""Runs without a letter between them, in which marks may be heaped; emoji and dashes are such runs too."""


def plain(text: str, most: int) -> str:
    """One line of visible text of at most `most` characters, as receivers count them (see `size`)."""
    seen = text[: most * 4]
    if not seen.isprintable() or not _HIDING.isdisjoint(seen):
        seen = "".join(" " if char.isspace() else char for char in seen if _visible(char))
    line = " ".join(seen.split())
    return _cut(line if line.isascii() else _SIGNS.sub(_fewer_marks, line), most)


def size(text: str) -> int:
    """How long receivers find a text: UTF-16 units, so that an emoji counts two where some count one."""
    return len(text) if text.isascii() or max(text) <= "\uffff" else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(line: str, most: int) -> str:
    if size(line) <= most:
        return line
    units = line.encode("utf-16-le", "surrogatepass")[: 2 * (most - 1)]
    end = len(units.decode("utf-16-le", "ignore"))  # half a pair at the end is left out
    while end and _is_mark(line[end]):  # a letter goes with its marks
        end -= 1
    return line[:end].rstrip() + ELLIPSIS


def _fewer_marks(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for char in run[0]:
        marks = marks + 1 if _is_mark(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _visible(char: str) -> bool:
    return char.isspace() or (unicodedata.category(char) not in _INVISIBLE and char not in _HIDING)


def slack(text: str, most: int) -> str:
    """Plain text for Slack's mrkdwn: &, < and > escaped, never cut inside an escape, at most `most` characters."""
    line = plain(text, most)
    escaped = line.translate(_SLACK)
    if size(escaped) <= most:
        return escaped
    room, parts = most - len(ELLIPSIS), []
    for char in line:
        part = _ESCAPES.get(char, char)
        if room < size(part):
            break
        parts.append(part)
        room -= size(part)
    return "".join(parts) + ELLIPSIS


def html(text: str, most: int) -> str:
    """Plain text for HTML, in elements and in double-quoted attributes."""
    return plain(text, most).translate(_HTML)


def link(url: str) -> str:
    """A URL that can stand anywhere: http or https, ASCII, | < > and quotes percent-encoded; "" when it is not one.

    One with a name and password before its host is none: "https://known.example@other.example/" leads elsewhere.
    """
    text = url.strip()
    if not text.isprintable() or not _HIDING.isdisjoint(text):
        text = "".join(char for char in text if _visible(char))
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        host.encode("idna")
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or any(char.isspace() for char in parts.netloc):
        return ""
    netloc = parts.netloc if parts.netloc.isascii() else parts.netloc.replace(host, host.encode("idna").decode())
    if not netloc.isascii() or any(char in netloc for char in "<>|\"'`\\^{}@"):
        return ""
    tail = text.split(parts.netloc, 1)[1]
    safe = f"{parts.scheme.lower()}://{netloc}{quote(tail, safe=_URL_SAFE)}".replace("'", "%27")
    return safe if len(safe) <= MOST_URL else ""

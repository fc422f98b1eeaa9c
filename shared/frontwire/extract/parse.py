"""Text to a parsed page, within bounds that hold for hostile pages too."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser

MAX_CHARS = 8_000_000
# The parser looks through all open elements at every block's start tag, so nesting costs its square. No page that is
# read by people nests deeper; tags below this depth are left out, and only pages with so many tags are looked at.
_MAX_NESTING = 1000
_MANY_TAGS = 20_000
# An element takes some hundred bytes, so the tags of a page are what its memory is bounded by. What stands behind so many
# is left out: six times those of the longest pages that are read by people.
_MAX_TAGS = 150_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})(?:[^<>\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}'){0,200}>")
# Elements that hold nothing, or that their next sibling closes: they never nest by themselves.
_FLAT_NAMES = (
    "area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option optgroup thead tbody "
    "tfoot colgroup rp rt script style"
)
_FLAT = frozenset(_FLAT_NAMES.split())


def parse(html: str) -> Any:
    """The selectolax page of some HTML, None where there is nothing to read."""
    if not html or html.isspace():
        return None
    html = html[:MAX_CHARS]
    if "\x00" in html:
        html = html.replace("\x00", "")
    if html.count("<") > _MANY_TAGS:
        html = _cut(_flattened(html))
    try:
        page = LexborHTMLParser(html)
    except UnicodeEncodeError:  # lone surrogates
        page = LexborHTMLParser(html.encode("utf-8", "replace").decode())
    except (ValueError, RuntimeError):
        return None
    return page if page.body is not None else None


def _cut(html: str) -> str:
    """The beginning of a page with too many tags."""
    first_left_out = next(islice(re.finditer("<", html), _MAX_TAGS, None), None)
    return html[: first_left_out.start()] if first_left_out else html


def _flattened(html: str) -> str:
    """The same page without the tags that open or close below the greatest nesting."""
    kept: list[str] = []
    depth = after = 0
    for match in _TAG.finditer(html):
        if match[2].lower() in _FLAT:
            continue
        depth += -1 if match[1] else 1
        depth = max(depth, 0)
        if depth > _MAX_NESTING or (match[1] and depth == _MAX_NESTING):
            kept.append(html[after : match.start()])
            after = match.end()
    return "".join((*kept, html[after:])) if kept else html

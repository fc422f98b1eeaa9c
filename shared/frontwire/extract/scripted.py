"""The text of a page that a script would write: it lies in the page as a template, or as HTML in a string of its data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from frontwire.extract import tree as trees
from frontwire.extract.furniture import is_prose
from frontwire.extract.parse import parse

_MAX_SCRIPTS, _MAX_SCRIPT = 200, 2_000_000
# A string so long that holds paragraphs may be a text; so many of the longest are looked at.
_LEAST, _LOOKED_AT = 500, 5
# Letters of prose that make a text.
_PROSE = 300
_PARAGRAPH = re.compile(r"<(?:p|br|div)[\s/>]", re.I)
_WORD = re.compile(r"\w{2,}")
# A string, or the rest of the source where it has no end: each letter is read once.
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"|\\?\Z)', re.S)
# The share of the title's words that a text must hold to be the page's own, and not that of a banner.
_SHARED = 0.4


def body(page: Any, title: str) -> Any | None:
    """A parsed document whose body is the text that scripts of `page` hold, None where none holds one of this title."""
    known = set(_WORD.findall(title.casefold()))
    best, most = None, 0
    for html in sorted(_texts(page), key=len, reverse=True)[:_LOOKED_AT]:
        told = html.casefold()
        if not known or sum(word in told for word in known) < _SHARED * len(known):
            continue
        document = parse(html)
        prose = sum(block.size for block in trees.read(document.body).blocks if is_prose(block)) if document else 0
        if prose > max(most, _PROSE):
            best, most = document, prose
    return best


def _texts(page: Any) -> Iterator[str]:
    """The templates and the long strings with paragraphs of a page's scripts."""
    for script in page.css("script:not([src])")[:_MAX_SCRIPTS]:
        source = script.text_lexbor() or ""
        kind = script.attributes.get("type") or ""
        if len(source) > _MAX_SCRIPT or len(source) < _LEAST or "ld+json" in kind:
            continue
        if "template" in kind:
            yield source
            continue
        for string in _strings(source):
            # Data may be wrapped in a string once more.
            yield from filter(_PARAGRAPH.search, (string, *_strings(string)))


def _strings(source: str) -> Iterator[str]:
    """The long strings in double quotes, as JSON reads them. One pass over the source."""
    for match in _STRING.finditer(source):
        if match.end() - match.start() >= _LEAST:
            try:
                yield json.loads(f'"{match[1]}"', strict=False)
            except ValueError:
                continue

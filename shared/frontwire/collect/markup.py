"""HTML trees from strangers. The parser is quick, but its time grows with the square of the depth: depth is checked first."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from frontwire.errors import ParseError

DEEPEST = 3_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})")
# Elements that hold nothing, and elements that the next of their kind closes: neither makes a tree deeper by itself.
_FLAT_NAMES = """
area base br col embed hr img input link meta param source track wbr p li dt dd td th tr tbody thead tfoot option
"""
_FLAT = frozenset(_FLAT_NAMES.split())


def parse(text: str) -> LexborHTMLParser:
    """The tree of a page. Raises ParseError for one that is nested deeper than any honest page."""
    if text.count("<") > DEEPEST and depth(text) > DEEPEST:
        raise ParseError("nested too deeply to be read")
    return LexborHTMLParser(text)


def depth(text: str) -> int:
    """How deep the tags of a text nest, about; linear in its length."""
    level = deepest = 0
    for match in _TAG.finditer(text):
        if match[2].lower() in _FLAT:
            continue
        if match[1]:
            level = max(0, level - 1)
        else:
            level += 1
            deepest = max(deepest, level)
    return deepest

"""A single page watched for change: one link for each new state of its text."""

from __future__ import annotations

from typing import Any

from frontwire.collect import identity
from frontwire.collect.feed import SUMMARY_CHARS, TITLE_CHARS
from frontwire.errors import ConfigError, ParseError
from frontwire.models import Link

_BLOCKS = "p, li, h1, h2, h3, h4, td, dd, blockquote, pre, figcaption"
_FURNITURE = "script, style, noscript, template, nav, footer, header, aside, form, iframe, svg"
_LEAST_CHARS = 30


def parse(body: bytes, url: str, content_type: str = "", *, selector: str = "") -> tuple[Link, ...]:
    """The page as one link whose address names the present text, by a fragment that identity keeps.

    Only paragraphs count (under `selector`, where it is given), and neither their order nor their spacing: a shuffled
    list or a new advertisement is no change. Raises ParseError where there is no text.
    """
    from frontwire.collect import markup
    from frontwire.extract.charset import decode

    tree = markup.parse(decode(body, content_type)[0])
    head = tree.css_first("title")
    title = _words(head) if head else ""
    for element in tree.css(_FURNITURE):
        element.decompose()
    paragraphs = [
        words for element in _watched(tree, selector) if len(words := _words(element)) >= _LEAST_CHARS or selector
    ]
    if not any(paragraphs):
        raise ParseError(f"no text under {selector!r}" if selector else "a page without text")
    state = identity.digest("\n".join(sorted(set(paragraphs))))
    address = f"{url.partition('#')[0]}#{identity.OWN_FRAGMENT}{state}"
    return (Link(address, "", title[:TITLE_CHARS], " ".join(paragraphs)[:SUMMARY_CHARS]),)


def _watched(tree: Any, selector: str) -> list[Any]:
    if not selector:
        return list(tree.css(_BLOCKS))
    try:
        return list(tree.css(selector))
    except ValueError as error:
        raise ConfigError(f"not a CSS selector: {error}", subject=selector) from error


def _words(element: Any) -> str:
    return " ".join(element.text(separator=" ").split())

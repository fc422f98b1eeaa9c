"""Finding the articles of an unknown page by what repeats on it.

The anchors of the page are grouped by the chain of tags and classes above them: the articles of a list hang in equal
chains. The groups win whose anchors say most, because a menu has short words and a list has titles; a front page has
several such groups. What the winners' addresses have in common (`/story/a-long-slug`, `/2025/01/11/...`) then brings in the
anchors that stand alone, such as the lead story's, and those that are only a picture.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from frontwire.collect import identity, markup
from frontwire.collect.dates import stamp
from frontwire.collect.feed import TITLE_CHARS, absolute
from frontwire.models import Link, Stamp

_LEAST = 3
_SHARE = 0.1
_TITLE_LEAST = 18
_HEADING_LEAST = 8
# Not form: whole pages of older sites stand in one.
_FURNITURE = frozenset(("nav", "footer", "aside", "noscript", "script", "style", "template"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_LEVELS = 6
_DIGITS = re.compile(r"\d+")
_SLUG_LEAST = 16
_HEADER_LINKS = 6


class Anchor(Struct, frozen=True):
    address: str
    words: str
    chain: str
    heading: bool
    node: Any


def articles(text: str, url: str, most: int) -> tuple[Link, ...]:
    """The articles a page shows, at most `most`, in its order; () where nothing repeats. Raises ParseError."""
    anchors = _anchors(text, url)
    groups: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        groups[anchor.chain].append(anchor)
    weights = {chain: _weight(group) for chain, group in groups.items()}
    least = max(weights.values(), default=0.0) * _SHARE
    if least <= 0:
        return ()
    winners = {a.address for a in anchors if weights[a.chain] >= least and _says(a)}
    shapes = Counter(_shape(address) for address in winners)
    kept: dict[str, Anchor] = {}
    for anchor in anchors:
        if anchor.address in winners or shapes[_shape(anchor.address)] >= _LEAST:
            key = identity.canonical_url(anchor.address)
            if key not in kept or len(anchor.words) > len(kept[key].words):
                kept[key] = anchor  # a picture's anchor gives way to the title's; the place stays the first one's
    return tuple(Link(a.address, "", a.words[:TITLE_CHARS], "", _date_near(a.node)) for a in list(kept.values())[:most])


def _anchors(text: str, url: str) -> list[Anchor]:
    """The anchors that lead to other pages of the same site, without those in the page's furniture."""
    site, found = _site(url), []
    for node in markup.parse(text).css("a[href]"):
        address = absolute((node.attributes.get("href") or "").partition("#")[0], url)
        if not address or _site(address) != site or identity.is_home(address):
            continue
        chain = _chain(node)
        if chain:
            found.append(Anchor(address, _words(node), chain, _is_heading(node), node))
    return found


def _is_heading(node: Any) -> bool:
    """Whether an anchor stands in a heading or holds one."""
    parent = node.parent
    above = (parent.tag, parent.parent.tag if parent.parent is not None else "") if parent is not None else ()
    return not _HEADINGS.isdisjoint(above) or any(child.tag in _HEADINGS for child in node.iter())


def _words(node: Any) -> str:
    """What an anchor says: its text, or what stands for it where there is none."""
    text = node.text(separator=" ") or node.attributes.get("aria-label") or node.attributes.get("title") or ""
    return " ".join(text.split())


def _chain(anchor: Any) -> str:
    """The tags and classes above an anchor, nearest first; "" inside the page's furniture."""
    steps: list[str] = []
    node = anchor
    while node is not None and node.tag not in ("body", "html", "-undef"):
        if node.tag in _FURNITURE or (node.tag == "header" and _is_masthead(node)):
            return ""
        if len(steps) < _LEVELS:
            # The first class only, and without numbers: the others name a post's sections, and numbers count posts.
            first = (node.attributes.get("class") or "").split(None, 1)[:1]
            steps.append(f"{node.tag}.{_DIGITS.sub('', first[0][:40]) if first else ''}")
        node = node.parent
    return " ".join(steps)


def _is_masthead(header: Any) -> bool:
    """Whether a header is the page's, with its menu, and not one article's own."""
    node = header.parent
    while node is not None:
        if node.tag in ("article", "li"):
            return False
        node = node.parent
    return len(header.css("a[href]")) > _HEADER_LINKS


def _weight(group: list[Anchor]) -> float:
    """How much a group of anchors looks like a list of articles: the letters of its telling titles."""
    telling = {anchor.address: anchor.words for anchor in group if _says(anchor)}
    if len(telling) < _LEAST or len(telling) * 2 < len({anchor.address for anchor in group}):
        return 0.0
    return sum(min(len(words), 120) for words in telling.values()) * min(1.0, len(telling) / 8)


def _says(anchor: Anchor) -> bool:
    """Whether an anchor's words can be a title. Korean, Chinese and Japanese say it in half the letters."""
    words = anchor.words
    wide = sum(1 for letter in words[:60] if letter > "\u1100")
    if anchor.heading:
        return len(words) + wide >= _HEADING_LEAST
    return len(words) + wide >= _TITLE_LEAST and (" " in words or wide > 8)


def _shape(address: str) -> str:
    """The path of an address without what tells one article from another: `/story/S`, `/0/0/0/w/S`.

    A path with neither a number nor a long slug has no shape of its own: any section of a site looks like that.
    """
    steps = []
    for place, step in enumerate(urlsplit(address).path.strip("/").split("/")):
        if any(letter.isdigit() for letter in step) and len(step) < _SLUG_LEAST:
            steps.append("0")
        elif len(step) >= _SLUG_LEAST and ("-" in step or "_" in step or "%" in step):
            steps.append("S")
        else:
            steps.append(step if place == 0 else "w")
    shape = "/".join(steps)
    return shape if "0" in steps or "S" in steps else address


def _date_near(node: Any) -> Stamp | None:
    for _ in range(3):
        node = node.parent
        if node is None or node.tag in ("body", "main"):
            return None
        moment = node.css_first("time")
        if moment is not None:
            return stamp(moment.attributes.get("datetime") or moment.text())
    return None


def _site(url: str) -> str:
    """The domain somebody registered, about: two labels, or three under the likes of co.uk and gov.ua."""
    labels = (urlsplit(url).hostname or "").split(".")
    three = len(labels) > 2 and len(labels[-1]) == 2 and (len(labels[-2]) <= 3 or labels[-2] in ("info", "news"))
    return ".".join(labels[-3:] if three else labels[-2:])

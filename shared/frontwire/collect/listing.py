"""Listing pages: an HTML page with a list of articles, read by CSS selectors or by finding the repeated block.

Without selectors, the anchors of the page are grouped by the chain of tags and classes above them: the articles of a
list hang in equal chains. The group wins whose anchors say most, because a menu has short words and a list has titles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from frontwire.collect import identity
from frontwire.collect.dates import stamp
from frontwire.collect.feed import SUMMARY_CHARS, TITLE_CHARS, absolute
from frontwire.errors import ConfigError, ParseError
from frontwire.models import Link, Stamp

MOST_LINKS = 300
_LEAST = 3
_TITLE_LEAST = 18
_FURNITURE = frozenset(("nav", "footer", "header", "aside", "form", "noscript", "script", "style", "template"))
_LEVELS = 6
_DIGITS = re.compile(r"\d+")


def parse(
    body: bytes, url: str, content_type: str = "", *, item_selector: str = "", link_selector: str = ""
) -> tuple[Link, ...]:
    """The articles that a listing page shows, in its order.

    With `item_selector`, each element it finds is one article, and `link_selector` finds the link inside (default: the
    first one that says something). Raises ParseError where no list is found, ConfigError for a selector that is none.
    """
    from frontwire.extract.charset import decode

    text = decode(body, content_type)[0]
    links = _selected(text, url, item_selector, link_selector) if item_selector else _found(text, url)
    if not links:
        hint = f"no article under {item_selector!r}" if item_selector else "no list of articles found"
        raise ParseError(hint, hint="give item_selector and link_selector")
    return links


def _selected(text: str, url: str, item_selector: str, link_selector: str) -> tuple[Link, ...]:
    from bs4 import BeautifulSoup  # here: it costs 100 ms, and few sources need it
    from soupsieve import SelectorSyntaxError

    soup = BeautifulSoup(text, "lxml")
    try:
        items = soup.select(item_selector, limit=MOST_LINKS)
        found = [_from_item(item, url, link_selector) for item in items]
    except (SelectorSyntaxError, NotImplementedError) as error:
        raise ConfigError(f"not a CSS selector: {error}", subject=item_selector) from error
    return _each_once(link for link in found if link)


def _from_item(item: Any, url: str, link_selector: str) -> Link | None:
    anchors = item.select(link_selector) if link_selector else [item, *item.select("a[href]")]
    anchors = [anchor for anchor in anchors if anchor.get("href")]
    if not anchors:
        return None
    best = anchors[0] if link_selector else max(anchors, key=lambda anchor: len(anchor.get_text(" ", strip=True)))
    title = " ".join(best.get_text(" ").split())
    heading = item.find(("h1", "h2", "h3", "h4"))
    if len(title) < _TITLE_LEAST and heading:
        title = " ".join(heading.get_text(" ").split())
    words = " ".join(item.get_text(" ").split())
    moment = item.find("time")
    date = stamp(str(moment.get("datetime") or moment.get_text(" "))) if moment else None
    return Link(absolute(str(best["href"]), url), "", title[:TITLE_CHARS], words[:SUMMARY_CHARS], date)


def _found(text: str, url: str) -> tuple[Link, ...]:
    from frontwire.collect import markup

    site = _site(url)
    groups: dict[str, list[tuple[str, str, Any]]] = defaultdict(list)
    for anchor in markup.parse(text).css("a[href]"):
        address = absolute((anchor.attributes.get("href") or "").partition("#")[0], url)
        if not address or _site(address) != site or urlsplit(address).path in ("", "/"):
            continue
        chain = _chain(anchor)
        if chain:
            words = " ".join(anchor.text(separator=" ").split())
            groups[chain].append((address, words, anchor))
    best = max(groups.values(), key=_weight, default=[])
    if _weight(best) <= 0:
        return ()
    return _each_once(
        Link(address, "", words[:TITLE_CHARS], "", _date_near(anchor))
        for address, words, anchor in best
        if _says(words)
    )


def _chain(anchor: Any) -> str:
    """The tags and classes above an anchor, nearest first; "" inside the page's furniture."""
    steps: list[str] = []
    node = anchor
    while node is not None and node.tag not in ("body", "html", "-undef"):
        if node.tag in _FURNITURE and not (node.tag == "header" and _within_article(node)):
            return ""
        if len(steps) < _LEVELS:
            # Numbers in class names count posts, and would make every chain its own.
            steps.append(node.tag + "." + _DIGITS.sub("", (node.attributes.get("class") or "")[:60]))
        node = node.parent
    return " ".join(steps)


def _within_article(node: Any) -> bool:
    parent = node.parent
    return (
        parent is not None
        and parent.tag in ("article", "li", "div", "section")
        and node.css_first("a[href]") is not None
    )


def _weight(group: list[tuple[str, str, Any]]) -> float:
    """How much a group of anchors looks like a list of articles: the letters of its telling titles."""
    telling = {address: words for address, words, _ in group if _says(words)}
    if len(telling) < _LEAST or len(telling) * 2 < len({address for address, _, _ in group}):
        return 0.0
    return sum(min(len(words), 120) for words in telling.values()) * min(1.0, len(telling) / 8)


def _says(words: str) -> bool:
    """Whether an anchor's words can be a title. Korean, Chinese and Japanese say it in half the letters."""
    wide = sum(1 for letter in words[:60] if letter > "\u1100")
    return len(words) + wide >= _TITLE_LEAST and (" " in words or wide > 8)


def _date_near(anchor: Any) -> Stamp | None:
    node = anchor
    for _ in range(3):
        node = node.parent
        if node is None:
            return None
        moment = node.css_first("time")
        if moment is not None:
            return stamp(moment.attributes.get("datetime") or moment.text())
    return None


def _each_once(links: Any) -> tuple[Link, ...]:
    kept: dict[str, Link] = {}
    for link in links:
        if link.url:
            kept.setdefault(identity.canonical_url(link.url), link)
    return tuple(kept.values())[:MOST_LINKS]


def _site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return ".".join(host.removeprefix("www.").split(".")[-3:])

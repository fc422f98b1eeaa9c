"""Listing pages: an HTML page with a list of articles, read by CSS selectors or by what repeats on it (`repeated`)."""

from __future__ import annotations

from typing import Any

from frontwire.collect import identity, repeated
from frontwire.collect.dates import stamp
from frontwire.collect.feed import SUMMARY_CHARS, TITLE_CHARS, absolute
from frontwire.errors import ConfigError, ParseError
from frontwire.models import Link

MOST_LINKS = 300
_TITLE_LEAST = 18


def parse(
    body: bytes, url: str, content_type: str = "", *, item_selector: str = "", link_selector: str = ""
) -> tuple[Link, ...]:
    """The articles that a listing page shows, in its order.

    With `item_selector`, each element it finds is one article, and `link_selector` finds the link inside (default: the
    first one that says something). Raises ParseError where no list is found, ConfigError for a selector that is none.
    """
    from frontwire.extract.charset import decode

    text = decode(body, content_type)[0]
    if item_selector:
        links = _selected(text, url, item_selector, link_selector)
    else:
        links = repeated.articles(text, url, MOST_LINKS)
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


def _each_once(links: Any) -> tuple[Link, ...]:
    kept: dict[str, Link] = {}
    for link in links:
        if link.url:
            kept.setdefault(identity.canonical_url(link.url), link)
    return tuple(kept.values())[:MOST_LINKS]

"""Sitemaps: news sitemaps and plain ones to links, indexes to the sitemaps worth reading."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from frontwire.collect import xml
from frontwire.collect.dates import stamp
from frontwire.collect.encodings import gunzip
from frontwire.collect.feed import TITLE_CHARS, absolute, both_ends, plain
from frontwire.errors import ParseError
from frontwire.models import Link

MOST_LINKS = 1_000
MOST_CHILDREN = 3
MOST_BYTES = 20_000_000
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def parse(body: bytes, url: str, content_type: str = "") -> tuple[Link, ...]:
    """The pages of a sitemap, newest first, at most MOST_LINKS; of one without dates those at both ends.

    Raises ParseError for what is no sitemap.
    """
    root = _root(body, content_type)
    if _local(root) != "urlset":
        raise ParseError(f"<{_local(root)[:40]}> is not the root of a sitemap")
    links = [link for entry in root.iterchildren("{*}url") if (link := _link(entry, url)).url]
    if not any(link.published for link in links):
        return tuple(both_ends(links, MOST_LINKS))
    links.sort(key=_date, reverse=True)
    return tuple(links[:MOST_LINKS])


def children(body: bytes, url: str, content_type: str = "") -> tuple[str, ...]:
    """The sitemaps of an index that change most lately, at most MOST_CHILDREN; () for what is no index.

    News sitemaps come first, then the latest lastmod, then the last in the list (where new ones are appended).
    """
    root = _root(body, content_type)
    if _local(root) != "sitemapindex":
        return ()
    found = []
    for number, entry in enumerate(root.iterchildren("{*}sitemap")):
        address = absolute(_text(entry, "{*}loc"), url)
        if address:
            changed = stamp(_text(entry, "{*}lastmod"))
            found.append(("news" in address.lower(), (changed and changed.utc) or _LONG_AGO, number, address))
    found.sort(reverse=True)
    return tuple(address for *_, address in found[:MOST_CHILDREN])


def _root(body: bytes, content_type: str) -> Any:
    if body.startswith(b"\x1f\x8b"):  # a .xml.gz file, served as it lies there
        body = gunzip(body, MOST_BYTES)
    return xml.parse(body, content_type)


def _link(entry: Any, url: str) -> Link:
    news = entry.find(f"{_NEWS}news")
    address = absolute(_text(entry, "{*}loc"), url)
    if news is None:
        return Link(address, published=stamp(_text(entry, "{*}lastmod")))
    title = plain(_text(news, f"{_NEWS}title"), TITLE_CHARS)
    language = _text(news, f"{_NEWS}publication/{_NEWS}language")[:2].lower()
    return Link(address, title=title, published=stamp(_text(news, f"{_NEWS}publication_date")), language=language)


def _date(link: Link) -> datetime:
    return (link.published and link.published.utc) or _LONG_AGO


def _text(entry: Any, path: str) -> str:
    return (entry.findtext(path) or "").strip()


def _local(root: Any) -> str:
    return str(root.tag).rpartition("}")[2]

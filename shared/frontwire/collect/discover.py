"""From an address a person gives to the sources behind it: what kind it is, and which feeds a home page names."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from msgspec.structs import replace

from frontwire.collect import challenge, feed, listing, sitemap, telegram
from frontwire.collect.feed import absolute
from frontwire.errors import FetchError, ParseError
from frontwire.models import Page, Source, SourceKind

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_FEED_PATH = re.compile(
    r"(?:/(?:rss|feed|feeds|atom|rdf)(?:/|\.\w{2,5}|\Z)|\.(?:rss|atom|rdf)\Z|/(?:rss|feed)\.(?:xml|json|php)\Z)", re.I
)
_COMMENTS = re.compile(r"comment|/author/|коментар|комментар", re.I)
_MOST = 20


def discover(page: Page) -> list[Source]:
    """The sources that a fetched page is or names, best first; [] where there is none.

    A feed, sitemap or channel is itself the source. Of an HTML page: the feeds it names, then the page itself as a
    listing, or, where it has neither, as a page watched for change. Raises ParseError for a page that cannot be read.
    """
    kind = kind_of(page)
    if kind in ("feed", "sitemap", "telegram"):
        return [_source(page.final_url, kind, _title(page) if kind == "feed" else "")]
    if challenge.is_challenge(page.headers, page.body):
        return []
    found = [_source(url, "feed", title) for url, title in _named_feeds(page)]
    if kind == "listing":
        found.append(_source(page.final_url, "listing", _title(page)))
    elif not found and challenge.looks_like_html(page.body):
        found.append(_source(page.final_url, "page", _title(page)))
    return _distinct_ids(found)


def kind_of(page: Page) -> SourceKind:
    """What kind of source a page would be; "page" where it is nothing else."""
    if telegram.channel_url(page.final_url):
        return "telegram"
    if _reads(feed.parse, page):
        return "feed"
    if _reads(sitemap.parse, page) or _reads(_index, page):
        return "sitemap"
    return "listing" if _reads(listing.parse, page) else "page"


def _reads(parse: Callable[[bytes, str, str], object], page: Page) -> bool:
    try:
        parse(page.body, page.final_url, page.headers.get("content-type", ""))
    except (ParseError, FetchError):
        return False
    return True


def _index(body: bytes, url: str, content_type: str) -> None:
    if not sitemap.children(body, url, content_type):
        raise ParseError("not a sitemap index")


def _named_feeds(page: Page) -> list[tuple[str, str]]:
    """Feeds in <link rel=alternate>, then in anchors that look like feeds; feeds of comments are left out."""
    from frontwire.collect import markup
    from frontwire.extract.charset import decode

    tree = markup.parse(decode(page.body, page.headers.get("content-type", ""))[0])
    found: dict[str, str] = {}
    for link in tree.css("link[href][type]"):
        kind = (link.attributes.get("type") or "").strip().lower()
        if kind in _FEED_TYPES and "alternate" in (link.attributes.get("rel") or "alternate").lower():
            found.setdefault(
                absolute(link.attributes["href"] or "", page.final_url), link.attributes.get("title") or ""
            )
    for anchor in tree.css("a[href]"):
        address = absolute(anchor.attributes.get("href") or "", page.final_url)
        if _FEED_PATH.search(urlsplit(address).path):
            found.setdefault(address, " ".join(anchor.text().split())[:100])
    kept = [(url, title) for url, title in found.items() if url and not _COMMENTS.search(f"{url} {title}")]
    return kept[:_MOST]


def _title(page: Page) -> str:
    match = re.search(rb"<title[^>]{0,200}>(?:<!\[CDATA\[)?([^<\]]{0,300})", page.body[:100_000])
    return feed.plain(match[1].decode("utf-8", "replace"), 100) if match else ""


def _source(url: str, kind: SourceKind, title: str) -> Source:
    if kind == "telegram":
        url = telegram.channel_url(url)
    return Source(id=source_id(url), url=url, kind=kind, title=title[:100])


def source_id(url: str) -> str:
    """A readable id for a source: its host, and for a channel its name."""
    parts = urlsplit(url)
    host = (parts.hostname or "source").removeprefix("www.")
    name = f"tg-{parts.path.rpartition('/')[2]}" if host == "t.me" else host
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "source"


def _distinct_ids(sources: list[Source]) -> list[Source]:
    seen: dict[str, int] = {}
    distinct = []
    for source in sources:
        seen[source.id] = seen.get(source.id, 0) + 1
        number = seen[source.id]
        distinct.append(replace(source, id=f"{source.id}-{number}") if number > 1 else source)
    return distinct

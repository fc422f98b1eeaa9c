"""What an outlet shows of its news: a feed in its own format, a news sitemap or a listing page; and its robots.txt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

from frontwire_cli.demo.content import Outlet, Piece, chrome
from frontwire_cli.demo.mustache import render as fill

SHOWN = 25
MEDIA = {
    "rss": "application/rss+xml",
    "rss092": "text/xml",
    "rdf": "application/rdf+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "sitemap": "application/xml",
    "listing": "text/html",
    "table": "text/html",
}
_HTML = {"listing", "table"}
_HERE = Path(__file__).parent / "templates" / "feeds"


def render(outlet: Outlet, shown: Sequence[Piece], base: str) -> str:
    """The outlet's feed of its newest pieces (newest first). `base` is scheme, host and port."""
    entries = [_entry(outlet, piece, base) for piece in shown[:SHOWN]]
    if outlet.feed == "json":
        return _json_feed(outlet, entries, base)
    values = {
        **frame(outlet, base),
        "entries": entries,
        "updated_iso": max((piece.changed.isoformat() for piece in shown), default=""),
    }
    return fill(template(outlet.feed), values)


def path(outlet: Outlet, piece: Piece) -> str:
    """The piece's own address on its outlet, from the outlet's pattern."""
    at = piece.published
    return outlet.path.format(year=at.year, month=at.month, day=at.day, slug=piece.slug, number=piece.number)


def amp_path(outlet: Outlet, piece: Piece) -> str:
    return "/amp" + path(outlet, piece)


def shown_path(outlet: Outlet, piece: Piece) -> str:
    """The address as the feed gives it: sometimes the light page, sometimes with a tracking tail."""
    address = amp_path(outlet, piece) if piece.amp else path(outlet, piece)
    return f"{address}?{piece.query}" if piece.query else address


def robots(outlet: Outlet, base: str) -> str:
    lines = ["User-agent: *", "Disallow: /search", "Disallow: /account/", "Allow: /"]
    if outlet.feed == "sitemap":
        lines.append(f"Sitemap: {base}{outlet.feed_path}")
    return "\n".join(lines) + "\n"


@cache
def template(name: str) -> str:
    file = _HERE / (name + (".html" if name in _HTML else ".xml"))
    return file.read_text(encoding="utf-8")


def frame(outlet: Outlet, base: str) -> dict[str, Any]:
    """What feeds and pages of an outlet both show of it."""
    return {
        "outlet": outlet.title,
        "tagline": outlet.tagline,
        "language": outlet.language,
        "charset": outlet.charset,
        "colour": outlet.colour,
        "base": base,
        "feed_url": base + outlet.feed_path,
    }


def _entry(outlet: Outlet, piece: Piece, base: str) -> dict[str, Any]:
    own = base + path(outlet, piece)
    return {
        "title": piece.title,
        "url": base + shown_path(outlet, piece),
        "href": shown_path(outlet, piece),
        "guid": piece.guid or (own if outlet.permalink else f"{outlet.id}-{piece.number}"),
        "permalink": "true" if outlet.permalink and not piece.guid else "false",
        "tag": piece.guid or f"tag:{outlet.id}.localhost,2025:{piece.number}",
        "summary": piece.summary,
        "author": piece.author,
        "section": piece.section,
        "tags": [{"tag": tag} for tag in piece.tags],
        "rfc822": format_datetime(piece.published),
        "published_iso": piece.published.isoformat(),
        "changed_iso": piece.changed.isoformat(),
        "shown_date": day(piece.published, outlet.language),
        "clock": f"{piece.published:%H:%M}",
    }


def day(at: datetime, language: str) -> str:
    """A date as a reader of the language writes it."""
    return str(chrome(language)["date"]).format(
        day=at.day, month=at.month, year=at.year, month_name=chrome(language)["months"][at.month - 1]
    )


def _json_feed(outlet: Outlet, entries: list[dict[str, Any]], base: str) -> str:
    items = [
        {
            "id": entry["tag"],
            "url": entry["url"],
            "title": entry["title"],
            "summary": entry["summary"],
            "date_published": entry["published_iso"],
            "date_modified": entry["changed_iso"],
            "authors": [{"name": entry["author"]}] if entry["author"] else [],
            "tags": [tag["tag"] for tag in entry["tags"]],
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "home_page_url": base + "/",
        "feed_url": base + outlet.feed_path,
        "language": outlet.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)

"""An outlet's pages: articles with all that real ones carry around the text, the front page, and a picture."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from frontwire_cli.demo import feeds
from frontwire_cli.demo.content import Outlet, Piece, chrome
from frontwire_cli.demo.mustache import render as fill

RELATED = 4
TEASER = 90
_HERE = Path(__file__).parent / "templates" / "pages"


def article(outlet: Outlet, piece: Piece, others: Sequence[Piece], base: str, *, amp: bool = False) -> str:
    """The page of a piece. `others` are the outlet's other pieces, newest first: the first few are linked to."""
    own = base + feeds.path(outlet, piece)
    values = {
        **_frame(outlet, base),
        "title": piece.title,
        "url": own,
        "amp_url": base + feeds.amp_path(outlet, piece),
        "summary": piece.summary,
        "author": piece.author,
        "section": piece.section,
        "image": f"{base}/img/{piece.number}.svg",
        "published_iso": piece.published.isoformat(),
        "modified_iso": piece.modified.isoformat() if piece.modified else "",
        "modified_date": feeds.day(piece.changed, outlet.language),
        "shown_date": feeds.day(piece.published, outlet.language),
        "clock": f"{piece.published:%H:%M}",
        "tags": [{"tag": tag} for tag in piece.tags],
        "related": [_card(outlet, other) for other in others[:RELATED]],
        "blocks": _blocks(outlet, piece, others),
        "ld": _linked_data(outlet, piece, own, base),
    }
    return fill(_template("amp" if amp else outlet.page), values)


def front(outlet: Outlet, shown: Sequence[Piece], base: str) -> str:
    return fill(_template("front"), {**_frame(outlet, base), "cards": [_card(outlet, piece) for piece in shown]})


def not_found(outlet: Outlet) -> str:
    words = chrome(outlet.language)
    return f"<!doctype html><title>404</title><h1>404</h1><p>{html.escape(words['not_found'])}</p>"


def picture(outlet: Outlet) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" '
        f'fill="{outlet.colour}"/><path d="M0 9 5 4l3 3 3-4 5 6z" fill="#fff" opacity=".35"/></svg>'
    )


@cache
def _template(name: str) -> str:
    return (_HERE / f"{name}.html").read_text(encoding="utf-8")


def _frame(outlet: Outlet, base: str) -> dict[str, Any]:
    words = chrome(outlet.language)
    return {**words, **feeds.frame(outlet, base), "feed_type": feeds.MEDIA[outlet.feed]}


def _card(outlet: Outlet, piece: Piece) -> dict[str, str]:
    return {
        "title": piece.title,
        "href": feeds.path(outlet, piece),
        "summary": textwrap.shorten(piece.summary, TEASER, placeholder="…"),
        "shown_date": feeds.day(piece.published, outlet.language),
        "clock": f"{piece.published:%H:%M}",
    }


def _blocks(outlet: Outlet, piece: Piece, others: Sequence[Piece]) -> list[dict[str, Any]]:
    """The body with what pages push between paragraphs: an advertisement, then a link to another piece."""
    blocks: list[dict[str, Any]] = []
    for number, block in enumerate(piece.blocks):
        shown: dict[str, Any] = dict.fromkeys(("p", "h", "quote", "list", "figure"), "")
        shown[block.kind] = block.text
        shown["advert"] = number == 1
        shown["also"] = [_card(outlet, other) for other in others[1:2]] if number == 2 else []
        blocks.append(shown)
    return blocks


def _linked_data(outlet: Outlet, piece: Piece, own: str, base: str) -> str:
    """JSON-LD for a script element: `<` is written as an escape, so that no title can close the element."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.title,
        "mainEntityOfPage": own,
        "datePublished": piece.published.isoformat(),
        "dateModified": piece.changed.isoformat(),
        "inLanguage": outlet.language,
        "articleSection": piece.section,
        "image": [f"{base}/img/{piece.number}.svg"],
        "author": [{"@type": "Person", "name": piece.author}] if piece.author else [],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.title},
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")

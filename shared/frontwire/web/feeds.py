"""Alerts as feeds, for readers and programs: Atom, RSS 2.0 and JSON Feed 1.1, newest first."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Literal
from urllib.parse import quote

from frontwire.channels import neutral
from frontwire.channels.brief import QUOTE, facts_of, outlet, sentence, topic_words
from frontwire.models import Alert
from frontwire.web.element import Html, el, join
from frontwire.web.words import several, speech

FeedKind = Literal["atom", "rss", "json"]
MEDIA: dict[FeedKind, str] = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
TITLE = "frontwire alerts"
MOST_QUOTES = 3
LONG = 20_000
TAG = 60


def feed_out(alerts: Sequence[Alert], *, base: str, now: datetime, kind: FeedKind = "atom") -> str:
    """A feed of alerts. `base` is the dashboard's address; without one the links are relative to the feed.

    An alert's id is its own, so that readers show an update of a story as a new entry and nothing twice.
    """
    newest_first = sorted(alerts, key=lambda alert: alert.at, reverse=True)
    return _KINDS[kind](newest_first, base.rstrip("/"), now)


def _atom(alerts: Sequence[Alert], base: str, now: datetime) -> str:
    entries = "".join(
        f"<entry><id>{_xml(_id(alert))}</id><title>{_xml(_title(alert))}</title>"
        f"<updated>{_iso(alert.at)}</updated><author><name>frontwire</name></author>"
        f'<link rel="alternate" type="text/html" href="{_xml(_address(base, alert))}"/>'
        f'<category term="{_xml(alert.topic)}"/><category term="{_xml(alert.status)}"/>'
        f'<content type="html">{_xml(_content(alert), LONG)}</content></entry>\n'
        for alert in alerts
    )
    updated = _iso(alerts[0].at if alerts else now)
    home = f'<link rel="alternate" type="text/html" href="{_xml(_home(base))}"/>'
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>urn:frontwire:alerts</id><title>{TITLE}</title><updated>{updated}</updated>{home}\n{entries}</feed>\n"
    )


def _rss(alerts: Sequence[Alert], base: str, now: datetime) -> str:
    items = "".join(
        f'<item><guid isPermaLink="false">{_xml(_id(alert))}</guid><title>{_xml(_title(alert))}</title>'
        f"<link>{_xml(_address(base, alert))}</link><pubDate>{format_datetime(alert.at.astimezone(UTC))}</pubDate>"
        f"<category>{_xml(alert.topic)}</category><category>{_xml(alert.status)}</category>"
        f"<description>{_xml(_content(alert), LONG)}</description></item>\n"
        for alert in alerts
    )
    built = format_datetime((alerts[0].at if alerts else now).astimezone(UTC))
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>{TITLE}</title>'
        f"<link>{_xml(_home(base))}</link><description>One entry an alert, with its evidence</description>"
        f"<lastBuildDate>{built}</lastBuildDate>\n{items}</channel></rss>\n"
    )


def _json(alerts: Sequence[Alert], base: str, now: datetime) -> str:
    items = [
        {
            "id": _id(alert),
            "url": _address(base, alert),
            "title": _title(alert),
            "content_html": _content(alert),
            "date_published": _iso(alert.at),
            "tags": [neutral.plain(tag, TAG) for tag in (alert.topic, alert.status, alert.kind) if tag],
        }
        for alert in alerts
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": TITLE, "home_page_url": _home(base), "items": items}
    return json.dumps(feed, ensure_ascii=False)


_KINDS: dict[FeedKind, Callable[[Sequence[Alert], str, datetime], str]] = {"atom": _atom, "rss": _rss, "json": _json}


def _title(alert: Alert) -> str:
    headline = neutral.plain(alert.headline, 300) or "Untitled report"
    return f"Update: {headline}" if alert.kind == "update" else headline


def _content(alert: Alert) -> Html:
    """What an entry says: why it came, the facts, the sentences, and how many sources."""
    rows = facts_of(alert.facts)
    standing = (
        f"{several(alert.source_count, 'source')}, confidence {alert.confidence:.0%}. {topic_words(alert.topic)}."
    )
    return join(
        el("p", sentence(alert.reason)) if alert.reason else None,
        el("ul", join(el("li", f"{label}: {value}") for label, value in rows)) if rows else None,
        join(
            el(
                "blockquote",
                el("p", neutral.plain(one.text, QUOTE), **speech(one.article.language)),
                el("cite", outlet(one.article)),
            )
            for one in alert.quotes[:MOST_QUOTES]
        ),
        el("p", standing),
    )


def _id(alert: Alert) -> str:
    return f"urn:frontwire:alert:{quote(alert.id, safe='')}"


def _address(base: str, alert: Alert) -> str:
    return f"{base}/stories/{quote(alert.story, safe='')}" if base else f"stories/{quote(alert.story, safe='')}"


def _home(base: str) -> str:
    return f"{base}/" if base else "./"


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml(text: str, most: int = 2000) -> str:
    """Text for XML: what HTML's escapes leave is also all that XML allows, since no control character survives."""
    return neutral.html(text, most)

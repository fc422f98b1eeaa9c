"""The generic webhook: documented, versioned JSON, signed as Standard Webhooks (HMAC-SHA256) asks.

    webhook-id         the message's id: the same on every attempt, so that a receiver can drop repeats
    webhook-timestamp  seconds since 1970 of this attempt
    webhook-signature  "v1," + base64 of HMAC-SHA256(secret, id + "." + timestamp + "." + body)

The body is described by `webhook.schema.json` beside this file; `version` rises only when a field changes its meaning.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from frontwire import codec
from frontwire.channels import neutral
from frontwire.channels.answers import JSON, posted
from frontwire.channels.brief import Roll, outlet
from frontwire.channels.message import Links, Message, Outcome, Tools
from frontwire.models import Alert, ArticleRef, Channel

VERSION = "1"
MOST_ARTICLES = 20
MOST_TEXT = 1000
MOST_WEBHOOK_ALERTS = 100


def event(alert: Alert, channel: Channel, links: Links, thread: str = "") -> Message:
    body = {
        "type": f"alert.{alert.kind}",
        "version": VERSION,
        "timestamp": codec.plain(alert.at),
        "data": data(alert, links),
    }
    return Message(f"{alert.id}/{channel.id}", "webhook", dump(body))


def data(alert: Alert, links: Links) -> dict[str, Any]:
    """An alert as receivers see it: codes and numbers for machines, neutral text for people."""
    facts = alert.facts
    return {
        "alert": alert.id,
        "story": alert.story,
        "number": alert.number,
        "topic": alert.topic,
        "status": alert.status,
        "previous_status": alert.previous_status,
        "severity": alert.severity,
        "headline": neutral.plain(alert.headline, 200),
        "reason": neutral.plain(alert.reason, 300),
        "confidence": alert.confidence,
        "source_count": alert.source_count,
        "languages": list(alert.languages),
        "sides": [{"role": side.role, "code": side.code, "inferred": side.inferred} for side in facts.sides],
        "counts": [{"value": c.value, "bound": c.bound, "side": c.side} for c in facts.captives()],
        "places": [{"name": p.name, "country": p.country, "lat": p.lat, "lon": p.lon} for p in facts.places],
        "when": {"date": facts.when.date, "precision": facts.when.precision} if facts.when else None,
        "quotes": [
            {"text": neutral.plain(quote.text, MOST_TEXT), "url": neutral.link(quote.article.url)}
            for quote in alert.quotes
        ],
        "articles": [_article(article) for article in alert.articles[:MOST_ARTICLES]],
        "url": neutral.link(links.story(alert.story)),
    }


def roll_event(roll: Roll, channel: Channel, links: Links) -> Message:
    content: dict[str, Any] = {"title": roll.title}
    if roll.alerts:
        content["alerts"] = [data(alert, links) for alert in roll.alerts[-MOST_WEBHOOK_ALERTS:]]
    else:
        content["lines"] = [entry.headline for entry in roll.entries]
    body = {"type": roll.kind, "version": VERSION, "timestamp": codec.plain(roll.at), "data": content}
    return Message(roll.id, "webhook", dump(body))


def signed(message: Message, secret: str, timestamp: int) -> dict[str, str]:
    """The headers of one attempt. A secret of the form "whsec_<base64>" is decoded, as the standard writes them."""
    content = f"{message.id}.{timestamp}.{message.body}".encode()
    digest = hmac.new(_key(secret), content, hashlib.sha256).digest()
    return {
        "webhook-id": message.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def send(message: Message, channel: Channel, tools: Tools) -> Outcome:
    signature: dict[str, str] = {}
    if channel.secret:
        signature = signed(message, tools.secret(channel.secret), int(tools.clock()))
    return posted(tools, channel.target, message.body, {**JSON, **signature})


def dump(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _key(secret: str) -> bytes:
    if secret.startswith("whsec_"):
        return base64.b64decode(secret.removeprefix("whsec_"))
    return secret.encode()


def _article(article: ArticleRef) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": neutral.plain(article.title, 300),
        "url": neutral.link(article.url),
        "outlet": outlet(article),
        "language": article.language,
        "published": codec.plain(article.published),
    }

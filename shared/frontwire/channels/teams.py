"""Microsoft Teams, by a Workflows webhook: an Adaptive Card 1.4.

Limit: 28 KB a message. Outside text stands in RichTextBlocks, which know no markdown, so that nothing in it is live.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from frontwire.channels import neutral
from frontwire.channels.answers import JSON, posted
from frontwire.channels.brief import Roll, brief, fitting, rolled
from frontwire.channels.message import Links, Message, Outcome, Tools
from frontwire.models import Alert, Channel

ROOM = 16_000
"""Bytes for what is told; a frame and two buttons with the longest URLs take 5,000 more."""
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"

Item = dict[str, Any]


def card(alert: Alert, channel: Channel, links: Links, thread: str) -> Message:
    lines = brief(alert, links)
    items = [_text(lines.kicker, subtle=True), _text(lines.headline, bold=True, large=True)]
    items += [_text(f"What changed: {lines.changed}", bold=True)] if lines.changed else []
    items += [_text(f"{label}: {value}") for label, value in lines.facts]
    items += [_text(f"“{words}” — {by}") for words, by in lines.quotes]
    items += [_text(f"{report.title} ({report.by})", subtle=True) for report in lines.reports]
    items.append(_text(f"{lines.standing} · {lines.at}", subtle=True))
    article = next((report.url for report in lines.reports if report.url), "")
    return Message(
        f"{alert.id}/{channel.id}", "teams", _dump(items, [("Open article", article), ("Open story", lines.story_url)])
    )


def roll_card(roll: Roll, channel: Channel, links: Links) -> Message:
    entries = [
        [_text(entry.headline, bold=bool(entry.lines)), *(_text(line, subtle=True) for line in entry.lines)]
        for entry in roll.entries
    ]
    title = _text(roll.title, bold=True, large=True)
    shown = rolled(roll, entries, ROOM - _bytes(title), _bytes, lambda tail: [_text(tail, subtle=True)])
    items = [title, *(item for entry in shown for item in entry)]
    return Message(roll.id, "teams", _dump(items, [("Open dashboard", neutral.link(links.dashboard))]))


def send(message: Message, channel: Channel, tools: Tools) -> Outcome:
    url = tools.secret(channel.secret) if channel.secret else channel.target
    return posted(tools, url, message.body, JSON)


def _text(words: str, *, bold: bool = False, large: bool = False, subtle: bool = False) -> Item:
    run: Item = {"type": "TextRun", "text": neutral.plain(words, 700) or "-"}
    run |= {"weight": "Bolder"} if bold else {}
    run |= {"size": "Large"} if large else {}
    run |= {"isSubtle": True} if subtle else {}
    return {"type": "RichTextBlock", "inlines": [run]}


def _dump(items: Sequence[Item], actions: Sequence[tuple[str, str]]) -> str:
    """The card with the items from its beginning that fit."""
    kept = fitting(items, ROOM, _bytes)
    buttons = [{"type": "Action.OpenUrl", "title": title, "url": url} for title, url in actions if url]
    content: Item = {"type": "AdaptiveCard", "$schema": SCHEMA, "version": "1.4", "body": kept}
    content |= {"actions": buttons} if buttons else {}
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": content}
    return _json({"type": "message", "attachments": [attachment]})


def _bytes(value: Item | list[Item]) -> int:
    return len(_json(value).encode("utf-8")) + 1


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

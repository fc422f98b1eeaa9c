"""ntfy: JSON published to the server of the target's topic (https://ntfy.sh/my-topic).

Limits: 4,096 bytes of message, longer ones become attachments; three actions. A secret, where given, is an access token.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from frontwire.channels import neutral
from frontwire.channels.answers import JSON, decoded, posted_for
from frontwire.channels.brief import Roll, brief, fitting, rolled
from frontwire.channels.message import Links, Message, Outcome, Tools
from frontwire.models import Alert, Channel

TITLE = 200
MOST_BYTES = 3500  # of message, well within the limit
PRIORITIES = {"low": 2, "normal": 3, "high": 4, "critical": 5}


def notification(alert: Alert, channel: Channel, links: Links, thread: str) -> Message:
    lines = brief(alert, links)
    parts = [lines.kicker, *([f"What changed: {lines.changed}"] if lines.changed else [])]
    parts += [f"“{words}” - {by}" for words, by in lines.quotes[:1]]
    parts += [f"{report.title} ({report.by})" for report in lines.reports[:3]]
    parts.append(lines.standing)
    article = next((report.url for report in lines.reports if report.url), "")
    body = _body(channel, lines.headline, parts, PRIORITIES[alert.severity])
    return Message(f"{alert.id}/{channel.id}", "ntfy", _dump(body, lines.story_url or article))


def roll_notification(roll: Roll, channel: Channel, links: Links) -> Message:
    entries = ["\n".join((entry.headline, *entry.lines[-1:])) for entry in roll.entries]
    body = _body(channel, roll.title, rolled(roll, entries, MOST_BYTES, _bytes, str), PRIORITIES["normal"])
    return Message(roll.id, "ntfy", _dump(body, neutral.link(links.dashboard)))


def send(message: Message, channel: Channel, tools: Tools) -> Outcome:
    parts = urlsplit(channel.target)
    token = {"authorization": f"Bearer {tools.secret(channel.secret)}"} if channel.secret else {}
    address = f"{parts.scheme}://{parts.netloc}/"
    return posted_for(tools, address, message.body, {**JSON, **token}, lambda body: str(decoded(body).get("id") or ""))


def _body(channel: Channel, title: str, parts: list[str], priority: int) -> dict[str, Any]:
    """Whole parts within the bytes of a message."""
    message = "\n\n".join(fitting((part for part in parts if part), MOST_BYTES, _bytes)) or "-"
    topic = urlsplit(channel.target).path.strip("/")
    return {"topic": topic, "title": neutral.plain(title, TITLE), "message": message, "priority": priority}


def _bytes(part: str) -> int:
    return len(part.encode("utf-8")) + len("\n\n")


def _dump(body: dict[str, Any], click: str) -> str:
    return json.dumps({**body, **({"click": click} if click else {})}, ensure_ascii=False, separators=(",", ":"))

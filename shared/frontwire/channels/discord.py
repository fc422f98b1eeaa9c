"""Discord, by webhook: one embed a message.

Limits: title 256, description 4,096, 25 fields of 256 and 1,024, footer 2,048, 6,000 in one message; ten embeds.
Markdown in outside text is escaped, and `allowed_mentions` is empty, so that nothing in it is ever live.
"""

from __future__ import annotations

import json
from typing import Any

from frontwire.channels import neutral
from frontwire.channels.answers import JSON, decoded, posted_for
from frontwire.channels.brief import Brief, Roll, brief, fitting, rolled
from frontwire.channels.message import Links, Message, Outcome, Tools
from frontwire.models import Alert, Channel

TITLE = 256
DESCRIPTION = 3000
MOST_FIELDS = 10
FIELD = 200
COLOURS = {True: 0xB45309, False: 0x1D4ED8}
_MARKDOWN = str.maketrans({char: f"\\{char}" for char in "\\*_~`|>[]()<#@:-"})


def embed(alert: Alert, channel: Channel, links: Links, thread: str) -> Message:
    lines = brief(alert, links)
    shown: dict[str, Any] = {
        "title": escaped(lines.headline, TITLE) or "-",
        "description": _description(lines),
        "color": COLOURS[lines.update],
        "fields": [
            {"name": neutral.plain(label, 100), "value": escaped(value, FIELD), "inline": True}
            for label, value in lines.facts[:MOST_FIELDS]
        ],
        "footer": {"text": neutral.plain(f"{lines.standing} · {lines.at}", 500)},
    }
    url = lines.story_url or next((report.url for report in lines.reports if report.url), "")
    return Message(f"{alert.id}/{channel.id}", "discord", _dump({**shown, **({"url": url} if url else {})}))


def roll_embed(roll: Roll, channel: Channel, links: Links) -> Message:
    entries = [
        "\n".join((f"**{escaped(e.headline, 300)}**", *(escaped(line, 300) for line in e.lines))) for e in roll.entries
    ]
    text = "\n\n".join(rolled(roll, entries, DESCRIPTION, _length, lambda tail: escaped(tail, 200)))
    return Message(roll.id, "discord", _dump({"title": escaped(roll.title, TITLE), "description": text or "-"}))


def send(message: Message, channel: Channel, tools: Tools) -> Outcome:
    """With wait=true Discord answers with the message's id."""
    url = tools.secret(channel.secret) if channel.secret else channel.target
    address = f"{url}{'&' if '?' in url else '?'}wait=true"
    return posted_for(tools, address, message.body, JSON, lambda body: str(decoded(body).get("id") or ""))


def escaped(text: str, most: int) -> str:
    """Plain text whose markdown is dead, at most `most` characters long."""
    line = neutral.plain(text, most)
    marked = line.translate(_MARKDOWN)
    while neutral.size(marked) > most:
        line = line[: len(line) - max(1, (neutral.size(marked) - most) // 2 + 1)]
        marked = f"{line.rstrip().translate(_MARKDOWN)}{neutral.ELLIPSIS}"
    return marked


def _description(lines: Brief) -> str:
    parts = [f"**{escaped(lines.kicker, 300)}**"]
    parts += [f"What changed: {escaped(lines.changed, 600)}"] if lines.changed else []
    parts += [f"“{escaped(text, 500)}”\n{escaped(by, 100)}" for text, by in lines.quotes]
    parts += [f"• {escaped(f'{report.title} ({report.by})', 300)}" for report in lines.reports]
    return "\n\n".join(fitting(parts, DESCRIPTION, _length))


def _length(part: str) -> int:
    return neutral.size(part) + len("\n\n")


def _dump(shown: dict[str, Any]) -> str:
    body = {"embeds": [shown], "allowed_mentions": {"parse": []}}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))

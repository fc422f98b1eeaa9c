"""Slack messages: by incoming webhook, and by bot token with threads, edits and buttons.

Limits (a message over one is refused whole): 50 blocks; header 150; section 3,000; fields 10 of 2,000; context 10
elements; button text 75, url 3,000, value 2,000; text 40,000, of which clients show 4,000. Outside text goes into
plain_text where it can, else through `neutral.slack` with `verbatim`, so that nothing in it is ever live.
"""

from __future__ import annotations

import json
from typing import Any

from frontwire.channels import neutral
from frontwire.channels.brief import Brief, brief
from frontwire.channels.message import Links, Message
from frontwire.models import Alert, Channel

HEADER = 150
SECTION = 3000
FIELD = 2000
MOST_FIELDS = 10
BUTTON = 75
BUTTON_URL = 3000
BUTTON_VALUE = 2000
MOST_BLOCKS = 50
TEXT = 3000
BUTTONS = (("relevant", "Relevant"), ("not_relevant", "Not relevant"), ("mute", "Mute story"))

Block = dict[str, Any]


def webhook(alert: Alert, channel: Channel, links: Links) -> Message:
    """For an incoming webhook: no thread, no edits, buttons that only open pages."""
    lines = brief(alert, links)
    body = {**envelope(fallback(lines)), "blocks": blocks(lines, actions=open_buttons(lines))}
    return Message(f"{alert.id}/{channel.id}", "slack", dump(body))


def bot(alert: Alert, channel: Channel, links: Links, thread: str) -> Message:
    """For chat.postMessage: an update goes into the thread, and the first message shows the present state."""
    lines = brief(alert, links)
    content = blocks(lines, actions=[*open_buttons(lines), *verdict_buttons(alert)])
    body: dict[str, Any] = {"channel": channel.target, **envelope(fallback(lines)), "blocks": content}
    body["metadata"] = {"event_type": "frontwire_alert", "event_payload": {"alert": alert.id, "story": alert.story}}
    if not thread:
        return Message(f"{alert.id}/{channel.id}", "slack_bot", dump(body))
    edit = {"channel": channel.target, "ts": thread, "text": fallback(lines), "blocks": content}
    body["thread_ts"] = thread
    return Message(f"{alert.id}/{channel.id}", "slack_bot", dump(body), thread=thread, edit=dump(edit))


def envelope(text: str) -> dict[str, Any]:
    """What every message carries: the text of notifications, and no expanding of links."""
    return {"text": text, "unfurl_links": False, "unfurl_media": False}


def fallback(lines: Brief) -> str:
    changed = f" ({lines.changed})" if lines.changed else ""
    return neutral.slack(f"{lines.kicker}: {lines.headline}{changed}", TEXT)


def blocks(lines: Brief, actions: list[Block]) -> list[Block]:
    content = [header(lines.headline), context(lines.kicker)]
    if lines.changed:
        content.append(section(f"*Changed:* {neutral.slack(lines.changed, 1000)}"))
    if lines.facts:
        content.append(fields([(label, value) for label, value in lines.facts]))
    if lines.quotes:
        content.append(section("\n".join(_quote(text, by) for text, by in lines.quotes)))
    if lines.reports:
        titles = [f"• {neutral.slack(f'{report.title} ({report.by})', 500)}" for report in lines.reports]
        content.append(section("\n".join(titles)))
    content.append(context(f"{lines.standing} · {lines.at}"))
    if actions:
        content.append({"type": "actions", "elements": actions})
    return content[:MOST_BLOCKS]


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, HEADER)}


def section(mrkdwn: str) -> Block:
    """A section of text that is already escaped."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn[:SECTION], "verbatim": True}}


def context(text: str) -> Block:
    return {"type": "context", "elements": [plain_text(text, FIELD)]}


def fields(rows: list[tuple[str, str]]) -> Block:
    texts = [f"*{neutral.slack(label, 40)}*\n{neutral.slack(value, 1000)}" for label, value in rows[:MOST_FIELDS]]
    return {"type": "section", "fields": [{"type": "mrkdwn", "text": text, "verbatim": True} for text in texts]}


def plain_text(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": neutral.plain(text, most) or "-", "emoji": False}


def open_buttons(lines: Brief) -> list[Block]:
    buttons = []
    article = next((report for report in lines.reports if report.url), None)
    if article and len(article.url) <= BUTTON_URL:
        buttons.append(button("open_article", "Open article", url=article.url))
    if lines.story_url and len(lines.story_url) <= BUTTON_URL:
        buttons.append(button("open_story", "Open story", url=lines.story_url))
    return buttons


def verdict_buttons(alert: Alert) -> list[Block]:
    return [button(action, label, value=alert.id[:BUTTON_VALUE]) for action, label in BUTTONS]


def dump(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def button(action: str, label: str, **more: str) -> Block:
    return {"type": "button", "action_id": action, "text": plain_text(label, BUTTON), **more}


def _quote(text: str, by: str) -> str:
    return f"> {neutral.slack(text, 700)}\n> _{neutral.slack(by, 100).replace('_', ' ')}_"

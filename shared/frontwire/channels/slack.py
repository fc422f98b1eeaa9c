"""Slack messages: by incoming webhook, and by bot token with threads, edits and buttons.

Limits (a message over one is refused whole): 50 blocks; header 150; section 3,000; fields 10 of 2,000; context 10
elements; button text 75, url 3,000, value 2,000; text 40,000, of which clients show 4,000. Outside text goes into
plain_text where it can, else through `neutral.slack` with `verbatim`, so that nothing in it is ever live.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from frontwire.channels import neutral
from frontwire.channels.answers import JSON, answered, decoded, failed, posted, short
from frontwire.channels.brief import Brief, Entry, Roll, brief
from frontwire.channels.message import Links, Message, Outcome, Tools
from frontwire.errors import FetchError
from frontwire.models import Alert, Channel, Feedback, Mute

HEADER = 150
SECTION = 3000
FIELD = 2000
MOST_FIELDS = 10
BUTTON = 75
BUTTON_URL = 3000
BUTTON_VALUE = 2000
MOST_BLOCKS = 50
TEXT = 3000
RETRY = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
UNCERTAIN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
ADVICE = {
    "not_in_channel": "invite the bot to the Slack channel (/invite)",
    "channel_not_found": "the channel's target must be a Slack channel id the bot can see",
    "is_archived": "the Slack channel is archived: choose another",
    "invalid_auth": "the bot token is wrong: put a valid one under the channel's secret",
    "account_inactive": "the bot was removed from the workspace: install it again",
    "token_revoked": "the bot token was revoked: install the app again",
    "missing_scope": "the bot needs the scope chat:write",
}
BUTTONS = (("relevant", "Relevant"), ("not_relevant", "Not relevant"), ("mute", "Mute story"))

Block = dict[str, Any]


def webhook(alert: Alert, channel: Channel, links: Links, thread: str = "") -> Message:
    """For an incoming webhook: no thread, no edits, buttons that only open pages."""
    lines = brief(alert, links)
    body = {**envelope(fallback(lines)), "blocks": blocks(lines, actions=open_buttons(lines))}
    return Message(f"{alert.id}/{channel.id}", "slack", dump(body))


def bot(alert: Alert, channel: Channel, links: Links, thread: str) -> Message:
    """For chat.postMessage: an update goes into the thread, and the first message shows the present state."""
    lines = brief(alert, links)
    content = blocks(lines, actions=[*open_buttons(lines), *verdict_buttons(alert, channel)])
    body: dict[str, Any] = {"channel": channel.target, **envelope(fallback(lines)), "blocks": content}
    body["metadata"] = {"event_type": "frontwire_alert", "event_payload": {"alert": alert.id, "story": alert.story}}
    if not thread:
        return Message(f"{alert.id}/{channel.id}", "slack_bot", dump(body))
    edit = {"channel": channel.target, "ts": thread, "text": fallback(lines), "blocks": content}
    body["thread_ts"] = thread
    return Message(f"{alert.id}/{channel.id}", "slack_bot", dump(body), thread=thread, edit=dump(edit))


def judged(alert: Alert, channel: Channel, links: Links, said: Sequence[Feedback], muted: Mute | None) -> str:
    """The body for a press's response_url: the message again, with what people said of it below."""
    lines = brief(alert, links)
    actions = [*open_buttons(lines), *verdict_buttons(alert, channel)]
    content = blocks(lines, actions)[: MOST_BLOCKS - 1]
    words = [f"{_said_by(one.name)}: {'relevant' if one.said == 'relevant' else 'not relevant'}" for one in said[-20:]]
    words += [f"{_said_by(muted.by)} muted this story here"] if muted else []
    content += [context(" · ".join(words))] if words else []
    return dump({"replace_original": True, "text": fallback(lines), "blocks": content})


def _said_by(name: str) -> str:
    return neutral.plain(name, 60) or "somebody"


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


def verdict_buttons(alert: Alert, channel: Channel) -> list[Block]:
    value = f"{alert.id}/{channel.id}"
    return [button(action, label, value=value) for action, label in BUTTONS if len(value) <= BUTTON_VALUE]


def _roll_body(roll: Roll, links: Links) -> dict[str, Any]:
    blocks = [header(roll.title)]
    blocks += [_entry_section(entry) for entry in roll.entries]
    blocks += [context(roll.tail)] if roll.tail else []
    url = neutral.link(links.dashboard)
    if url:
        blocks.append({"type": "actions", "elements": [button("open_dashboard", "Open dashboard", url=url)]})
    return {**envelope(neutral.slack(roll.title, TEXT)), "blocks": blocks}


def _entry_section(entry: Entry) -> Block:
    """A story in a section, with a button beside it: a URL stands in a button, never in text."""
    block = section(_entry_text(entry))
    return {**block, "accessory": button("open_story", "Open", url=entry.url)} if entry.url else block


def _entry_text(entry: Entry) -> str:
    headline = neutral.slack(entry.headline, 400)
    return "\n".join(
        (f"*{headline}*" if entry.lines else headline, *(neutral.slack(line, 500) for line in entry.lines))
    )


def webhook_roll(roll: Roll, channel: Channel, links: Links) -> Message:
    return Message(roll.id, "slack", dump(_roll_body(roll, links)))


def bot_roll(roll: Roll, channel: Channel, links: Links) -> Message:
    return Message(roll.id, "slack_bot", dump({"channel": channel.target, **_roll_body(roll, links)}))


def send_webhook(message: Message, channel: Channel, tools: Tools) -> Outcome:
    """A webhook's URL is itself a secret: it is read by name, unless a target is given in the open."""
    url = tools.secret(channel.secret) if channel.secret else channel.target
    return posted(tools, url, message.body, JSON)


def send_bot(message: Message, channel: Channel, tools: Tools) -> Outcome:
    token = tools.secret(channel.secret)
    outcome = _call("chat.postMessage", message.body, token, tools)
    if outcome.state != "sent" or not message.edit:
        return outcome
    edited = _call("chat.update", message.edit, token, tools)
    if edited.state == "sent":
        return outcome
    # The update itself stands in the thread: that the first message shows an old state is no reason to post again.
    return Outcome("sent", f"{outcome.note}; the first message was not edited: {edited.note}", None, outcome.reference)


def _call(method: str, body: str, token: str, tools: Tools) -> Outcome:
    """One call of Slack's web API, which answers 200 even when it refuses: the body's `ok` decides."""
    headers = {**JSON, "authorization": f"Bearer {token}"}
    try:
        page = tools.post(f"{tools.slack_api}/{method}", body.encode("utf-8"), headers)
    except FetchError as error:
        return failed(error)
    outcome = answered(page)
    if outcome.state != "sent":
        return outcome
    answer = decoded(page.body)
    if answer.get("ok") is True:
        return Outcome("sent", "posted to Slack", reference=str(answer.get("ts") or ""))
    return _refusal(str(answer.get("error") or ""), outcome)


def _refusal(error: str, outcome: Outcome) -> Outcome:
    if not error:
        return Outcome("uncertain", short(f"Slack's answer cannot be read: {outcome.note}"))
    if error in RETRY:
        return Outcome("retry", f"Slack says {short(error)}", outcome.retry_after)
    if error in UNCERTAIN:
        return Outcome("uncertain", f"Slack says {short(error)}")
    return Outcome("dead", short(f"Slack says {error}: {ADVICE.get(error, 'check the channel and the app')}"))


def dump(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def button(action: str, label: str, **more: str) -> Block:
    return {"type": "button", "action_id": action, "text": plain_text(label, BUTTON), **more}


def _quote(text: str, by: str) -> str:
    return f"> {neutral.slack(text, 700)}\n> _{neutral.slack(by, 100).replace('_', ' ')}_"

"""Slack messages: by incoming webhook, and by bot token with threads, edits and buttons.

Limits (a message over one is refused whole): 50 blocks; header 150; context 10 elements of 2,000; button text 75, url
3,000, value 2,000; text 40,000, of which clients show 4,000. All blocks together may hold some 13,000 characters
(`msg_blocks_too_long`; no page says so, and how Slack counts is not known). Outside text stands in plain_text and in the
text of rich_text, neither of which knows any markup; only the notification's text is mrkdwn, and escaped.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from frontwire.channels import neutral
from frontwire.channels.answers import JSON, answered, decoded, failed, posted, short
from frontwire.channels.brief import Brief, Entry, Roll, brief, fitting
from frontwire.channels.message import Links, Message, Outcome, Tools
from frontwire.errors import FetchError
from frontwire.models import Alert, Channel, Feedback, Mute

HEADER = 150
CONTEXT = 2000
BUTTON = 75
BUTTON_URL = 3000
BUTTON_VALUE = 2000
LINK = 500
MOST_BLOCKS = 50
MOST_JSON = 10_000
"""Characters of all blocks as JSON, which is more than any way of counting their text."""
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
    first = [header(lines.headline), context(lines.kicker)]
    last = [context(f"{lines.standing} · {lines.at}"), *([_actions(actions)] if actions else [])]
    told = [*_changed(lines), *_facts(lines), *_quotes(lines), *_reports(lines)]
    return [*first, *_with_room(told, [*first, *last]), *last]


def _changed(lines: Brief) -> list[Block]:
    return [rich([run("Changed: ", bold=True), run(lines.changed)])] if lines.changed else []


def _facts(lines: Brief) -> list[Block]:
    rows = [(run(f"{label}: ", bold=True), run(value), run("\n")) for label, value in lines.facts]
    return [rich([part for row in rows for part in row][:-1])] if rows else []


def _quotes(lines: Brief) -> list[Block]:
    quotes = ([run(f"{text}\n"), run(by, italic=True)] for text, by in lines.quotes)
    return [rich(quote, "rich_text_quote") for quote in quotes]


def _reports(lines: Brief) -> list[Block]:
    return [rich([run("• "), run(report.title, url=report.url), run(f" ({report.by})")]) for report in lines.reports]


def _with_room(told: list[Block], around: list[Block]) -> list[Block]:
    """The first of the blocks for which there is room beside those that must stand: nearly always all."""
    room = MOST_JSON - _weight(around)
    some = told[: MOST_BLOCKS - len(around)]
    return some if _weight(some) <= room else fitting(some, room, lambda block: _weight([block]))


def _weight(blocks: list[Block]) -> int:
    """Characters as JSON, a comma for each block."""
    return neutral.size(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) + len(blocks)


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, HEADER)}


def rich(parts: list[Block], kind: str = "rich_text_section") -> Block:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": parts}]}


def run(text: str, *, url: str = "", **style: bool) -> Block:
    """A run of neutral text, which may be a link: in rich_text words are words, whatever signs they hold."""
    part: Block = {"type": "text", "text": text}
    if url and len(url) <= LINK:
        part = {"type": "link", "url": url, "text": text}
    return {**part, "style": style} if style else part


def context(text: str) -> Block:
    return {"type": "context", "elements": [plain_text(text, CONTEXT)]}


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
    url = neutral.link(links.dashboard)
    first = header(roll.title)
    last = [_actions([button("open_dashboard", "Open dashboard", url=url)])] if url else []
    entries = _with_room([_entry(entry) for entry in roll.entries], [first, context(roll.tail(0)), *last])
    tail = roll.tail(len(entries))
    content = [first, *entries, *([context(tail)] if tail else []), *last]
    return {**envelope(neutral.slack(roll.title, TEXT)), "blocks": content}


def _entry(entry: Entry) -> Block:
    head = run(entry.headline, url=entry.url, bold=True) if entry.lines else run(entry.headline, url=entry.url)
    return rich([head, *(run(f"\n{line}") for line in entry.lines)])


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


def _actions(buttons: list[Block]) -> Block:
    return {"type": "actions", "elements": buttons}


def button(action: str, label: str, **more: str) -> Block:
    return {"type": "button", "action_id": action, "text": plain_text(label, BUTTON), **more}

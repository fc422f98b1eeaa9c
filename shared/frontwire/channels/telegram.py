"""Telegram, by a bot: sendMessage in HTML, updates as replies to the story's first message.

Limits: 4,096 characters of text once its entities are read; a button's URL must be http or https. The bot's token is
the channel's secret, the chat its target.
"""

from __future__ import annotations

import json
import re
from typing import Any

from frontwire.channels import neutral
from frontwire.channels.answers import JSON, by_status, decoded, failed, seconds, short
from frontwire.channels.brief import Roll, brief, fitting, rolled
from frontwire.channels.message import Links, Message, Outcome, Tools
from frontwire.errors import FetchError
from frontwire.models import Alert, Channel

TEXT = 3800
JOINER = "\u2060"
ADVICE = {
    400: "check the chat's id, and that the bot may write there",
    401: "the bot's token is wrong: put a valid one under the channel's secret",
    403: "the bot was blocked or is no member of the chat",
    404: "the bot's token is wrong: put a valid one under the channel's secret",
}


def text_message(alert: Alert, channel: Channel, links: Links, thread: str) -> Message:
    lines = brief(alert, links)
    parts = [_h(lines.kicker), f"<b>{_h(lines.headline)}</b>"]
    parts += [f"<b>What changed:</b> {_h(lines.changed)}"] if lines.changed else []
    parts += ["\n".join(f"{_h(label)}: {_h(value)}" for label, value in lines.facts)] if lines.facts else []
    parts += [f"<blockquote>{_h(words)}</blockquote>{_h(by)}" for words, by in lines.quotes]
    parts += [f"• {_h(f'{report.title} ({report.by})')}" for report in lines.reports]
    parts.append(f"<i>{_h(f'{lines.standing} · {lines.at}')}</i>")
    article = next((report.url for report in lines.reports if report.url), "")
    body = _body(channel, parts, [("Open article", article), ("Open story", lines.story_url)])
    if thread.isdecimal():
        body["reply_parameters"] = {"message_id": int(thread), "allow_sending_without_reply": True}
    return Message(f"{alert.id}/{channel.id}", "telegram", _dump(body), thread=thread)


def roll_message(roll: Roll, channel: Channel, links: Links) -> Message:
    entries = ["\n".join((f"<b>{_h(e.headline)}</b>", *(_h(line) for line in e.lines))) for e in roll.entries]
    title = f"<b>{_h(roll.title)}</b>"
    parts = [title, *rolled(roll, entries, TEXT - _length(title), _length, _h)]
    return Message(roll.id, "telegram", _dump(_body(channel, parts, [("Open", neutral.link(links.dashboard))])))


def send(message: Message, channel: Channel, tools: Tools) -> Outcome:
    url = f"{tools.telegram_api}/bot{tools.secret(channel.secret)}/sendMessage"
    try:
        page = tools.post(url, message.body.encode("utf-8"), dict(JSON))
    except FetchError as error:
        return failed(error)
    answer = decoded(page.body)
    if page.status < 300 and answer.get("ok") is True:
        result = answer.get("result")
        reference = str(result.get("message_id") or "") if isinstance(result, dict) else ""
        return Outcome("sent", "posted to Telegram", reference=reference)
    if page.status < 300:
        return Outcome("uncertain", "Telegram's answer cannot be read")
    parameters = answer.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    said = short(str(answer.get("description") or ""))
    if page.status in ADVICE:
        return Outcome("dead", short(f"{page.status} {said}: {ADVICE[page.status]}"))
    return by_status(page.status, seconds(str(wait)), said)


def _body(channel: Channel, parts: list[str], actions: list[tuple[str, str]]) -> dict[str, Any]:
    """Whole parts as long as there is room: no tag is ever left open."""
    body: dict[str, Any] = {
        "chat_id": channel.target,
        "text": "\n\n".join(fitting(parts, TEXT, _length)),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    buttons = [[{"text": words, "url": url}] for words, url in actions if url]
    return {**body, "reply_markup": {"inline_keyboard": buttons}} if buttons else body


def _length(part: str) -> int:
    return neutral.size(part) + len("\n\n")


def _dump(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _h(text: str) -> str:
    """Outside text: Telegram makes names, tags, commands and addresses live by itself, unless something stands inside them."""
    return _LIVE.sub(lambda found: f"{found[0]}{JOINER}", neutral.html(text, 600))


_LIVE = re.compile(r"[@/]|(?<!&)#|\$(?=[A-Za-z])|(?<=\w)[.](?=\w)")
"""What a name, an address, a tag, a command or the name of a host begins with or is held together by; &#39; is an escape."""

"""Many alerts in one message (a digest, the backlog of an outage), and messages about frontwire itself (health, test)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal

from frontwire import codec
from frontwire.channels import mail, neutral, slack, sns, webhook
from frontwire.channels.brief import HEADLINE, REASON, clock, outlet, sentence, topic_words
from frontwire.channels.message import Links, Message
from frontwire.models import Alert, Channel

MOST_ENTRIES = 20
LINE = 300
MOST_LINES = 20
MOST_WEBHOOK_ALERTS = 100

RollKind = Literal["digest", "backlog", "health", "test"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One story in a roll: its headline, the lines below it, and where it leads."""

    headline: str
    lines: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """What a message of many says, in neutral words."""

    kind: RollKind
    id: str
    title: str
    at: datetime
    entries: tuple[Entry, ...]
    tail: str
    alerts: tuple[Alert, ...] = ()


def digest(alerts: Sequence[Alert], channel: Channel, links: Links) -> Message:
    """The alerts since the last digest, one entry a story, the latest state of each."""
    return _alerts_roll("digest", "{} since the last digest", alerts, channel, links)


def backlog(alerts: Sequence[Alert], channel: Channel, links: Links) -> Message:
    """What a channel missed while it could not be reached, as one message."""
    return _alerts_roll("backlog", "{} while this channel could not be reached", alerts, channel, links)


def notice(
    kind: Literal["health", "test"], title: str, lines: Sequence[str], channel: Channel, links: Links, at: datetime
) -> Message:
    """A message about frontwire itself: a source that went silent, a channel under test."""
    entries = tuple(Entry(neutral.plain(line, LINE)) for line in lines[:MOST_LINES] if line.strip())
    roll = Roll(
        kind,
        _id(kind, channel, (title, *lines, at.isoformat())),
        neutral.plain(title, HEADLINE) or "frontwire",
        at,
        entries,
        "",
    )
    return LAYOUTS[channel.kind](roll, channel, links)


def trial(channel: Channel, links: Links, at: datetime) -> Message:
    """The message of `frontwire channels test`."""
    lines = ("If you can read this, alerts will arrive here.", f"Channel {channel.id}, kind {channel.kind}.")
    return notice("test", "frontwire test message", lines, channel, links, at)


def _alerts_roll(kind: RollKind, title: str, alerts: Sequence[Alert], channel: Channel, links: Links) -> Message:
    stories: dict[str, list[Alert]] = {}
    for alert in alerts:
        stories.setdefault(alert.story, []).append(alert)
    entries = tuple(_entry(told, links) for told in list(stories.values())[:MOST_ENTRIES])
    more = len(stories) - len(entries)
    roll = Roll(
        kind=kind,
        id=_id(kind, channel, [alert.id for alert in alerts]),
        title=title.format(f"{_several(len(alerts), 'alert')} on {_several(len(stories), 'story')}"),
        at=max((alert.at for alert in alerts), default=datetime.fromtimestamp(0, UTC)),
        entries=entries,
        tail=f"and {_several(more, 'more story')}" if more else "",
        alerts=tuple(alerts),
    )
    return LAYOUTS[channel.kind](roll, channel, links)


def _entry(told: Sequence[Alert], links: Links) -> Entry:
    """A story by its last alert, with the changes on the way there."""
    last = told[-1]
    article = last.articles[0] if last.articles else None
    changes = [neutral.plain(sentence(alert.reason), REASON) for alert in told if alert.kind == "update"]
    state = " · ".join(part for part in (topic_words(last.topic), last.status, clock(last.at)) if part)
    source = f"{neutral.plain(article.title, LINE)} ({outlet(article)})" if article else ""
    return Entry(
        headline=neutral.plain(last.headline, HEADLINE) or "Untitled report",
        lines=tuple(line for line in (neutral.plain(state, LINE), *changes[-3:], source) if line),
        url=neutral.link(links.story(last.story)) or (neutral.link(article.url) if article else ""),
    )


def _slack_body(roll: Roll, links: Links) -> dict[str, Any]:
    blocks = [slack.header(roll.title)]
    blocks += [_slack_section(entry) for entry in roll.entries]
    blocks += [slack.context(roll.tail)] if roll.tail else []
    url = neutral.link(links.dashboard)
    if url:
        blocks.append({"type": "actions", "elements": [slack.button("open_dashboard", "Open dashboard", url=url)]})
    return {**slack.envelope(neutral.slack(roll.title, slack.TEXT)), "blocks": blocks}


def _slack_section(entry: Entry) -> slack.Block:
    """A story in a section, with a button beside it: a URL stands in a button, never in text."""
    block = slack.section(_slack_entry(entry))
    return {**block, "accessory": slack.button("open_story", "Open", url=entry.url)} if entry.url else block


def _slack_entry(entry: Entry) -> str:
    headline = neutral.slack(entry.headline, 400)
    return "\n".join(
        (f"*{headline}*" if entry.lines else headline, *(neutral.slack(line, 500) for line in entry.lines))
    )


def _slack(roll: Roll, channel: Channel, links: Links) -> Message:
    return Message(roll.id, "slack", slack.dump(_slack_body(roll, links)))


def _slack_bot(roll: Roll, channel: Channel, links: Links) -> Message:
    return Message(roll.id, "slack_bot", slack.dump({"channel": channel.target, **_slack_body(roll, links)}))


def _email(roll: Roll, channel: Channel, links: Links) -> Message:
    blocks = ["\n".join((entry.headline, *entry.lines, entry.url)).strip() for entry in roll.entries]
    ways = [f"The dashboard: {neutral.link(links.dashboard)}"] if neutral.link(links.dashboard) else []
    ways += [f"Stop these mails: {neutral.link(links.unsubscribe)}"] if neutral.link(links.unsubscribe) else []
    text = "\n\n".join(part for part in (roll.title, *blocks, roll.tail, *ways) if part) + "\n"
    parts = [f"<h1>{_h(roll.title)}</h1>", *(_html_entry(entry) for entry in roll.entries)]
    parts += [f"<p>{_h(roll.tail)}</p>"] if roll.tail else []
    foot = [_h(f"{clock(roll.at)}.")]
    headers = {"Subject": roll.title, "Message-ID": mail.message_id(roll.id), "X-Frontwire-Kind": roll.kind}
    html = mail.page(roll.title, parts, foot, links)
    return Message(
        roll.id, "email", mail.compose(channel, links, headers, roll.at, text=text, html=html), subject=roll.title
    )


def _html_entry(entry: Entry) -> str:
    lines = "".join(f'<br><span class="by">{_h(line)}</span>' for line in entry.lines)
    headline = mail.anchor(entry.url, entry.headline)
    return f"<p>{f'<strong>{headline}</strong>' if entry.lines else headline}{lines}</p>"


def _sns(roll: Roll, channel: Channel, links: Links) -> Message:
    blocks = ["\n".join((entry.headline, *entry.lines[-1:], entry.url)).strip() for entry in roll.entries]
    text = "\n\n".join(part for part in (roll.title, *blocks, roll.tail) if part)[: sns.TEXT]
    return Message(roll.id, "sns", text, subject=sns.subject(roll.title), attributes={"kind": roll.kind})


def _webhook(roll: Roll, channel: Channel, links: Links) -> Message:
    data: dict[str, Any] = {"title": roll.title}
    if roll.kind in ("digest", "backlog"):
        data["alerts"] = [webhook.data(alert, links) for alert in roll.alerts[-MOST_WEBHOOK_ALERTS:]]
    else:
        data["lines"] = [entry.headline for entry in roll.entries]
    body = {"type": roll.kind, "version": webhook.VERSION, "timestamp": codec.plain(roll.at), "data": data}
    return Message(roll.id, "webhook", webhook.dump(body))


LAYOUTS: dict[str, Callable[[Roll, Channel, Links], Message]] = {
    "slack": _slack,
    "slack_bot": _slack_bot,
    "email": _email,
    "sns": _sns,
    "webhook": _webhook,
}


def _id(kind: str, channel: Channel, parts: Sequence[str]) -> str:
    """The same for the same content: sending it again is known as a repeat."""
    digest_of = sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:20]
    return f"{kind}-{digest_of}/{channel.id}"


def _several(number: int, what: str) -> str:
    if number == 1:
        return f"1 {what}"
    return f"{number} {what[:-1]}ies" if what.endswith("y") else f"{number} {what}s"


def _h(text: str) -> str:
    return neutral.html(text, 1000)

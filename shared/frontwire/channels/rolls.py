"""Many alerts in one message (a digest, the backlog of an outage), and messages about frontwire itself (health, test)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

from frontwire.channels import kinds, neutral
from frontwire.channels.brief import HEADLINE, REASON, Entry, Roll, RollKind, clock, outlet, sentence, several
from frontwire.channels.message import Links, Message
from frontwire.channels.subscriptions import zone_of
from frontwire.models import Alert, Channel, Subscription
from frontwire.stories.headline import topic_words

MOST_ENTRIES = 20
LINE = 300
MOST_LINES = 20


def digest(alerts: Sequence[Alert], channel: Channel, links: Links) -> Message:
    """The alerts since the last digest, one entry a story, the latest state of each."""
    return _alerts_roll("digest", "{} since the last digest", alerts, channel, links)


def backlog(alerts: Sequence[Alert], channel: Channel, links: Links) -> Message:
    """What a channel missed while it could not be reached, as one message."""
    return _alerts_roll("backlog", "{} while this channel could not be reached", alerts, channel, links)


def health(alerts: Sequence[Alert], channel: Channel, links: Links) -> Message:
    """Trouble with sources and its end, each with what to do: one message, however many they are."""
    entries = tuple(
        Entry(
            neutral.plain(alert.headline, HEADLINE) or "A source",
            (neutral.plain(alert.reason, REASON) or alert.status,),
        )
        for alert in alerts[:MOST_ENTRIES]
    )
    more = len(alerts) - len(entries)
    title = "One source to look at" if len(alerts) == 1 else f"{len(alerts)} messages about sources"
    at = max((alert.at for alert in alerts), default=datetime.fromtimestamp(0, UTC))
    name = _id("health", channel, [alert.id for alert in alerts])
    where = "`frontwire sources list --live`"
    return kinds.roll(Roll("health", name, title, at, entries, tuple(alerts), more, "message", where), channel, links)


def notice(
    kind: Literal["health", "test"], title: str, lines: Sequence[str], channel: Channel, links: Links, at: datetime
) -> Message:
    """A message about frontwire itself: a channel under test."""
    entries = tuple(Entry(neutral.plain(line, LINE)) for line in lines[:MOST_LINES] if line.strip())
    roll = Roll(
        kind,
        _id(kind, channel, (title, *lines, at.isoformat())),
        neutral.plain(title, HEADLINE) or "frontwire",
        at,
        entries,
    )
    return kinds.roll(roll, channel, links)


def trial(channel: Channel, links: Links, at: datetime) -> Message:
    """The message of `frontwire channels test`."""
    lines = ("If you can read this, alerts will arrive here.", f"Channel {channel.id}, kind {channel.kind}.")
    return notice("test", "frontwire test message", lines, channel, links, at)


def over_budget(channel: Channel, wants: Subscription, until: datetime, links: Links, at: datetime) -> Message:
    """Said once a day, when what comes is more than the channel wants at once."""
    when = until.astimezone(zone_of(wants)).strftime("%-d %b %H:%M")
    lines = (
        f"{several(wants.budget, 'message')} went out since midnight, as many as this channel wants a day.",
        f"What else comes today follows as one digest on {when} ({wants.zone}). What is critical still comes at once.",
    )
    return notice("health", "The day's budget is used up", lines, channel, links, at)


def _alerts_roll(kind: RollKind, title: str, alerts: Sequence[Alert], channel: Channel, links: Links) -> Message:
    stories: dict[str, list[Alert]] = {}
    for alert in alerts:
        stories.setdefault(alert.story, []).append(alert)
    entries = tuple(_entry(told, links) for told in list(stories.values())[:MOST_ENTRIES])
    more = len(stories) - len(entries)
    roll = Roll(
        kind=kind,
        id=_id(kind, channel, [alert.id for alert in alerts]),
        title=title.format(f"{several(len(alerts), 'alert')} on {several(len(stories), 'story')}"),
        at=max((alert.at for alert in alerts), default=datetime.fromtimestamp(0, UTC)),
        entries=entries,
        alerts=tuple(alerts),
        more=more,
        where="the dashboard" if links.dashboard else "`frontwire alerts list`",
    )
    return kinds.roll(roll, channel, links)


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


def _id(kind: str, channel: Channel, parts: Sequence[str]) -> str:
    """The same for the same content: sending it again is known as a repeat."""
    digest_of = sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:20]
    return f"{kind}-{digest_of}/{channel.id}"

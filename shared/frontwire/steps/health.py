"""Trouble with sources, told through the same channels as news: once when it begins, once when it is over.

A health alert is an alert of the reserved topic `source_health`. What makes a repeat the same alert is what the trouble
began with, as the table had it before: a poll that is done twice tells once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from frontwire import ledger
from frontwire.collect import identity, rhythm, trouble
from frontwire.models import HEALTH, Alert, Channel, Health, Source, Subscription
from frontwire.store import Store

NUMBERS = {"gone": 2, "recovered": 3}  # an alert's place in its story; the trouble that it begins with is 1
MOST_ERROR = 120


class Teller(Struct, dict=True):
    """Made anew for each visit, so that it knows the channels as they are."""

    store: Store

    @cached_property
    def _channels(self) -> list[tuple[Channel, Subscription]]:
        return self.store.channels.subscriptions()

    def tell(self, source: Source, before: Health, after: Health, held: int, now: datetime) -> Health:
        """Tell what is to be told; returns the health that knows it was told."""
        word = rhythm.to_tell(after, now)
        if not word:
            return after
        alert = health_alert(source, before, after, word, held, now)
        self.say(alert, now)
        over = word == "recovered"
        return replace(after, told="" if over else word, told_in="" if over else alert.story)

    def say(self, alert: Alert, now: datetime) -> None:
        """Write an alert and its deliveries where they are not yet; the clock sends what is due."""
        from frontwire.channels import subscriptions  # here: trouble is rare, and polls need not wait for all channels

        self.store.stories.keep_health(alert)
        wanted = ((channel, subscriptions.wants(want, alert, now)) for channel, want in self._channels)
        opened = [ledger.opened(alert.id, channel.id, now, want.when) for channel, want in wanted if want.when]
        self.store.deliveries.open(opened)


def health_alert(source: Source, before: Health, after: Health, word: str, held: int, now: datetime) -> Alert:
    """The alert about a word of `rhythm.to_tell`."""
    goes_on = bool(before.told_in) and word in NUMBERS
    story = before.told_in if goes_on else f"health-{source.id}-{_episode(before, after, word)}"
    number = NUMBERS.get(word, 1) if goes_on else 1
    return Alert(
        id=f"{story}-{number}",
        story=story,
        number=number,
        topic=HEALTH,
        kind="update" if goes_on else "new",
        status=word,
        severity="normal",
        headline=f"{source.title or source.id} {trouble.MEANING[word]}",
        reason=" ".join(part for part in (_details(after, word, held), _to_do(source, after, word)) if part),
        at=now,
        confidence=1.0,
    )


def _episode(before: Health, after: Health, word: str) -> str:
    """What this trouble began with, the same however often it is noticed."""
    begun = {"silent": before.new_at, "flood": before.good_at, "moved": after.moved_to}.get(word, after.since)
    return identity.digest(f"{word} {begun}")


def _details(health: Health, word: str, held: int) -> str:
    if word == "flood":
        return f"{held} links are held back."
    if word == "silent" and health.new_at:
        since = f"{health.new_at:%d %b %Y %H:%M} UTC"
        if not health.gap:
            return f"Nothing new came since it is watched, {since}."
        return f"The last came {since}; usually one comes each {timedelta(seconds=round(health.gap))}."
    if health.failures and health.since:
        return f"Failed {health.failures} times in a row since {health.since:%d %b %H:%M} UTC: {health.error[:MOST_ERROR].rstrip('.')}."
    return ""


def _to_do(source: Source, health: Health, word: str) -> str:
    advice = trouble.advice(word, source, health)
    return f"What to do: {advice}." if advice else ""

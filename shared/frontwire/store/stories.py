"""Stories, the matches in them, and their alerts.

STORY#<id>       STORY   a Story; list STORIES by time of its last match
STORYKEY#<key>   <id>    a story can be found under this key
MATCH#<id>       MATCH   a Record: the match, its story, the reason for alert or silence; list STORY#<id>
ALERT#<id>       ALERT   an Alert; list ALERTS by time, HEALTH for those about sources
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from frontwire import codec
from frontwire.errors import Conflict
from frontwire.models import Alert, Decision, Delivery, Match, Story
from frontwire.store.deliveries import Deliveries, delivery_row
from frontwire.store.table import MOST_IN_TRANSACTION, Row, Table, Write, instant, value

LIST = "STORIES"
ALERTS = "ALERTS"
HEALTH_ALERTS = "HEALTH"
SHELF_LIFE = timedelta(days=400)  # keys are spans of weeks: an old one is never asked for again


class Record(Struct, frozen=True):
    """What one match did, kept for ever: the answer to "why was I (not) told?".

    `later` are the channels whose deliveries had no room in the transaction and follow it.
    """

    match: Match
    story: str
    alert: str
    reason: str
    joined_by: tuple[str, ...]
    at: datetime
    later: tuple[str, ...] = ()


class Shelf(Struct, frozen=True):
    """The ids of the stories under one key. `version` is the one read: a write over another one is refused, so that
    two writers that do not know of each other cannot both make a story for one event."""

    ids: tuple[str, ...] = ()
    version: int = 0


class Found(Struct, frozen=True):
    """The stories that may be about the same event, and the shelves they stood on when they were read."""

    stories: tuple[Story, ...]
    shelves: Mapping[str, Shelf]


class Stories(Struct, frozen=True):
    table: Table

    def decided(self, match: str) -> Record | None:
        row = self.table.get(f"MATCH#{match}", "MATCH")
        return value(row, Record) if row else None

    def candidates(self, keys: Iterable[str]) -> Found:
        """The stories that stand under any of the keys, as last written: two requests, however many keys there are."""
        shelves = self._shelves(keys)
        ids = sorted({story for shelf in shelves.values() for story in shelf.ids})
        rows = self.table.get_many([(f"STORY#{story}", "STORY") for story in ids], consistent=True)
        return Found(tuple(sorted((value(row, Story) for row in rows), key=lambda story: story.id)), shelves)

    def commit(
        self, match: Match, decision: Decision, deliveries: Sequence[Delivery], found: Found, now: datetime
    ) -> None:
        """Match, story, alert and its deliveries in one transaction. Raises Conflict if anybody wrote in between.

        Deliveries that the transaction has no room for (from some sixty on) follow it; a crash between leaves them to
        whoever considers the match again.
        """
        story, alert = replace(decision.story, version=decision.story.version + 1), decision.alert
        writes = [Write(_story_row(story), "version"), *self._reshelved(story, found, now)]
        if alert:
            writes.append(Write(_alert_row(alert), "absent"))
        room = MOST_IN_TRANSACTION - len(writes) - 1
        later = tuple(delivery.channel for delivery in deliveries[room:])
        name, joined_by = alert.id if alert else "", decision.joined_by
        record = Record(match, story.id, name, decision.reason, joined_by, now, later)
        told = Row(f"MATCH#{match.id}", "MATCH", codec.dump(record), list=f"STORY#{story.id}", list_at=instant(now))
        writes += [Write(told, "absent"), *(Write(delivery_row(one), "absent") for one in deliveries[:room])]
        self.table.transact(writes)
        Deliveries(self.table).open(deliveries[room:])

    def _shelves(self, keys: Iterable[str]) -> dict[str, Shelf]:
        wanted = list(keys)
        rows = self.table.get_many([(f"SHELF#{key}", "-") for key in wanted], consistent=True)
        stand = {row.pk.removeprefix("SHELF#"): Shelf(tuple(row.body_text.split()), row.version) for row in rows}
        return {key: stand.get(key, Shelf()) for key in wanted}

    def _reshelved(self, story: Story, found: Found, now: datetime) -> list[Write]:
        """The shelves that the story has still to be put on."""
        before = next((known for known in found.stories if known.id == story.id), None)
        wanted = [key for key in story.keys if before is None or key not in before.keys]
        shelves = {**self._shelves(key for key in wanted if key not in found.shelves), **found.shelves}
        expires = int((now + SHELF_LIFE).timestamp())
        return [
            Write(
                Row(f"SHELF#{key}", "-", " ".join((*shelf.ids, story.id)), version=shelf.version + 1, expires=expires),
                "version",
            )
            for key in wanted
            if story.id not in (shelf := shelves[key]).ids
        ]

    def save(self, story: Story) -> Story:
        """Write a changed story back (mute, feedback). Raises Conflict if it changed since it was read."""
        story = replace(story, version=story.version + 1)
        self.table.put(Write(_story_row(story), "version"))
        return story

    def get(self, story: str) -> Story | None:
        row = self.table.get(f"STORY#{story}", "STORY")
        return value(row, Story) if row else None

    def latest(self, limit: int = 50) -> list[Story]:
        return [value(row, Story) for row in self.table.listed(LIST, limit)]

    def records(self, story: str, limit: int = 200) -> list[Record]:
        """What each match of a story did, the first first."""
        return [value(row, Record) for row in self.table.listed(f"STORY#{story}", limit, newest_first=False)]

    def alert(self, alert: str) -> Alert | None:
        row = self.table.get(f"ALERT#{alert}", "ALERT")
        return value(row, Alert) if row else None

    def keep_alert(self, alert: Alert) -> None:
        """Write an alert outside of a decision (a health alert, a test message)."""
        self.table.put(Write(_alert_row(alert)))

    def keep_health(self, alert: Alert) -> None:
        """Write an alert about a source, once; it stands in a list of its own, apart from the news."""
        with suppress(Conflict):
            self.table.put(Write(replace(_alert_row(alert), list=HEALTH_ALERTS), "absent"))

    def health_alerts(self, limit: int = 50) -> list[Alert]:
        return [value(row, Alert) for row in self.table.listed(HEALTH_ALERTS, limit)]

    def alerts(self, limit: int = 50) -> list[Alert]:
        return [value(row, Alert) for row in self.table.listed(ALERTS, limit)]

    def alerts_by_id(self, ids: Iterable[str]) -> list[Alert]:
        """The alerts that exist among `ids`, the oldest first."""
        rows = self.table.get_many([(f"ALERT#{alert}", "ALERT") for alert in ids], consistent=True)
        return sorted((value(row, Alert) for row in rows), key=lambda alert: (alert.at, alert.id))


def _alert_row(alert: Alert) -> Row:
    return Row(f"ALERT#{alert.id}", "ALERT", codec.dump(alert), list=ALERTS, list_at=instant(alert.at))


def _story_row(story: Story) -> Row:
    return Row(
        f"STORY#{story.id}",
        "STORY",
        codec.dump(story),
        version=story.version,
        list=LIST,
        list_at=instant(story.last_at),
    )

"""Stories, the matches in them, and their alerts.

STORY#<id>       STORY   a Story; list STORIES by time of its last match
STORYKEY#<key>   <id>    a story can be found under this key
MATCH#<id>       MATCH   a Record: the match, its story, the reason for alert or silence; list STORY#<id>
ALERT#<id>       ALERT   an Alert; list ALERTS by time
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from frontwire import codec
from frontwire.models import Alert, Decision, Delivery, Match, Story
from frontwire.store.deliveries import delivery_row
from frontwire.store.table import Row, Table, Write, instant, value

LIST = "STORIES"
ALERTS = "ALERTS"


@dataclass(frozen=True, slots=True)
class Record:
    """What one match did, kept for ever: the answer to "why was I (not) told?"."""

    match: Match
    story: str
    alert: str
    reason: str
    joined_by: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Stories:
    table: Table

    def decided(self, match: str) -> Record | None:
        row = self.table.get(f"MATCH#{match}", "MATCH")
        return value(row, Record) if row else None

    def candidates(self, keys: Iterable[str]) -> list[Story]:
        """The stories that stand under any of the keys, as last written."""
        ids = {row.sk for key in keys for row in self.table.of(f"STORYKEY#{key}")}
        rows = self.table.get_many([(f"STORY#{story}", "STORY") for story in sorted(ids)], consistent=True)
        return sorted((value(row, Story) for row in rows), key=lambda story: story.id)

    def commit(self, match: Match, decision: Decision, deliveries: Sequence[Delivery], now: datetime) -> None:
        """Match, story, alert and its deliveries in one transaction. Raises Conflict if anybody wrote in between."""
        story = replace(decision.story, version=decision.story.version + 1)
        alert = decision.alert
        record = Record(match, story.id, alert.id if alert else "", decision.reason, decision.joined_by, now)
        writes = [
            Write(
                Row(
                    f"MATCH#{match.id}",
                    "MATCH",
                    codec.dump(record),
                    list=f"STORY#{story.id}",
                    list_at=instant(now),
                ),
                "absent",
            ),
            Write(_story_row(story), "version"),
        ]
        writes += [Write(Row(f"STORYKEY#{key}", story.id)) for key in story.keys]
        if alert:
            writes.append(Write(_alert_row(alert), "absent"))
        writes += [Write(delivery_row(delivery), "absent") for delivery in deliveries]
        self.table.transact(writes)

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

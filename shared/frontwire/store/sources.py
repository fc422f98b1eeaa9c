"""Sources and what we know of them.

SOURCE#<id>  CONFIG   a Source; list SOURCES
SOURCE#<id>  HEALTH   its Health; due "source" while the source is enabled
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from frontwire import codec
from frontwire.models import Health, Link, Source
from frontwire.store.table import Row, Table, Write, instant, value

DUE = "source"
LIST = "SOURCES"
SINGLE_LOOK = 1000.0  # so many new links are no flood when there is only one look


def _key(source: str) -> str:
    return f"SOURCE#{source}"


def _config(source: Source) -> Row:
    return Row(_key(source.id), "CONFIG", codec.dump(source), list=LIST, list_at=source.id)


@dataclass(frozen=True)
class Sources:
    table: Table

    def all(self, limit: int = 0) -> list[Source]:
        return [value(row, Source) for row in self.table.listed(LIST, limit, newest_first=False)]

    def get(self, source: str) -> Source | None:
        row = self.table.get(_key(source), "CONFIG")
        return value(row, Source) if row else None

    def with_health(self, ids: Iterable[str]) -> dict[str, tuple[Source, Health, str]]:
        """Source, health and due time (ISO, "" when disabled) of those ids that exist."""
        keys = [(_key(source), sk) for source in ids for sk in ("CONFIG", "HEALTH")]
        rows = {(row.pk, row.sk): row for row in self.table.get_many(keys, consistent=True)}
        found = {}
        for (pk, sk), row in rows.items():
            if sk != "CONFIG":
                continue
            source = value(row, Source)
            health = rows.get((pk, "HEALTH"))
            found[source.id] = (source, value(health, Health), health.due_at) if health else (source, Health(), "")
        return found

    def add(self, sources: Iterable[Source], now: datetime) -> int:
        """Save sources; one that is new or was disabled is due at once, the health of the others stays as it is.

        Returns how many were new.
        """
        sources = list(sources)
        known = self.with_health(source.id for source in sources)
        rows: list[Row] = []
        for source in sources:
            rows.append(_config(source))
            health, due_at = known[source.id][1:] if source.id in known else (Health(), "")
            if source.enabled and not due_at:
                rows.append(self._health(source.id, health, now))
            elif due_at and not source.enabled:
                rows.append(self._health(source.id, health, None))
        self.table.put_many(rows)
        return sum(source.id not in known for source in sources)

    def save(self, source: Source) -> None:
        """Write a source's own settings; what we know of it stays."""
        self.table.put(Write(_config(source)))

    def remove(self, source: str) -> None:
        for row in self.table.of(_key(source)):
            self.table.delete(row.pk, row.sk)

    def hold(self, links: Iterable[tuple[str, str, Link]]) -> None:
        """Keep back what a flood brought: source id, the link's key, the link."""
        self.table.put_many(Row(_key(source), f"HELD#{key}", codec.dump(link)) for source, key, link in links)

    def held(self, source: str) -> list[tuple[str, Link]]:
        """What is held back: each link with its key."""
        return [(row.sk.removeprefix("HELD#"), value(row, Link)) for row in self.table.of(_key(source), "HELD#")]

    def let_go(self, source: str) -> None:
        """Forget what was held back, once it was released or thrown away."""
        for row in self.table.of(_key(source), "HELD#"):
            self.table.delete(row.pk, row.sk)

    def skip_baseline(self, sources: Iterable[str], now: datetime) -> None:
        """Let the first poll of sources that were never polled count all it shows as new, for a single look."""
        for source, health, _ in self.with_health(sources).values():
            if not health.baseline:
                self.polled(source.id, Health(baseline=True, usual_new=SINGLE_LOOK), now)

    def hurry(self, now: datetime) -> None:
        """Make every enabled source due now."""
        for source, health, due_at in self.with_health(source.id for source in self.all()).values():
            if due_at:
                self.polled(source.id, health, now)

    def polled(self, source: str, health: Health, due_at: datetime) -> None:
        """Write what a poll taught us and when the next one is due."""
        self.table.put(Write(self._health(source, health, due_at)))

    def due(self, now: datetime, limit: int) -> list[tuple[str, str]]:
        """Ids and due times (ISO) of the sources to poll now, the longest waiting first."""
        return [(row.pk.removeprefix("SOURCE#"), row.due_at) for row in self.table.due(DUE, now, limit)]

    @staticmethod
    def _health(source: str, health: Health, due_at: datetime | None) -> Row:
        when = {"due": DUE, "due_at": instant(due_at)} if due_at else {}
        return Row(_key(source), "HEALTH", codec.dump(health), **when)  # type: ignore[arg-type]

"""Sources and what we know of them.

SOURCE#<id>  CONFIG   a Source; list SOURCES
SOURCE#<id>  HEALTH   its Health, written when it changed
SOURCE#<id>  HELD#..  a link that a flood brought and that is held back

PUSH#<token>  PUSH    its WebSub subscription, found by the path that its hub calls

When a source is polled next stands in its round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from frontwire import codec
from frontwire.models import Health, Link, Push, Source
from frontwire.store.rounds import Rounds
from frontwire.store.table import Row, Table, Write, value

LIST = "SOURCES"
KEEP_PUSH = timedelta(days=60)  # longer than any lease; one that nobody renews is forgotten
SINGLE_LOOK = 1000.0  # so many new links are no flood when there is only one look


def _key(source: str) -> str:
    return f"SOURCE#{source}"


def _config(source: Source) -> Row:
    return Row(_key(source.id), "CONFIG", codec.dump(source), list=LIST, list_at=source.id)


class Sources(Struct, frozen=True):
    table: Table

    @property
    def rounds(self) -> Rounds:
        return Rounds(self.table)

    def all(self, limit: int = 0) -> list[Source]:
        return [value(row, Source) for row in self.table.listed(LIST, limit, newest_first=False)]

    def get(self, source: str) -> Source | None:
        row = self.table.get(_key(source), "CONFIG")
        return value(row, Source) if row else None

    def with_health(self, ids: Iterable[str]) -> dict[str, tuple[Source, Health]]:
        """Those of the ids that exist, each with what we know of it."""
        keys = [(_key(source), sk) for source in ids for sk in ("CONFIG", "HEALTH")]
        rows = {(row.pk, row.sk): row for row in self.table.get_many(keys, consistent=True)}
        found = {}
        for (pk, sk), row in rows.items():
            if sk == "CONFIG":
                source, health = value(row, Source), rows.get((pk, "HEALTH"))
                found[source.id] = (source, value(health, Health) if health else Health())
        return found

    def add(self, sources: Iterable[Source], now: datetime) -> int:
        """Save sources and put them on rounds; one that is new or was disabled is due at once, the health of the others
        stays as it is.

        Returns how many were new.
        """
        sources = list(sources)
        known = self.with_health(source.id for source in sources)
        self.table.put_many(_config(source) for source in sources)
        wanted = [source for source in sources if source.enabled]
        self.rounds.drop(source.id for source in sources if not source.enabled and source.id in known)
        self.rounds.place(wanted, now)
        return sum(source.id not in known for source in sources)

    def save(self, source: Source) -> None:
        """Write a source's own settings; what we know of it stays."""
        self.table.put(Write(_config(source)))

    def remove(self, source: str) -> None:
        self.rounds.drop([source])
        for row in self.table.of(_key(source)):
            self.table.delete(row.pk, row.sk)

    def hold(self, links: Iterable[tuple[str, str, Link]]) -> None:
        """Keep back what a flood brought: source id, the link's key, the link."""
        self.table.put_many(Row(_key(source), f"HELD#{key}", codec.dump(link)) for source, key, link in links)

    def held(self, source: str) -> list[tuple[str, Link]]:
        """What is held back: each link with its key."""
        return [(row.sk.removeprefix("HELD#"), value(row, Link)) for row in self.table.of(_key(source), "HELD#")]

    def allow(self, source: str, links: int) -> None:
        """Remember that so many new links in one poll are this source's habit: somebody wanted them."""
        for _, health in self.with_health([source]).values():
            self.learn({source: replace(health, usual_new=max(health.usual_new, float(links)))})

    def let_go(self, source: str) -> None:
        """Forget what was held back, once it was released or thrown away."""
        for row in self.table.of(_key(source), "HELD#"):
            self.table.delete(row.pk, row.sk)

    def learn(self, health: Mapping[str, Health]) -> None:
        """Write what polls taught us, by source."""
        self.table.put_many(Row(_key(source), "HEALTH", codec.dump(known)) for source, known in health.items())

    def push(self, token: str) -> Push | None:
        """The WebSub subscription with this token."""
        row = self.table.get(f"PUSH#{token}", "PUSH") if token else None
        return replace(value(row, Push), version=row.version) if row else None

    def keep_push(self, push: Push, now: datetime) -> None:
        """Write a subscription. Raises Conflict where it changed since it was read."""
        push = replace(push, version=push.version + 1)
        expires = int((now + KEEP_PUSH).timestamp())
        row = Row(f"PUSH#{push.token}", "PUSH", codec.dump(push), version=push.version, expires=expires)
        self.table.put(Write(row, "version"))

    def skip_baseline(self, sources: Iterable[str]) -> None:
        """Let the first poll of sources that were never polled count all it shows as new, for a single look."""
        known = self.with_health(sources).items()
        self.learn({name: Health(baseline=True, usual_new=SINGLE_LOOK) for name, (_, h) in known if not h.baseline})

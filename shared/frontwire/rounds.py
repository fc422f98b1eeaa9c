"""Rounds: the sources that one invocation of poll visits together.

All sources of one host stand in one round, and a round is visited by one invocation at a time: so a host's lane holds
across invocations. A round is one row: where nothing new came, a visit writes that row and no other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from frontwire.models import Source

SIZE = 50  # sources; a host that has more keeps them all in its round
LEASE = timedelta(seconds=90)  # longer than an invocation of poll may take
ALONG = 0.25  # of the time from one poll to the next
MOST_ALONG = timedelta(seconds=90)


class Stop(Struct, frozen=True):
    """A source's place in a round. It goes along from `along_at` on where its round is visited anyway, at `due_at` at
    the latest; the two are one where the host asked us to wait."""

    source: str
    lane: str
    due_at: datetime
    along_at: datetime


class Round(Struct, frozen=True):
    """`version` counts writes, as in the table. `taken_until` is when the invocation that has it must be done, and
    `taken_by` a word of its own, "" where nobody has it."""

    id: str
    stops: tuple[Stop, ...] = ()
    version: int = 0
    taken_until: datetime | None = None
    taken_by: str = ""

    @property
    def due_at(self) -> datetime | None:
        """When it is next to be visited, None for an empty round."""
        if not self.stops:
            return None
        first = min(stop.due_at for stop in self.stops)
        return max(first, self.taken_until) if self.taken_until else first

    def at(self, now: datetime) -> tuple[Stop, ...]:
        """The stops of a visit: those that are due, and those that may go along; the longest waiting first."""
        return tuple(sorted((stop for stop in self.stops if stop.along_at <= now), key=lambda stop: stop.due_at))

    def taken(self, by: str, now: datetime) -> Round:
        return replace(self, taken_until=whole(now) + LEASE, taken_by=by)

    def moved(self, stops: Mapping[str, Stop | None]) -> Round:
        """With new times for some of its sources; None takes a source out."""
        kept = (stops.get(stop.source, stop) for stop in self.stops)
        return replace(self, stops=tuple(stop for stop in kept if stop))


def lane_of(url: str) -> str:
    """What shares a lane: the host without www."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def next_stop(source: Source, now: datetime, due_at: datetime, *, firm: bool) -> Stop:
    """The stop after a poll. `firm` where it may not come sooner than `due_at`."""
    early = timedelta() if firm else min((due_at - now) * ALONG, MOST_ALONG)
    due_at = whole(due_at) + timedelta(seconds=1)
    return Stop(source.id, lane_of(source.url), due_at, whole(due_at - early))


def whole(moment: datetime) -> datetime:
    """The second, as rounds are written."""
    return moment.replace(microsecond=0)


def placed(rounds: Sequence[Round], sources: Iterable[Source], now: datetime) -> list[Round]:
    """The rounds with all `sources` in them, due now where they are new there; only those that changed, or are new.

    A source whose host changed leaves its round for the one of its new host.
    """
    now = whole(now)
    lanes = {source.id: lane_of(source.url) for source in sources}
    kept = {
        one.id: tuple(stop for stop in one.stops if lanes.get(stop.source, stop.lane) == stop.lane) for one in rounds
    }
    there = {stop.source for stops in kept.values() for stop in stops}
    home = {stop.lane: name for name, stops in kept.items() for stop in stops}
    by_lane: dict[str, list[Stop]] = defaultdict(list)
    for source, lane in lanes.items():
        if source not in there:
            by_lane[lane].append(Stop(source, lane, now, now))
    numbers = (int(name[1:]) for name in kept if re.fullmatch(r"r\d{1,9}", name))
    number, last = max(numbers, default=0), next(reversed(kept), "")
    for lane, stops in by_lane.items():
        name = home.get(lane) or last
        if not name or (lane not in home and len(kept[name]) + len(stops) > SIZE):
            number += 1
            name = last = f"r{number}"
        kept[name] = (*kept.get(name, ()), *stops)
    before = {one.id: one for one in rounds}
    found = [replace(before.get(name, Round(name)), stops=stops) for name, stops in kept.items()]
    return [one for one in found if one != before.get(one.id)]


def without(rounds: Sequence[Round], sources: Collection[str]) -> list[Round]:
    """The rounds that change when these sources leave."""
    gone: dict[str, Stop | None] = dict.fromkeys(sources)
    return [one.moved(gone) for one in rounds if any(stop.source in gone for stop in one.stops)]


def due(rounds: Sequence[Round], at: datetime, sources: Collection[str] = ()) -> list[Round]:
    """The rounds with these sources, or all of them, due at a time."""
    at = whole(at)
    return [
        one.moved(
            {s.source: replace(s, due_at=at, along_at=at) for s in one.stops if not sources or s.source in sources}
        )
        for one in rounds
    ]

"""What makes an event of a topic: its table of roles, statuses, weights and headline templates (`events.json`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct


class Weights(Struct, frozen=True):
    """Points for and against two reports telling of one event; `reach` is in days."""

    sides: float
    overlap: float
    third: float
    numbers: float
    numbers_against: float
    place: float
    place_against: float
    wording: float
    reopened: float
    reach: int
    reach_rare: int
    rare: float


class Event(Struct, frozen=True):
    """How reports of a topic's events are told apart.

    `core` are the roles whose sides identify the event (all but those who only speak, when empty). `ranks` order the
    statuses of its course; `denials` deny it; `after` follow it. A status of `elsewhere` is another topic's to tell when
    the report has the words of that list of `wording.json`. A status of `once` happens at one time: after it the event is
    over; from `settled` on it is to be expected, and one report of it is enough. `plain` is the status of a report whose
    title and lead have no word for another. After `stale` days it is no news any more; the guard `own` holds back what
    is no such event. Sides in the roles of `apart` are never two events' common ground when they differ. `claimants` are the roles
    whose word the event is, so that anybody else's confirmation is independent; all of `core` when empty.
    """

    core: tuple[str, ...]
    ranks: dict[str, int]
    denials: tuple[str, ...]
    after: tuple[str, ...]
    elsewhere: dict[str, str]
    held: str
    flat: dict[str, str]
    once: tuple[str, ...]
    settled: str
    plain: str
    stale: int
    own: str
    apart: tuple[str, ...]
    claimants: tuple[str, ...]
    often: tuple[tuple[str, ...], ...]
    weights: Weights
    phrases: dict[str, str]
    headlines: dict[str, tuple[str, ...]]

    def rank(self, status: str) -> int:
        """Where a status stands in the event's course; 0 when it has no place there."""
        return self.ranks.get(status, 0)


SPEAKERS = frozenset({"says", "denies", "confirms", "mediator"})


def event_of(topic: str) -> Event:
    """The table of a topic; users' topics share the general one."""
    known = _events()
    return known.get(topic) or known[""]


@cache
def _events() -> dict[str, Event]:
    raw = Path(__file__).with_name("events.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, Event])

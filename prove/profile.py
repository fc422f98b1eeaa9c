"""What a seed lets go wrong: how often AWS fails, how late it is, and what each receiver of alerts does when."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

Behaviour = Literal[
    "good", "slow", "refuses", "too_many", "500_before", "500_after", "cut_after", "silence", "moody", "gone"
]

TROUBLES: tuple[Behaviour, ...] = (
    "slow", "refuses", "too_many", "500_before", "500_after", "cut_after", "silence", "moody",
)  # fmt: skip
MOODS: tuple[Behaviour, ...] = ("good", "good", *TROUBLES[:-1])
SAFE: tuple[Behaviour, ...] = ("slow", "refuses", "too_many")
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Phase:
    """A receiver's behaviour from `start` to `end`, in seconds."""

    start: float
    end: float
    behaviour: Behaviour


@dataclass(frozen=True, slots=True)
class Profile:
    """`calm` runs have an AWS without faults, so that delays can be held against the receivers alone.

    `fault` is the chance of trouble in each call, `lag` the most seconds an index is behind, `delay` the most a
    message of a standard queue is late, `undeleted` the chance that a finished message comes again.
    """

    calm: bool
    until: float
    fault: float
    lag: float
    delay: float
    undeleted: float
    web: float
    phases: dict[str, tuple[Phase, ...]]

    def behaviour(self, channel: str, now: float) -> Behaviour:
        for phase in self.phases[channel]:
            if phase.start <= now < phase.end:
                return phase.behaviour
        return "good"


def draw(dice: Random, channels: list[str]) -> Profile:
    until = dice.uniform(1.0, 3.0) * HOUR
    calm = dice.random() < 0.25
    fault = 0.0 if calm else dice.choice((0.005, 0.02, 0.05, 0.12))
    return Profile(
        calm=calm,
        until=until,
        fault=fault,
        lag=0.0 if calm else dice.choice((0.0, 1.0, 5.0, 90.0)),
        delay=0.0 if calm else dice.choice((0.0, 5.0, 120.0, 900.0)),
        undeleted=0.0 if calm else dice.choice((0.0, 0.05, 0.2)),
        web=dice.choice((0.0, 0.1, 0.4)),
        phases={channel: _phases(dice, until, calm) for channel in channels},
    )


def _phases(dice: Random, until: float, calm: bool) -> tuple[Phase, ...]:
    """None, one or some troubles before `until`; rarely a receiver that is gone or down for good."""
    if dice.random() < 0.1:
        return (Phase(dice.uniform(0.0, until), float("inf"), dice.choice(("gone", "refuses"))),)
    phases = []
    start = dice.uniform(0.0, until / 2)
    for _ in range(dice.choice((0, 1, 1, 2, 3))):
        end = min(start + dice.choice((60.0, 300.0, 1800.0, HOUR)), until)
        phases.append(Phase(start, end, dice.choice(SAFE if calm and dice.random() < 0.7 else TROUBLES)))
        start = end + dice.uniform(0.0, 900.0)
        if start >= until:
            break
    return tuple(phases)

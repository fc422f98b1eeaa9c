"""Compiled topics as the engine holds them: frames, guards and cues whose rules are numbers of the lexicon's table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frontwire.detect.program import Rule, needs, weighs
from frontwire.models import Severity


@dataclass(frozen=True, slots=True)
class Frame:
    """`loose` frames put a passage together from words far apart: poor evidence where another frame fired too. A `weighed`
    one adds up signs: where another frame fired, it says nothing of the status."""

    name: str
    scope: str
    rule: int
    needs: tuple[int, ...]
    loose: bool
    weighed: bool


@dataclass(frozen=True, slots=True)
class Guard:
    name: str
    scope: str
    when: int
    unless: int | None
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    status: str
    scope: str
    when: int
    weight: float


@dataclass(frozen=True, slots=True)
class Program:
    """One topic, compiled. `trigger` is the set of concepts (as an int) that the frames need first; a `wide` topic has a
    frame over the whole text."""

    id: str
    title: str
    severity: Severity
    roles: str
    default: str
    frames: tuple[Frame, ...]
    guards: tuple[Guard, ...]
    cues: tuple[Cue, ...]
    trigger: int
    wide: bool

    @classmethod
    def load(cls, data: dict[str, Any], rules: list[Rule]) -> Program:
        frames = tuple(
            Frame(name, scope, rule, tuple(needs(rule, rules)), rules[rule][0] == "lead", weighs(rule, rules))
            for name, scope, rule in data["frames"]
        )
        trigger = 0
        for frame in frames:
            trigger |= frame.needs[0] if frame.needs else -1
        return cls(
            id=data["id"],
            title=data["title"],
            severity=data["severity"],
            roles=data["roles"],
            default=data["default"],
            frames=frames,
            guards=tuple(
                Guard(name, scope, when, unless, frozenset(held)) for name, scope, when, unless, held in data["guards"]
            ),
            cues=tuple(Cue(*cue) for cue in data["cues"]),
            trigger=trigger,
            wide=any(frame.scope == "text" for frame in frames),
        )

    def may_fire(self, found: int) -> bool:
        """Whether a text with these concepts has what some frame needs."""
        if not found & self.trigger:
            return False
        for frame in self.frames:
            for need in frame.needs:
                if not found & need:
                    break
            else:
                return True
        return False

"""Compiled topics as the engine holds them: frames, guards and cues whose rules are numbers of the lexicon's table."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from frontwire.detect.needs import MOST, Ways, either, ways
from frontwire.detect.program import DYNAMIC, Rule, weighs
from frontwire.models import Severity


class Frame(Struct, frozen=True):
    """`loose` frames put a passage together from words far apart: poor evidence where another frame fired too. A `weighed`
    one adds up signs: where another frame fired, it says nothing of the status."""

    name: str
    scope: str
    rule: int
    ways: Ways
    loose: bool
    weighed: bool


class Guard(Struct, frozen=True):
    name: str
    scope: str
    when: int
    unless: int | None
    frames: frozenset[str]


class Cue(Struct, frozen=True):
    status: str
    scope: str
    when: int
    weight: float


class Program(Struct, frozen=True):
    """One topic, compiled. `ways` are those in which any of its frames may fire; a `wide` topic has a frame over the whole
    text, an `own` one is the desk's."""

    id: str
    title: str
    severity: Severity
    roles: str
    default: str
    frames: tuple[Frame, ...]
    guards: tuple[Guard, ...]
    cues: tuple[Cue, ...]
    recalled: int | None
    opening: bool
    ways: Ways
    wide: bool
    own: bool

    @classmethod
    def load(cls, data: dict[str, Any], rules: list[Rule], known: dict[int, Ways]) -> Program:
        frames = tuple(
            Frame(
                name, scope, rule, ways(rule, rules, known, len(DYNAMIC)), rules[rule][0] == "lead", weighs(rule, rules)
            )
            for name, scope, rule in data["frames"]
        )
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
            recalled=data["recalled"],
            opening=data.get("opening", False),
            ways=either((frame.ways for frame in frames), most=MOST * len(frames)),
            wide=any(frame.scope == "text" for frame in frames),
            own=data.get("own", False),
        )

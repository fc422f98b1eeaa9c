"""Who fights whom, since when, and who came from outside: the table that says what "foreign" means.

A conflict has two sides of main belligerents, and interveners who help one of them. A main belligerent's own soldiers in
the other side's hands are not foreign; an intervener's are, and so is everybody from elsewhere. The table is
data/conflicts.json: dates are ISO days, "" for "still going on"; an intervener stands with the number of the side it helps.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Literal

import msgspec

from frontwire.detect import tables

_PRESENT = date(2026, 1, 1)


class Conflict(msgspec.Struct, frozen=True, rename={"since": "from", "until": "to"}):
    """A row of the table. A "standoff" is two states that hold one another's people without a war: nobody there is foreign
    troops. Of those in `unclear` the table does not say whether they are foreign."""

    id: str
    name: str
    home: str
    since: str
    until: str
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    interveners: tuple[tuple[str, Literal[0, 1]], ...] = ()
    kind: Literal["war", "standoff"] = "war"
    unclear: tuple[str, ...] = ()

    def active(self, day: date) -> bool:
        return self.since <= day.isoformat() and (not self.until or day.isoformat() <= self.until)

    def side(self, code: str) -> int | None:
        """0 or 1 for a belligerent or intervener, None for an outsider."""
        for number, members in enumerate(self.sides):
            if code in members:
                return number
        return next((number for helper, number in self.interveners if helper == code), None)

    def main(self, code: str) -> bool:
        return any(code in members for members in self.sides)


def foreign(captor: str, nationality: str, day: date | None) -> bool | None:
    """Whether soldiers or fighters of `nationality` held by `captor` are foreign troops; None when no conflict tells.

    A helper of somebody else's war holds outsiders for reasons of its own: no conflict tells then.
    Without a day the wars of 2022 and later are meant, or else any that the captor was in.
    """
    if captor == nationality:
        return False
    wars = [
        war
        for war in _of(captor, day)
        if war.kind == "war" and (war.main(captor) or war.home == captor or war.side(nationality) is not None)
    ]
    if not wars or any(nationality in war.unclear for war in wars):
        return None
    facing = [war for war in wars if war.side(nationality) == 1 - (war.side(captor) or 0)]
    return not any(war.main(nationality) or war.home == nationality for war in facing or wars)


def opponents(code: str, day: date | None) -> tuple[str, ...]:
    """The main belligerents on the other side of every conflict of `code`, the likeliest first."""
    found: dict[str, None] = {}
    for conflict in sorted(_of(code, day), key=lambda one: (one.kind == "standoff", not one.main(code))):
        found.update(dict.fromkeys(conflict.sides[1 - (conflict.side(code) or 0)]))
    return tuple(found)


@lru_cache(maxsize=4096)
def faces(captor: str, nationality: str, day: date | None) -> Literal["main", "helper", ""]:
    """How `nationality` stands against `captor` in a war (a standoff is none): a main belligerent, a helper of one, or neither."""
    facing = [
        war
        for war in _of(captor, day)
        if war.kind == "war"
        and nationality not in war.unclear
        and war.side(nationality) == 1 - (war.side(captor) or 0)
        and (war.main(captor) or war.main(nationality))
    ]
    if any(war.main(nationality) or war.home == nationality for war in facing):
        return "main"
    return "helper" if facing else ""


@lru_cache(maxsize=4096)
def enemies(code: str, day: date | None) -> frozenset[str]:
    """Every side, main or helping, that stands against `code` in a war."""
    wars = [war for war in _of(code, day) if war.kind == "war"]
    return frozenset(
        other
        for war in wars
        for other in (
            *war.sides[1 - (war.side(code) or 0)],
            *(helper for helper, side in war.interveners if side != war.side(code)),
        )
    )


@lru_cache(maxsize=4096)
def is_at_war(code: str, day: date | None) -> bool:
    """Whether a side is a main belligerent, or the scene, of a war."""
    return any(war.kind == "war" and (war.main(code) or war.home == code) for war in _of(code, day))


@lru_cache(maxsize=4096)
def intervenes(code: str, home: str, day: date | None) -> bool:
    """Whether a side came from outside to a war in a country."""
    return any(war.kind == "war" and war.home == home and not war.main(code) and code != home for war in _of(code, day))


@lru_cache(maxsize=4096)
def is_party(code: str, named: frozenset[str], day: date | None) -> bool:
    """Whether a side is a main belligerent of a war whose scene or whose other side is among those `named`."""
    return any(
        war.kind == "war"
        and (war.main(code) or war.home == code)
        and (war.home in named or any(other in war.sides[1 - (war.side(code) or 0)] for other in named))
        for war in _of(code, day)
    )


def between(a: str, b: str, day: date | None) -> str | None:
    """The id of the conflict in which `a` and `b` stand on opposite sides, main belligerents preferred."""
    facing = [conflict for conflict in _of(a, day) if conflict.side(b) == 1 - (conflict.side(a) or 0)]
    facing.sort(key=lambda conflict: -conflict.main(a) - conflict.main(b))
    return facing[0].id if facing else None


@cache
def _table() -> tuple[Conflict, ...]:
    return msgspec.json.decode(tables.read("data", "conflicts.json"), type=tuple[Conflict, ...])


def _of(code: str, day: date | None) -> list[Conflict]:
    """The conflicts of `code` at `day`; without one, those that still go on, or else all of them."""
    ever = [conflict for conflict in _table() if conflict.side(code) is not None]
    present = [conflict for conflict in ever if conflict.active(day or _PRESENT)]
    return present if present or day else ever

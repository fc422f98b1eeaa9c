"""Who fights whom, since when, and who came from outside: the table that says what "foreign" means.

A conflict has two sides of main belligerents, and interveners who help one of them. A main belligerent's own soldiers in
the other side's hands are not foreign; an intervener's are, and so is everybody from elsewhere. The table is
data/conflicts.json: dates are ISO days, "" for "still going on"; an intervener stands with the number of the side it helps.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

_DATA = Path(__file__).parent / "data" / "conflicts.json"
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

    Without a day the wars of 2022 and later are meant, or else any that the captor was in.
    """
    if captor == nationality:
        return False
    wars = [war for war in _of(captor, day) if war.kind == "war"]
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


def between(a: str, b: str, day: date | None) -> str | None:
    """The id of the conflict in which `a` and `b` stand on opposite sides, main belligerents preferred."""
    facing = [conflict for conflict in _of(a, day) if conflict.side(b) == 1 - (conflict.side(a) or 0)]
    facing.sort(key=lambda conflict: -conflict.main(a) - conflict.main(b))
    return facing[0].id if facing else None


@cache
def _table() -> tuple[Conflict, ...]:
    return msgspec.json.decode(_DATA.read_bytes(), type=tuple[Conflict, ...])


def _of(code: str, day: date | None) -> list[Conflict]:
    """The conflicts of `code` at `day`; without one, those that still go on, or else all of them."""
    ever = [conflict for conflict in _table() if conflict.side(code) is not None]
    present = [conflict for conflict in ever if conflict.active(day or _PRESENT)]
    return present if present or day else ever

"""What a text must hold before a rule can fire: the reason why most texts and sentences cost next to nothing.

A *need* is a set of concepts, as an int, of which one must be there. A *way* is a tuple of needs, all of which must be
met. A rule has several ways to fire (`ways`); a text with the concepts of none of them need not be read for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

Ways = tuple[tuple[int, ...], ...]
ALWAYS: Ways = ((),)
"""The ways of a rule that needs nothing."""
MOST = 32
"""Ways kept for one rule: more would cost more than they save."""


def ways(number: int, rules: list[list[Any]], known: dict[int, Ways], dynamic: int, wide: bool = True) -> Ways:
    """The ways in which a rule may fire. Concepts below `dynamic` are found by code, so that they are no needs.

    Not `wide`: what the very range needs in which the rule is asked for, not its surroundings. `known` are those worked out
    so far: rules share their parts.
    """
    if number not in known:
        known[number] = _ways(number, rules, known, dynamic, wide)
    return known[number]


def _ways(number: int, rules: list[list[Any]], known: dict[int, Ways], dynamic: int, wide: bool) -> Ways:
    rule = rules[number]
    kind = rule[0]
    if kind == "is":
        return ALWAYS if rule[1] < dynamic else ((1 << rule[1],),)
    if kind == "any":
        return either([ways(part, rules, known, dynamic, wide) for part in rule[1:]])
    if kind == "outside":
        return ways(rule[1], rules, known, dynamic, wide)
    if kind in ("near", "then"):
        return _every([ways(part, rules, known, dynamic, wide) for part in rule[2]])
    if kind in ("all", "sentence") or (wide and kind in ("title", "lead", "pair")):
        return _every([ways(part, rules, known, dynamic, wide) for part in rule[1:]])
    return ALWAYS


def may(options: Ways, found: int) -> bool:
    """Whether a text with these concepts meets all needs of one way."""
    for way in options:
        for need in way:
            if not found & need:
                break
        else:
            return True
    return False


def either(parts: Iterable[Ways], most: int = MOST) -> Ways:
    """The ways of something that any of its parts makes fire: ways of a single need are one."""
    options = list(dict.fromkeys(way for part in parts for way in part))
    if () in options:
        return ALWAYS
    single = 0
    for way in options:
        single |= way[0] if len(way) == 1 else 0
    longer = [way for way in options if all(need | single != single for need in way)]
    joined = (*(((single,),) if single else ()), *longer)
    return joined if len(joined) <= most else _narrowed(joined)


def _every(parts: list[Ways]) -> Ways:
    """The ways of something that needs all its parts."""
    joined: Ways = ALWAYS
    for part in sorted(parts, key=len):
        options = part if len(part) * len(joined) <= MOST else _narrowed(part)
        joined = tuple(dict.fromkeys(_together(one, other) for one in joined for other in options))
    return joined


def _narrowed(options: Ways) -> Ways:
    """One way that stands for all: a concept of the rarest need of each."""
    single = 0
    for way in options:
        if not way:
            return ALWAYS
        single |= way[0]
    return ((single,),)


def _together(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    """Both ways at once, the rarest need (that with the fewest concepts) first. A need that another one implies is left out."""
    kept: list[int] = []
    for need in sorted({*one, *other}, key=lambda need: (need.bit_count(), need)):
        if all(need & before != before for before in kept):
            kept.append(need)
    return tuple(kept)


class Gate(Struct):
    """Which of many rules may fire, at a cost that grows with the concepts found and not with the rules.

    Every way of a rule waits at one of its needs; `waiting[concept bit]` lists (the other needs, the rule's number).
    """

    trigger: int
    waiting: dict[int, list[tuple[tuple[int, ...], int]]]
    always: frozenset[int]

    @classmethod
    def of(cls, options: list[Ways]) -> Gate:
        trigger = 0
        waiting: dict[int, list[tuple[tuple[int, ...], int]]] = {}
        for number, each in enumerate(options):
            for first, *rest in filter(None, each):
                trigger |= first
                for bit in bits_of(first):
                    waiting.setdefault(bit, []).append((tuple(rest), number))
        return cls(trigger, waiting, frozenset(number for number, each in enumerate(options) if () in each))

    def opened(self, found: int) -> set[int]:
        """The numbers of the rules that may fire in a text with these concepts."""
        opened = set(self.always)
        for bit in bits_of(found & self.trigger):
            for rest, number in self.waiting[bit]:
                if number not in opened and may((rest,), found):
                    opened.add(number)
        return opened


def bits_of(concepts: int) -> Iterable[int]:
    """Each bit of a set of concepts, as an int."""
    while concepts:
        bit = concepts & -concepts
        yield bit
        concepts ^= bit

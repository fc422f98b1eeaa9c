"""Whether a rule may fire in a passage, told by the concepts that stand there: an upper bound, quicker than reading.

Where words stand does not count, only which: a rule that is not possible here cannot fire, one that is possible mostly does
not either. Weighed rules are possible where the signs that may hold weigh enough together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from frontwire.detect import entities, names, numbers
from frontwire.detect.program import DYNAMIC, Rule


class Passage:
    """The concepts of a passage as a set, and what is known of rules there."""

    __slots__ = ("found", "known", "rules")

    def __init__(self, rules: list[Rule], found: int) -> None:
        self.rules = rules
        self.found = found
        self.known: dict[int, bool] = {}

    def may(self, number: int) -> bool:
        """Whether the rule of this number may fire."""
        rule = self.rules[number]
        if rule[0] == "is":
            return bool(self.found >> rule[1] & 1)
        known = self.known.get(number)
        if known is None:
            known = self.known[number] = self._may(rule)
        return known

    def _may(self, rule: Rule) -> bool:
        kind = rule[0]
        if kind == "weigh":
            least: float = rule[1]
            return float(sum(worth for worth, part in rule[2] if worth > 0 and self.may(part))) >= least
        if kind == "any":
            return any(map(self.may, rule[1:]))
        return kind == "not" or all(map(self.may, _parts(rule)))


def asked(numbers: Iterable[int], rules: list[Rule]) -> int:
    """The concepts that `Passage.may` asks for these rules, as a set."""
    found, seen, waiting = 0, set[int](), list(numbers)
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        rule = rules[number]
        if rule[0] == "is":
            found |= 1 << rule[1]
        else:
            waiting.extend(_parts(rule))
    return found


def _parts(rule: Rule) -> Iterator[int]:
    kind = rule[0]
    if kind == "outside":
        yield rule[1]
    elif kind in ("near", "then"):
        yield from rule[2]
    elif kind == "weigh":
        yield from (part for worth, part in rule[2] if worth > 0)
    elif kind != "not":
        yield from rule[1:]


def _set(*concepts: str) -> int:
    return sum(1 << DYNAMIC.index(concept) for concept in concepts)


_OF_NUMBERS = _set("number", "paired")
_PAIRED = _set("paired")
_OF_NAMES = _set("side", "national", "party", "outsider", "party_quoted")
_OF_TWO_NAMES = _set("two_sides", "foes", "two_peoples", "two_givers")
_OTHERS = _set(*DYNAMIC) & ~(_OF_NUMBERS | _OF_NAMES | _OF_TWO_NAMES)


def by_code(text: str) -> int:
    """The concepts that code may find in a passage, as a set: most where names of sides or numbers stand, some always."""
    found = _OTHERS
    if numbers.may_count(names.split(text)):
        found |= _OF_NUMBERS if numbers.may_pair(text) else _OF_NUMBERS & ~_PAIRED
    sides = entities.sides(text)
    if sides:
        found |= _OF_NAMES if sides == 1 else _OF_NAMES | _OF_TWO_NAMES
    return found

"""What a compiled rule finds in a reading: runs of words.

A rule is a number in the lexicon's table (see `program`); what it found in a range is kept with the reading, since rules
share parts.
"""

from __future__ import annotations

from bisect import bisect_left

from frontwire.detect.needs import may
from frontwire.detect.program import Rule
from frontwire.detect.reading import Hit, Reading, inside

ANYWHERE = ("lead", "title")
"""Kinds of rules that look where they must, whatever range asks them."""
LONGEST = 60
"""Words that a run may span, at most, to be found before another."""
PHRASE = 3
"""Words this close to each other make a phrase, which no end of a sentence may cut."""


def find(number: int, reading: Reading, within: Hit) -> list[Hit]:
    """The runs of words inside `within` that satisfy the rule of this number; empty when it does not fire.

    Rules share parts, so what was found once in a range is kept with the reading.
    """
    rule = reading.lexicon.rules[number]
    if rule[0] == "is":
        hits = reading.of(rule[1])
        return inside(hits, within) if hits else hits
    if rule[0] in ANYWHERE:
        within = 0, len(reading.forms)
    key = number, within
    found = reading.found.get(key)
    if found is None:
        found = reading.found[key] = _find(rule, reading, within) if reading.may(number, within) else []
    return found


def holds(number: int, reading: Reading, within: Hit) -> bool:
    """Whether a rule fires in a range: `find` without its runs, so that the first of several alternatives is enough.

    Those that ask for no names and numbers are written first (see `program.Compiler.tables`).
    """
    rule = reading.lexicon.rules[number]
    if rule[0] == "any" and (number, within) not in reading.found:
        return reading.may(number, within) and any(holds(part, reading, within) for part in rule[1:])
    return bool(find(number, reading, within))


def _find(rule: Rule, reading: Reading, within: Hit) -> list[Hit]:
    kind = rule[0]
    if kind == "any":
        hits = [hit for part in rule[1:] for hit in find(part, reading, within)]
        return sorted(set(hits)) if len(hits) > 1 else hits
    if kind == "all":
        return _all(rule[1:], reading, within)
    if kind in ("near", "then"):
        return _close(rule, reading, within)
    if kind == "outside":
        others = sorted({hit for part in rule[2] for hit in find(part, reading, within)})
        return [
            hit
            for hit in find(rule[1], reading, within)
            if not any(a < hit[1] and hit[0] < b for a, b in _around(others, hit, 0))
        ]
    if kind == "sentence":
        return [hit for bound in reading.bounds_in(within) for hit in _all(rule[1:], reading, bound)]
    if kind == "lead":
        return _lead(rule[1], reading)
    if kind == "pair":
        return _all(rule[1:], reading, reading.pair(within))
    if kind == "title":
        return find(rule[1], reading, reading.title())
    if kind == "weigh":
        return [within] if weight(rule, reading, within) >= rule[1] else []
    return [] if any(holds(part, reading, within) for part in rule[1:]) else [within]


def weight(rule: Rule, reading: Reading, within: Hit) -> float:
    """The weights of the parts of a `weigh` rule that fire in a range, added up."""
    return float(sum(worth for worth, part in rule[2] if holds(part, reading, within)))


def _all(parts: list[int], reading: Reading, within: Hit) -> list[Hit]:
    """The hits of the first part, when every other part fires too."""
    if not _static_parts_fire(parts, reading, within):
        return []
    first: list[Hit] = []
    for part in parts:
        if first or reading.lexicon.rules[part][0] == "not":
            if not holds(part, reading, within):
                return []
        elif not (first := find(part, reading, within)):
            return []
    return first or [within]


def _lead(number: int, reading: Reading) -> list[Hit]:
    """The hits of the first part, wherever the title and the beginning of a paragraph hold all parts together."""
    rule = reading.lexicon.rules[number]
    parts = rule[1:] if rule[0] == "all" else [number]
    parts_last = sorted(parts, key=lambda part: reading.lexicon.asks_code[part])
    options = reading.lexicon.ways(number)
    found: list[Hit] = []
    for ranges in reading.leads():
        if not may(options, reading.bits_in(ranges)):
            continue
        if all(any(holds(part, reading, within) for within in ranges) for part in parts_last):
            found.extend(hit for within in ranges for hit in find(parts[0], reading, within))
    return found


def _static_parts_fire(parts: list[int], reading: Reading, within: Hit) -> bool:
    """Whether the parts fire that need no search for names and numbers: these are cheap, so they are asked first."""
    asks_code = reading.lexicon.asks_code
    return all(asks_code[part] or holds(part, reading, within) for part in parts)


def _close(rule: Rule, reading: Reading, within: Hit) -> list[Hit]:
    """Runs that begin at a hit of the first part and take the closest hit of each later one, `rule[1]` words apart."""
    kind, gap, parts = rule[0], rule[1], rule[2]
    if not _static_parts_fire(parts, reading, within):
        return []
    runs = find(parts[0], reading, within)
    for part in parts[1:]:
        if not runs:
            return []
        others = find(part, reading, within)
        runs = sorted({joined for run in runs for joined in _join(kind, gap, run, _around(others, run, gap))})
    if gap <= PHRASE:
        runs = [run for run in runs if reading.sentence_of(run) == reading.sentence_of((run[1] - 1, run[1]))]
    if len(rule) > 3 and rule[3]:
        barriers = sorted({hit for part in rule[3] for hit in find(part, reading, within)})
        runs = [run for run in runs if not any(run[0] < a and b < run[1] for a, b in _around(barriers, run, 0))]
    return runs


def _around(hits: list[Hit], run: Hit, gap: int) -> list[Hit]:
    """Of sorted hits, those that may stand within `gap` words of a run: what keeps a crowded text linear."""
    return hits[bisect_left(hits, (run[0] - gap - LONGEST,)) : bisect_left(hits, (run[1] + gap + 1,))]


def _join(kind: str, gap: int, run: Hit, others: list[Hit]) -> list[Hit]:
    best: list[Hit] = []
    least = gap + 1
    for other in others:
        if other[0] >= run[1]:
            distance = other[0] - run[1]
        elif kind == "near" and other[1] <= run[0]:
            distance = run[0] - other[1]
        elif (other == run and other[1] - other[0] == 1) or (
            kind == "near" and other != run and run[0] <= other[0] < other[1] <= run[1]
        ):
            distance = 0  # two Korean stems in one word, or a part that stands between the others
        else:
            continue
        if distance < least:
            least, best = distance, [(min(run[0], other[0]), max(run[1], other[1]))]
    return best

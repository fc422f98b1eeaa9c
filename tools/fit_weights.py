"""Fit the weights of a topic's `weigh` rule on labelled texts and on random news.

    python tools/fit_weights.py prisoner_swap            five folds: what the weighed frame finds of texts it was not fitted on
    python tools/fit_weights.py prisoner_swap --write    fits on all texts and writes the weights into the topic's file

A part keeps the sign that it is written with: what speaks for the event never weighs against it. The other frames are left
out, so that the weights come from every text that tells of the event, not only from those that no other frame finds. Texts
kept aside (`is_aside`) are never fitted on. The labelled texts are those of tools/measure_detection.py; the random news, where present, are taken to
hold no event, unless another frame finds one.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from frontwire.detect import Engine, document
from frontwire.detect.compile import TOPICS, write
from frontwire.detect.program import Rule
from frontwire.detect.reading import Reading
from frontwire.detect.rules import find
from tools.measure_detection import RESEARCH, files, is_aside, read

POOL = RESEARCH.parent / "random_pool_dev.jsonl.gz"
FOLDS = 5
ROUNDS, STEPS, RATE = 3, 400, 0.8
"""Times that the best passage of each text is chosen anew, steps between, and their size."""
PRIOR = 0.2
"""Pull of every weight towards nothing, in texts."""
MARGIN = 1.5
"""Odds (their logarithm) that a text must have: false alarms cost more than misses."""
_PART = re.compile(r"^( +- \[)(-?[\d.]+)(, .*\])$", re.MULTILINE)
_LEAST = re.compile(r"^( +least: )[\d.]+$", re.MULTILINE)

KEYS = ("id", "title", "text", "lang", "date")
Vector = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A text as the rule sees it: for each passage that may fire, which parts hold there."""

    source: str
    yes: bool
    passages: tuple[Vector, ...]
    fold: int


@dataclass(frozen=True, slots=True)
class Model:
    weights: tuple[float, ...]
    bias: float

    def odds(self, vector: Vector) -> float:
        """The logarithm of the odds that a passage tells of the event."""
        return self.bias + sum(weight for weight, holds in zip(self.weights, vector, strict=True) if holds)

    def finds(self, case: Case) -> bool:
        return any(self.odds(vector) >= MARGIN for vector in case.passages)


def weighed_rule(engine: Engine, topic: str) -> tuple[str, Rule]:
    """The frame with a `weigh` rule (all parts of a lead), and that rule."""
    rules = engine.lexicon.rules
    program = next(one for one in engine.topics if one.id == topic)
    for frame in program.frames:
        if rules[frame.rule][0] == "lead":
            for part in rules[rules[frame.rule][1]][1:]:
                if rules[part][0] == "weigh":
                    return frame.name, rules[part]
    raise SystemExit(f"{topic} has no frame {{lead: {{all: [..., {{weigh: ...}}]}}}}")


def cases(engine: Engine, topic: str) -> list[Case]:
    """All labelled texts (background ones left out) and the random news, read once."""
    frame, rule = weighed_rule(engine, topic)
    open_rule: Rule = ["weigh", -math.inf, rule[2]]
    rules = engine.lexicon.rules
    rules[rules.index(rule)] = open_rule
    found = []
    sources = {name: list(read(path)) for name, path in files().items()}
    sources = {name: rows for name, rows in sources.items() if any(row[topic] == "yes" for row in rows)}
    if POOL.exists():
        with gzip.open(POOL, "rt", encoding="utf-8") as lines:
            sources["random"] = [json.loads(line) | {topic: "no"} for line in lines]
    narrow, others = alone(engine, topic, frame, True), alone(engine, topic, frame, False)
    for source, rows in sources.items():
        for row in rows:
            if row[topic] != "background" and not is_aside(row) and not (source == "random" and finds(others, row)):
                passages = tuple(vectors(narrow, frame, open_rule, row))
                found.append(Case(source, row[topic] == "yes", passages, fold_of(row)))
    rules[rules.index(open_rule)] = rule
    return found


def alone(engine: Engine, topic: str, frame: str, this: bool) -> Engine:
    """The engine with this frame of this topic and no other, or with the topic's other frames."""
    program = next(one for one in engine.topics if one.id == topic)
    program = replace(program, frames=tuple(one for one in program.frames if (one.name == frame) == this))
    return replace(engine, topics=(program,)).only([topic])


def finds(engine: Engine, row: dict[str, Any]) -> bool:
    """Whether an alert would come of a text of the random news: nobody has read them, so it may well hold the event."""
    return any(one.match for one in engine.examine(*document({key: row.get(key) or "" for key in KEYS})))


def fold_of(row: dict[str, Any]) -> int:
    return hashlib.sha1((row["title"] + row["text"]).encode()).digest()[0] % FOLDS


def vectors(narrow: Engine, frame: str, rule: Rule, row: dict[str, Any]) -> Iterable[Vector]:
    """Which parts of the rule hold in each passage where nothing but its weight keeps the frame from firing."""
    article, ref = document({key: row.get(key) or "" for key in KEYS})
    if not any(one.why for one in narrow.examine(article, ref)):
        return
    for judged, spans in narrow.judgements(article, ref):
        kept = [one.hit for one in judged.kept if one.frame == frame]
        for ranges in spans.reading.leads():
            if any(first <= hit[0] < last for hit in kept for first, last in ranges):
                yield max((holding(rule, spans.reading, within) for within in ranges), key=sum)


def holding(rule: Rule, reading: Reading, within: tuple[int, int]) -> Vector:
    return tuple(bool(find(part, reading, within)) for _, part in rule[2])


def fit(known: list[Case], signs: list[int]) -> Model:
    """Logistic regression with kept signs; of a text with the event, the passage that tells it best counts."""
    model = Model(tuple(0.3 * sign for sign in signs), -3.0)
    quiet = Counter(vector for case in known if not case.yes for vector in case.passages)
    for _ in range(ROUNDS):
        loud = Counter(max(case.passages, key=model.odds) for case in known if case.yes and case.passages)
        rows = [(vector, 1.0, count) for vector, count in loud.items()]
        rows += [(vector, 0.0, count) for vector, count in quiet.items()]
        model = _descend(model, rows, signs)
    return model


def _descend(model: Model, rows: list[tuple[Vector, float, int]], signs: list[int]) -> Model:
    size = sum(count for _, _, count in rows)
    held = [([place for place, holds in enumerate(vector) if holds], truth, count) for vector, truth, count in rows]
    weights, bias = list(model.weights), model.bias
    for _ in range(STEPS):
        slope, tilt = [PRIOR * weight for weight in weights], 0.0
        for places, truth, count in held:
            odds = bias + sum(weights[place] for place in places)
            off = count * (1 / (1 + math.exp(-odds)) - truth)
            tilt += off
            for place in places:
                slope[place] += off
        bias -= RATE * 4 * tilt / size
        for place, sign in enumerate(signs):
            weight = weights[place] - RATE * 4 * slope[place] / size
            weights[place] = max(0.0, weight * sign) * sign
    return Model(tuple(weights), bias)


def report(all_cases: list[Case], signs: list[int]) -> None:
    """Found and falsely found per source, each fold by a model that was fitted on the others."""
    tally: dict[str, Counter[str]] = {}
    for fold in range(FOLDS):
        model = fit([case for case in all_cases if case.fold != fold], signs)
        for case in all_cases:
            if case.fold == fold:
                name = (
                    ("found" if model.finds(case) else "missed")
                    if case.yes
                    else "false"
                    if model.finds(case)
                    else "quiet"
                )
                tally.setdefault(case.source, Counter())[name] += 1
    for source, counts in tally.items():
        print(
            f"{source:9} found {counts['found']} of {counts['found'] + counts['missed']}, false {counts['false']} of {counts['false'] + counts['quiet']}"
        )


def write_weights(topic: str, model: Model) -> None:
    """The weights in the topic's file, in the order of its parts, and what they must come to. None is written as nothing: a
    part that weighs next to nothing may be left out of the rule by hand."""
    path = TOPICS / f"{topic}.yaml"
    weights = iter(model.weights)

    def weighed(part: re.Match[str]) -> str:
        sign = "-" if part[2].startswith("-") else ""  # kept where the weight is next to nothing
        return f"{part[1]}{sign}{max(abs(next(weights)), 0.1):.1f}{part[3]}"

    text = _PART.sub(weighed, path.read_text(encoding="utf-8"))
    path.write_text(_LEAST.sub(rf"\g<1>{MARGIN - model.bias:.1f}", text), encoding="utf-8")
    write()


def main(arguments: list[str]) -> None:
    topic = arguments[0]
    engine = Engine.load()
    signs = [-1 if weight < 0 else 1 for weight, _ in weighed_rule(engine, topic)[1][2]]
    known = cases(engine, topic)
    report(known, signs)
    if "--write" in arguments:
        write_weights(topic, fit(known, signs))


if __name__ == "__main__":
    main(sys.argv[1:])

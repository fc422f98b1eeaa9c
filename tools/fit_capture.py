"""Fit the weights of the signs of a capture (shared/frontwire/detect/data/capture_weights.json).

    python tools/fit_capture.py           fits and writes them
    python tools/fit_capture.py --folds   what is found in texts that the weights were not fitted on, per source and threshold

A text tells of a capture as surely as its heaviest people does (`frontwire.detect.weighing`), so fitting takes turns: choose the
heaviest people of each text, then fit a logistic regression on the chosen ones. Texts are the labelled passages of
tests/data/detection that tell of captures, without those kept aside (`is_aside`), and, where present, the research set with its
pool of random news, which is taken to tell of no capture. No package is needed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontwire.detect import Engine, document, weighing
from frontwire.detect.capture import SIGNS
from frontwire.detect.judgement import fires, judge
from frontwire.detect.programs import Program
from frontwire.detect.rules import find
from tools.measure_detection import RESEARCH, files, is_aside, read

POOL = RESEARCH.parent / "random_pool_dev.jsonl.gz"
RANDOM = "random news"
TARGET = Path(weighing.__file__).parent / "data" / "capture_weights.json"
TOPIC = "foreign_troop_capture"
THRESHOLD = 0.8
"""Logits from which a text alerts: chosen so that the folds hold at most one false alarm in 10,000 random texts."""
SHRINK = 0.004
STEP = 0.08
TURNS, STEPS, FOLDS = 3, 70, 5
START = {"bias": -4.0, "all>=2": 3.0, "held&people>=2": 1.0, "was_caught:touch": 1.0}
LEAST = 0.015
"""Weights nearer to zero are left out."""

Signs = frozenset[str]
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled text as the weigher sees it: the signs of each people; `told` where a frame tells of a capture in so many words."""

    source: str
    id: str
    yes: bool
    told: bool
    peoples: tuple[Signs, ...]

    @property
    def fold(self) -> int:
        return int(hashlib.sha256(self.id.encode()).hexdigest()[:6], 16) % FOLDS

    def weight(self, weights: Weights) -> float:
        return max((_sum(weights, signs) for signs in self.peoples), default=-math.inf)


def cases(engine: Engine) -> list[Case]:
    """Every text that is labelled yes or no and not kept aside, of the files that tell of captures, and the random news.

    Files about swaps alone say "no" of captures that their swaps imply.
    """
    sources = {name: list(read(path)) for name, path in files().items()}
    rows = [
        (name, row)
        for name, texts in sources.items()
        if any(row.get(TOPIC) == "yes" for row in texts)
        for row in texts
        if not is_aside(row)
    ]
    if POOL.exists():
        rows += [(RANDOM, row | {TOPIC: "no"}) for row in _pool()]
    topic = next(one for one in engine.topics if one.id == TOPIC)
    return [_case(engine, topic, source, row) for source, row in rows if row.get(TOPIC) in ("yes", "no")]


def _pool() -> Iterator[dict[str, Any]]:
    with gzip.open(POOL, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _case(engine: Engine, topic: Program, source: str, row: dict[str, Any]) -> Case:
    """What frames and signs tell of a text, where no guard holds them back."""
    article, ref = document({key: row.get(key) or "" for key in ("id", "title", "text", "lang", "date")})
    findings = engine.findings(article, ref)
    told, peoples = False, []
    if fires(topic, findings.reading):
        judged = judge(topic, findings)
        told = any(one.frame != SIGNS for one in judged.kept)
        held = {one.fired.hit for one in judged.held if one.fired.frame == SIGNS}
        rule = next(frame.rule for frame in topic.frames if frame.name == SIGNS)
        hits = find(rule, findings.reading, (0, len(findings.reading.forms)))
        if any(hit not in held for hit in hits):
            peoples = [one.signs for one in weighing.candidates(findings)]
    return Case(source, str(row["id"]), row[TOPIC] == "yes", told, tuple(peoples))


def fit(known: list[Case]) -> Weights:
    weights = dict(START)
    weighed = [case for case in known if case.peoples]
    for _ in range(TURNS):
        chosen = [(max(case.peoples, key=lambda one: _sum(weights, one)), case.yes) for case in weighed]
        _descend(weights, chosen)
    return {sign: round(value, 2) for sign, value in sorted(weights.items()) if abs(value) >= LEAST}


def _sum(weights: Weights, signs: Signs) -> float:
    return math.fsum((weights["bias"], *(weights.get(sign, 0.0) for sign in signs)))


def _descend(weights: Weights, chosen: list[tuple[Signs, bool]]) -> None:
    """Logistic regression with a ridge, by Adam's steps."""
    mean: dict[str, float] = {}
    square: dict[str, float] = {}
    for step in range(1, STEPS + 1):
        slope: defaultdict[str, float] = defaultdict(float)
        for signs, yes in chosen:
            error = (1 / (1 + math.exp(-_sum(weights, signs))) - yes) / len(chosen)
            for sign in ("bias", *signs):
                slope[sign] += error
        for sign, value in slope.items():
            value += SHRINK * weights.get(sign, 0.0) * (sign != "bias")
            mean[sign] = 0.9 * mean.get(sign, 0.0) + 0.1 * value
            square[sign] = 0.999 * square.get(sign, 0.0) + 0.001 * value * value
            pace = math.sqrt(square[sign] / (1 - 0.999**step)) + 1e-8
            weights[sign] = weights.get(sign, 0.0) - STEP * mean[sign] / (1 - 0.9**step) / pace


def folds(known: list[Case]) -> None:
    """Prints what frames and signs find together, and falsely, in the texts that each fit has not seen, per source."""
    scored = []
    for fold in range(FOLDS):
        weights = fit([case for case in known if case.fold != fold])
        scored += [(case, case.weight(weights)) for case in known if case.fold == fold]
    for threshold in (math.inf, 1.8, 1.2, THRESHOLD, 0.4, 0.0):
        found = Counter((case.source, case.yes) for case, weight in scored if case.told or weight >= threshold)
        print(f"{'frames alone' if threshold == math.inf else f'from {threshold}'}:")
        for source in dict.fromkeys(case.source for case in known):
            captures = sum(case.yes for case in known if case.source == source)
            print(f"  {source:11} {found[source, True]} of {captures} captures, {found[source, False]} others")


def main(arguments: list[str]) -> None:
    known = cases(Engine.load())
    if "--folds" in arguments:
        folds(known)
        return
    weights = fit(known)
    TARGET.write_text(json.dumps({"threshold": THRESHOLD, "signs": weights}, indent=0) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(weights)} signs from {sum(bool(case.peoples) for case in known)} texts")


if __name__ == "__main__":
    main(sys.argv[1:])

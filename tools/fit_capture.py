"""Fit the weights of the signs of a capture (shared/frontwire/detect/data/capture_weights.json).

    python tools/fit_capture.py           fits and writes them
    python tools/fit_capture.py --folds   what the weights find in texts that they were not fitted on, per threshold

A text tells of a capture as surely as its heaviest people does (`frontwire.detect.weighing`), so fitting takes turns: choose the
heaviest people of each text, then fit a logistic regression on the chosen ones. Texts are the labelled passages of
tests/data/detection and, where present, research data with its pool of random news. No package is needed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from frontwire.detect import Engine, document, weighing
from frontwire.detect.capture import SIGNS
from frontwire.detect.needs import may
from tools.measure_detection import RESEARCH, files, is_aside, read

POOL = RESEARCH.parent / "random_pool_dev.jsonl.gz"
TARGET = weighing.DATA
TOPIC = "foreign_troop_capture"
THRESHOLD = 1.2
"""Logits from which a text alerts: chosen so that the folds hold less than one false alarm in 10,000 random texts."""
SHRINK = 0.004
STEP = 0.08
TURNS, STEPS, FOLDS = 3, 70, 3
START = {"bias": -4.0, "all>=2": 3.0, "held&people>=2": 1.0, "was_caught:touch": 1.0}
LEAST = 0.015
"""Weights nearer to zero are left out."""

Text = tuple[list[frozenset[str]], bool]
"""The signs of each people in a text, and whether it tells of a capture."""


def texts(engine: Engine) -> dict[str, Text]:
    """Every labelled text that the frame of signs reads, by id; texts of the pool are taken to tell of none."""
    rows = [(row, row.get(TOPIC)) for path in files().values() for row in read(path) if not is_aside(row)]
    if POOL.exists():
        rows += [(row, "no") for row in _pool()]
    return {
        str(row["id"]): (signs, label == "yes")
        for row, label in rows
        if label in ("yes", "no") and (signs := _signs(engine, row))
    }


def _pool() -> Iterator[dict[str, Any]]:
    with gzip.open(POOL, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _signs(engine: Engine, row: dict[str, Any]) -> list[frozenset[str]]:
    article, ref = document({key: row.get(key) or "" for key in ("id", "title", "text", "lang", "date")})
    findings = engine.findings(article, ref)
    frame = next(frame for topic in engine.topics for frame in topic.frames if frame.name == SIGNS)
    if not may(frame.ways, findings.reading.present):
        return []
    return [one.signs for one in weighing.candidates(findings)]


def fit(known: list[Text]) -> dict[str, float]:
    weights = dict(START)
    for _ in range(TURNS):
        chosen = [(max(signs, key=lambda one: _sum(weights, one)), yes) for signs, yes in known]
        _descend(weights, chosen)
    return weights


def _sum(weights: dict[str, float], signs: frozenset[str]) -> float:
    return weights["bias"] + sum(weights.get(sign, 0.0) for sign in signs)


def _descend(weights: dict[str, float], chosen: list[tuple[frozenset[str], bool]]) -> None:
    """Logistic regression with a ridge, by Adam's steps."""
    mean: dict[str, float] = {}
    square: dict[str, float] = {}
    for step in range(1, STEPS + 1):
        slope: Counter[str] = Counter()
        for signs, yes in chosen:
            error = (1 / (1 + math.exp(-_sum(weights, signs))) - yes) / len(chosen)
            for sign in ("bias", *signs):
                slope[sign] += error  # type: ignore[assignment]
        for sign, value in slope.items():
            value += SHRINK * weights.get(sign, 0.0) * (sign != "bias")
            mean[sign] = 0.9 * mean.get(sign, 0.0) + 0.1 * value
            square[sign] = 0.999 * square.get(sign, 0.0) + 0.001 * value * value
            pace = math.sqrt(square[sign] / (1 - 0.999**step)) + 1e-8
            weights[sign] = weights.get(sign, 0.0) - STEP * mean[sign] / (1 - 0.9**step) / pace


def folds(known: dict[str, Text]) -> None:
    """Prints what is found, and falsely, in the fifth of the texts that each fit has not seen."""
    scored: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        weights = fit([text for name, text in known.items() if _fold(name) != fold])
        scored += [
            (max(_sum(weights, one) for one in signs), yes)
            for name, (signs, yes) in known.items()
            if _fold(name) == fold
        ]
    for threshold in (0.0, 0.8, THRESHOLD, 1.6, 2.0):
        found = Counter(yes for weight, yes in scored if weight >= threshold)
        print(f"from {threshold}: {found[True]} of {sum(yes for _, yes in scored)} captures, {found[False]} others")


def _fold(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest()[:6], 16) % FOLDS


def main(arguments: list[str]) -> None:
    known = texts(Engine.load())
    if "--folds" in arguments:
        folds(known)
        return
    weights = {
        sign: round(value, 2) for sign, value in sorted(fit(list(known.values())).items()) if abs(value) >= LEAST
    }
    TARGET.write_text(json.dumps({"threshold": THRESHOLD, "signs": weights}, indent=0) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(weights)} signs from {len(known)} texts")


if __name__ == "__main__":
    main(sys.argv[1:])

"""Quality only goes up: figures on labelled texts never fall below their pinned floors (tools/measure_detection.py)."""

from __future__ import annotations

import json
from functools import cache

import pytest

from frontwire.detect import Engine
from tools.measure_detection import FLOORS, RESEARCH, Tally, measure, sets

LEAST = {"f1": 0.80, "status": 0.70, "counts": 0.75}
"""What the floors themselves may not fall below, in any language."""
floors: dict[str, dict[str, dict[str, float]]] = json.loads(FLOORS.read_text(encoding="utf-8"))


@cache
def measured(name: str) -> dict[str, Tally]:
    rows = dict(sets()).get(name)
    if rows is None:
        pytest.skip(f"{RESEARCH.name} is not on this machine")
    return measure(Engine.load(), rows)


@pytest.mark.parametrize(("name", "topic"), [(name, topic) for name in sorted(floors) for topic in floors[name]])
def test_figures_stay_above_their_floors(name: str, topic: str) -> None:
    tally = measured(name)[topic]
    figures = tally.figures()
    below = {
        key: (figures.get(key, 0.0), floor)
        for key, floor in floors[name][topic].items()
        if figures.get(key, 0.0) < floor
    }
    assert not below, "\n".join(tally.errors)


def test_floors_cover_four_languages_and_are_no_formality() -> None:
    assert {"en", "uk", "ru", "ko"} <= set(floors)
    for topics in floors.values():
        for figures in topics.values():
            assert all(figures.get(key, least) >= least for key, least in LEAST.items())

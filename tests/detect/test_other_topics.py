"""The topics besides swaps and captures find at least as many of our passages as they did, at no more false alarms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from frontwire.detect import Engine
from tools.measure_topics import FLOORS, FOLDER, measure

PATHS = sorted(FOLDER.glob("*.yaml"))
floors: dict[str, dict[str, dict[str, int]]] = json.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_passages_are_read_as_rightly_as_before(path: Path) -> None:
    measured = measure(Engine.load(), path)
    assert measured.keys() == floors[path.stem].keys()
    for name, tally in measured.items():
        floor = floors[path.stem][name]
        assert tally.found >= floor["found"], tally.wrong
        assert tally.alarms <= floor["alarms"], tally.wrong


def test_floors_are_no_formality() -> None:
    for name in ("en", "uk", "ru", "ko"):
        tallies = [measure(Engine.load(), path)[name] for path in PATHS]
        assert all(tally.match >= 5 and tally.ignore >= 5 for tally in tallies)
        assert sum(tally.found for tally in tallies) >= 0.8 * sum(tally.match for tally in tallies)

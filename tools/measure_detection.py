"""Measure detection on labelled texts: the passages of tests/data/detection and, where present, research data.

    python tools/measure_detection.py            a table, per file and topic
    python tools/measure_detection.py --floors   writes the figures as floors (tests/detect/floors.json), never lower ones
    python tools/measure_detection.py --errors   the texts that are read wrongly, and the confusion of statuses

Labelled texts are JSON lines: id, lang, date, title, text, prisoner_swap and foreign_troop_capture ("yes", "no" or
"background", which is not scored), swap and capture (status, counts_list, parties_iso, captor_iso, nationality_iso). Those
marked `aside` were never looked at when rules were written or weights fitted; they are measured as sets of their own. A
topic that no text of a file tells of is not measured there.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frontwire.detect import Engine, document, score_form

ROOT = Path(__file__).parent.parent
PASSAGES = ROOT / "tests" / "data" / "detection"
RESEARCH = ROOT.parent / "shared" / "data" / "detection" / "dev.jsonl"
FLOORS = ROOT / "tests" / "detect" / "floors.json"
TOPICS = {
    "prisoner_swap": ("swap", {"parties": "parties_iso"}),
    "foreign_troop_capture": ("capture", {"captor": "captor_iso", "nationality": "nationality_iso"}),
}
SLACK = 0.005
"""How far below the measured figure a floor lies: less than one text."""


@dataclass(slots=True)
class Tally:
    """Hits and misses of one topic on one file; `facts` counts (hit, asked) per kind of fact."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    facts: dict[str, list[int]] = field(default_factory=dict)
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        precision = self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0
        recall = self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        shares = {name: hit / asked for name, (hit, asked) in self.facts.items() if asked}
        return {"p": precision, "r": recall, "f1": f1, **shares}

    def fact(self, name: str, hit: bool) -> None:
        entry = self.facts.setdefault(name, [0, 0])
        entry[0] += hit
        entry[1] += 1


def measure(engine: Engine, rows: Iterable[dict[str, Any]]) -> dict[str, Tally]:
    """The tally on labelled texts of each topic that they tell of."""
    rows = list(rows)
    tallies = {topic: Tally() for topic in TOPICS if any(row[topic] == "yes" for row in rows)}
    for row in rows:
        found = score_form(
            engine.examine(*document({key: row.get(key) or "" for key in ("id", "title", "text", "lang", "date")}))
        )
        for topic, tally in tallies.items():
            add(tally, topic, row, found.get(topic, {}))
    return {topic: tally for topic, tally in tallies.items() if tally.tp + tally.fp + tally.fn}


def is_aside(row: dict[str, Any]) -> bool:
    """Whether rules and weights are made without a look at this text."""
    return bool(row.get("aside"))


def read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def add(tally: Tally, topic: str, row: dict[str, Any], found: dict[str, Any]) -> None:
    label, alert = row.get(topic, "background"), bool(found.get("alert"))
    if label == "background":
        return
    if (label == "yes") != alert:
        tally.fn += label == "yes"
        tally.fp += alert
        tally.errors.append(
            f"{'missed' if label == 'yes' else 'false'} [{row['lang']}] {row['title']} | {row['text'][:200]}"
        )
    if label != "yes" or not alert:
        return
    tally.tp += 1
    field_name, roles = TOPICS[topic]
    gold = row.get(field_name) or {}
    tally.fact("status", found["status"] == gold.get("status"))
    tally.statuses[str(gold.get("status")), found["status"]] += 1
    for count in gold.get("counts_list") or []:
        tally.fact("counts", count in found["counts"])
    for role, codes in roles.items():
        for code in set(gold.get(codes) or []) - set(gold.get("iso_inferred") or []):
            tally.fact(role, code in found["countries"].get(role, []))


def sets() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The name and the texts of each set; those kept aside make a set of their own."""
    for name, path in files().items():
        rows = list(read(path))
        yield name, [row for row in rows if not is_aside(row)]
        if aside := [row for row in rows if is_aside(row)]:
            yield f"{name}_aside", aside


def files() -> dict[str, Path]:
    known = {path.stem: path for path in sorted(PASSAGES.glob("*.jsonl"))}
    return known | ({"research": RESEARCH} if RESEARCH.exists() else {})


def main(arguments: list[str]) -> None:
    engine = Engine.load()
    measured = {name: measure(engine, rows) for name, rows in sets()}
    for name, tallies in measured.items():
        for topic, tally in tallies.items():
            figures = "  ".join(f"{key} {value:.3f}" for key, value in tally.figures().items())
            print(f"{name:11} {topic:22} {figures}  (tp {tally.tp} fp {tally.fp} fn {tally.fn})")
            if "--errors" in arguments:
                wrong = [
                    f"{said} for {gold}: {count}" for (gold, said), count in tally.statuses.items() if said != gold
                ]
                print(
                    "\n".join(
                        [
                            *(f"    {error}" for error in tally.errors),
                            f"    statuses: {'; '.join(wrong) or 'all right'}",
                        ]
                    )
                )
    if "--floors" in arguments:
        write_floors(
            {name: {topic: tally.figures() for topic, tally in tallies.items()} for name, tallies in measured.items()}
        )


def write_floors(measured: dict[str, dict[str, dict[str, float]]]) -> None:
    """Raise the floors to what was measured; a floor that stands higher stays."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    for name, topics in measured.items():
        for topic, figures in topics.items():
            known = floors.setdefault(name, {}).setdefault(topic, {})
            for key, value in figures.items():
                known[key] = max(known.get(key, 0.0), round(value - SLACK, 3))
    FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

"""Measure the topics besides swaps and captures, on passages of our own: tests/data/detection/topics/<topic>.yaml.

    python tools/measure_topics.py            recall and false alarms per topic and language, and per topic those kept aside
    python tools/measure_topics.py --errors   the passages that are read wrongly (of those kept aside only how many)
    python tools/measure_topics.py --pool     also the alarms on the research set's random news, where it is present
    python tools/measure_topics.py --floors   writes the figures as floors (tests/detect/topic_floors.json), never lower ones

A file has passages per language: `match` and `ignore`, and `aside_match` and `aside_ignore`, which nobody looks at when rules
are written. All were written before the rules of their topics were looked at.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from frontwire.detect import Engine, document
from tools.measure_detection import PASSAGES, RESEARCH

FOLDER = PASSAGES / "topics"
FLOORS = PASSAGES.parents[1] / "detect" / "topic_floors.json"
POOL = RESEARCH.parent / "random_pool_dev.jsonl.gz"


@dataclass(slots=True)
class Tally:
    """Of passages of one topic: how many tell of it, how many of these are found, and the others that alarm."""

    match: int = 0
    found: int = 0
    ignore: int = 0
    alarms: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"found {self.found} of {self.match}, false alarms {self.alarms} of {self.ignore}"

    def add(self, passage: str, *, wanted: bool, alarmed: bool) -> None:
        self.match += wanted
        self.found += wanted and alarmed
        self.ignore += not wanted
        self.alarms += alarmed and not wanted
        if wanted != alarmed:
            self.wrong.append(f"{'missed' if wanted else 'false'}: {passage}")


def measure(engine: Engine, path: Path) -> dict[str, Tally]:
    """The tally of each language of one file, and that of all passages kept aside."""
    tallies: dict[str, Tally] = {}
    for language, kinds in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for kind, passages in kinds.items():
            tally = tallies.setdefault("aside" if kind.startswith("aside_") else language, Tally())
            for passage in passages:
                alarmed = path.stem in alarms(engine, passage, language)
                tally.add(f"[{language}] {passage}", wanted=kind.endswith("match"), alarmed=alarmed)
    return tallies


def alarms(engine: Engine, text: str, language: str = "", title: str = "") -> set[str]:
    """The topics that alert on a text."""
    article, ref = document({"text": text, "title": title, "lang": language, "date": "2025-12-01"})
    return {verdict.topic for verdict in engine.examine(article, ref) if verdict.match}


def on_the_pool(engine: Engine) -> Counter[str]:
    """How many of the random news alarm, per topic."""
    with gzip.open(POOL, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return Counter(topic for row in rows for topic in alarms(engine, row["text"], row["lang"], row["title"] or ""))


def write_floors(measured: dict[str, dict[str, Tally]]) -> None:
    """Passages found at least, and alarms at the most; what stands stricter stays."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    for topic, tallies in measured.items():
        for name, tally in tallies.items():
            known = floors.setdefault(topic, {}).setdefault(name, {"found": 0, "alarms": tally.ignore})
            known["found"] = max(known["found"], tally.found)
            known["alarms"] = min(known["alarms"], tally.alarms)
    FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    engine = Engine.load()
    measured = {path.stem: measure(engine, path) for path in sorted(FOLDER.glob("*.yaml"))}
    for topic, tallies in measured.items():
        for name, tally in tallies.items():
            print(f"{topic:26} {name:5} {tally}")
            if "--errors" in arguments and name != "aside":
                print("".join(f"    {line}\n" for line in tally.wrong), end="")
    if "--pool" in arguments:
        for topic, count in on_the_pool(engine).most_common():
            print(f"random news: {topic} {count}")
    if "--floors" in arguments:
        write_floors(measured)


if __name__ == "__main__":
    main(sys.argv[1:])

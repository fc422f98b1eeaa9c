#!/usr/bin/env python3
"""Score story grouping and alerts on labelled articles: `python bench/stories_score.py FILE.jsonl... [--errors]`.

Each line is a document as `bench.replay` takes it, with `event` (the label; "" for an article that tells of none) and
`expect` ("update" where the article brings a material change).

    B-cubed          precision, recall and F1 of the stories against the events, over labelled documents; a document
                     without a story is a cluster of its own. `matched` leaves such documents out
    needless         alerts beyond one new alert an event and one update for each article that expects one, and every
                     alert for an article without an event, per 100 articles
    missed           events of which no article made a new alert, per 100 articles
    missed updates   expected updates that no alert told
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import replay as desk

Doc = dict[str, Any]


@dataclass(frozen=True)
class Score:
    """Shares in 0..1; `needless` and `missed` per 100 articles, `events_missed` and the like by name."""

    documents: int
    events: int
    precision: float
    recall: float
    f1: float
    f1_matched: float
    needless: float
    missed: float
    needless_alerts: tuple[Doc, ...]
    missed_events: tuple[str, ...]
    missed_updates: tuple[str, ...]
    unmatched: tuple[str, ...]


def read(path: Path) -> list[Doc]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(docs: Sequence[Doc]) -> Score:
    bare = [{key: value for key, value in doc.items() if key not in ("event", "expect")} for doc in docs]
    stories = desk.stories(bare)
    alerts = desk.replay(bare)
    event_of = {doc["id"]: doc["event"] for doc in docs}
    labelled = [doc["id"] for doc in docs if doc["event"]]
    matched = [name for name in labelled if stories[name]]
    precision, recall, f1 = b_cubed({n: event_of[n] for n in labelled}, {n: stories[n] or n for n in labelled})
    _, _, f1_matched = b_cubed({n: event_of[n] for n in matched}, {n: stories[n] or n for n in matched})
    needless, missed_updates = _updates(docs, alerts, event_of)
    told = {event_of[alert["doc"]] for alert in alerts if alert["kind"] == "new"}
    missed = tuple(event for event in dict.fromkeys(event_of.values()) if event and event not in told)
    return Score(
        documents=len(docs),
        events=len({event for event in event_of.values() if event}),
        precision=precision,
        recall=recall,
        f1=f1,
        f1_matched=f1_matched,
        needless=100 * len(needless) / len(docs),
        missed=100 * len(missed) / len(docs),
        needless_alerts=tuple(needless),
        missed_events=missed,
        missed_updates=tuple(missed_updates),
        unmatched=tuple(name for name in labelled if not stories[name]),
    )


def b_cubed(truth: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1, averaged over the documents."""
    if not truth:
        return 0.0, 0.0, 0.0
    both = Counter((truth[name], found[name]) for name in truth)
    events, clusters = Counter(truth.values()), Counter(found[name] for name in truth)
    precision = sum(both[truth[n], found[n]] / clusters[found[n]] for n in truth) / len(truth)
    recall = sum(both[truth[n], found[n]] / events[truth[n]] for n in truth) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _updates(docs: Sequence[Doc], alerts: Sequence[Doc], event_of: Mapping[str, str]) -> tuple[list[Doc], list[str]]:
    """The needless alerts, and the events whose expected updates were not told."""
    allowed = {event: Counter({"new": 1}) for event in event_of.values() if event}
    for doc in docs:
        if doc.get("expect") == "update":
            allowed[doc["event"]]["update"] += 1
    needless = []
    for alert in alerts:
        left = allowed.get(event_of[alert["doc"]])
        if left is None or not left[alert["kind"]]:
            needless.append(alert)
        else:
            left[alert["kind"]] -= 1
    return needless, [event for event, left in allowed.items() if left["update"] > 0]


def show(name: str, result: Score, docs: Sequence[Doc], errors: bool) -> None:
    print(f"{name}: {result.documents} documents, {result.events} events")
    print(
        f"   B-cubed P {result.precision:.3f}  R {result.recall:.3f}  F1 {result.f1:.3f}   "
        f"(F1 of matched documents {result.f1_matched:.3f}; {len(result.unmatched)} without a story)"
    )
    print(
        f"   per 100 articles: needless alerts {result.needless:.2f}, missed events {result.missed:.2f}; "
        f"updates not told: {len(result.missed_updates)}"
    )
    if not errors:
        return
    for alert in result.needless_alerts:
        print(f"   NEEDLESS {alert['kind']} {alert['doc']}: {alert['headline']} ({alert['reason']})")
    for kind, names in (("MISSED", result.missed_events), ("NO UPDATE", result.missed_updates)):
        print("".join(f"   {kind} {event}\n" for event in names), end="")
    for name in result.unmatched:
        print(f"   UNMATCHED {name}")
    _show_mixed(docs)


def _show_mixed(docs: Sequence[Doc]) -> None:
    """Stories of several events, and events in several stories."""
    found = desk.stories(list(docs))
    by_story, by_event = defaultdict(Counter), defaultdict(Counter)
    for doc in docs:
        if found[doc["id"]]:
            by_story[found[doc["id"]]][doc["event"]] += 1
            by_event[doc["event"]][found[doc["id"]]] += 1
    for story, events in by_story.items():
        if len(events) > 1:
            print(f"   MIXED {story}: {dict(events)}")
    for event, stories in by_event.items():
        if event and len(stories) > 1:
            print(f"   SPLIT {event}: {dict(stories)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what went wrong")
    args = parser.parse_args()
    for path in args.files:
        docs = read(path)
        show(path.name, score(docs), docs, args.errors)


if __name__ == "__main__":
    main()

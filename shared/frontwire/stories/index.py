"""The keys under which a story stands, and those under which a match looks for it.

A key is topic|bucket|who: the bucket is a span of six weeks, `who` a pair of sides, one side, or a mark:

    RU-UA   both sides belong to the event       UA    the side belongs to it (for matches that know one side)
    UA!     the side is all that is known        -        no side is known
    #25     about that number of people          @kursk   its place
    UA=150  a side with the very number          KP@kursk a side with the place
    ~KRSKPS a name, by its sounds, in whatever script

# counts steps of a fifth and is sought one step around. So a match reads a handful of stories, however many are open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations
from math import log

from frontwire.models import Match, Story
from frontwire.stories import sketch
from frontwire.stories.event import event_of
from frontwire.stories.phase import are_rare
from frontwire.stories.reading import read
from frontwire.stories.sketch import TELLING, Sketch, telling

STEP = 1.2
BUCKET = 43
BACK = 28
AHEAD = 14
FAR_BACK = 9
"""Buckets behind the near ones in which a captive who is tried or goes home is sought by name."""
RARE_BACK = 2
"""Buckets behind the near ones in which a story of a pair of sides is sought."""
SOUGHT_SIDES = 4
STANDING_SIDES = 4
NAMES, SOUNDS = 3, 3
"""Names that make keys, the longest first, and the sounds that they have at least."""
MOST_KEYS = 48


def keys(match: Match) -> tuple[str, ...]:
    """The keys to read stories under, for a match."""
    report = sketch.of_match(read(match))
    days = {report.day, report.reported.date()}
    near = {_bucket(day + timedelta(days=shift)) for day in days for shift in (-BACK, 0, AHEAD)}
    event = event_of(match.topic)
    late = report.status in event.after
    past = range(min(near) - (FAR_BACK if late else 0), min(near))
    rarely = past if late else range(min(near) - RARE_BACK, min(near))
    rarely = rarely if are_rare(event, report.core) else range(0)
    return (
        *_keys(match.topic, near, [*_sought(report), *_names(report)]),
        *_keys(match.topic, past, _names(report)),
        *_keys(match.topic, rarely, _pairs(report.order[:2])),
    )


def story_keys(topic: str, report: Sketch, before: Story | None) -> tuple[str, ...]:
    """The keys a story stands under once a report has joined it: those it had, and those of the report."""
    days = {_bucket(report.day), _bucket(report.reported.date())}
    known = before.keys if before else ()
    own = [*_numbers(report), *_places(report)] if before is None else []
    added = _keys(topic, days, [*_standing(report), *own, *_names(report)])
    return tuple(dict.fromkeys((*known, *added)))[:MOST_KEYS]


def _sought(report: Sketch) -> list[str]:
    codes = _with_mediators(report)[:SOUGHT_SIDES]
    if not report.core:
        return ["-", *_pairs(codes), *_places(report), *_numbers(report, around=1)]
    if len(report.core) == 1:
        return [*report.order, *_pairs(codes), "-", *_numbers(report, around=1)]
    return [*_pairs(codes), *(f"{code}!" for code in codes), "-", *_combined(codes, report)]


def _standing(report: Sketch) -> list[str]:
    if not report.core:
        return ["-"]
    codes = _with_mediators(report)[:STANDING_SIDES]
    lonely = [f"{code}!" for code in codes] if len(report.core) == 1 else []
    return [*_pairs(codes), *codes, *lonely, *_combined(codes, report)]


def _with_mediators(report: Sketch) -> list[str]:
    """All sides that may belong to the event: a mediator may be one that was misread."""
    return [*report.order, *sorted(report.named - report.core)]


def _places(report: Sketch) -> list[str]:
    return [f"@{place.id}" for place in report.places[:1]]


def _names(report: Sketch) -> list[str]:
    names = sorted(name for name in telling(report.marks).names if len(name) >= SOUNDS)
    return [f"~{name}" for name in sorted(names, key=len, reverse=True)[:NAMES]]


def _numbers(report: Sketch, around: int = 0) -> list[str]:
    steps = {round(log(count.value, STEP)) for count in report.told if count.value >= TELLING}
    return [f"#{step + shift}" for step in sorted(steps) for shift in range(-around, around + 1)]


def _combined(codes: Sequence[str], report: Sketch) -> list[str]:
    """A side with the number or the place: by these a story is found when the other side was misread."""
    facts = [*(f"={count.value}" for count in report.told[:1] if count.value >= TELLING), *_places(report)]
    return [f"{code}{fact}" for code in codes[:2] for fact in facts]


def _pairs(codes: Sequence[str]) -> list[str]:
    return ["-".join(pair) for pair in combinations(sorted(codes), 2)]


def _keys(topic: str, buckets: Iterable[int], marks: list[str]) -> tuple[str, ...]:
    return tuple(f"{topic}|{bucket}|{mark}" for bucket in sorted(buckets) for mark in marks)


def _bucket(day: date) -> int:
    return day.toordinal() // BUCKET

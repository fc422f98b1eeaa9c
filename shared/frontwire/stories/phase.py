"""Where in its course an event stands: talked of, agreed, carried out at once or in parts. What the comparisons share."""

from __future__ import annotations

from collections.abc import Iterable

from frontwire.stories.event import Event
from frontwire.stories.sketch import Sketch, telling

Part = tuple[float, str]
"""Points for or against two reports telling of one event, and the words for it."""
NOTHING: Part = (0.0, "")
PARTS, LONE_PART, RESUMED = 8, 3, 60
"""Days between two parts of an exchange: where both are told as parts, where one is, and where it goes on after a delay."""


def is_part(event: Event, report: Sketch, story: Sketch) -> bool:
    """Is it a further part ("the second day of the exchange") of what the story tells of, or its being put off?"""
    if not event.once:
        return False
    ours, theirs = telling(report.marks), telling(story.marks)
    settled = event.rank(event.settled) == event.rank(story.status)
    if report.status in event.denials:
        both = theirs.part and story.status in event.once
    elif report.status in event.once and (ours.part or ours.resumed):
        both = settled or theirs.part
    else:
        return False
    days = (report.reported - story.reported).days
    if ours.resumed and theirs.part:
        return days <= RESUMED
    return days <= (PARTS if both else LONE_PART if ours.part and report.status in event.once else -1)


def is_rare(event: Event, report: Sketch, story: Sketch) -> bool:
    """Is the report likelier an echo of the story than a second event of its sides?"""
    return are_rare(event, report.core | story.core)


def are_rare(event: Event, sides: frozenset[str]) -> bool:
    """Are such events rare between these sides? Enemies at war exchange every week, others once in years."""
    return bool(sides) and not any(sides <= pair or pair <= sides for pair in map(frozenset, event.often))


def is_still_open(event: Event, report: Sketch, story: Sketch) -> bool:
    """Is it only talked of, on both sides? Then numbers and days are loose: nothing has happened yet."""
    settled = event.rank(event.settled)
    return 0 < event.rank(report.status) < settled and 0 < event.rank(story.status) < settled


def is_only_offered(event: Event, report: Sketch, story: Sketch) -> bool:
    """Is one an offer or talk, and the other carried out?"""
    first, second = sorted((event.rank(report.status), event.rank(story.status)))
    return 0 < first < event.rank(event.settled) < second


def listed(codes: Iterable[object]) -> str:
    return ", ".join(sorted(str(code) for code in codes))

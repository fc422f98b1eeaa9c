"""Do the sides of a report and a story agree? Who speaks or mediates is easily read as a party, and the other way round."""

from __future__ import annotations

from frontwire.stories.counting import same_number
from frontwire.stories.event import Event
from frontwire.stories.phase import NOTHING, Part, is_only_offered, is_rare, listed
from frontwire.stories.places import near
from frontwire.stories.sketch import TELLING, Sketch, telling

REFUSED = -100.0
NAMELESS = -1.5
"""Points when a report names sides and the story knows none: only more than time and status may bind them."""
SPOKE = -0.5
"""Points when the side that acts is another, but may be one that only speaks of it."""
OTHER_HOLDER = -2.5
"""Points when those who hold the same people are others: known by two names, or misread, if place, number or names agree."""

KNOWN = 2
"""Names in common by which people are known again although one report says that they are another's."""


def weigh_sides(event: Event, report: Sketch, story: Sketch) -> Part:
    weights = event.weights
    common = report.core & story.core
    if not story.core and report.core:
        return NAMELESS, "the story's sides are not known"
    if not report.core:
        return NOTHING
    if report.core == story.core:
        return weights.sides, f"same sides: {listed(common)}"
    swapped = report.core <= story.named and story.core <= report.named  # the same sides in each other's roles
    for role in reversed(event.apart):  # whose people they are outweighs who took them
        ours, theirs = report.roles.get(role), story.roles.get(role)
        if not ours or not theirs or ours.keys() & theirs.keys() or swapped:
            continue
        if role == event.apart[0] and (theirs.keys() <= report.served or ours.keys() <= story.served):
            return weights.sides / 2, f"{role} was misread: {listed(ours)} or {listed(theirs)}"
        if role == event.apart[0] and ours.keys() <= report.speakers | story.named:
            return SPOKE, f"{role} may be who only speaks: {listed(ours)}"
        if role == event.apart[0] and common:
            return OTHER_HOLDER, f"{role} differs: {listed(ours)} and {listed(theirs)}"
        if common and len(telling(report.marks).names & telling(story.marks).names) >= KNOWN:
            return OTHER_HOLDER, f"{role} differs: {listed(ours)} and {listed(theirs)}"
        return REFUSED, f"{role} differs: {listed(ours)} and {listed(theirs)}"
    if not common and not _misread(event, report, story):
        return REFUSED, f"sides differ: {listed(report.core)} and {listed(story.core)}"
    return _part_of_the_sides(event, report, story, common)


def _misread(event: Event, report: Sketch, story: Sketch) -> bool:
    """May sides without a common one still be the same, of which a mediator was taken for a party?"""
    if report.core <= story.named or story.core <= report.named:
        return True
    if abs((report.day - story.day).days) <= 1 and shares_name(report, story) and _shares_more(report, story):
        return True
    lone = len(report.core) == 1 or len(story.core) == 1
    same = same_number(event, report.told, story.told) if report.told and story.told else 0
    return lone and bool(event.once) and same >= TELLING and report.day == story.day


def shares_name(report: Sketch, story: Sketch) -> bool:
    return bool(telling(report.marks).names & telling(story.marks).names)


def _shares_more(report: Sketch, story: Sketch) -> bool:
    """A place, or a number that is large enough."""
    number = any(value >= TELLING for value in report.numbers & story.numbers)
    return number or any(near(ours, theirs) for ours in report.places for theirs in story.places)


def _part_of_the_sides(event: Event, report: Sketch, story: Sketch, common: frozenset[str]) -> Part:
    weights = event.weights
    words = f"sides in common: {listed(common)}" if common else "the sides may be the same, one misread"
    held = report.core <= story.named or story.core <= report.named
    if not held and len(common) < 2 and not shares_name(report, story):
        return weights.overlap, f"only {listed(common)} in common" if weights.overlap < 0 and common else words
    if not weights.third or len(common) < 2 or is_rare(event, report, story):
        return weights.sides / 2, words
    third = (report.core ^ story.core) & (_acting(report) | _acting(story))
    counted = report.told and story.told and not same_number(event, report.told, story.told)
    if third and (is_only_offered(event, report, story) or (counted and not report.numbers & story.numbers)):
        return weights.third, f"{listed(third)} belongs to one of the two only"
    return weights.sides * 2 / 3, words


def _acting(side: Sketch) -> frozenset[str]:
    """Who gives or gets; not who is only named as a party, nor whose people are among the freed."""
    return frozenset(code for role, codes in side.roles.items() if role not in ("parties", "of") for code in codes)

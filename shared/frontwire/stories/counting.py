"""Do the numbers of a report and a story agree? Bounds, sums of two sides and parts of a total are the same number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from frontwire.models import Count
from frontwire.stories.event import Event
from frontwire.stories.phase import NOTHING, Part, is_part, is_rare, is_still_open, listed
from frontwire.stories.sketch import TELLING, Sketch, spread

DAY_AND_A_HALF = 36
"""Hours within which a report without a day of its own is an echo rather than a new event."""
LOOSE = 0.4
"""What differing numbers weigh while an event is only talked of, or while its day is open."""
FAR = 4
"""How many times larger a number may be than the lower bound told of it."""
VAGUE = {"about": 0.15, "more_than": 0.2, "at_least": 0.2, "at_most": 0.2, "exact": 0.0}
"""By how much, as a share, a number so bounded may miss another and still be the same."""


def weigh_numbers(event: Event, report: Sketch, story: Sketch) -> Part:
    weights = event.weights
    if not report.told or not story.told:
        return NOTHING
    if same := same_number(event, report.told, story.told):
        by_chance = same < TELLING and event.once  # three here and three there: exchanges often have so few
        unlikely = same >= TELLING and not event.once  # captures seldom have so many
        return weights.numbers * (0.5 if by_chance else 2 if unlikely else 1), f"same number: {same}"
    least = TELLING if event.once else 0
    told = {count.value for count in report.told if count.value >= least}
    known = {count.value for count in story.told}
    common = told & story.numbers or (told & _sums(story.numbers) if event.once else known & report.numbers)
    if common:
        return weights.numbers / 3, f"numbers in common: {listed(common)}"
    if is_part(event, report, story):
        return NOTHING  # what is carried out in parts has a number for each
    if is_part_of_total(event, report, story):
        return weights.numbers / 3, f"a part of the number agreed: {spread(story.told)}"
    if any(_admits(one, other) for one in report.told for other in story.told):
        return NOTHING
    apart = abs((report.day - story.day).days)
    if not apart and (event.once or _of_different_sides(report.told, story.told)):
        return NOTHING  # two sides exchange once a day at most: what differs are the ways of counting
    few = event.once and min(_total(report.told), _total(story.told)) < TELLING
    if (few and not _one_side_differs(report.told, story.told)) or _of_different_sides(report.told, story.told):
        return NOTHING  # a few may be some of the others
    factor = 1.0 if apart <= 2 else 1.7 if apart <= 7 else 2.7
    if is_rare(event, report, story):
        factor = LOOSE
    elif is_still_open(event, report, story) or _day_is_open(report, story):
        factor *= LOOSE
    return weights.numbers_against * factor, f"numbers differ: {spread(report.told)} and {spread(story.told)}"


def _day_is_open(report: Sketch, story: Sketch) -> bool:
    """Does a report come out within a day of the others, not say when it happened, and not tell its number in the title?"""
    hours = abs((report.reported - story.reported).total_seconds()) / 3600
    titled = any(str(count.value) in report.marks for count in report.told)
    return hours <= DAY_AND_A_HALF and not titled and not (report.stated and story.stated)


def is_part_of_total(event: Event, report: Sketch, story: Sketch) -> bool:
    """Does the report name the number that was agreed, beside a smaller one that is done?"""
    if (
        report.status not in event.once
        or event.rank(story.status) < event.rank(event.settled)
        or story.status in event.once
    ):
        return False
    least = max(count.value for count in report.told)
    return any(count.value >= max(TELLING, least) and count.value in report.numbers for count in story.told)


def _total(counts: Sequence[Count]) -> int:
    return sum(count.value for count in counts)


def _admits(one: Count, other: Count) -> bool:
    """Is one a lower bound of the other that is not too far off?"""
    low, high = sorted((one, other), key=lambda count: count.value)
    return low.bound in ("at_least", "more_than") and high.value <= FAR * low.value


def _sums(numbers: frozenset[int]) -> set[int]:
    return {one + other for one, other in combinations(numbers, 2)}


def same_number(event: Event, ours: Sequence[Count], theirs: Sequence[Count]) -> int:
    """A number that both tell, within its bounds; of an exchange also one side's number and the sum of both. 0 if none."""
    for mine in ours:
        for other in theirs:
            if agrees(mine, other) or (event.once and _is_double(mine, other)):
                return mine.value
    for whole, parts in ((ours, theirs), (theirs, ours)) if event.once else ():
        total = sum(count.value for count in parts)
        if len(parts) == 2 and any(agrees(count, Count(total)) for count in whole):
            return total
    return 0


def _is_double(one: Count, other: Count) -> bool:
    """One side's number and that of both; among few people it happens by chance."""
    low, high = sorted((one.value, other.value))
    return high == 2 * low >= TELLING


def agrees(one: Count, other: Count) -> bool:
    """Can the two be the same number, given their bounds?"""
    if one.value == other.value:
        return True
    slack = max(VAGUE[one.bound], VAGUE[other.bound])
    return abs(one.value - other.value) <= slack * max(one.value, other.value)


def known_number(report: Sketch, story: Sketch) -> bool:
    """Do both tell of one number that is large enough to know the event by?"""
    return any(count.value >= TELLING and count.value in story.numbers for count in report.told)


def _one_side_differs(ours: Sequence[Count], theirs: Sequence[Count]) -> bool:
    """Do both count the people of one side, and differently?"""
    return any(one.side and one.side == other.side and not agrees(one, other) for one in ours for other in theirs)


def _of_different_sides(ours: Sequence[Count], theirs: Sequence[Count]) -> bool:
    mine, other = {count.side for count in ours}, {count.side for count in theirs}
    return "" not in mine | other and not mine & other

"""Do two reports tell of one event? Points for each fact that agrees, against each that contradicts, with the words for it.

Missing facts are compatible: they give no points. Some contradictions are final (`REFUSED`): no other fact outweighs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

from frontwire.models import Count, Place
from frontwire.stories import wording
from frontwire.stories.event import Event
from frontwire.stories.sketch import TELLING, Sketch, Telling, spread, telling

JOINS = 3.0
"""Points from which on a report joins a story."""
REFUSED = -100.0
NAMELESS = -1.5
"""Points when a report names sides and the story knows none: only more than time and status may bind them."""
SPOKE = -0.5
"""Points when the side that acts is another, but may be one that only speaks of it."""
SAME_PLACE_KM = 130.0
EARTH_KM = 6371.0
WORDING_FLOOR = 0.2
"""The share of words that any two titles of a topic have in common."""
ONCE = 2.0
"""Points lost for each day between two stated days, when the event can only be on one of them."""
NOT_THAT, ONE_MORE, WHICH = -9.0, -6.0, 2.0
"""Points when a report tells of another one of a kind, seems to, and tells of the same (the fifth exchange)."""
NAMED, MOST_NAMED = 1.0, 2.5
"""Points for a name in common, and at most; numbers, where both tell them, say more than names."""
MOST_LEFT = WHICH + MOST_NAMED
"""What the dearer comparisons can still bring, besides place and wording: without hope they are not made."""
STEEP = 12.0
"""Points lost over a reach beyond its half: after a silence a new event is likelier than an echo."""
AT_ONCE = 12
"""Hours."""
DAY_AND_A_HALF = 36
"""Hours within which a report without a day of its own is an echo rather than a new event."""
LOOSE = 0.4
"""What differing numbers weigh while an event is only talked of, or while its day is open."""
FAR = 4
"""How many times larger a number may be than the lower bound told of it."""
PARTS = 6
"""Days between two parts of an exchange, where both are told as parts; half as many where one is."""
OPEN = 4.0
"""How many times longer an agreement waits to be carried out."""
YEAR = 400
"""Days within which a captive known by name is tried or goes home."""
VAGUE = {"about": 0.15, "more_than": 0.2, "at_least": 0.2, "at_most": 0.2, "exact": 0.0}
"""By how much, as a share, a number so bounded may miss another and still be the same."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The sum of the points, the facts that agree and those that contradict, in plain words."""

    points: float
    agree: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def joins(self) -> bool:
        return self.points >= JOINS


def compare(event: Event, report: Sketch, story: Sketch) -> Likeness:
    """Weigh a report against a story of the same topic."""
    parts = [_sides(event, report, story)]
    if parts[0][0] <= REFUSED:
        return Likeness(REFUSED, (), (parts[0][1],))
    parts += [_numbers(event, report, story), _days(event, report, story), _course(event, report, story)]
    if sum(points for points, _ in parts) + event.weights.place + event.weights.wording + MOST_LEFT >= JOINS:
        ours, theirs = telling(report.marks), telling(story.marks)
        parts += [
            _places(event, report, story),
            _one_more(event, report, story, ours.which, theirs.which),
            _words(event, ours, theirs),
            _shared_names(report, story, ours.names & theirs.names),
        ]
    return Likeness(
        points=sum(points for points, _ in parts),
        agree=tuple(words for points, words in parts if words and points > 0),
        against=tuple(words for points, words in parts if words and points < 0),
    )


Part = tuple[float, str]
NOTHING: Part = (0.0, "")


def _sides(event: Event, report: Sketch, story: Sketch) -> Part:
    weights = event.weights
    common = report.core & story.core
    if not story.core and report.core:
        return NAMELESS, "the story's sides are not known"
    if not report.core:
        return NOTHING
    if report.core == story.core:
        return weights.sides, f"same sides: {_names(common)}"
    swapped = report.core <= story.named and story.core <= report.named  # the same sides in each other's roles
    for role in reversed(event.apart):  # whose people they are outweighs who took them
        ours, theirs = report.roles.get(role), story.roles.get(role)
        if not ours or not theirs or ours.keys() & theirs.keys() or swapped:
            continue
        if role == event.apart[0] and (theirs.keys() <= report.served or ours.keys() <= story.served):
            return weights.sides / 2, f"{role} was misread: {_names(ours)} or {_names(theirs)}"
        if role == event.apart[0] and _known_number(report, story):
            return weights.sides / 2, f"{role} may go by two names: {_names(ours)} and {_names(theirs)}"
        if role == event.apart[0] and ours.keys() <= report.speakers | story.named:
            return SPOKE, f"{role} may be who only speaks: {_names(ours)}"
        return REFUSED, f"{role} differs: {_names(ours)} and {_names(theirs)}"
    if not common and not _misread(event, report, story):
        return REFUSED, f"sides differ: {_names(report.core)} and {_names(story.core)}"
    return _part_of_the_sides(event, report, story, common)


def _known_number(report: Sketch, story: Sketch) -> bool:
    """Do both tell of one number that is large enough to know the event by?"""
    return any(count.value >= TELLING and count.value in story.numbers for count in report.told)


def _misread(event: Event, report: Sketch, story: Sketch) -> bool:
    """May sides without a common one still be the same, of which a mediator was taken for a party?"""
    if report.core <= story.named or story.core <= report.named:
        return True
    if abs((report.day - story.day).days) <= 1 and _shares_name(report, story) and _shares_more(report, story):
        return True
    lone = len(report.core) == 1 or len(story.core) == 1
    same = _same_number(event, report.told, story.told) if report.told and story.told else 0
    return lone and bool(event.once) and same >= TELLING and report.day == story.day


def _shares_name(report: Sketch, story: Sketch) -> bool:
    return bool(telling(report.marks).names & telling(story.marks).names)


def _shares_more(report: Sketch, story: Sketch) -> bool:
    """A place, or a number that is large enough."""
    number = any(value >= TELLING for value in report.numbers & story.numbers)
    return number or any(near(ours, theirs) for ours in report.places for theirs in story.places)


def _part_of_the_sides(event: Event, report: Sketch, story: Sketch, common: frozenset[str]) -> Part:
    weights = event.weights
    words = f"sides in common: {_names(common)}" if common else "the sides may be the same, one misread"
    held = report.core <= story.named or story.core <= report.named
    if not held and len(common) < 2 and not _shares_name(report, story):
        return weights.overlap, f"only {_names(common)} in common" if weights.overlap < 0 and common else words
    if not weights.third or len(common) < 2:
        return weights.sides / 2, words
    third = (report.core ^ story.core) & (_acting(report) | _acting(story))
    if third and _only_offered(event, report, story):
        return weights.third, f"{_names(third)} belongs to one of the two only"
    return weights.sides * 2 / 3, words


def _only_offered(event: Event, report: Sketch, story: Sketch) -> bool:
    """Is one an offer or talk, and the other carried out?"""
    first, second = sorted((event.rank(report.status), event.rank(story.status)))
    return 0 < first < event.rank(event.settled) < second


def _acting(side: Sketch) -> frozenset[str]:
    """Who gives, gets or is given; not who is only named as a party."""
    return frozenset(code for role, codes in side.roles.items() if role != "parties" for code in codes)


def _numbers(event: Event, report: Sketch, story: Sketch) -> Part:
    weights = event.weights
    if not report.told or not story.told:
        return NOTHING
    if same := _same_number(event, report.told, story.told):
        telling = same >= TELLING or not event.once  # three here and three there: exchanges often have so few
        return weights.numbers if telling else weights.numbers / 2, f"same number: {same}"
    least = TELLING if event.once else 0
    told = {count.value for count in report.told if count.value >= least}
    common = told & story.numbers or (told & _sums(story.numbers) if event.once else set())
    if common:
        return weights.numbers / 3, f"numbers in common: {_names(common)}"
    if is_part(event, report, story):
        return NOTHING  # what is carried out in parts has a number for each
    if _total(event, report, story):
        return weights.numbers / 3, f"a part of the number agreed: {spread(story.told)}"
    if any(_admits(one, other) for one in report.told for other in story.told):
        return NOTHING
    apart = abs((report.day - story.day).days)
    mentioned = {count.value for count in story.told} & report.numbers
    if not apart and (event.once or mentioned or _of_different_sides(report.told, story.told)):
        return NOTHING  # two sides exchange once a day at most: what differs are the ways of counting
    few = event.once and min(c.value for c in (*report.told, *story.told)) < TELLING
    if (few and not _one_side_differs(report.told, story.told)) or _of_different_sides(report.told, story.told):
        return NOTHING  # a few may be some of the others
    factor = 1.0 if apart <= 2 else 1.7 if apart <= 7 else 2.7
    if _still_open(event, report, story) or _day_is_open(report, story):
        factor *= LOOSE
    return weights.numbers_against * factor, f"numbers differ: {spread(report.told)} and {spread(story.told)}"


def _day_is_open(report: Sketch, story: Sketch) -> bool:
    """Does a report come out within a day of the others, not say when it happened, and not tell its number in the title?"""
    hours = abs((report.reported - story.reported).total_seconds()) / 3600
    titled = any(str(count.value) in report.marks for count in report.told)
    return hours <= DAY_AND_A_HALF and not titled and not (report.stated and story.stated)


def _total(event: Event, report: Sketch, story: Sketch) -> bool:
    """Does the report name the number that was agreed, beside a smaller one that is done?"""
    if (
        report.status not in event.once
        or event.rank(story.status) < event.rank(event.settled)
        or story.status in event.once
    ):
        return False
    least = max(count.value for count in report.told)
    return any(count.value >= max(TELLING, least) and count.value in report.numbers for count in story.told)


def _admits(one: Count, other: Count) -> bool:
    """Is one a lower bound of the other that is not too far off?"""
    low, high = sorted((one, other), key=lambda count: count.value)
    return low.bound in ("at_least", "more_than") and high.value <= FAR * low.value


def is_part(event: Event, report: Sketch, story: Sketch) -> bool:
    """Is it a further part ("the second day of the exchange") of what the story tells of?"""
    if report.status not in event.once or not telling(report.marks).part:
        return False
    settled = event.rank(event.settled) == event.rank(story.status)
    both = settled or telling(story.marks).part
    return (report.reported - story.reported).days <= (PARTS if both else PARTS / 2)


def _sums(numbers: frozenset[int]) -> set[int]:
    return {one + other for one, other in combinations(numbers, 2)}


def _same_number(event: Event, ours: Sequence[Count], theirs: Sequence[Count]) -> int:
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


def _one_side_differs(ours: Sequence[Count], theirs: Sequence[Count]) -> bool:
    """Do both count the people of one side, and differently?"""
    return any(one.side and one.side == other.side and not agrees(one, other) for one in ours for other in theirs)


def _of_different_sides(ours: Sequence[Count], theirs: Sequence[Count]) -> bool:
    mine, other = {count.side for count in ours}, {count.side for count in theirs}
    return "" not in mine | other and not mine & other


def _places(event: Event, report: Sketch, story: Sketch) -> Part:
    if not report.places or not story.places:
        return NOTHING
    for ours in report.places:
        for theirs in story.places:
            if near(ours, theirs):
                return event.weights.place, f"same place: {theirs.name}"
    return event.weights.place_against, f"places differ: {report.places[0].name} and {story.places[0].name}"


def near(one: Place, other: Place) -> bool:
    """The same place, or one that lies by it; a country holds all its places."""
    if one.id == other.id or one.name == other.name:
        return True
    if not (one.lat or one.lon) or not (other.lat or other.lon):
        return bool(one.country) and one.country == other.country
    return distance_km(one, other) <= SAME_PLACE_KM


def distance_km(one: Place, other: Place) -> float:
    """Along the great circle."""
    south, north = radians(one.lat), radians(other.lat)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def _days(event: Event, report: Sketch, story: Sketch) -> Part:
    """Both stated: the days must agree. Else the report must come out near the story's other reports."""
    apart = abs((report.day - story.day).days)
    if _carried_out(event, report, story):
        return _closeness(event, apart / OPEN), f"{report.status} {apart} days later"
    if is_part(event, report, story):
        return _closeness(event, 0 if apart <= PARTS else apart / OPEN), f"a further part, {apart} days later"
    if report.status in event.after:
        known = report.core == story.core and _shares_name(report, story)
        return _closeness(event, 1 if known and apart <= YEAR else apart / OPEN), f"{report.status} {apart} days later"
    if not event.once and apart > 1 and _same_captives(event, report, story):
        return _closeness(event, apart / OPEN), f"the same number {apart} days later"
    if report.stated and story.stated:
        words = "same day" if not apart else f"{apart} {'day' if apart == 1 else 'days'} apart"
        if apart and _told_at_once(event, report, story):
            return 2.0, "reported at once with the same number"
        if report.status in event.once and story.status in event.once:
            return 2.0 - ONCE * apart, words
        return _closeness(event, apart), words
    gap = min(apart, abs((report.reported - story.reported).days))
    return _closeness(event, gap), "reported on the same day" if not gap else f"reported {gap} days apart"


def _same_captives(event: Event, report: Sketch, story: Sketch) -> bool:
    """Do both tell of one number, large enough to know the event by or of the very same sides? Captives stay captives."""
    same = report.told and story.told and _same_number(event, report.told, story.told)
    return _known_number(report, story) or (bool(same) and report.core == story.core and len(report.core) > 1)


def _told_at_once(event: Event, report: Sketch, story: Sketch) -> bool:
    """Reports of the same hours with the same number: a day that differs was misread in one of them."""
    hours = abs((report.reported - story.reported).total_seconds()) / 3600
    return hours <= AT_ONCE and bool(report.told and story.told and _same_number(event, report.told, story.told))


def _still_open(event: Event, report: Sketch, story: Sketch) -> bool:
    """Is it only talked of, on both sides? Then numbers and days are loose: nothing has happened yet."""
    settled = event.rank(event.settled)
    return 0 < event.rank(report.status) < settled and 0 < event.rank(story.status) < settled


def _carried_out(event: Event, report: Sketch, story: Sketch) -> bool:
    """Is it what was agreed, with its number, now done? That may be weeks later."""
    done = report.status in event.once and 0 < event.rank(story.status) < event.rank(report.status)
    same_sides = report.core <= story.named or story.core <= report.named
    if not done or not same_sides:
        return False
    if report.told and story.told:
        return bool(_same_number(event, report.told, story.told)) or _total(event, report, story)
    return event.rank(story.status) >= event.rank(event.settled)


def _closeness(event: Event, days: float) -> float:
    """Points for nearness in time: 2 on the day, none at half the reach, ever fewer beyond."""
    reach = event.weights.reach
    if days <= 1:
        return 2.0
    if days <= reach / 2:
        return 2.0 * (1 - 2 * days / reach) + 0.5
    return -(days - reach / 2) * STEEP / reach


def _course(event: Event, report: Sketch, story: Sketch) -> Part:
    """Does the report's status follow on the story's, or tell it again?"""
    now, before = event.rank(report.status), event.rank(story.status)
    if report.status == story.status:
        return 1.0, f"same status: {story.status}"
    behind = (0 < now < before and not is_part(event, report, story)) or report.status in event.denials
    if story.status in event.once and behind and (report.day - story.day).days > 2:
        return event.weights.reopened, f"{report.status} after it was {story.status}"
    return NOTHING


def _one_more(event: Event, report: Sketch, story: Sketch, ours: int, theirs: int) -> Part:
    """The fifth exchange is not the fourth, and "another one" of a later day is not the one before."""
    if event.once and (report.status != story.status or report.status not in event.once):
        return NOTHING  # another round of talks is no other event
    if is_part(event, report, story):
        return NOTHING  # the second day of an exchange is no second exchange
    if not ours or (not event.once and ours < 2):
        return NOTHING  # "more soldiers captured" may be the same capture grown; a second one is another
    if ours > 0 and theirs > 0:
        return (
            (WHICH, f"both the number {ours} of its kind") if ours == theirs else (NOT_THAT, "another one of its kind")
        )
    if theirs in (0, 1) and ours != 1 and report.day > story.day:
        sure = report.stated or ours > 0
        return NOT_THAT if sure else ONE_MORE, "tells of one more, on a later day"
    return NOTHING


def _shared_names(report: Sketch, story: Sketch, common: frozenset[str]) -> Part:
    if not common or (report.told and story.told):
        return NOTHING
    return min(MOST_NAMED, NAMED * len(common)), f"names in common: {len(common)}"


def _words(event: Event, ours: Telling, theirs: Telling) -> Part:
    share = wording.likeness(ours.words, theirs.words)
    if share <= WORDING_FLOOR:
        return NOTHING
    return event.weights.wording * (share - WORDING_FLOOR), f"similar wording ({share:.0%})"


def _names(codes: Iterable[object]) -> str:
    return ", ".join(sorted(str(code) for code in codes))

"""Do two reports tell of one event? Points for each fact that agrees, against each that contradicts, with the words for it.

Missing facts are compatible: they give no points. Some contradictions are final (`REFUSED`): no other fact outweighs them.
"""

from __future__ import annotations

from msgspec import Struct

from frontwire.stories import wording
from frontwire.stories.counting import weigh_numbers
from frontwire.stories.event import Event
from frontwire.stories.phase import NOTHING, Part, is_rare
from frontwire.stories.places import near, weigh_places
from frontwire.stories.sides import REFUSED, weigh_sides
from frontwire.stories.sketch import Sketch, Telling, telling
from frontwire.stories.timing import WHICH, weigh_course, weigh_days, weigh_kind

JOINS = 2.5
"""Points from which on a report joins a story."""
WORDING_FLOOR = 0.2
"""The share of words that any two titles of a topic have in common."""
NAMED, MOST_NAMED = 1.0, 2.5
"""Points for a name in common, and at most; numbers, where both tell them, say more than names."""
WEEKS = 14
"""Days from which on names tell whether an event that is rare is told again."""
MOST_LEFT = WHICH + MOST_NAMED
"""What the dearer comparisons can still bring, besides place and wording: without hope they are not made."""


class Likeness(Struct, frozen=True):
    """The sum of the points, the facts that agree and those that contradict, in plain words."""

    points: float
    agree: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def joins(self) -> bool:
        return self.points >= JOINS


def compare(event: Event, report: Sketch, story: Sketch) -> Likeness:
    """Weigh a report against a story of the same topic."""
    parts = [weigh_sides(event, report, story)]
    if parts[0][0] <= REFUSED:
        return Likeness(REFUSED, (), (parts[0][1],))
    if parts[0][0] > 0 and is_rare(event, report, story) and not _of_other_people(report, story):
        parts.append((event.weights.rare, "such events are rare between them"))
    parts += [weigh_numbers(event, report, story), weigh_days(event, report, story), weigh_course(event, report, story)]
    if sum(points for points, _ in parts) + event.weights.place + event.weights.wording + MOST_LEFT >= JOINS:
        ours, theirs = telling(report.marks), telling(story.marks)
        parts += [
            weigh_places(event, report, story),
            weigh_kind(event, report, story, ours.which, theirs.which),
            _words(event, ours, theirs),
            _shared_names(report, story, ours.names & theirs.names),
        ]
    return Likeness(
        points=sum(points for points, _ in parts),
        agree=tuple(words for points, words in parts if words and points > 0),
        against=tuple(words for points, words in parts if words and points < 0),
    )


def _of_other_people(report: Sketch, story: Sketch) -> bool:
    """Weeks later and elsewhere, do both name people, and none in common?"""
    if (report.reported - story.reported).days <= WEEKS or any(near(a, b) for a in report.places for b in story.places):
        return False
    ours, theirs = telling(report.marks).names, telling(story.marks).names
    return len(ours) > 1 and len(theirs) > 1 and not ours & theirs


def _shared_names(report: Sketch, story: Sketch, common: frozenset[str]) -> Part:
    if not common or (report.told and story.told):
        return NOTHING
    return min(MOST_NAMED, NAMED * len(common)), f"names in common: {len(common)}"


def _words(event: Event, ours: Telling, theirs: Telling) -> Part:
    share = wording.likeness(ours.words, theirs.words)
    if share <= WORDING_FLOOR:
        return NOTHING
    return event.weights.wording * (share - WORDING_FLOOR), f"similar wording ({share:.0%})"

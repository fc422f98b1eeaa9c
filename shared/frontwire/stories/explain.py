"""Why a match belongs to a story, or does not: every fact weighed, in plain words."""

from __future__ import annotations

from msgspec import Struct

from frontwire.models import Match, Story
from frontwire.stories import sketch
from frontwire.stories.compare import JOINS, compare
from frontwire.stories.event import event_of
from frontwire.stories.reading import read


class Explanation(Struct, frozen=True):
    """`points` against the `needed` ones; the facts that agree, and those that contradict."""

    joins: bool
    points: float
    needed: float
    agree: tuple[str, ...]
    against: tuple[str, ...]


def explain(story: Story, match: Match) -> Explanation:
    """Weigh a match against a story as `decide` does."""
    likeness = compare(event_of(match.topic), sketch.of_match(read(match)), sketch.of_story(story))
    return Explanation(likeness.joins, round(likeness.points, 2), JOINS, likeness.agree, likeness.against)

"""The facts of a story, as its reports fill them in."""

from __future__ import annotations

from msgspec.structs import replace

from frontwire.models import Facts, Match, Side
from frontwire.stories.changes import Joining
from frontwire.stories.event import SPEAKERS, event_of
from frontwire.stories.sketch import Sketch


def founding(match: Match, report: Sketch) -> Facts:
    """The facts of a story that a match begins: of its numbers, those told of the event; seats of government are no place of it."""
    places = report.places or match.facts.places
    return settled(match.topic, match.status, replace(match.facts, counts=report.told, places=places))


def settled(topic: str, status: str, facts: Facts) -> Facts:
    """What is carried out between two parties has no giver and no taker: both give, and people of both are freed."""
    event, parties = event_of(topic), facts.codes("parties")
    if status not in event.once or len(parties) < 2:
        return facts
    lone = {role for role in ("by", "to", "held_by") if set(facts.codes(role)) <= set(parties)}
    if len(facts.codes("of")) == 1 and facts.codes("of")[0] in parties:
        lone.add("of")
    return replace(facts, sides=tuple(side for side in facts.sides if side.role not in lone))


def merged(joining: Joining, *, renew: bool = False) -> Facts:
    """The story's facts with those of the report: what was missing is filled in, what was told stays.

    With `renew` the report's numbers take the place of the story's, as after a change of status or number.
    """
    before, match, report = joining.story.facts, joining.match, joining.report
    keep_numbers = before.counts and not (renew and report.told)
    return Facts(
        sides=(*before.sides, *_added(before, match.facts)),
        counts=before.counts if keep_numbers else report.told,
        places=before.places or report.places or match.facts.places,
        when=before.when or match.facts.when,
    )


def _added(before: Facts, report: Facts) -> tuple[Side, ...]:
    """Sides of roles that the story did not know, and new voices; an echo does not add parties to an event."""
    known = {side.role for side in before.sides}
    voices = {(side.role, side.code) for side in before.sides if side.role in SPEAKERS}
    return tuple(
        side
        for side in report.sides
        if side.role not in known or (side.role in SPEAKERS and (side.role, side.code) not in voices)
    )

"""Do the places of a report and a story agree?"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from frontwire.models import Place
from frontwire.stories.event import Event
from frontwire.stories.phase import NOTHING, Part
from frontwire.stories.sketch import Sketch, telling

SAME_PLACE_KM = 130.0
NAMED = 2
"""Names in common by which people are known again wherever they are told of."""
EARTH_KM = 6371.0


def weigh_places(event: Event, report: Sketch, story: Sketch) -> Part:
    if not report.places or not story.places:
        return NOTHING
    for ours in report.places:
        for theirs in story.places:
            if near(ours, theirs):
                return event.weights.place, f"same place: {theirs.name}"
    known = (
        len(telling(report.marks).names & telling(story.marks).names) >= NAMED
    )  # people are told where they come from too
    against = event.weights.place_against / 2 if known else event.weights.place_against
    return against, f"places differ: {report.places[0].name} and {story.places[0].name}"


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

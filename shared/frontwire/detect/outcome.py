"""Facts that every kind of event has: sentences that matter, places, the day, who says so."""

from __future__ import annotations

from dataclasses import dataclass, field

from frontwire.detect import dates
from frontwire.detect import places as gazetteer
from frontwire.detect.findings import Findings, Fired, Named
from frontwire.detect.reading import Hit
from frontwire.models import Facts, Place, Side, When

SAYING = 5
"""Words between a name and the verb of saying that belongs to it."""


@dataclass(slots=True)
class Outcome:
    """What a reader made of the frames: those it keeps, the facts, and what it held back, with the guard's name."""

    kept: list[Fired]
    facts: Facts = field(default_factory=Facts)
    held: list[tuple[Fired, str]] = field(default_factory=list)


def sentences(findings: Findings, fired: list[Fired]) -> list[Hit]:
    """The words of each sentence that fired, each once; a frame over the whole text counts with its own sentence."""
    reading = findings.reading
    return list(dict.fromkeys(reading.bounds[reading.sentence_of(one.hit)] for one in fired))


def places(findings: Findings, fired: list[Fired]) -> tuple[Place, ...]:
    """Places of the gazetteer named in the sentences that fired."""
    reading = findings.reading
    found: dict[str, Place] = {}
    ranges = [
        (reading.sentences[reading.sentence_of(one.hit)].start, reading.sentences[reading.sentence_of(one.hit)].end)
        for one in fired
    ]
    for place in gazetteer.find(reading.text):
        if place.span and any(start <= place.span.start < end for start, end in ranges):
            found.setdefault(place.id, place)
    return tuple(found.values())


def when(findings: Findings, fired: list[Fired]) -> When | None:
    """The first day named in a sentence that fired."""
    reading = findings.reading
    days = dates.resolve(reading.text, findings.language, findings.published)
    for one in sorted(fired, key=lambda one: one.hit):
        sentence = reading.sentences[reading.sentence_of(one.hit)]
        for day in days:
            if day.span and sentence.start <= day.span.start < sentence.end:
                return day
    return None


def side(findings: Findings, role: str, named: Named) -> Side:
    return Side(role, named.code, findings.span(named.start, named.end))


def speakers(findings: Findings, bounds: list[Hit]) -> list[Side]:
    """Who says, denies or confirms: the name closest before the verb, or right behind it."""
    found: dict[tuple[str, str], Side] = {}
    for bound in bounds:
        named = findings.named_in(bound)
        for role, concept in (("denies", "deny"), ("confirms", "confirm"), ("says", "say")):
            for verb in findings.where(concept, bound):
                before = [one for one in named if 0 <= verb[0] - one.hit[1] <= SAYING]
                after = [one for one in named if 0 <= one.hit[0] - verb[1] <= 2]
                for one in before[-1:] or after[:1]:
                    found.setdefault((role, one.code), side(findings, role, one))
    return list(found.values())


def facts_of_sentences(findings: Findings, fired: list[Fired], found: tuple[Place, ...], day: When | None) -> Facts:
    """The sides named where a topic without roles fired, each once."""
    bounds = sentences(findings, fired)
    named: dict[str, Side] = {}
    for bound in bounds:
        for one in findings.named_in(bound):
            named.setdefault(one.code, side(findings, "parties", one))
    return Facts(sides=(*named.values(), *speakers(findings, bounds)), places=found, when=day)

"""Facts that every kind of event has: sentences that matter, places, the day."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct, field

from frontwire.detect import dates
from frontwire.detect.findings import Findings, Fired, Named
from frontwire.detect.reading import Hit
from frontwire.detect.speakers import speakers
from frontwire.late import late
from frontwire.models import Facts, Place, Side, Span, When

DATELINE = 40
"""Characters of a paragraph in which a dateline has its date."""
DATELINE_END = late(r"[^\n.–—―-]{0,30}?[)\s](?:–|—|―|--|-)\s")
RECENT = 7
"""Days between an event and a report that is about it, not only recalling it."""


class Outcome(Struct):
    """What a reader made of the frames: those it keeps, the facts, and what it held back, with the guard's name."""

    kept: list[Fired]
    facts: Facts = field(default_factory=Facts)
    held: list[tuple[Fired, str]] = field(default_factory=list)


def sentences(findings: Findings, fired: list[Fired]) -> list[Hit]:
    """The words of each sentence that fired, each once; a frame over the whole text counts with its own sentence."""
    reading = findings.reading
    return list(dict.fromkeys(reading.bounds[reading.sentence_of(one.hit)] for one in fired))


def places(findings: Findings, fired: list[Fired]) -> tuple[Place, ...]:
    """Places of the gazetteer named in the sentences that fired; a capital that stands for its government is none."""
    reading = findings.reading
    found: dict[str, Place] = {}
    homes = [reading.sentences[reading.sentence_of(one.hit)] for one in fired]
    governments = {one.start for one in findings.named if one.form == "capital"}
    for place in findings.places:
        if place.span is None or not any(home.start <= place.span.start < home.end for home in homes):
            continue
        if place.span.start not in governments or _stands_for_a_place(reading.text, place.span):
            found.setdefault(place.id, place)
    return tuple(found.values())


_TO_A_PLACE = late(
    r"\b(?:in|at|near|to|from|outside|around|of|у|в|під|біля|до|з|із|к|из|под|возле|около|на) $", re.IGNORECASE
)


def _stands_for_a_place(text: str, span: Span) -> bool:
    """Whether the words lead to a place ("in Kyiv", 키이우에서)."""
    return (
        _TO_A_PLACE.search(text, max(0, span.start - 9), span.start) is not None
        or text[span.end : span.end + 1] == "에"
    )


def when(findings: Findings, fired: list[Fired]) -> When | None:
    """The day named in the sentences that fired; of several, the one nearest to the publication.

    A report tells of what is new: days further back are those of earlier events, unless the first sentence that fired
    names them. A dateline names no event's day.
    """
    reading = findings.reading
    numbers = sorted({reading.sentence_of(one.hit) for one in fired})
    bounds = [(reading.sentences[number].start, reading.sentences[number].end) for number in numbers]
    named = [
        day
        for day in dates.resolve(reading.text, findings.language, findings.published)
        if day.span
        and any(start <= day.span.start < end for start, end in bounds)
        and not _in_dateline(reading.text, day.span)
    ]
    published = findings.published.date() if findings.published else None
    if published is None:
        return named[0] if named else None

    def off(day: When) -> int:
        return abs((published - date.fromisoformat(day.date)).days)

    told_first = [day for day in named if day.span and bounds[0][0] <= day.span.start < bounds[0][1]]
    return min([day for day in named if off(day) <= RECENT] or told_first, key=off, default=None)


def _in_dateline(text: str, span: Span) -> bool:
    """KYIV, Jan 16 (Agency) - ...: a date near the start of its paragraph with a dash soon behind it."""
    start = text.rfind("\n", 0, span.start) + 1
    return span.start - start <= DATELINE and bool(DATELINE_END.match(text, span.end))


def side(findings: Findings, role: str, named: Named) -> Side:
    return Side(role, named.code, findings.span(named.start, named.end))


def facts_of_sentences(findings: Findings, fired: list[Fired], found: tuple[Place, ...], day: When | None) -> Facts:
    """The sides named where a topic without roles fired, each once."""
    bounds = sentences(findings, fired)
    named: dict[str, Side] = {}
    for bound in bounds:
        for one in findings.named_in(bound):
            named.setdefault(one.code, side(findings, "parties", one))
    return Facts(sides=(*named.values(), *speakers(findings, bounds)), places=found, when=day)

"""Facts that every kind of event has: sentences that matter, places, the day, who says so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from frontwire.detect import dates, korean
from frontwire.detect.findings import Findings, Fired, Named
from frontwire.detect.reading import Hit
from frontwire.models import Facts, Place, Side, Span, When

DATELINE = 40
"""Characters of a paragraph in which a dateline has its date."""
DATELINE_END = re.compile(r"[^\n.–—―-]{0,30}?[)\s](?:–|—|―|--|-)\s")
RECENT = 7
"""Days between an event and a report that is about it, not only recalling it."""
SAYING = 6
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


_TO_A_PLACE = re.compile(
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


def speakers(findings: Findings, bounds: list[Hit]) -> list[Side]:
    """Who says, denies or confirms."""
    found: dict[tuple[str, str], Side] = {}
    for bound in bounds:
        named = findings.named_in(bound)
        for role, concept in (("denies", "deny"), ("confirms", "attest"), ("says", "say")):
            for verb in findings.where(concept, bound):
                if role == "confirms" and not _is_firm(findings, verb):
                    continue
                for one in _speaker(findings, named, verb):
                    found.setdefault((role, one.code), side(findings, role, one))
    return list(found.values())


def _speaker(findings: Findings, named: list[Named], verb: Hit) -> list[Named]:
    """The name closest before a verb of saying, or right behind it; in Korean, whose verbs stand last, its subject."""
    text = findings.reading.text
    sides = [one for one in named if not _is_of_people_told_of(findings, one)]
    if findings.language == "ko":
        return korean.speaker(text, sides, findings.reading.chars(verb)[0])
    subjects = [one for one in sides if _is_government(text, one) or not _is_behind_a_preposition(text, one)]
    before = [one for one in subjects if 0 <= verb[0] - one.hit[1] <= SAYING]
    end = findings.reading.chars(verb)[1]
    if by := _BY.match(text, end):
        return [one for one in sides if one.start == by.end()][:1]  # "was confirmed by Seoul"
    after = [one for one in sides if 0 <= one.hit[0] - verb[1] <= 2 and not _CLAUSE.search(text, end, one.start)]
    return before[-1:] or after[:1]


def _is_government(text: str, one: Named) -> bool:
    """В Сеуле подтвердили, у Києві заявили: the people in a capital speak for their state; in English they only stand there."""
    return one.form == "capital" and bool(_IN_CYRILLIC.search(text, max(0, one.start - 4), one.start))


def _is_behind_a_preposition(text: str, one: Named) -> bool:
    return bool(_BEHIND_A_PREPOSITION.search(text, max(0, one.start - 12), one.start))


_BY = re.compile(r" by (?:the )?")
_IN_CYRILLIC = re.compile(r"(?<!\w)(?:в|у|во) $", re.IGNORECASE)
_CLAUSE = re.compile(r"[,:;]|\b(?:that|what|how|що|что)\b")
"""South Korea's agency confirmed that Ukraine ...: what follows is told of, and does not speak."""


def _is_firm(findings: Findings, verb: Hit) -> bool:
    """Does somebody vouch for it: not "has yet to confirm", "it was confirmed", "if confirmed", 확인한 바 없다?"""
    text = findings.reading.text
    start, end = findings.reading.chars(verb)
    before = text[max(0, start - 40) : start]
    if _HEDGED.search(before) or _NOTHING_KNOWN.match(text, end):
        return False
    return not _NO_VERB.search(before) or bool(_BY.match(text, end))


_HEDGED = re.compile(
    r"\b(?:not|never|neither|nor|cannot|could|would|may|might|must|should|yet|when|until|unless|if|nobody|\w+n[’']t|не|ні|ни)"
    r"(?: [^\W\d]{1,12}){0,2} $",
    re.IGNORECASE,
)
_NO_VERB = re.compile(r"\b(?:to|is|are|was|were|be|been|being|as|a|the|no) (?:\w+ly )?$", re.IGNORECASE)
"""The report was confirmed, a confirmed death: nobody says so there, unless "by" follows."""
_NOTHING_KNOWN = re.compile(r"\w{0,2}\s?(?:바|적|사실)\w?\s?없|는지|지 ")


_BEHIND_A_PREPOSITION = re.compile(
    r"\b(?:in|inside|of|by|from|to|with|against|near|for|у|в|від|з|із|до|проти|с|из|от|к|против|на|для) $",
    re.IGNORECASE,
)
"""In Russia's Kursk region, the president said: the place of something, not who says it."""


def _is_of_people_told_of(findings: Findings, one: Named) -> bool:
    """The captured North Korean soldiers said, two North Korean soldiers, ...: people of a side, who do not speak for it;
    its military does."""
    counted = any(0 <= one.hit[0] - figure.hit[1] <= 1 for figure in findings.figures)
    concepts = ("captive", "fighter") if counted or findings.language == "en" else ("captive",)
    people = (hit for concept in concepts for hit in findings.where(concept) if 0 <= hit[0] - one.hit[1] <= 1)
    return any(findings.reading.forms[hit[1] : hit[1] + 1] not in _SERVICES for hit in people)


_SERVICES = (["agency"], ["agencies"], ["service"], ["services"], ["chief"])
"""Its spy agency, its prison service: they speak for it."""


def facts_of_sentences(findings: Findings, fired: list[Fired], found: tuple[Place, ...], day: When | None) -> Facts:
    """The sides named where a topic without roles fired, each once."""
    bounds = sentences(findings, fired)
    named: dict[str, Side] = {}
    for bound in bounds:
        for one in findings.named_in(bound):
            named.setdefault(one.code, side(findings, "parties", one))
    return Facts(sides=(*named.values(), *speakers(findings, bounds)), places=found, when=day)

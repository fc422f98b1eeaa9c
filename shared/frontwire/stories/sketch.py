"""What a match, and what a story, tells of its event, in one comparable form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from msgspec import Struct
from msgspec.structs import replace

from frontwire.models import Count, Facts, Match, Place, Story
from frontwire.stories import wording
from frontwire.stories.event import SPEAKERS, Event, event_of
from frontwire.stories.reading import in_lead, in_opening
from frontwire.stories.voices import is_voice

NEAR, RECALLED = 45, 300
"""Days: a stated day counts when it lies this near the report, or this far back."""
BY_THE_WAY = ("mediator", "fights_for", "confirms")
TELLING = 10
"""A number from which on it tells an event from others."""
_NUMBER = re.compile(r"(?<![\d.,])\d{1,6}(?![\d.,]\d)")

KIN = {
    "DPR": "RU",
    "LPR": "RU",
    "WAGNER": "RU",
    "PS": "HAMAS",
    "GAZA": "HAMAS",
    "ARTSAKH": "AM",
    "STC": "YE",
    "PUNTLAND": "SO",
}
"""Codes that reports use for one another when they name who holds or gives captives."""


class Sketch(Struct, frozen=True):
    """The facts by which an event is known again.

    `core` are the sides that identify the event, `order` the same in the order of the text, `named` the same with those
    by the way (who mediates, who confirms and whom captives fight for is easily misread), `served` whom they fought for. `told` are the numbers told of the event
    itself, `numbers` all that are mentioned. `day` is the day of the event, `stated` when an article says it;
    `reported` is when the (latest) article came out. `marks` is the wording as a story keeps it (see `telling`).
    """

    status: str
    order: tuple[str, ...]
    core: frozenset[str]
    named: frozenset[str]
    served: frozenset[str]
    roles: dict[str, dict[str, None]]
    speakers: frozenset[str]
    told: tuple[Count, ...]
    numbers: frozenset[int]
    places: tuple[Place, ...]
    day: date
    stated: bool
    reported: datetime
    marks: tuple[str, ...]


class Telling(Struct, frozen=True):
    """The telling words of titles, the names of the evidence, and which of a kind the event is (0 when unsaid)."""

    words: frozenset[str]
    names: frozenset[str]
    which: int
    part: bool
    resumed: bool


NAME, WHICH, PART, RESUMED = "@", "+", "=", ">"
"""How a story's wording marks a name, which of a kind its event is, that it is told in parts, and goes on after a delay."""


def telling(marks: tuple[str, ...]) -> Telling:
    """A wording read back from its marks."""
    return Telling(
        words=frozenset(mark for mark in marks if mark[0] not in NAME + WHICH + PART + RESUMED),
        names=frozenset(mark[1:] for mark in marks if mark[0] == NAME),
        which=next((int(mark[1:]) for mark in marks if mark[0] == WHICH), 0),
        part=PART in marks,
        resumed=RESUMED in marks,
    )


def of_match(match: Match) -> Sketch:
    event = event_of(match.topic)
    reported = reported_at(match)
    day = stated_day(match.facts, reported)
    roles = _roles(event, match.facts)
    told = told_counts(match)
    return Sketch(
        status=match.status,
        order=_order(roles),
        core=frozenset().union(*roles.values()),
        named=_named(match.facts, roles),
        served=frozenset(match.facts.codes("fights_for")),
        roles=roles,
        speakers=frozenset(match.facts.codes("says")),
        told=told,
        numbers=frozenset(count.value for count in _counted(match)),
        places=telling_places(match.facts),
        day=day or reported.date(),
        stated=day is not None,
        reported=reported,
        marks=_marks(match),
    )


def of_story(story: Story) -> Sketch:
    event = event_of(story.topic)
    roles = _roles(event, story.facts)
    return Sketch(
        status=story.status,
        order=_order(roles),
        core=frozenset().union(*roles.values()),
        named=_named(story.facts, roles),
        served=frozenset(story.facts.codes("fights_for")),
        roles=roles,
        speakers=frozenset(side.code for side in story.facts.sides if side.role == "says"),
        told=story.facts.captives(),
        numbers=frozenset(story.numbers),
        places=telling_places(story.facts),
        day=_date(story.day) or story.first_at.date(),
        stated=story.day_stated,
        reported=story.reported_at or story.last_at,
        marks=story.wording,
    )


def _marks(match: Match) -> tuple[str, ...]:
    language = match.article.language
    sentences = [span.text for span in match.evidence if in_lead(match, span)]
    # "More" is said of the event in a title; in a sentence it may be of anything.
    which = wording.which(match.article.title) or next((n for n in map(wording.which, sentences) if n > 0), 0)
    told = (match.article.title, *sentences)
    part = [
        *([PART] if any(map(wording.in_parts, told)) else []),
        *([RESUMED] if any(map(wording.resumes, told)) else []),
    ]
    names = (f"{NAME}{name}" for text in _naming(match, sentences) for name in wording.names(text, language))
    marks = (*([f"{WHICH}{which}"] if which else []), *part, *wording.telling(match.article.title), *names)
    return tuple(dict.fromkeys(marks))


def _naming(match: Match, sentences: list[str]) -> list[str]:
    """The texts whose capitals mean names: a title in Title Case has none to go by."""
    title = match.article.title
    words = [word for word in title.split() if word[0].isalpha()]
    capital = match.article.language == "en" and sum(word[0].isupper() for word in words) > len(words) / 2
    return sentences if capital or title in sentences else [*sentences, f". {title}"]


def reported_at(match: Match) -> datetime:
    """When the article came out; when it was fetched, if it does not say. Always aware, in UTC."""
    article = match.article
    at = article.published or article.fetched_at
    if at is None:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def stated_day(facts: Facts, reported: datetime) -> date | None:
    """The day of the event, where the article says it to the day.

    A day some months off is more often a date read wrong than news; one of years ago is another event recalled.
    """
    when = facts.when
    day = _date(when.date) if when and when.precision == "day" else None
    if day is None:
        return None
    off = (reported.date() - day).days
    return day if -NEAR <= off <= NEAR or off > RECALLED else None


def told_counts(match: Match) -> tuple[Count, ...]:
    """The number told of the event itself, and that of the other side where the two differ.

    The title's numbers come first, whether they were read there or stand there as digits; then those of the best
    sentence, then those of the lead; what an article mentions further down is another event's.
    """
    captives = sorted(_counted(match), key=_start)
    title = match.article.title
    digits = {int(number) for number in _NUMBER.findall(title)}
    in_title = [count for count in captives if count.value in digits or (count.span and count.span.start < len(title))]
    in_evidence = [count for count in captives if _in_best(match, count)]
    told = _both_sides(in_title or in_evidence or captives)
    return _halves(told, captives, match.facts.codes("parties")) or told


def _counted(match: Match) -> list[Count]:
    """The captives that title and first paragraph count; if none, those of the best sentence of the lead.

    Of a number told twice detection keeps one place, so digits count too."""
    sentences = [match.article.title, *(span.text for span in match.evidence if in_opening(match, span))]
    digits = {int(number) for number in _NUMBER.findall(" ".join(sentences))}
    captives = match.facts.captives()
    opening = [count for count in captives if in_opening(match, count.span) or count.value in digits]
    return opening or [count for count in captives if _in_best(match, count) and in_lead(match, count.span)]


def _in_best(match: Match, count: Count) -> bool:
    return bool(match.evidence) and match.evidence[0].start <= _start(count) < match.evidence[0].end


def _halves(told: Sequence[Count], captives: Sequence[Count], parties: Sequence[str]) -> tuple[Count, ...]:
    """Fifty go home, 25 each: the number of each of two sides, where a total and its half are told; () elsewhere."""
    if len(told) != 1 or len(parties) != 2:
        return ()
    half = next((count for count in captives if 2 * count.value == told[0].value), None)
    return tuple(replace(half, side=code) for code in parties) if half else ()


def _both_sides(counts: Sequence[Count]) -> tuple[Count, ...]:
    """The first number, and the first one that is told of another side."""
    first = counts[:1]
    other = [count for count in counts if count.side and count.side != first[0].side]
    return (*first, *other[:1])


def _start(count: Count) -> int:
    return count.span.start if count.span else 0


def telling_places(facts: Facts) -> tuple[Place, ...]:
    """Places but for seats of government: "Kyiv says" tells nothing of where it happened."""
    return tuple(place for place in facts.places if place.name not in wording.seats())


def _roles(event: Event, facts: Facts) -> dict[str, dict[str, None]]:
    """The sides that the text names and that identify the event, by role, in its order; kin under one code."""
    roles: dict[str, dict[str, None]] = {}
    for side in facts.sides:
        wanted = side.role in event.core if event.core else side.role not in SPEAKERS
        if wanted and side.code and not side.inferred:
            roles.setdefault(side.role, {})[KIN.get(side.code, side.code)] = None
    return _cleared(event, roles)


def _cleared(event: Event, roles: dict[str, dict[str, None]]) -> dict[str, dict[str, None]]:
    """Nobody is on both ends of an event: who is read as both was misread in the first of the roles kept apart."""
    if len(event.apart) == 2 and all(role in roles for role in event.apart):
        first, second = event.apart
        left = {code: None for code in roles[first] if code not in roles[second]}
        return {**roles, first: left} if left else {role: codes for role, codes in roles.items() if role != first}
    return roles


def _named(facts: Facts, roles: dict[str, dict[str, None]]) -> frozenset[str]:
    served = [KIN.get(side.code, side.code) for side in facts.sides if side.role in BY_THE_WAY or side.inferred]
    served = [code for code in served if not is_voice(code)]  # many events have the Red Cross
    return frozenset().union(*roles.values(), served)


def _order(roles: dict[str, dict[str, None]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for codes in roles.values() for code in codes))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def spread(counts: Sequence[Count]) -> str:
    """Numbers as a person writes them: "2", "150 and 10"."""
    return " and ".join(str(count.value) for count in counts)

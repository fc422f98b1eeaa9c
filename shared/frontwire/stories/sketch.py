"""What a match, and what a story, tells of its event, in one comparable form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from frontwire.models import Count, Facts, Match, Place, Story
from frontwire.stories import wording
from frontwire.stories.event import SPEAKERS, Event, event_of

KIN = {"DPR": "RU", "LPR": "RU", "WAGNER": "RU", "PS": "HAMAS", "GAZA": "HAMAS"}
"""Codes that reports use for one another when they name who holds or gives captives."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """The facts by which an event is known again.

    `core` are the sides that identify the event, `order` the same in the order of the text. `told` are the numbers told of the event itself, `numbers` all that are mentioned. `day` is the day of the event,
    `stated` when an article says it; `reported` is when the (latest) article came out.
    """

    status: str
    order: tuple[str, ...]
    core: frozenset[str]
    roles: dict[str, dict[str, None]]
    told: tuple[Count, ...]
    numbers: frozenset[int]
    places: tuple[Place, ...]
    day: date
    stated: bool
    reported: datetime
    words: frozenset[str]


def of_match(match: Match) -> Sketch:
    event = event_of(match.topic)
    reported = reported_at(match)
    day = stated_day(match.facts)
    roles = _roles(event, match.facts)
    told = told_counts(match)
    return Sketch(
        status=match.status,
        order=_order(roles),
        core=frozenset().union(*roles.values()),
        roles=roles,
        told=told,
        numbers=frozenset(count.value for count in match.facts.captives()),
        places=match.facts.places,
        day=day or reported.date(),
        stated=day is not None,
        reported=reported,
        words=frozenset(wording.telling(match.article.title)),
    )


def of_story(story: Story) -> Sketch:
    event = event_of(story.topic)
    roles = _roles(event, story.facts)
    return Sketch(
        status=story.status,
        order=_order(roles),
        core=frozenset().union(*roles.values()),
        roles=roles,
        told=story.facts.captives(),
        numbers=frozenset(story.numbers),
        places=story.facts.places,
        day=_date(story.day) or story.first_at.date(),
        stated=story.day_stated,
        reported=story.reported_at or story.last_at,
        words=frozenset(story.wording),
    )


def reported_at(match: Match) -> datetime:
    """When the article came out; when it was fetched, if it does not say. Always aware, in UTC."""
    article = match.article
    at = article.published or article.fetched_at
    if at is None:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def stated_day(facts: Facts) -> date | None:
    """The day of the event, where the article says it to the day."""
    when = facts.when
    return _date(when.date) if when and when.precision == "day" else None


def told_counts(match: Match) -> tuple[Count, ...]:
    """The numbers told of the event itself: those of the title, else of the best evidence, else the first two."""
    captives = match.facts.captives()
    title_end = len(match.article.title)
    spans = [(0, title_end), *((span.start, span.end) for span in match.evidence[:1])]
    for start, end in spans:
        inside = _distinct(c for c in captives if c.span and start <= c.span.start < end)
        if inside:
            return inside
    return _distinct(sorted(captives, key=lambda c: c.span.start if c.span else 0))[:2]


def _distinct(counts: Iterable[Count]) -> tuple[Count, ...]:
    return tuple({(count.value, count.side): count for count in counts}.values())


def _roles(event: Event, facts: Facts) -> dict[str, dict[str, None]]:
    """The sides that identify the event, by role, in the order of the text; kin under one code."""
    roles: dict[str, dict[str, None]] = {}
    for side in facts.sides:
        wanted = side.role in event.core if event.core else side.role not in SPEAKERS
        if wanted and side.code:
            roles.setdefault(side.role, {})[KIN.get(side.code, side.code)] = None
    return roles


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

"""Matches in few words, for tests of stories: `report("capture", "captor:UA nationality:KP", 2, "Kursk")`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from frontwire.models import ArticleRef, Count, Decision, Facts, Match, Place, Reason, Side, Span, Story, When
from frontwire.stories import decide

TOPICS = {"capture": "foreign_troop_capture", "swap": "prisoner_swap"}
PLACES = {
    "Kursk": Place("kursk", "Kursk", "RU", 51.7, 36.2),
    "Sudzha": Place("sudzha", "Sudzha", "RU", 51.2, 35.3),
    "Donetsk": Place("donetsk", "Donetsk", "UA", 48.0, 37.8),
    "Mariupol": Place("mariupol", "Mariupol", "UA", 47.1, 37.5),
    "Goma": Place("goma", "Goma", "CD", -1.7, 29.2),
    "Uvira": Place("uvira", "Uvira", "CD", -3.4, 29.1),
}
START = datetime(2025, 1, 11, 9, 0, tzinfo=UTC)
_ids = count(1)


def report(
    topic: str,
    sides: str = "",
    numbers: int | Sequence[int] = (),
    place: str = "",
    *,
    status: str = "",
    title: str = "",
    day: str = "",
    hours: float = 0,
    days: float = 0,
    source: str = "",
    language: str = "en",
    reliability: str = "outlet",
    id: str = "",
    backed: bool = True,
) -> Match:
    """A match whose article came out `days` and `hours` after START. A side is `role:CODE`.

    A status that is given has words in the title that back it, unless `backed` is false.
    """
    name = id or f"a{next(_ids)}"
    numbers = (numbers,) if isinstance(numbers, int) else tuple(numbers)
    article = ArticleRef(
        id=f"article-{name}",
        url=f"https://{source or name}.example/{name}",
        title=title or f"Report {name}",
        source=source or name,
        language=language,
        reliability=reliability,
        published=START + timedelta(days=days, hours=hours),
    )
    facts = Facts(
        sides=tuple(_side(*side.split(":"), title) for side in sides.split()),
        counts=tuple(Count(number, span=_span(title, str(number))) for number in numbers),
        places=(PLACES[place],) if place else (),
        when=When(day) if day else None,
    )
    default = "completed" if topic == "swap" else "claimed"
    evidence = (Span(0, len(article.title), article.title),)
    why = (Reason("cue", status, Span(0, 1, "")),) if status and backed else ()
    return Match(f"m-{name}", TOPICS.get(topic, topic), article, status or default, facts, evidence, why=why)


def _side(role: str, code: str, title: str) -> Side:
    return Side(role, code, _span(title, code))


def _span(title: str, words: str) -> Span | None:
    start = title.find(words)
    return Span(start, start + len(words), words) if start >= 0 else None


def told(*matches: Match) -> list[Decision]:
    """What each of the matches does, in their order, every story being a candidate."""
    stories: dict[str, Story] = {}
    decisions = []
    for match in matches:
        decision = decide(match, list(stories.values()), match.article.published or START)
        stories[decision.story.id] = decision.story
        decisions.append(decision)
    return decisions


def kinds(decisions: Sequence[Decision]) -> list[str]:
    """ "new", "update" or "-" for each decision."""
    return [decision.alert.kind if decision.alert else "-" for decision in decisions]

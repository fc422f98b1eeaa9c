"""Feed articles in time order through detection, stories and alert decisions, as the pipeline would, in memory.

A document is a dict with id, url, title, text, lang, date (ISO 8601, a day or a time) and source; only id and text
are needed. `replay` gives the alerts that would be sent, `stories` the story of each document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

from frontwire.detect import Engine
from frontwire.models import Article, ArticleRef, Decision, Match, Stamp
from frontwire.stories import reading
from frontwire.stories.desk import Desk

TOPICS = ("prisoner_swap", "foreign_troop_capture")
"""The topics that are measured; the others that ship have their own tests."""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Step:
    """What one topic made of one document."""

    doc: dict[str, Any]
    match: Match
    decision: Decision


def replay(docs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One dict per alert that would be sent: story, kind, doc, topic, status, headline, reason."""
    return [
        {
            "story": alert.story,
            "kind": alert.kind,
            "doc": step.doc["id"],
            "topic": alert.topic,
            "status": alert.status,
            "headline": alert.headline,
            "reason": alert.reason,
        }
        for step in steps(docs)
        if (alert := step.decision.alert)
    ]


def stories(docs: list[dict[str, Any]]) -> dict[str, str | None]:
    """The story of each document, None without a match. Of two, the one that it began, that its title tells, or the younger."""
    told: dict[str, Step] = {}
    for step in steps(docs):
        name = step.doc["id"]
        if name not in told or _precedence(step) > _precedence(told[name]):
            told[name] = step
    return {doc["id"]: told[doc["id"]].decision.story.id if doc["id"] in told else None for doc in docs}


def steps(docs: Sequence[dict[str, Any]]) -> list[Step]:
    """Every match of every document, the documents in time order, and what it did."""
    desk = Desk()
    return [Step(doc, match, desk.take(match, at)) for at, doc in in_time_order(docs) for match in matches(doc, at)]


def in_time_order(docs: Iterable[dict[str, Any]]) -> list[tuple[datetime, dict[str, Any]]]:
    """Documents with their times; those of one time stay in the order given."""
    return sorted(((_time(doc.get("date") or ""), doc) for doc in docs), key=lambda pair: pair[0])


def matches(doc: dict[str, Any], at: datetime) -> list[Match]:
    title, url, language = doc.get("title") or "", doc.get("url") or "", doc.get("lang") or ""
    dated = at != UNDATED
    published = Stamp(doc.get("date") or "", at, precision="day") if dated else None
    article = Article(url=url, title=title, text=doc.get("text") or "", published=published, language=language)
    ref = ArticleRef(
        id=str(doc["id"]),
        url=url,
        title=title,
        source=doc.get("source") or "",
        language=language,
        published=at if dated else None,
        fetched_at=at,
    )
    found = (verdict.match for verdict in _engine().examine(article, ref))
    return [match for match in found if match and match.topic in TOPICS]


def _precedence(step: Step) -> tuple[bool, bool, bool, datetime]:
    told = step.decision.story.alert_count > 0
    opens = step.decision.alert is not None and step.decision.alert.kind == "new"
    in_title = reading.is_titled(step.match)
    return told, opens, in_title, step.decision.story.first_at


def _time(text: str) -> datetime:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = read(text)
        except ValueError:
            continue
        break
    else:
        return UNDATED
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


@cache
def _engine() -> Engine:
    return Engine.load()

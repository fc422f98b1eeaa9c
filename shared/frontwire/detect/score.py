"""Verdicts in the plain form that an outside scorer reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from frontwire.late import late
from frontwire.models import Article, ArticleRef, Stamp, Verdict

_ISO_DAY = late(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)")
_ISO_TIME = late(r"(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d")
_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%b %d, %Y")


def document(doc: dict[str, str]) -> tuple[Article, ArticleRef]:
    """A labelled text (id, title, text, lang, date) as an article; a date that only has its year means its middle."""
    published = _published(doc.get("date") or "")
    article = Article(
        url="",
        title=doc.get("title") or "",
        text=doc.get("text") or "",
        language=doc.get("lang") or "",
        published=Stamp(doc["date"], published, precision="day") if published else None,
    )
    return article, ArticleRef(
        id=doc.get("id") or "", url="", title=article.title, language=article.language, published=published
    )


def _published(date: str) -> datetime | None:
    if _ISO_TIME.match(date) and (at := _instant(date)):
        return at
    if _ISO_DAY.fullmatch(date):
        return datetime.fromisoformat(date).replace(tzinfo=UTC)
    for form in _DATES if date else ():
        try:
            return datetime.strptime(date, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    year = re.match(r"(?:19|20)\d\d", date)
    return datetime(int(year[0]), 7, 1, tzinfo=UTC) if year else None


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def score_form(verdicts: Iterable[Verdict]) -> dict[str, dict[str, Any]]:
    """{topic: {"alert", "status", "counts", "countries": {role: [code]}, "place"}}, one entry for each verdict."""
    form: dict[str, dict[str, Any]] = {}
    for verdict in verdicts:
        match = verdict.match
        if match is None:
            form[verdict.topic] = {"alert": False}
            continue
        facts = match.facts
        form[verdict.topic] = {
            "alert": True,
            "status": match.status,
            "counts": sorted({count.value for count in facts.captives()}),
            "countries": {role: list(facts.codes(role)) for role in dict.fromkeys(side.role for side in facts.sides)},
            "place": facts.places[0].name if facts.places else "",
        }
    return form

"""`topics backtest`: what a changed topic would have told, and no longer told, of articles that are there already.

Both versions of the topic read the same articles in the same order, through detection and stories: what is compared are
alerts, not matches.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from frontwire.detect import Engine, document
from frontwire.errors import ParseError
from frontwire.models import Alert, Article, ArticleRef
from frontwire.store import Store
from frontwire.stories.desk import Desk

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
Change = Literal["new", "gone", "changed"]
Reports = Iterable[tuple[ArticleRef, Article]]


@dataclass(frozen=True, slots=True)
class Difference:
    """An alert that one version gives and the other does not, or gives with other words. `said` tells what of it differs."""

    change: Change
    day: str
    topic: str
    article: str
    title: str
    url: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Backtest:
    """`present` and `changed` count the alerts of each version by day."""

    articles: int
    present: dict[str, int]
    changed: dict[str, int]
    differences: tuple[Difference, ...]


def in_order(reports: Reports) -> list[tuple[ArticleRef, Article]]:
    """Reports as they came, oldest first."""
    return sorted(reports, key=lambda report: _at(*report))


def compare(ordered: Reports, present: Engine, changed: Engine) -> Backtest:
    """Run two engines over articles in the order of time."""
    before, after = Desk(), Desk()
    articles = 0
    told: list[tuple[dict[str, Alert], dict[str, Alert], ArticleRef, str]] = []
    for ref, article in ordered:
        articles += 1
        at = _at(ref, article)
        old, new = _alerts(present, before, ref, article, at), _alerts(changed, after, ref, article, at)
        if old or new:
            told.append((old, new, ref, f"{at:%Y-%m-%d}" if at != UNDATED else "undated"))
    return Backtest(
        articles=articles,
        present=_by_day((day, len(old)) for old, _, _, day in told),
        changed=_by_day((day, len(new)) for _, new, _, day in told),
        differences=tuple(one for old, new, ref, day in told for one in _differences(old, new, ref, day)),
    )


def from_file(path: Path) -> Iterator[tuple[ArticleRef, Article]]:
    """Articles of JSON lines (also gzipped): text, and where known id, title, url, lang, date, source.

    Raises ParseError with the line that is none.
    """
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _report(line, f"{path}:{number}")


def from_store(store: Store, last: date, days: int) -> Iterator[tuple[ArticleRef, Article]]:
    """Articles that a stack archived on a number of days up to `last`."""
    for back in range(days - 1, -1, -1):
        yield from store.news.archived(last - timedelta(days=back))


def _report(line: str, where: str) -> tuple[ArticleRef, Article]:
    try:
        doc = json.loads(line)
    except ValueError as error:
        raise ParseError(f"not JSON: {error}", subject=where, hint="one JSON object a line") from error
    if not isinstance(doc, dict) or not (doc.get("text") or doc.get("title")):
        raise ParseError("an article needs a text", subject=where, hint='write {"text": "..."}')
    known = {key: str(doc.get(key) or "") for key in ("id", "title", "text", "lang", "date", "url", "source")}
    article, ref = document({**known, "id": known["id"] or where})
    return replace(ref, url=known["url"], source=known["source"], fetched_at=ref.published), article


def _at(ref: ArticleRef, article: Article) -> datetime:
    return ref.fetched_at or ref.published or (article.published.utc if article.published else None) or UNDATED


def _alerts(engine: Engine, desk: Desk, ref: ArticleRef, article: Article, at: datetime) -> dict[str, Alert]:
    """By topic the alert that an article raises."""
    matches = (verdict.match for verdict in engine.examine(article, ref))
    decisions = [desk.take(match, at) for match in matches if match]
    return {decision.alert.topic: decision.alert for decision in decisions if decision.alert}


def _differences(old: dict[str, Alert], new: dict[str, Alert], ref: ArticleRef, day: str) -> Iterator[Difference]:
    for topic in sorted(old.keys() | new.keys()):
        before, after = old.get(topic), new.get(topic)
        said = tuple(_said(before, after))
        if said:
            change: Change = "changed" if before and after else "new" if after else "gone"
            yield Difference(change, day, topic, ref.id, ref.title or _headline(before, after), ref.url, said)


def _said(before: Alert | None, after: Alert | None) -> Iterator[str]:
    """What differs: the words of the alert that only one version gives, else each field that is not the same."""
    one = after or before
    if before is None or after is None:
        if one:
            yield f"{one.kind}, {one.status}: {one.headline}"
        return
    for name, old, new in (
        ("kind", before.kind, after.kind),
        ("status", before.status, after.status),
        ("severity", before.severity, after.severity),
        ("headline", before.headline, after.headline),
    ):
        if old != new:
            yield f"{name}: {old} → {new}"


def _headline(*alerts: Alert | None) -> str:
    return next((alert.headline for alert in alerts if alert), "")


def _by_day(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    days: dict[str, int] = {}
    for day, count in counts:
        days[day] = days.get(day, 0) + count
    return {day: days[day] for day in sorted(days) if days[day]}

"""What an alert says, for every channel alike: its lines in plain, neutral words. The channels only lay them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from frontwire.channels import neutral
from frontwire.channels.message import Links
from frontwire.models import Alert, ArticleRef, Count, Facts
from frontwire.stories.headline import BOUNDS, demonym, listing, name
from frontwire.stories.headline import topic_words as topic_words

HEADLINE = 140
REASON = 300
QUOTE = 500
TITLE = 200
OUTLET = 60
FACT = 200
MOST_QUOTES = 3
MOST_REPORTS = 5

ROLES = {
    "parties": "Between",
    "by": "By",
    "to": "To",
    "of": "Captives of",
    "held_by": "Held by",
    "mediator": "Mediator",
    "captor": "Captor",
    "nationality": "Captives",
    "fights_for": "Fighting for",
    "says": "Says so",
    "denies": "Denies it",
    "confirms": "Confirms it",
}
LANGUAGES = {"en": "English", "uk": "Ukrainian", "ru": "Russian", "ko": "Korean", "de": "German", "fr": "French"}


@dataclass(frozen=True, slots=True)
class Report:
    """An article that the alert rests on; `url` may be empty."""

    title: str
    outlet: str
    language: str
    date: str
    url: str

    @property
    def by(self) -> str:
        """Who, in which language, when: "Yonhap, Korean, 11 Jan 2025"."""
        return ", ".join(part for part in (self.outlet, LANGUAGES.get(self.language, self.language), self.date) if part)


@dataclass(frozen=True, slots=True)
class Brief:
    """The lines of an alert. `changed` is empty for a new story; `story_url` without a dashboard."""

    update: bool
    kicker: str
    headline: str
    changed: str
    facts: tuple[tuple[str, str], ...]
    quotes: tuple[tuple[str, str], ...]
    reports: tuple[Report, ...]
    standing: str
    story_url: str
    at: str


RollKind = Literal["digest", "backlog", "health", "test"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One story in a roll: its headline, the lines below it, and where it leads."""

    headline: str
    lines: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """What a message of many says, in neutral words."""

    kind: RollKind
    id: str
    title: str
    at: datetime
    entries: tuple[Entry, ...]
    tail: str
    alerts: tuple[Alert, ...] = ()


def brief(alert: Alert, links: Links) -> Brief:
    update = alert.kind == "update"
    words = ("UPDATE" if update else "NEW", topic_words(alert.topic), alert.status, _severity(alert))
    facts = ((label, neutral.plain(value, FACT)) for label, value in facts_of(alert.facts))
    quotes = ((neutral.plain(quote.text, QUOTE), outlet(quote.article)) for quote in alert.quotes[:MOST_QUOTES])
    return Brief(
        update=update,
        kicker=" · ".join(word for word in (neutral.plain(word, OUTLET) for word in words) if word),
        headline=neutral.plain(alert.headline, HEADLINE) or "Untitled report",
        changed=neutral.plain(sentence(alert.reason), REASON) if update else "",
        facts=tuple(row for row in facts if row[1]),
        quotes=tuple(row for row in quotes if row[0]),
        reports=tuple(_report(article) for article in alert.articles[:MOST_REPORTS]),
        standing=standing(alert),
        story_url=neutral.link(links.story(alert.story)),
        at=clock(alert.at),
    )


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def standing(alert: Alert) -> str:
    """How well it is founded: "3 sources in 2 languages, confidence 75%"."""
    sources = _several(alert.source_count, "source")
    languages = f" in {_several(len(alert.languages), 'language')}" if len(alert.languages) > 1 else ""
    return f"{sources}{languages}, confidence {alert.confidence:.0%}"


def facts_of(facts: Facts) -> list[tuple[str, str]]:
    """Label and words of each fact that is known, the sides first."""
    rows = [(label, _sides(facts, role)) for role, label in ROLES.items() if facts.codes(role)]
    if facts.captives():
        rows.append(("Number", "; ".join(_count(count) for count in facts.captives()[:4])))
    if facts.places:
        rows.append(("Place", ", ".join(dict.fromkeys(place.name for place in facts.places[:3]))))
    if facts.when:
        rows.append(("When", facts.when.date))
    return rows


def outlet(article: ArticleRef) -> str:
    host = article.url.split("/")[2] if article.url.count("/") >= 2 else ""
    return neutral.plain(article.site_name or article.source or host or "unnamed source", OUTLET)


def clock(at: datetime) -> str:
    return at.strftime("%-d %b %Y %H:%M UTC")


def _severity(alert: Alert) -> str:
    return alert.severity if alert.severity in ("high", "critical") else ""


def _sides(facts: Facts, role: str) -> str:
    named = {side.code for side in facts.sides if side.role == role and not side.inferred}
    words = demonym if role == "nationality" else name
    return listing([words(code) + ("" if code in named else " (inferred)") for code in facts.codes(role)])


def _count(count: Count) -> str:
    side = f" ({demonym(count.side)})" if count.side else ""
    return f"{BOUNDS[count.bound]}{count.value:,}{side}"


def _report(article: ArticleRef) -> Report:
    return Report(
        title=neutral.plain(article.title, TITLE) or "Untitled",
        outlet=outlet(article),
        language=neutral.plain(article.language, 12),
        date=article.published.strftime("%-d %b %Y") if article.published else "",
        url=neutral.link(article.url),
    )


def _several(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

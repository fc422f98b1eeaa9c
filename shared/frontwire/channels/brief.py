"""What an alert says, for every channel alike: its lines in plain, neutral words. The channels only lay them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal, TypeVar

from msgspec import Struct

from frontwire.channels import neutral
from frontwire.channels.message import Links
from frontwire.models import Alert, ArticleRef, Count, Facts
from frontwire.stories.headline import BOUNDS, demonym, listing, name
from frontwire.stories.headline import topic_words as topic_words

# Characters, as receivers count them (`neutral.size`).
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


class Report(Struct, frozen=True):
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


class Brief(Struct, frozen=True):
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


class Entry(Struct, frozen=True):
    """One story in a roll: its headline, the lines below it, and where it leads."""

    headline: str
    lines: tuple[str, ...] = ()
    url: str = ""


class Roll(Struct, frozen=True):
    """What a message of many says, in neutral words. `more` counts those beyond the entries, `of` names one,
    `where` says where to see them."""

    kind: RollKind
    id: str
    title: str
    at: datetime
    entries: tuple[Entry, ...]
    alerts: tuple[Alert, ...] = ()
    more: int = 0
    of: str = "story"
    where: str = ""

    def tail(self, shown: int) -> str:
        """What is said when so many entries are shown: none is left out in silence. "" when all are."""
        left = len(self.entries) - shown + self.more
        if not left:
            return ""
        return f"and {several(left, f'more {self.of}')}{f'; see {self.where}' if self.where else ''}"


T = TypeVar("T")


def fitting(parts: Iterable[T], room: int, size: Callable[[T], int]) -> list[T]:
    """The first parts that fit into the room, each of them whole."""
    kept = []
    for part in parts:
        room -= size(part)
        if room < 0:
            break
        kept.append(part)
    return kept


def rolled(roll: Roll, parts: Sequence[T], room: int, size: Callable[[T], int], said: Callable[[str], T]) -> list[T]:
    """The first of a roll's parts, one an entry, that fit beside the words for those left out, which come last.

    `said` lays those words out like a part.
    """
    shown = fitting(parts, room - size(said(roll.tail(0))), size)
    tail = roll.tail(len(shown))
    return [*shown, said(tail)] if tail else shown


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
    sources = several(alert.source_count, "source")
    languages = f" in {several(len(alert.languages), 'language')}" if len(alert.languages) > 1 else ""
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
    named = (neutral.plain(words, OUTLET) for words in (article.site_name, article.source, host))
    return next(filter(None, named), "unnamed source")


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


def several(number: int, what: str) -> str:
    """1 story, 2 stories."""
    if number == 1:
        return f"1 {what}"
    return f"{number} {what[:-1]}ies" if what.endswith("y") else f"{number} {what}s"

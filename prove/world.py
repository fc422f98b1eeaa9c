"""A small world of news: sources, and reports of events as they come out, each report with the match it makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zlib import crc32

from frontwire.errors import FetchError, Postponed
from frontwire.models import Article, ArticleRef, Count, Facts, Match, Page, Side, Source, Span, Validators, Verdict

STATUSES = {"prisoner_swap": ("offered", "agreed", "completed"), "foreign_troop_capture": ("claimed", "confirmed")}
ROLES = {"prisoner_swap": ("parties", "parties"), "foreign_troop_capture": ("captor", "nationality")}
_NUMBER = re.compile(r"Report (\d+)\b")
_TEXT = (
    "<p>Officials told reporters on Saturday what they knew of the matter, and asked for patience with the rest.</p>"
    "<p>The families had waited for months at the gates of the ministry, in all weathers, and said that they would stay.</p>"
    "<p>Nobody at the border could say when the buses would come, how many they would be, or who would sit in them.</p>"
)


@dataclass(frozen=True, slots=True)
class Report:
    """One article. `event` is None for one that is about nothing we look for; `at` in seconds, by `sources` (one or two)."""

    number: int
    event: int | None
    topic: str
    status: str
    at: float
    sources: tuple[str, ...]
    host: str

    @property
    def url(self) -> str:
        return f"https://{self.host}.example/{self.number}"

    @property
    def title(self) -> str:
        return f"Report {self.number} on what the sides {self.status or 'did not say'}"


@dataclass(frozen=True, slots=True)
class World:
    """Without sources, links come as if something else had polled them."""

    sources: tuple[Source, ...]
    reports: tuple[Report, ...]

    def told(self, source: str, now: float) -> list[Report]:
        return [report for report in self.reports if source in report.sources and report.at <= now]


def draw(dice: Random, until: float, hot: Sequence[float]) -> World:
    """Events begin anywhere, or near one of the `hot` seconds, in which receivers change their behaviour.

    Half of the worlds are polled; in the others links come by themselves, so that alerts fall at any second.
    """
    names = [f"outlet{number}" for number in range(dice.randint(1, 3))]
    polled = dice.random() < 0.5
    sources = tuple(Source(name, f"https://{name}.example/rss", reliability="agency", interval=600) for name in names)
    reports: list[Report] = []
    for event in range(dice.randint(2, 6 if polled else 12)):
        topic = dice.choice(tuple(STATUSES))
        begin = dice.choice(hot) - dice.uniform(0.0, 900.0) if hot and dice.random() < 0.6 else dice.uniform(0, until)
        pace = dice.choice((0.0, 60.0, 300.0, 1800.0))
        statuses = dice.choices(STATUSES[topic], k=dice.randint(1, 5))
        for turn, status in enumerate(statuses if dice.random() < 0.3 else sorted(statuses, key=STATUSES[topic].index)):
            at = min(max(begin + turn * pace * dice.random(), 60.0), until)
            reports.append(_report(dice, len(reports), names, at, topic, status, event))
    for _ in range(dice.randint(0, 3)):
        reports.append(_report(dice, len(reports), names, dice.uniform(60.0, until), "", "", None))
    return World(sources if polled else (), tuple(sorted(reports, key=lambda report: report.at)))


def _report(
    dice: Random, number: int, names: list[str], at: float, topic: str, status: str, event: int | None
) -> Report:
    sources = tuple(dice.sample(names, min(len(names), dice.choice((1, 1, 2)))))
    return Report(number, event, topic, status, at, sources, sources[0])


@dataclass
class Web:
    """Gives feeds and pages. Its faults hang on the address and on how often it was asked, not on who asks first.

    `heard` has the second at which each address last gave what it had.
    """

    world: World
    seconds: Callable[[], float]
    clock: Callable[[], datetime]
    seed: int
    rate: float
    asked: dict[str, int] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, *, validators: Validators | None = None, accept: str = "") -> Page:
        self.asked[url] = turn = self.asked.get(url, 0) + 1
        chance = crc32(f"{self.seed} {url} {turn}".encode()) / 2**32
        if chance < self.rate:
            if url.endswith("/rss") and chance < self.rate / 4:
                raise Postponed("not its turn", subject=url, retry_after=20)
            raise FetchError("no answer", subject=url, retry=chance < self.rate * 0.9)
        self.heard[url] = self.seconds()
        body = self._feed(url) if url.endswith("/rss") else self._page(url)
        kind = "application/rss+xml" if url.endswith("/rss") else "text/html; charset=utf-8"
        return Page(url, url, 200, {"content-type": kind}, body, self.clock(), f"{crc32(body):x}")

    def _feed(self, url: str) -> bytes:
        name = url.removeprefix("https://").removesuffix(".example/rss")
        items = "".join(
            f"<item><title>{report.title}</title><link>{report.url}</link><guid>{name}-{report.number}</guid></item>"
            for report in self.world.told(name, self.seconds())
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'.encode()

    def _page(self, url: str) -> bytes:
        report = next(report for report in self.world.reports if report.url == url)
        head = f"<title>{report.title}</title>"
        return (
            f"<html><head>{head}</head><body><article><h1>{report.title}</h1>{_TEXT}</article></body></html>".encode()
        )


@dataclass(frozen=True)
class TableEngine:
    """Detection by looking up: the match of a report is known beforehand, whatever text it was read from."""

    world: World
    start: datetime

    def examine(self, article: Article, ref: ArticleRef) -> tuple[Verdict, ...]:
        found = _NUMBER.search(article.title)
        report = next((r for r in self.world.reports if found and r.number == int(found[1])), None)
        if report is None or report.event is None:
            return ()
        return (Verdict(report.topic, match_of(report, ref, self.start)),)


def match_of(report: Report, ref: ArticleRef, start: datetime) -> Match:
    """The event is its two sides, which no other event of the world has."""
    event = report.event or 0
    roles, codes = ROLES[report.topic], (f"{chr(65 + event)}X", f"{chr(65 + event)}Y")
    sides = tuple(Side(role, code) for role, code in zip(roles, codes, strict=True))
    evidence = (Span(0, len(report.title), report.title),)
    facts = Facts(sides=sides, counts=(Count(40 + event),))
    published = start + timedelta(seconds=report.at)
    dated = ArticleRef(
        ref.id, ref.url, ref.title, ref.source, ref.site_name, "en", ref.reliability, published, ref.fetched_at
    )
    return Match(f"{ref.id}/{report.topic}", report.topic, dated, report.status, facts, evidence, severity="high")

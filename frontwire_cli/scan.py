"""`scan`: value frontwire on any page, feed or file, with no AWS at all."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.panel import Panel
from rich.text import Text

from frontwire import codec
from frontwire.collect import feed
from frontwire.collect.fetch import Fetcher
from frontwire.detect import Engine
from frontwire.errors import ConfigError, FetchError, FrontwireError, ParseError
from frontwire.extract import extract
from frontwire.extract.charset import decode
from frontwire.extract.plain import from_text
from frontwire.models import Alert, Article, ArticleRef, Match, Page, Verdict
from frontwire.settings import Settings
from frontwire.stories import decide
from frontwire.wiring import clock
from frontwire_cli.terminal import CONTROLS, alert_panel, console, emit_json, errors, fail, plain

MOST_ENTRIES = 20  # of a feed: enough to value a source, few enough to be polite
MOST_BYTES = 20_000_000
FEED_MARKS = (b"<rss", b"<feed", b"<rdf:rdf", b"https://jsonfeed.org")


@dataclass(frozen=True, slots=True)
class Scanned:
    """One article, what the topics say of it, and the alerts that would be sent if it were the first."""

    name: str
    article: Article
    verdicts: tuple[Verdict, ...]
    alerts: tuple[Alert, ...]


def scan(names: Sequence[str], as_json: bool) -> int:
    """Exit code: 0 something matches, 1 nothing does, 2 something could not be read."""
    engine = Engine.load()
    scanned: list[Scanned] = []
    failed = 0
    for name in names:
        try:
            for article in articles_of(name):
                scanned.append(examine(engine, article, name))
                if not as_json:
                    show(scanned[-1])
        except FrontwireError as error:
            failed += 1
            fail(error)
    if as_json:
        emit_json([as_document(one) for one in scanned])
    if failed:
        return 2
    return 0 if any(one.alerts for one in scanned) else 1


def articles_of(name: str) -> Iterator[Article]:
    """The articles behind a URL or in a file: one of a page, several of a feed."""
    if name.startswith(("http://", "https://")):
        web = fetcher()
        page = web.get(name)
        if is_feed(page.body):
            yield from _entries(web, page)
        else:
            yield _of_page(page)
        return
    path = Path(name)
    body = read_file(path)
    if is_feed(body):
        for link in feed.parse(body, path.absolute().as_uri())[:MOST_ENTRIES]:
            yield Article(link.url, link.title, link.summary, published=link.published, language=link.language)
    else:
        yield article_of(body, path.absolute().as_uri())


def article_of(body: bytes, url: str, content_type: str = "") -> Article:
    """A page or a plain text. Raises ParseError when there is nothing to read in it."""
    text, _ = decode(body, content_type)
    article = extract(body, url, content_type=content_type) if "<" in text[:2000] else from_text(text, url)
    if not article.content.strip():
        raise ParseError(f"no article was found ({article.kind})", subject=url, hint="is it a page with a text?")
    return article


def is_feed(body: bytes) -> bool:
    head = body[:2000].lower()
    return any(mark in head for mark in FEED_MARKS)


def examine(engine: Engine, article: Article, name: str) -> Scanned:
    now = clock()
    published = article.published.utc if article.published else None
    ref = ArticleRef(
        article.url, article.url, article.title, site_name=article.site_name, language=article.language,
        published=published, fetched_at=now,
    )  # fmt: skip
    verdicts = engine.examine(article, ref)
    decisions = [decide(verdict.match, (), now) for verdict in verdicts if verdict.match]
    alerts = tuple(decision.alert for decision in decisions if decision.alert)
    return Scanned(name, article, tuple(verdicts), alerts)


def show(one: Scanned) -> None:
    article = one.article
    when = article.published.utc.isoformat() if article.published and article.published.utc else "no date"
    about = " · ".join(part for part in (article.site_name, article.language, when, article.kind) if part)
    head = Text.assemble(
        (CONTROLS.sub("", article.title) or "(no title)", "bold"), "\n", (CONTROLS.sub("", about), "dim"), "\n\n"
    )
    matches = [verdict.match for verdict in one.verdicts if verdict.match]
    console.print(Panel(head + marked(article, matches), title=plain(one.name), title_align="left"))
    for alert in one.alerts:
        console.print(alert_panel(alert))
    for verdict in one.verdicts:
        console.print(_why(verdict))
    if not one.verdicts:
        console.print(Text("No topic is touched: silence.", style="dim"))


def marked(article: Article, matches: Sequence[Match]) -> Text:
    """The text with evidence underlined and the words of facts in bold."""
    text = Text(article.content)
    for match in matches:
        for span in match.evidence:
            text.stylize("underline", span.start, span.end)
        facts = match.facts
        words = [fact.span for fact in facts.sides]
        words += [count.span for count in facts.captives()] + [place.span for place in facts.places]
        for span in filter(None, words):
            text.stylize("bold cyan", span.start, span.end)
    offset = len(article.content) - len(article.text)
    shown = text[offset:]
    shown.plain = CONTROLS.sub(" ", shown.plain)
    return shown


def _why(verdict: Verdict) -> Text:
    reasons = ", ".join(dict.fromkeys(f"{reason.kind} {reason.rule}" for reason in verdict.why))
    if verdict.match:
        return Text.assemble((f"{verdict.topic}: ", "bold green"), reasons)
    return Text.assemble((f"{verdict.topic}: held back ", "bold yellow"), reasons)


def as_document(one: Scanned) -> dict[str, Any]:
    return {
        "input": one.name,
        "article": codec.plain(one.article),
        "verdicts": codec.plain(one.verdicts),
        "alerts": codec.plain(one.alerts),
    }


def fetcher() -> Fetcher:
    settings = Settings.read(os.environ)
    return Fetcher(settings.user_agent, allow=settings.local_hosts)


def _entries(web: Fetcher, page: Page) -> Iterator[Article]:
    links = feed.parse(page.body, page.final_url, page.headers.get("content-type", ""))[:MOST_ENTRIES]
    for number, link in enumerate(links, 1):
        errors.print(plain(f"{number}/{len(links)} {link.url}"), style="dim")
        try:
            article = _of_page(web.get(link.url))
            yield replace(article, published=article.published or link.published)
        except (FetchError, ParseError) as error:
            errors.print(plain(f"only the feed's own words: {error}"), style="yellow")
            yield Article(link.url, link.title, link.summary, published=link.published, language=link.language)


def _of_page(page: Page) -> Article:
    return article_of(page.body, page.final_url, page.headers.get("content-type", ""))


def read_file(path: Path) -> bytes:
    """The bytes of a file, unpacked where it ends in .gz; never more than a page may have."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ParseError("is no gzip file, or a broken one", subject=str(path)) from error
    except OSError as error:
        raise ConfigError(str(error.strerror).lower(), subject=str(path), hint="give a URL or a file") from error
    if len(body) > MOST_BYTES:
        raise ParseError(f"has more than {MOST_BYTES:,} bytes", subject=str(path), hint="no page is that long")
    return body

"""`scan`: value frontwire on any page, feed or file, with no AWS at all."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from rich.panel import Panel
from rich.text import Text

from frontwire import codec
from frontwire.collect import feed
from frontwire.collect.fetch import Fetcher
from frontwire.detect import Engine
from frontwire.errors import ConfigError, FetchError, FrontwireError, ParseError, RefusedAddress
from frontwire.extract import extract
from frontwire.extract.charset import decode
from frontwire.extract.language import identify
from frontwire.extract.plain import from_text
from frontwire.models import Alert, Article, ArticleRef, Link, Match, Page, Verdict
from frontwire.settings import Settings
from frontwire.stories import decide
from frontwire.wiring import clock
from frontwire_cli import own_hosts
from frontwire_cli.terminal import CONTROLS, alert_panel, console, emit_json, errors, fail, plain

MOST_ENTRIES = 20  # of a feed: enough to value a source, few enough to be polite
MOST_BYTES = 20_000_000
FEED_MARKS = (b"<rss", b"<feed", b"<rdf:rdf", b"https://jsonfeed.org")
NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
MOST_NO_TEXT = 0.01  # of what a page begins with; pictures and documents have ten times that, broken texts a tenth


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
    if is_address(name):
        page = fetched(name)
        if is_feed(page.body):
            yield from _entries(page)
        else:
            yield _of_page(page)
        return
    path = Path(name)
    body = read_file(path)
    if is_feed(body):
        for link in feed.parse(body, path.absolute().as_uri())[:MOST_ENTRIES]:
            yield _own_words(link)
    else:
        yield article_of(body, path.absolute().as_uri())


def is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def fetched(url: str) -> Page:
    """A page from the net. Raises FetchError; for a server of one's own, with how to open it."""
    try:
        return fetcher().get(url)
    except RefusedAddress as error:
        raise own_hosts.with_way_in(error, url) from error


def article_of(body: bytes, url: str, content_type: str = "") -> Article:
    """A page or a plain text. Raises ParseError when there is nothing to read in it."""
    text = readable(body, url, content_type)
    article = extract(body, url, content_type=content_type) if "<" in text[:2000] else from_text(text, url)
    if not article.content.strip():
        raise ParseError("no article was found", subject=url, hint="is it a page with a text?")
    return article


def readable(body: bytes, url: str, content_type: str = "") -> str:
    """The text of a page. Raises ParseError where the bytes are none: a picture, a PDF, nothing at all."""
    if not body.strip():
        raise ParseError("is empty", subject=url, hint="give a page with a text")
    text, _ = decode(body, content_type)
    start = text[:5000]
    if body.startswith(b"%PDF") or len(NO_TEXT.findall(start)) > MOST_NO_TEXT * len(start):
        raise ParseError(
            "is no text: a picture, a PDF or another binary file", subject=url, hint="give a page or a text"
        )
    return text


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
    address = "" if article.url == one.name or article.url.startswith("file:") else article.url
    about = " · ".join(part for part in (article.site_name, article.language, when, article.kind, address) if part)
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


def _entries(page: Page) -> Iterator[Article]:
    links = feed.parse(page.body, page.final_url, page.headers.get("content-type", ""))[:MOST_ENTRIES]
    for number, link in enumerate(links, 1):
        errors.print(plain(f"{number}/{len(links)} {link.url}"), style="dim")
        try:
            article = _of_page(fetched(link.url))
            yield replace(article, published=article.published or link.published)
        except (FetchError, ParseError) as error:
            errors.print(plain(f"only the feed's own words: {error}"), style="yellow")
            yield _own_words(link)


def _own_words(link: Link) -> Article:
    """What a feed itself says of an article."""
    language = link.language or identify(f"{link.title}\n{link.summary}")
    return Article(link.url, link.title, link.summary, published=link.published, language=language)


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
        raise ConfigError(str(error.strerror).lower(), subject=str(path), hint=_way_out(str(path))) from error
    if len(body) > MOST_BYTES:
        raise ParseError(f"has more than {MOST_BYTES:,} bytes", subject=str(path), hint="no page is that long")
    return body


def _way_out(name: str) -> str:
    """What a person may have meant by a name that is no file: an address without its scheme, or with another."""
    start = name.partition("/")[0]
    if ":" in start:
        return "only http:// and https:// are fetched; give the path of a saved page as it stands on the disk"
    is_host = re.fullmatch(r"(?:[\w-]+\.)+[^\W\d_]{2,}", start) and Path(start).suffix not in (
        ".html",
        ".htm",
        ".xml",
        ".txt",
    )
    return f"did you mean https://{name} ?" if is_host else "give a URL that begins with https://, or a file"

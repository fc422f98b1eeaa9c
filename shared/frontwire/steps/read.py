"""Link to page, article and matches; the page and the article go to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime

from frontwire import codec
from frontwire.collect.polling import Fetch
from frontwire.detect import Engine
from frontwire.errors import FetchError
from frontwire.extract import extract
from frontwire.models import Article, ArticleRef, Match, Page, Verdict
from frontwire.queues import Message, Queue, ReadRequest
from frontwire.store import Reading, Store

SIDE_BY_SIDE = 8
UNREADABLE = ("challenge", "error", "empty", "paywall", "listing")


@dataclass
class ReadStep:
    store: Store
    alert_queue: Queue
    fetcher: Fetch
    engine: Engine
    _fetched: dict[str, Page | FetchError] = field(default_factory=dict)

    def fetch_ahead(self, requests: Sequence[ReadRequest]) -> None:
        """Fetch the pages of a batch side by side; `read` then takes them one by one."""
        self._fetched = {}
        with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="read") as pool:
            urls = [request.link.url for request in requests]
            self._fetched = dict(zip(urls, pool.map(self._fetch, urls), strict=True))

    def read(self, request: ReadRequest, now: datetime, *, last_try: bool = False) -> dict[str, int]:
        """Read one link, once. Raises FetchError when trying again later may help; then nothing has been written.

        On the last try the feed's own words must do.
        """
        if self.store.news.reading(request.id):
            return {"known": 1}
        page = self._fetched.pop(request.link.url, None) or self._fetch(request.link.url)
        if isinstance(page, FetchError):
            if page.retry and not last_try:
                raise page
            article, note = from_feed(request), str(page)
        else:
            article, note = self._article(request, page, now)
        ref = reference(request, article, now)
        if isinstance(page, Page):
            self.store.news.archive_page(request.id, page, now)
        ref = replace(ref, archive=self.store.news.archive_article(request.id, article, now))
        verdicts = self.engine.examine(article, ref)
        matches = [verdict.match for verdict in verdicts if verdict.match]
        self.alert_queue.send([match_message(match) for match in matches])
        reading = Reading(
            ref,
            "from_feed" if note else "read",
            tuple(match.id for match in matches),
            tuple(held(verdict) for verdict in verdicts if not verdict.match),
            page.sha256 if isinstance(page, Page) else "",
            note,
        )
        self.store.news.read(reading, now)
        return {"articles": 1, "matches": len(matches), "from_feed": int(bool(note))}

    def _fetch(self, url: str) -> Page | FetchError:
        try:
            return self.fetcher.get(url)
        except FetchError as error:
            return error

    def _article(self, request: ReadRequest, page: Page, now: datetime) -> tuple[Article, str]:
        """The page's article; the feed's own words where the page has none. The second value says why, "" if it had."""
        article = extract(
            page.body, page.final_url, content_type=page.headers.get("content-type", ""), fetched_at=page.fetched_at
        )
        if article.kind in UNREADABLE and not (article.kind == "paywall" and article.text):
            return from_feed(request), f"the page is {article.kind}"
        title = article.title or request.link.title
        published = article.published or request.link.published
        language = article.language or request.link.language
        return replace(article, title=title, published=published, language=language), ""


def from_feed(request: ReadRequest) -> Article:
    """What the feed itself says: the article of a page that cannot be had."""
    link = request.link
    return Article(link.url, link.title, link.summary, published=link.published, language=link.language, kind="paywall")


def reference(request: ReadRequest, article: Article, now: datetime) -> ArticleRef:
    return ArticleRef(
        id=request.id,
        url=article.canonical_url or article.url or request.link.url,
        title=article.title,
        source=request.link.source,
        site_name=article.site_name or request.source_title,
        language=article.language,
        reliability=request.reliability,
        published=article.published.utc if article.published else None,
        fetched_at=now,
    )


def match_message(match: Match) -> Message:
    """Grouped by topic: one writer a topic, so that no two stories are made for one event."""
    return Message(codec.dump(match), group=match.topic, once=match.id)


def held(verdict: Verdict) -> str:
    """topic:guard, for the record of what was kept silent."""
    guards = [reason.rule for reason in verdict.why if reason.kind == "guard"]
    return f"{verdict.topic}:{','.join(guards)}"

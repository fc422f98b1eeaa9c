"""Link to page, article and matches; the page and the article go to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from frontwire import canary, codec
from frontwire.collect import identity
from frontwire.collect.polling import Fetch
from frontwire.detect import Engine
from frontwire.errors import FetchError, Postponed
from frontwire.extract import extract
from frontwire.extract.language import identify
from frontwire.models import Article, ArticleRef, Match, Page, Verdict
from frontwire.queues import Message, Queue, ReadRequest
from frontwire.store import Reading, Store

SIDE_BY_SIDE = 8
UNREADABLE = ("challenge", "error", "empty", "paywall", "listing")
# Characters of what an article is cited by: a match, a story of forty articles and an alert must fit a message and a row.
MOST_TITLE, MOST_URL, MOST_NAME = 500, 2_000, 200
MOST_FACTS = 60  # of a kind
MOST_READ = 60_000  # characters of a text that are looked at for topics: several times the longest report


class ReadStep(Struct):
    store: Store
    alert_queue: Queue
    fetcher: Fetch
    engine: Engine
    _fetched: dict[str, Page | FetchError] = field(default_factory=dict)

    def fetch_ahead(self, requests: Sequence[ReadRequest], seconds: float | None = None) -> None:
        """Fetch the pages of a batch side by side, for at most `seconds`; `read` then takes them one by one.

        A page that is not there by then is postponed: one slow host must not keep the others of its batch.
        """
        pool = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="read")
        futures: dict[str, Future[Page | FetchError]] = {
            url: pool.submit(self._fetch, url)
            for url in dict.fromkeys(request.link.url for request in requests if has_page(request))
        }
        done, _ = wait(futures.values(), timeout=seconds)
        pool.shutdown(wait=False, cancel_futures=True)
        late = Postponed("no answer in the time that a batch has")
        self._fetched = {url: future.result() if future in done else late for url, future in futures.items()}

    def read(self, request: ReadRequest, now: datetime, *, last_try: bool = False) -> dict[str, int]:
        """Read one link, once. Raises FetchError when trying again later may help; then nothing has been written.

        On the last try the feed's own words must do.
        """
        if canary.is_one(request):
            return self._sing(request, now)
        if self.store.news.reading(request.id):
            return {"known": 1}
        page = self._page(request)
        if page is None:
            article, note = from_feed(request), "its own words are all there is"
        elif isinstance(page, FetchError):
            if page.retry and not last_try:
                raise page
            article, note = from_feed(request), str(page)
        else:
            article, note = self._article(request, page)
        article = replace(article, title=article.title[:MOST_TITLE])
        ref = reference(request, article, now)
        if isinstance(page, Page):
            self.store.news.archive_page(request.id, page, now)
        ref = replace(ref, archive=self.store.news.archive_article(request.id, article, now))
        verdicts = self.engine.examine(replace(article, text=article.text[:MOST_READ]), ref)
        matches = [bounded(verdict.match) for verdict in verdicts if verdict.match]
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

    def _sing(self, request: ReadRequest, now: datetime) -> dict[str, int]:
        """The canary: all that is done with a page, but for asking the net, and the match is sure."""
        page = canary.page(request, now)
        article, _ = self._article(request, page)
        ref = reference(request, article, now)
        self.store.news.archive_page("canary", page, now)
        self.store.news.archive_article("canary", article, now)
        self.engine.examine(article, ref)
        self.alert_queue.send([match_message(canary.match(ref))])
        return {"canaries": 1}

    def _page(self, request: ReadRequest) -> Page | FetchError | None:
        if not has_page(request):
            return None
        return self._fetched.pop(request.link.url, None) or self._fetch(request.link.url)

    def _fetch(self, url: str) -> Page | FetchError:
        try:
            return self.fetcher.get(url)
        except FetchError as error:
            return error
        except Exception as error:  # an answer nobody thought of must not stop the other pages of the batch
            return FetchError(f"fetching it failed: {type(error).__name__}: {error}", subject=url, retry=False)

    def _article(self, request: ReadRequest, page: Page) -> tuple[Article, str]:
        """The page's article; the feed's own words where the page has none. The second value says why, "" if it had."""
        content_type = page.headers.get("content-type", "")
        try:
            article = extract(page.body, page.final_url, content_type=content_type, fetched_at=page.fetched_at)
        except Exception as error:  # a page nobody thought of; its feed may still tell of an event
            return from_feed(request), f"reading the page failed: {type(error).__name__}: {error}"[:MOST_NAME]
        if article.kind in UNREADABLE and not (article.kind == "paywall" and article.text):
            return from_feed(request), f"the page is {article.kind}"
        title = article.title or request.link.title
        published = article.published or request.link.published
        language = article.language or request.link.language
        return replace(article, title=title, published=published, language=language), ""


def has_page(request: ReadRequest) -> bool:
    """Whether there is more to read than the link itself tells."""
    return not canary.is_one(request) and not identity.is_whole(request.link)


def from_feed(request: ReadRequest) -> Article:
    """What the feed itself says: the article of a page that cannot be had, or that there is none of."""
    link = request.link
    language = link.language or identify(f"{link.title}\n{link.summary}")
    return Article(link.url, link.title, link.summary, published=link.published, language=language, kind="paywall")


def reference(request: ReadRequest, article: Article, now: datetime) -> ArticleRef:
    return ArticleRef(
        id=request.id,
        url=cited_url(article, request.link.url),
        title=article.title,
        source=request.link.source,
        site_name=(article.site_name or request.source_title)[:MOST_NAME],
        language=article.language[:MOST_NAME],
        reliability=request.reliability,
        published=article.published.utc if article.published else None,
        fetched_at=now,
    )


def cited_url(article: Article, asked: str) -> str:
    """The page's own address for itself where it can be one; the one that was asked for is never too long."""
    own = (article.canonical_url, article.url)
    return next((url for url in own if url and len(url) <= MOST_URL), asked[:MOST_URL])


def bounded(match: Match) -> Match:
    """A match with the first of its facts: a page that counts without end is no report, but must still be told."""
    facts = match.facts
    return replace(
        match,
        facts=replace(
            facts, sides=facts.sides[:MOST_FACTS], counts=facts.counts[:MOST_FACTS], places=facts.places[:MOST_FACTS]
        ),
    )


def match_message(match: Match) -> Message:
    """Grouped by topic: one writer a topic, so that no two stories are made for one event."""
    return Message(codec.dump(match), group=match.topic, once=match.id)


def held(verdict: Verdict) -> str:
    """topic:guard, for the record of what was kept silent."""
    guards = [reason.rule for reason in verdict.why if reason.kind == "guard"]
    return f"{verdict.topic}:{','.join(guards)}"

"""One look at a source: ask, tell what came, read it by its kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from msgspec.structs import replace

from frontwire.collect import challenge, identity, rhythm, websub
from frontwire.errors import Challenged, ConfigError, FetchError, ParseError, Postponed
from frontwire.models import Health, Link, Page, Poll, Source, SourceKind, SourceState, Validators

_FEEDS = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_HTML = "text/html, application/xhtml+xml, */*;q=0.5"
ACCEPT: dict[SourceKind, str] = {
    "feed": _FEEDS,
    "sitemap": "application/xml, text/xml, */*;q=0.5",
    "listing": _HTML,
    "telegram": _HTML,
    "page": _HTML,
    "gdelt": "application/json",
}


class Fetch(Protocol):
    """What `poll` needs of `fetch.Fetcher`."""

    def get(self, url: str, *, validators: Validators | None = None, accept: str = "") -> Page: ...


def poll(source: Source, health: Health, fetch: Fetch, now: datetime) -> Poll:
    """One poll. What is wrong with the source is told in the Poll, never raised."""
    try:
        return _look(source, health, fetch, now)
    except Postponed as error:
        wait = error.retry_after or 0
        return Poll(source.id, now, "postponed", validators=health.validators, error=error.message, retry_after=wait)
    except FetchError as error:
        return _failure(source, health, now, error)


def _look(source: Source, health: Health, fetch: Fetch, now: datetime) -> Poll:
    full = rhythm.full_due(health, now)
    page = fetch.get(source.url, validators=None if full else health.validators, accept=ACCEPT[source.kind])
    result = Poll(
        source.id, now, "unchanged", validators=health.validators, http_status=page.status, moved_to=page.moved_to
    )
    if page.status == 304:
        return _not_modified(result, full, health)
    if page.status != 200:
        return _refused(result, "failing", f"HTTP {page.status} is no answer to a poll")
    validators = rhythm.remembered(
        health.validators, page.headers.get("etag", ""), page.headers.get("last-modified", ""), page.sha256, now
    )
    if page.sha256 == health.validators.body_sha256:
        return replace(result, validators=validators, state="empty" if health.state == "empty" else "ok")
    read = _read(source, page, fetch, result)
    if read.status == "failed":
        return read
    if source.kind == "feed" and (hub := websub.hub_of(page)):
        read = replace(read, hub=hub.url, topic=hub.topic)
    # What a sitemap index leads to changes without it: its own body proves nothing.
    return replace(read, validators=Validators(full_at=now) if _is_index(source, page) else validators)


def pushed(source: Source, health: Health, body: bytes, content_type: str, fetch: Fetch, now: datetime) -> Poll:
    """What a hub sent in the source's name, read as its feed; the validators of its own answers stay as they are."""
    page = Page(source.url, source.url, 200, {"content-type": content_type}, body, now, "")
    return _read(source, page, fetch, Poll(source.id, now, "unchanged", validators=health.validators, http_status=200))


def _read(source: Source, page: Page, fetch: Fetch, result: Poll) -> Poll:
    if challenge.is_challenge(page.headers, page.body):
        return _refused(result, "challenge", "the site shows a challenge page")
    if _is_wall(source, page):
        return _refused(result, "challenge", "a log-in page")
    try:
        links = READERS[source.kind](source, page, fetch)
    except FetchError:
        raise
    except (ParseError, ConfigError) as error:
        wall = challenge.is_login(page.body) and source.kind in ("feed", "sitemap", "gdelt")
        return _refused(result, "challenge" if wall else "not_a_feed", "a log-in page" if wall else str(error))
    except Exception as error:  # a body nobody thought of must not stop the other sources of the batch
        return _refused(result, "not_a_feed", f"reading it failed: {type(error).__name__}: {error}")
    links = tuple(
        replace(link, url=identity.unwrapped(link.url), source=source.id, language=link.language or source.language)
        for link in links
    )
    return replace(result, status="changed", links=links, state="ok" if links else "empty")


def _is_wall(source: Source, page: Page) -> bool:
    """Whether a page was sent away to a form that wants a password: read as the page, it would be news."""
    return (
        source.kind in ("page", "listing")
        and urlsplit(page.final_url).path != urlsplit(source.url).path
        and challenge.is_login(page.body)
    )


def _is_index(source: Source, page: Page) -> bool:
    return source.kind == "sitemap" and b"<sitemapindex" in page.body[:5_000]


def _not_modified(result: Poll, full: bool, health: Health) -> Poll:
    """A 304 that nobody asked for says nothing, and a 304 never heals a source."""
    if full:
        return _refused(result, "failing", "HTTP 304 to an unconditional request")
    return replace(result, state="empty") if health.state == "empty" else result


def _failure(source: Source, health: Health, now: datetime, error: FetchError) -> Poll:
    state: SourceState = "challenge" if isinstance(error, Challenged) else "gone" if error.status == 410 else "failing"
    return Poll(
        source.id,
        now,
        "failed",
        validators=health.validators,
        http_status=error.status,
        state=state,
        error=error.message if not error.hint else f"{error.message} ({error.hint})",
        retry_after=error.retry_after,
    )


def _refused(result: Poll, state: SourceState, error: str) -> Poll:
    return replace(result, status="failed", state=state, error=error[:300], links=())


def _feed(source: Source, page: Page, fetch: Fetch) -> tuple[Link, ...]:
    from frontwire.collect import feed

    return feed.parse(page.body, page.final_url, page.headers.get("content-type", ""))


def _sitemap(source: Source, page: Page, fetch: Fetch) -> tuple[Link, ...]:
    from frontwire.collect import sitemap

    content_type = page.headers.get("content-type", "")
    parts = sitemap.children(page.body, page.final_url, content_type)
    if not parts:
        return sitemap.parse(page.body, page.final_url, content_type)
    links: list[Link] = []
    for address in parts:
        part = fetch.get(address, accept=ACCEPT["sitemap"])
        links += sitemap.parse(part.body, part.final_url, part.headers.get("content-type", ""))
    return tuple(links)


def _listing(source: Source, page: Page, fetch: Fetch) -> tuple[Link, ...]:
    from frontwire.collect import listing

    return listing.parse(
        page.body,
        page.final_url,
        page.headers.get("content-type", ""),
        item_selector=source.item_selector,
        link_selector=source.link_selector,
    )


def _telegram(source: Source, page: Page, fetch: Fetch) -> tuple[Link, ...]:
    from frontwire.collect import telegram

    return telegram.parse(page.body, page.final_url)


def _page(source: Source, page: Page, fetch: Fetch) -> tuple[Link, ...]:
    from frontwire.collect import watched

    return watched.parse(page.body, source.url, page.headers.get("content-type", ""), selector=source.item_selector)


def _gdelt(source: Source, page: Page, fetch: Fetch) -> tuple[Link, ...]:
    from frontwire.collect import gdelt

    return gdelt.parse(page.body, page.final_url)


READERS: dict[SourceKind, Callable[[Source, Page, Fetch], tuple[Link, ...]]] = {
    "feed": _feed,
    "sitemap": _sitemap,
    "listing": _listing,
    "telegram": _telegram,
    "page": _page,
    "gdelt": _gdelt,
}

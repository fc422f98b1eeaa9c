from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from frontwire.collect import poll, rhythm
from frontwire.collect.fetch import Fetcher
from frontwire.models import Health, Source
from tests.collect.smallweb import Web

NOW = datetime(2025, 1, 11, 9, 0, tzinfo=UTC)
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>
<item><title>Talks on an exchange go on</title><link>https://desk.example/1</link><guid>1</guid></item></channel></rss>"""
EMPTY = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title></channel></rss>'


def source(web: Web, path: str = "/feed", **more: object) -> Source:
    return replace(Source("desk", web.url + path), **more)


def look(source: Source, fetcher: Fetcher, health: Health, now: datetime) -> tuple[Health, object]:
    result = poll(source, health, fetcher, now)
    return rhythm.after(source, health, result, 0, now)[0], result


def test_a_first_poll_reads_and_a_second_one_asks_conditionally(web: Web, fetcher: Fetcher) -> None:
    etag = 'W/"so:odd\'"'
    web.pages["/feed"] = lambda headers: (
        (304, {"ETag": etag}, b"")
        if headers.get("if-none-match") == etag
        else (200, {"ETag": etag, "Last-Modified": "yesterday-ish"}, FEED)
    )
    health, first = look(source(web), fetcher, Health(), NOW)
    assert (first.status, first.state, [link.source for link in first.links]) == ("changed", "ok", ["desk"])
    health, second = look(source(web), fetcher, health, NOW + timedelta(minutes=5))
    assert (second.status, second.http_status) == ("unchanged", 304)
    assert web.asked[1][1]["if-none-match"] == etag
    assert web.asked[1][1]["if-modified-since"] == "yesterday-ish"


def test_the_same_body_again_is_unchanged_without_validators(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = (200, {}, FEED)
    health, _ = look(source(web), fetcher, Health(), NOW)
    _, second = look(source(web), fetcher, health, NOW + timedelta(minutes=5))
    assert (second.status, second.http_status, second.links) == ("unchanged", 200, ())


def test_a_valid_empty_feed_is_empty_and_not_failed(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = (200, {}, EMPTY)
    health, result = look(source(web), fetcher, Health(), NOW)
    assert (result.status, result.state, health.state, health.failures) == ("changed", "empty", "empty", 0)


def test_html_in_place_of_a_feed_is_a_named_state(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = (
        200,
        {"Content-Type": "application/rss+xml"},
        b"<!doctype html><html><body><p>We moved</p></body></html>",
    )
    health, result = look(source(web), fetcher, Health(), NOW)
    assert (result.status, result.state, health.state) == ("failed", "not_a_feed", "not_a_feed")
    assert "HTML" in result.error


def test_a_missing_page_fails_and_keeps_the_validators(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = (200, {"ETag": '"1"'}, FEED)
    health, _ = look(source(web), fetcher, Health(), NOW)
    web.pages.clear()
    after, result = look(source(web), fetcher, health, NOW + timedelta(hours=4))
    assert (result.status, result.http_status, result.error) == ("failed", 404, "HTTP 404")
    assert (after.failures, after.validators) == (1, health.validators)

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

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


def test_a_server_that_lies_with_its_etag_is_found_out(web: Web, fetcher: Fetcher) -> None:
    """It says 304 to a validator whatever happened since, and gives one validator to every body."""
    current = [FEED]
    web.pages["/feed"] = lambda headers: (
        (304, {}, b"") if "if-none-match" in headers else (200, {"ETag": '"always"'}, current[0])
    )
    now, health, seen = NOW, Health(), 0
    health, _ = look(source(web), fetcher, health, now)
    current[0] = FEED.replace(b"/1<", b"/2<")
    for _ in range(50):
        now += timedelta(minutes=5)
        health, result = look(source(web), fetcher, health, now)
        if result.status == "changed":
            seen += 1
            break
    assert now - NOW <= rhythm.FULL_EVERY + timedelta(minutes=5)
    assert (seen, health.validators.liar) == (1, True)
    for number in (3, 4):  # from here on, every change is seen at once
        current[0] = FEED.replace(b"/1<", b"/%d<" % number)
        now += timedelta(minutes=5)
        health, result = look(source(web), fetcher, health, now)
        assert result.status == "changed"


def test_an_empty_feed_stays_empty_until_it_shows_something(web: Web, fetcher: Fetcher) -> None:
    empty = b"<rss version='2.0'><channel><title>x</title></channel></rss>"
    web.pages["/feed"] = (200, {"ETag": '"1"'}, FEED)
    health, _ = look(source(web), fetcher, Health(), NOW)
    web.pages["/feed"] = lambda headers: (
        (304, {}, b"") if headers.get("if-none-match") == '"2"' else (200, {"ETag": '"2"'}, empty)
    )
    for minutes in (5, 10, 15):
        health, result = look(source(web), fetcher, health, NOW + timedelta(minutes=minutes))
    assert (result.http_status, health.state, health.failures) == (304, "empty", 0)


def test_a_304_never_heals(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = (200, {"ETag": '"1"'}, FEED)
    health, _ = look(source(web), fetcher, Health(), NOW)
    web.pages["/feed"] = (500, {}, b"")
    health, _ = look(source(web), fetcher, health, NOW + timedelta(minutes=5))
    web.pages["/feed"] = (304, {}, b"")
    health, result = look(source(web), fetcher, health, NOW + timedelta(minutes=15))
    assert (result.status, health.state, health.failures) == ("failed", "failing", 2)
    assert "if-none-match" not in web.asked[-1][1]
    web.pages["/feed"] = (200, {"ETag": '"1"'}, FEED)
    health, result = look(source(web), fetcher, health, NOW + timedelta(minutes=45))
    assert (result.status, health.state, health.failures) == ("unchanged", "ok", 0)


def test_a_challenge_with_status_200_is_a_state_and_not_news(web: Web, fetcher: Fetcher) -> None:
    page = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><a href='/a'>Some words in a link</a></body></html>"
    for status in (200, 403, 503):
        for kind in ("feed", "listing", "page"):
            web.pages["/feed"] = (status, {"Content-Type": "text/html"}, page)
            _, result = look(source(web, kind=kind), fetcher, Health(), NOW)
            assert (result.status, result.state, result.links) == ("failed", "challenge", ())


def test_a_log_in_wall_in_place_of_a_feed(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = (200, {}, b"<html><body><form><input name='p' type='password'></form></body></html>")
    _, result = look(source(web), fetcher, Health(), NOW)
    assert (result.state, result.error) == ("challenge", "a log-in page")


def test_a_watched_page_that_sends_to_a_log_in_is_no_news(web: Web, fetcher: Fetcher) -> None:
    words = "The office keeps a list of those who came home, and adds to it each Friday."
    form = "<form><input name=who><input type='password' name=p></form>"
    web.pages["/report"] = (200, {}, f"<html><body><p>{words}</p>{form}</body></html>".encode())
    watched = Source("report", web.url + "/report", "page")
    health, first = look(watched, fetcher, Health(), NOW)
    assert first.status == "changed"  # a page may have a form of its own
    web.pages["/report"] = (302, {"Location": "/sign-in"}, b"")
    wall = f"<html><body><p>Please sign in to see the list of the office.</p>{form}</body></html>"
    web.pages["/sign-in"] = (200, {}, wall.encode())
    health, result = look(watched, fetcher, health, NOW + timedelta(hours=4))
    assert (result.status, result.error, health.state) == ("failed", "a log-in page", "challenge")


def test_a_moved_feed_is_followed_and_told(web: Web, fetcher: Fetcher) -> None:
    web.pages |= {"/feed": (301, {"Location": "/new"}, b""), "/new": (200, {"ETag": '"1"'}, FEED)}
    health = Health()
    for number in range(5):
        health, result = look(source(web), fetcher, health, NOW + timedelta(minutes=5 * number))
        assert result.moved_to == web.url + "/new"
    assert rhythm.relocated(source(web), health) == source(web, "/new")


def test_patience_is_passed_on(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = (429, {"Retry-After": "1800"}, b"")
    _, due = rhythm.after(source(web), Health(), poll(source(web), Health(), fetcher, NOW), 0, NOW)
    assert (due - NOW).total_seconds() >= 0.95 * 1_800


def test_an_address_inside_is_a_failure_that_says_why(fetcher: Fetcher) -> None:
    result = poll(Source("meta", "http://169.254.169.254/feed"), Health(), fetcher, NOW)
    assert (result.status, result.state) == ("failed", "failing")
    assert "never connected to" in result.error


def test_a_sitemap_index_is_read_through(web: Web, fetcher: Fetcher) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    web.pages["/feed"] = (
        200,
        {},
        f"<sitemapindex {space}><sitemap><loc>{web.url}/a.xml</loc></sitemap></sitemapindex>".encode(),
    )
    web.pages["/a.xml"] = (200, {}, f"<urlset {space}><url><loc>https://desk.example/1</loc></url></urlset>".encode())
    health, result = look(source(web, kind="sitemap"), fetcher, Health(), NOW)
    assert [link.url for link in result.links] == ["https://desk.example/1"]
    web.pages["/a.xml"] = (200, {}, f"<urlset {space}><url><loc>https://desk.example/2</loc></url></urlset>".encode())
    health, result = look(source(web, kind="sitemap"), fetcher, health, NOW + timedelta(minutes=5))
    assert [link.url for link in result.links] == ["https://desk.example/2"]
    del web.pages["/a.xml"]
    health, result = look(source(web, kind="sitemap"), fetcher, health, NOW + timedelta(minutes=10))
    assert (result.status, result.state, result.http_status) == ("failed", "failing", 404)


def test_links_carry_their_source_and_its_language(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = (200, {}, FEED)
    (link,) = poll(source(web, language="uk"), Health(), fetcher, NOW).links
    assert (link.source, link.language) == ("desk", "uk")


def test_a_wrong_selector_is_the_source_s_fault(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = (200, {}, b"<html><body><p>x</p></body></html>")
    for kind in ("listing", "page"):
        result = poll(source(web, kind=kind, item_selector="li[["), Health(), fetcher, NOW)
        assert (result.status, result.state) == ("failed", "not_a_feed")
        assert "CSS selector" in result.error


def test_fifty_hostile_bodies_never_raise(web: Web, fetcher: Fetcher) -> None:
    chance = random.Random(3)
    seeds = [
        FEED,
        EMPTY,
        b"<html><body><a href='x'>y</a></body></html>",
        b'{"items": [{"url": "x"}]}',
        b"\x1f\x8b\x08",
        b"<urlset>",
    ]
    for number in range(50):
        body = bytearray(chance.choice(seeds) * chance.randint(1, 3))
        for _ in range(chance.randint(0, 30)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        web.pages["/feed"] = (200, {}, bytes(body))
        for kind in ("feed", "sitemap", "listing", "telegram", "page", "gdelt"):
            result = poll(source(web, kind=kind), Health(), fetcher, NOW)
            assert "reading it failed" not in result.error, (number, kind, bytes(body))


def test_a_click_counter_gives_way_to_the_page_it_leads_to(web: Web, fetcher: Fetcher) -> None:
    counted = b"http://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;url=https%3a%2f%2fdesk.example%2f1&amp;c=1"
    web.pages["/feed"] = (200, {}, FEED.replace(b"https://desk.example/1", counted))
    (link,) = poll(source(web), Health(), fetcher, NOW).links
    assert link.url == "https://desk.example/1"

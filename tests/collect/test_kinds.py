"""The kinds of source besides feeds: sitemaps, listings, channels, watched pages, queries; and telling them apart."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from frontwire.collect import gdelt, identity, listing, sitemap, telegram, watched
from frontwire.collect.discover import discover, kind_of, source_id
from frontwire.errors import ConfigError, ParseError
from frontwire.models import Link, Page

AT = "https://desk.example/page"


def page(body: str | bytes, url: str = AT, content_type: str = "text/html; charset=utf-8") -> Page:
    data = body.encode() if isinstance(body, str) else body
    return Page(url, url, 200, {"content-type": content_type}, data, datetime(2025, 1, 11, tzinfo=UTC), "")


# --- sitemaps

NEWS_SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://desk.example/older</loc><news:news><news:publication><news:name>Desk</news:name><news:language>uk</news:language></news:publication>
<news:publication_date>2025-01-10T08:00:00+02:00</news:publication_date><news:title>Старіша &amp; коротша</news:title></news:news></url>
<url><loc> /newer </loc><news:news><news:publication><news:language>en</news:language></news:publication>
<news:publication_date>2025-01-11T08:00:00+02:00</news:publication_date><news:title><![CDATA[Newer]]></news:title></news:news></url>
<url><loc>mailto:x@desk.example</loc></url>
</urlset>"""


def test_a_news_sitemap_newest_first() -> None:
    links = sitemap.parse(NEWS_SITEMAP.encode(), AT)
    assert [(link.url, link.title, link.language) for link in links] == [
        ("https://desk.example/newer", "Newer", "en"),
        ("https://desk.example/older", "Старіша & коротша", "uk"),
    ]
    assert sitemap.parse(gzip.compress(NEWS_SITEMAP.encode()), AT) == links


def test_a_huge_sitemap_gives_its_newest_thousand() -> None:
    rows = "".join(
        f"<url><loc>https://desk.example/{n}</loc><lastmod>2024-{1 + n % 12:02}-{1 + n % 28:02}</lastmod></url>"
        for n in range(6_000)
    )
    begun = time.process_time()
    links = sitemap.parse(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode(), AT)
    assert time.process_time() - begun < 6.0
    assert len(links) == sitemap.MOST_LINKS
    assert links[0].published is not None
    assert links[0].published.raw == "2024-12-28"


def test_an_endless_sitemap_without_dates_gives_both_its_ends() -> None:
    pages = "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(5_000))
    links = sitemap.parse(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{pages}</urlset>'.encode(), AT)
    assert (len(links), links[0].url, links[-1].url) == (1_000, "https://a.example/0", "https://a.example/4999")


def test_an_index_gives_the_sitemaps_worth_reading() -> None:
    index = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://desk.example/2019.xml</loc><lastmod>2019-12-31</lastmod></sitemap>
    <sitemap><loc>https://desk.example/2025.xml</loc><lastmod>2025-01-11</lastmod></sitemap>
    <sitemap><loc>https://desk.example/sitemap-news.xml</loc></sitemap>
    <sitemap><loc>https://desk.example/2024.xml</loc><lastmod>2024-12-31</lastmod></sitemap></sitemapindex>"""
    assert [url.rpartition("/")[2] for url in sitemap.children(index.encode(), AT)] == [
        "sitemap-news.xml",
        "2025.xml",
        "2024.xml",
    ]
    assert sitemap.children(NEWS_SITEMAP.encode(), AT) == ()
    with pytest.raises(ParseError):
        sitemap.parse(index.encode(), AT)


def test_a_gzip_bomb_as_a_sitemap_is_cut() -> None:
    with pytest.raises(Exception, match="more than"):
        sitemap.parse(gzip.compress(bytes(40_000_000)), AT)


# --- listings

TITLES = (
    "Ministry names the mediators of the winter talks", "Bridge at the northern crossing opens for convoys", "Families write to the office a third time",
    "Wounded men arrive at the regional hospital", "Second list is being checked, the staff says",
)  # fmt: skip
LISTING = """<html><head><title>News</title></head><body>
<header><nav><ul>{menu}</ul></nav></header>
<main><section class="feed">{rows}</section></main>
<aside><ul>{popular}</ul></aside>
<footer><a href="/privacy-and-cookies">Our policy on privacy and on cookies</a></footer></body></html>""".format(
    menu="".join(f'<li><a href="/section/{n}">A section with a rather long name {n}</a></li>' for n in range(12)),
    rows="".join(
        f'<article class="card post-{n}"><a href="/news/{n}?utm_source=list"><img src="x.jpg"></a><h3><a href="/news/{n}">{title}</a></h3>'
        f'<time datetime="2025-01-1{n}T08:00:00+02:00">now</time><a href="/tag/talks">talks</a></article>'
        for n, title in enumerate(TITLES)
    ),
    popular="".join(f'<li><a href="/old/{n}">An old article that many people read {n}</a></li>' for n in range(3)),
)


def test_the_repeated_block_is_found_without_selectors() -> None:
    links = listing.parse(LISTING.encode(), AT)
    assert [(link.url, link.title) for link in links] == [
        (f"https://desk.example/news/{n}", title) for n, title in enumerate(TITLES)
    ]
    assert links[0].published is not None
    assert links[0].published.zone == "+02:00"


def test_a_front_page_of_several_blocks_a_lead_and_a_picture() -> None:
    lead = '<div class="lead"><a href="/story/the-first-word-of-the-day-comes-late"><img src="x.jpg" alt=""></a></div>'
    cards = "".join(
        f'<article class="post-{n} category-{n}"><header><h2><a href="/story/{n}-a-story-with-a-long-name-{n}">The story {n}</a></h2></header></article>'
        for n in range(5)
    )
    rows = "".join(
        f'<li class="row"><a href="/2025/01/1{n}/notes-of-the-day">A note of some length, number {n}</a></li>'
        for n in range(6)
    )
    menu = "".join(f'<a href="/section-{n}">A section with a rather long name {n}</a>' for n in range(9))
    tags = "".join(f'<a class="tag" href="/tag/{n}">tag {n}</a>' for n in range(9))
    body = f"<body><form><header><h1><a href='/'>The Desk</a></h1>{menu}</header>{lead}{cards}<ul>{rows}</ul><div>{tags}</div></form></body>"
    found = [link.url.removeprefix("https://desk.example") for link in listing.parse(body.encode(), AT)]
    assert found[0] == "/story/the-first-word-of-the-day-comes-late"
    assert found[1:6] == [f"/story/{n}-a-story-with-a-long-name-{n}" for n in range(5)]
    assert found[6:] == [f"/2025/01/1{n}/notes-of-the-day" for n in range(6)]


def test_selectors_decide_where_they_are_given() -> None:
    links = listing.parse(LISTING.encode(), AT, item_selector="aside li")
    assert [link.url for link in links] == [f"https://desk.example/old/{n}" for n in range(3)]
    links = listing.parse(LISTING.encode(), AT, item_selector="article.card", link_selector="h3 a")
    assert [link.title for link in links] == list(TITLES)


def test_a_korean_listing_of_divs() -> None:
    rows = "".join(
        f'<div class="row"><a class="tit" href="view?id={n}">북한군 포로 송환 관련 {n}차 논의</a><span>사회</span></div>'
        for n in range(6)
    )
    links = listing.parse(f"<body><div>{rows}</div></body>".encode("cp949"), AT, "text/html; charset=euc-kr")
    assert [link.url for link in links] == [f"https://desk.example/view?id={n}" for n in range(6)]
    assert links[2].title == "북한군 포로 송환 관련 2차 논의"


def test_listings_that_cannot_be_read_say_so() -> None:
    with pytest.raises(ParseError, match="no list"):
        listing.parse(b"<html><body><p>Nothing here</p></body></html>", AT)
    with pytest.raises(ParseError, match=r"li\.gone"):
        listing.parse(LISTING.encode(), AT, item_selector="li.gone")
    with pytest.raises(ConfigError, match="CSS selector"):
        listing.parse(LISTING.encode(), AT, item_selector="li[")


@pytest.mark.parametrize(
    "piece",
    ["<div>" * 30_000, '<a href="/x">y z words words</a>' * 12_000, "<li><a href='/1'>" * 20_000, "<" * 300_000],
)
def test_hostile_pages_cost_bounded_time(piece: str) -> None:
    begun = time.process_time()
    for read in (listing.parse, watched.parse, telegram.parse):
        try:
            read(piece.encode(), AT)
        except ParseError:
            continue
    assert time.process_time() - begun < 8.0


# --- channels

CHANNEL = """<html><body><div class="tgme_channel_info">The desk</div><section class="tgme_channel_history js-message_history">
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message js-widget_message" data-post="desk_ua/41"><div class="tgme_widget_message_bubble">
 <a class="tgme_widget_message_reply" href="#"><div class="tgme_widget_message_text">What was said before</div></a>
 <div class="tgme_widget_message_text js-message_text">Обмін відбувся<br/>Додому повернулися <b>30</b> людей</div>
 <div class="tgme_widget_message_footer"><span class="tgme_widget_message_meta">edited <a href="https://t.me/desk_ua/41"><time datetime="2025-01-11T09:12:30+00:00">09:12</time></a></span></div>
</div></div></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message service_message" data-post="desk_ua/42"><div class="tgme_widget_message_text">Channel photo updated</div></div></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="desk_ua/43"><div class="tgme_widget_message_bubble">
 <div class="tgme_widget_message_forwarded_from">Forwarded from <a class="tgme_widget_message_forwarded_from_name" href="https://t.me/staff/7">Staff</a></div>
 <div class="tgme_widget_message_text">A long line. {long}</div><time datetime="2025-01-11T10:00:00+00:00">10:00</time></div></div></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="desk_ua/44"><a class="tgme_widget_message_photo_wrap"></a><time datetime="2025-01-11T10:05:00+00:00"></time></div></div>
</section></body></html>""".format(long="word " * 60)


def test_posts_of_a_channel_newest_first() -> None:
    photo, forward, edited = telegram.parse(CHANNEL.encode(), "https://t.me/s/desk_ua")
    assert (edited.url, edited.guid, edited.title) == ("https://t.me/desk_ua/41", "desk_ua/41", "Обмін відбувся")
    assert edited.summary == "Обмін відбувся\n\nДодому повернулися 30 людей"
    assert edited.published is not None
    assert edited.published.utc == datetime(2025, 1, 11, 9, 12, 30, tzinfo=UTC)
    assert forward.guid == "https://t.me/staff/7"
    assert forward.title.endswith("…")
    assert len(forward.title) <= 161
    assert (photo.url, photo.title) == ("https://t.me/desk_ua/44", "")


def test_an_edit_is_no_news_and_a_forward_is_known_with_its_original() -> None:
    _, forward, post = telegram.parse(CHANNEL.encode(), "https://t.me/s/desk_ua")
    edit = telegram.parse(CHANNEL.replace("30", "31").encode(), "https://t.me/s/desk_ua")[2]
    assert edit.summary != post.summary
    assert set(identity.keys(edit)) & set(identity.keys(post))
    assert set(identity.keys(forward)) & set(identity.keys(Link("https://t.me/s/staff/7", "staff/7", source="staff")))


def test_a_private_channel_says_so() -> None:
    with pytest.raises(ParseError, match="channel"):
        telegram.parse(
            b"<html><body><div class='tgme_page'>If you have Telegram</div></body></html>", "https://t.me/s/x"
        )


@pytest.mark.parametrize(
    "written", ["@desk_ua", "t.me/desk_ua", "https://t.me/s/desk_ua/41", "http://telegram.me/desk_ua?before=5"]
)
def test_a_channel_in_any_form(written: str) -> None:
    assert telegram.channel_url(written) == "https://t.me/s/desk_ua"


@pytest.mark.parametrize("written", ["https://t.me/+AbCdEf", "https://t.me/", "https://desk.example/s/x", "nonsense"])
def test_what_is_no_public_channel(written: str) -> None:
    assert telegram.channel_url(written) == ""


# --- watched pages

WATCHED = "<html><head><title>Register</title></head><body><nav>Menu {clock}</nav><main><h1>The register of missing persons</h1>{rows}</main></body></html>"
ROWS = [f"<p>The office has entered {n} further names in the public register.</p>" for n in (12, 15)]


def watched_key(rows: list[str], clock: str = "09:00", **options: str) -> str:
    (link,) = watched.parse(WATCHED.format(rows="".join(rows), clock=clock).encode(), AT, **options)
    return identity.keys(link)[0]


def test_a_watched_page_is_new_when_its_text_changes() -> None:
    first = watched_key(ROWS)
    assert watched_key(ROWS, clock="09:05") == first
    assert watched_key(ROWS[::-1]) == first
    assert watched_key([ROWS[0], ROWS[1].replace(" ", "  ")]) == first
    assert watched_key([*ROWS, ROWS[0].replace("12", "40")]) != first
    assert watched_key([ROWS[0], ROWS[1].replace("15", "16")]) != first


def test_a_watched_part_of_a_page() -> None:
    assert watched_key(ROWS, selector="h1") == watched_key(ROWS[:1], selector="h1")
    with pytest.raises(ParseError):
        watched_key(ROWS, selector="table.gone")


# --- queries


def test_a_gdelt_query_and_its_answer() -> None:
    url = gdelt.query_url('"prisoner exchange"', language="uk")
    assert parse_qs(urlsplit(url).query)["query"] == ['"prisoner exchange" sourcelang:ukrainian']
    body = b"""{"articles": [{"url": "https://a.example/1", "title": "One &amp; two", "seendate": "20250111T093000Z", "language": "Ukrainian"},
    {"url": ""}, 5]}"""
    (link,) = gdelt.parse(body, url)
    assert (link.title, link.language) == ("One & two", "uk")
    assert link.published is not None
    assert link.published.utc == datetime(2025, 1, 11, 9, 30, tzinfo=UTC)
    assert gdelt.parse(b"{}", url) == ()
    with pytest.raises(ParseError, match="too short"):
        gdelt.parse(b"The specified phrase is too short.", url)


def test_a_news_search_feed() -> None:
    query = parse_qs(urlsplit(gdelt.search_feed_url("обмін полоненими", language="uk", country="UA")).query)
    assert query == {"format": ["rss"], "q": ["обмін полоненими"], "setlang": ["uk"], "cc": ["UA"]}


# --- telling kinds apart

HOME = """<html><head><title>The Desk</title><link rel="alternate" type="application/rss+xml" title="All news" href="/rss/all.xml">
<link rel="alternate" type="application/rss+xml" title="The Desk: Comments Feed" href="/comments/feed/">
<link rel="alternate" type="application/atom+xml" href="https://feeds.desk.example/atom"></head>
<body><a href="/rss/war.xml">War</a>{rows}</body></html>""".format(
    rows="".join(f'<div class="c"><h2><a href="/n/{n}">{title}</a></h2></div>' for n, title in enumerate(TITLES))
)


def test_a_home_page_names_its_feeds_and_is_a_listing() -> None:
    found = discover(page(HOME, "https://www.desk.example/"))
    assert [(source.kind, source.url, source.title) for source in found] == [
        ("feed", "https://www.desk.example/rss/all.xml", "All news"),
        ("feed", "https://feeds.desk.example/atom", ""),
        ("feed", "https://www.desk.example/rss/war.xml", "War"),
        ("listing", "https://www.desk.example/", "The Desk"),
    ]
    assert len({source.id for source in found}) == 4


def test_kinds_are_told_apart() -> None:
    rss = "<rss><channel><title>Desk &amp; Co</title><item><link>https://a.example/1</link></item></channel></rss>"
    assert [(s.kind, s.title) for s in discover(page(rss))] == [("feed", "Desk & Co")]
    assert kind_of(page(NEWS_SITEMAP)) == "sitemap"
    assert kind_of(page(CHANNEL, "https://t.me/s/desk_ua")) == "telegram"
    assert kind_of(page(LISTING)) == "listing"
    assert kind_of(page("<html><body><p>A single page with a single text.</p></body></html>")) == "page"
    assert discover(page("<html><head><title>Just a moment...</title></head><body></body></html>")) == []


def test_a_single_text_can_be_watched_and_an_odd_file_cannot() -> None:
    text = "<html><head><title>Register</title></head><body><p>A single page with a single text.</p></body></html>"
    assert [(s.kind, s.title) for s in discover(page(text))] == [("page", "Register")]
    assert discover(page(b"%PDF-1.7 \x00\xff", content_type="application/pdf")) == []
    with pytest.raises(ParseError, match="deep"):
        discover(page("<div>" * 20_000))


def test_ids_are_readable() -> None:
    assert source_id("https://www.desk.example/rss/all.xml") == "desk-example"
    assert source_id("https://t.me/s/desk_ua") == "tg-desk-ua"

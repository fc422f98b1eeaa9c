from __future__ import annotations

import json
import time
import tracemalloc
from datetime import datetime
from pathlib import Path

import pytest

from frontwire.collect import feed
from frontwire.errors import ParseError
from frontwire.models import Link

FEEDS = Path(__file__).parents[1] / "data" / "feeds"
AT = "https://desk.example/feed"
EXPECTED = sorted(path for path in FEEDS.glob("*.json"))


def plain(link: Link, expected: dict[str, object]) -> dict[str, object]:
    url = link.url
    if str(expected["url"]).endswith("#fw-entry-*"):
        assert len(url) == len(str(expected["url"])) + 11
        url = url[:-12] + "*"
    date = link.published
    return {
        "url": url, "guid": link.guid, "title": link.title, "summary": link.summary, "language": link.language,
        "published": date and date.utc and date.utc.strftime("%Y-%m-%dT%H:%M:%SZ"), "zone": date and date.zone,
    }  # fmt: skip


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_a_feed_and_what_it_means(path: Path) -> None:
    body = next(other for other in FEEDS.glob(f"{path.stem}.*") if other != path).read_bytes()
    expected = json.loads(path.read_text("utf-8"))
    links = feed.parse(body, AT)
    assert [plain(link, row) for link, row in zip(links, expected, strict=True)] == expected


CYRILLIC = "<rss><channel><item><title>Обмін полоненими відбувся на кордоні</title><link>https://a.example/1</link></item></channel></rss>"


@pytest.mark.parametrize("actual", ["utf-8", "utf-16", "utf-8-sig", "windows-1251", "koi8-u"])
@pytest.mark.parametrize("declared", ["utf-8", "windows-1251", "", "nonsense", "iso-8859-1"])
def test_charsets_that_lie(actual: str, declared: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = (head + CYRILLIC).encode(actual)
    assert feed.parse(body, AT)[0].title == "Обмін полоненими відбувся на кордоні"


def test_the_transport_may_name_the_charset() -> None:
    assert feed.parse(CYRILLIC.encode("cp1251"), AT, "text/xml; charset=windows-1251")[0].title.startswith("Обмін")


def bomb(levels: int = 30) -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels))
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "lol">{entities}]>'


@pytest.mark.parametrize(
    "body",
    [
        bomb() + "<rss><channel><item><title>&a29;</title><link>https://a.example/1</link></item></channel></rss>",
        bomb() + '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title><link href="https://a.example/&a29;"/></entry></feed>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title><link>https://a.example/1</link></item></channel></rss>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd"><rss><channel><item><title>t</title><link>https://a.example/1</link></item></channel></rss>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]><rss><channel><item><title>t</title><link>https://a.example/1</link></item></channel></rss>',
        '<!doctype r [<!ENTITY a "' + "x" * 50_000 + '">]><rss><channel><item><title>' + "&a;" * 20_000 + "</title><link>https://a.example/1</link></item></channel></rss>",
    ],
    ids=["laughs", "laughs in an attribute", "file", "network", "parameter", "quadratic"],
)  # fmt: skip
def test_entities_are_neither_expanded_nor_loaded(body: str) -> None:
    data = body.encode()
    tracemalloc.start()
    begun = time.process_time()
    links = feed.parse(data, AT)
    spent, peak = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(links) == 1
    assert "root:" not in links[0].title
    assert "lol" not in links[0].title + links[0].url
    assert spent < 2.0
    assert peak < 5_000_000


@pytest.mark.parametrize(
    "body",
    [
        b"<rss>" + b"<![CDATA[" * 300_000,
        b"<rss><channel>" + b"<item>" * 300_000,
        b"<rss><channel><item><title>" + b"<" * 1_000_000,
        b"<rss><channel><item><title>" + b"&lt;" * 500_000 + b"</title><link>https://a.example/</link></item>",
        b"<rss><channel><item><title>" + b"&" * 1_000_000,
        b"<rss><channel>" + b"<item><title>t</title><link>https://a.example/1</link></item>" * 12_000,
        b"<!DOCTYPE rss [" + b"]" * 1_000_000,
        b"<rss " + b'a="1" ' * 200_000 + b">",
        b'{"items":' + b"[" * 1_000_000,
        b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry><title><a><b>" * 60_000,
        b"<?xml" + b" " * 1_000_000,
        b"<!DOCTYPE" * 200_000,
        b"<!-- -->" * 200_000 + b"<rss>",
        b"<rss><channel><item>" + b"<title><link><guid>" * 60_000,
        b"<rss><channel><item></b>" + b"<title>x</title>" * 60_000,
    ],
    ids=range(15),
)
def test_hostile_bodies_cost_linear_time(body: bytes) -> None:
    begun = time.process_time()
    try:
        links = feed.parse(body, AT)
    except ParseError:
        links = ()
    assert time.process_time() - begun < 6.0
    assert len(links) <= feed.MOST_ENTRIES


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"<!DOCTYPE html><html><head><title>Log in</title></head><body><p>x</p></body></html>", "HTML"),
        (b"<html><body><br></body></html>", "HTML"),
        (b"", "not XML"),
        (b"plain words", "not XML"),
        (b"\x00\xff\xfe\x01", "not XML"),
        (b'{"a": 1}', "not a JSON feed"),
        (b"[1, 2", "not a JSON feed"),
        (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "urlset"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
    ],
)
def test_what_is_no_feed_is_told(body: bytes, word: str) -> None:
    with pytest.raises(ParseError, match=word):
        feed.parse(body, AT)


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel/></rss>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
        b'{"version": "https://jsonfeed.org/version/1", "items": []}',
    ],
)
def test_a_valid_feed_may_be_empty(body: bytes) -> None:
    assert feed.parse(body, AT) == ()


@pytest.mark.parametrize(
    "entry",
    [
        "<title>Two <b>lists</title><link>https://a.example/1</link><guid>g1</guid>",
        "<title>Two lists<link>https://a.example/1</link><guid>g1</guid>",
        "<title><![CDATA[Two <i>lists]]></title><link>https://a.example/1</link><guid>g1</guid></p>",
        "<title>Two lists</title><link>https://a.example/1</link><guid>g1</guid><description><p>x<br>y",
        "<title>Two lists</title><link>https://a.example/1</link><guid>g1</guid><p class=a b'>",
    ],
)
def test_an_entry_whose_tags_do_not_match_harms_no_other(entry: str) -> None:
    good = "<item><title>Good {0}</title><link>https://a.example/good{0}</link></item>"
    body = f"<rss><channel>{good.format(0)}<item>{entry}</item>{good.format(2)}</channel></rss>"
    links = feed.parse(body.encode(), AT)
    assert [link.url.rpartition("/")[2] for link in links] == ["good0", "1", "good2"]
    assert [link.title for link in links] == ["Good 0", "Two lists", "Good 2"]
    assert links[1].guid == "g1"


def test_words_about_a_document_type_are_words() -> None:
    body = b"<rss><channel><item><description><![CDATA[<!DOCTYPE html> [is]> how pages begin]]></description><link>https://a.example/1</link></item></channel></rss>"
    assert feed.parse(body, AT)[0].summary == "[is]> how pages begin"
    commented = b"<!-- <!DOCTYPE x [ -->" + body
    assert feed.parse(commented, AT) == feed.parse(body, AT)


def test_links_that_are_no_web_addresses_are_left_out() -> None:
    body = b"<rss><channel><item><title>a</title><link>javascript:alert(1)</link><guid isPermaLink='false'>9</guid></item></channel></rss>"
    (link,) = feed.parse(body, AT)
    assert link.url.startswith(AT + "#fw-entry-")


def test_an_entry_keeps_its_made_up_address_when_its_text_changes() -> None:
    body = "<rss><channel><item><title>{}</title><guid isPermaLink='false'>9</guid></item></channel></rss>"
    one, two = (feed.parse(body.format(title).encode(), AT)[0] for title in ("First", "Second"))
    assert one.url == two.url


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("HTTP://a.example/1", "http://a.example/1"),
        ("https://a.example/two\n  words", "https://a.example/two%20%20words"),
        ("https://a.example/1?x=2&amp;amp;y=3", "https://a.example/1?x=2&y=3"),
        ("//b.example/1", "https://b.example/1"),
    ],
)
def test_addresses_as_browsers_would_read_them(written: str, meant: str) -> None:
    body = f"<rss><channel><item><link>{written}</link></item></channel></rss>".encode()
    assert feed.parse(body, AT)[0].url == meant


def test_an_entry_without_a_page_keeps_all_its_words() -> None:
    words = " ".join(f"word{n}" for n in range(300))
    body = f"<rss><channel><item><title>a</title><description>{words}</description></item></channel></rss>".encode()
    assert feed.parse(body, AT)[0].summary == words
    json = f'{{"version": "1", "items": [{{"id": "9", "content_text": "{words}"}}]}}'.encode()
    assert feed.parse(json, AT)[0].summary == words


def test_the_newest_of_a_feed_without_end_are_read_whichever_way_it_is_sorted() -> None:
    items = "".join(f"<item><link>https://a.example/{n}</link></item>" for n in range(5_000))
    links = feed.parse(f"<rss><channel>{items}</channel></rss>".encode(), AT)
    assert len(links) == feed.MOST_ENTRIES
    assert (links[0].url, links[-1].url) == ("https://a.example/0", "https://a.example/4999")


def test_a_proxy_link_gives_way_to_the_original() -> None:
    body = b"""<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><item><title>a</title>
    <link>https://proxy.example/~r/1</link><feedburner:origLink>https://a.example/1</feedburner:origLink></item></channel></rss>"""
    assert feed.parse(body, AT)[0].url == "https://a.example/1"


def test_dates_are_utc_and_keep_their_words() -> None:
    body = b"<rss><channel><item><link>https://a.example/1</link><pubDate>Mon, 06 Jan 2025 23:59:60 -0500</pubDate></item></channel></rss>"
    date = feed.parse(body, AT)[0].published
    assert date is not None
    assert date.utc == datetime.fromisoformat("2025-01-07T04:59:59+00:00")
    assert date.raw == "Mon, 06 Jan 2025 23:59:60 -0500"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp037", "utf-7"]
)
@pytest.mark.parametrize("before", ["", "<!-- a -->", "<!-- <!DOCTYPE a [ -->", "<?a b?>", "<!DOCTYPE a>", "\n\n"])
@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY x SYSTEM "file://{0}"><!ENTITY y "{1}"><!ENTITY z "&y;&y;&y;&y;">',
        '<!ENTITY w "]>"><!ENTITY x SYSTEM "file://{0}"><!ENTITY z "{1}">',
        '<!-- ]> --><!ENTITY x SYSTEM "file://{0}"><!ENTITY z "{1}">',
        '<!ENTITY % x SYSTEM "file://{0}"> %x; <!ENTITY z "{1}">',
    ],
)
def test_no_entity_is_loaded_or_expanded(encoding: str, before: str, subset: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret", encoding="ascii")
    document = (
        f'<?xml version="1.0" encoding="{encoding}"?>{before}<!DOCTYPE rss [{subset.format(secret, "bomb" * 9)}]>'
        "<rss><channel><item><title>T &x; &z;</title><link>https://a.example/1</link></item></channel></rss>"
    )
    try:
        found = repr(feed.parse(document.encode(encoding), AT))
    except ParseError:
        found = ""
    # What stands behind a doctype that ends early may come through as the text it is, never as what an entity means.
    title = found.partition("title=")[2].partition("summary=")[0]
    assert "the-secret" not in found
    assert "bombbomb" not in title

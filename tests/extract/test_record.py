"""Titles, authors and dates: what a page states, what it shows, and which is believed."""

from datetime import UTC, datetime

import pytest

from frontwire.extract import explain, extract, record_of

URL = "https://quay.example/news/harbour"
TEXT = "<p>The harbour opened its gates again on Tuesday morning, two days after a storm broke the outer wall.</p>" * 2


def page(head: str = "", top: str = "<h1>Harbour opens again</h1>") -> str:
    return f'<html lang="en"><head>{head}</head><body><article>{top}{TEXT}</article></body></html>'


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize(
    "head",
    [
        ld('{"@type":"NewsArticle","datePublished":"2025-03-04T08:30:00+01:00"}'),
        ld(
            '{"@graph":[{"@type":"WebSite","name":"x"},{"@type":["NewsArticle"],"datePublished":"2025-03-04T08:30:00+01:00"}]}'
        ),
        ld('{"@type":"NewsArticle","headline":"broken\n line","datePublished":"2025-03-04T08:30:00+01:00",}'),
        '<meta property="article:published_time" content="2025-03-04T08:30:00+01:00">',
        '<meta name="parsely-pub-date" content="2025-03-04T08:30:00+01:00">',
    ],
)
def test_a_stated_date_keeps_its_zone(head: str) -> None:
    article = extract(page(head), URL)
    assert article.published is not None
    assert (article.published.utc, article.published.zone) == (datetime(2025, 3, 4, 7, 30, tzinfo=UTC), "+01:00")
    assert record_of(page(head), URL)["published"] == "2025-03-04T08:30:00+01:00"


@pytest.mark.parametrize(
    ("top", "day"),
    [
        ("<h1>Harbour opens again</h1><span class='x'>March 4, 2025</span>", "2025-03-04"),
        ("<h1>Harbour opens again</h1><p>Updated 9 March 2025</p><p>Published 4 March 2025</p>", "2025-03-04"),
        ("<h1>Harbour opens again</h1><time datetime='2025-03-04'>yesterday</time>", "2025-03-04"),
        ("<h1>Harbour opens again</h1>", ""),
    ],
)
def test_a_shown_date_is_read_near_the_title(top: str, day: str) -> None:
    assert record_of(page(top=top), URL)["published"] == day


def test_the_address_tells_the_day_where_nothing_else_does() -> None:
    assert record_of(page(), "https://quay.example/2025/03/04/harbour")["published"] == "2025-03-04"


def test_a_relative_date_counts_from_the_fetch() -> None:
    top = "<h1>Harbour opens again</h1><div class='date'>3 hours ago</div>"
    fetched = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
    assert extract(page(top=top), URL).published is None
    article = extract(page(top=top), URL, fetched_at=fetched)
    assert article.published is not None
    assert article.published.utc == datetime(2025, 3, 4, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "top", "day", "source"),
    [
        # Stated and shown agree, or the page is news: what is stated.
        ('<meta name="pubdate" content="2025-03-04">', "<p>March 4, 2025</p>", "2025-03-04", "meta pubdate"),
        (
            ld('{"@type":"NewsArticle","datePublished":"2025-03-04"}'),
            "<p>Posted 2 March 2025</p>",
            "2025-03-04",
            "JSON-LD datePublished",
        ),
        # Elsewhere the first day that the page tells its readers decides, and the last change never does.
        (
            ld('{"@type":"Article","datePublished":"2025-03-04"}'),
            "<p>Posted 2 March 2025</p>",
            "2025-03-02",
            "said near the title",
        ),
        (
            ld('{"@type":"Article","datePublished":"2025-03-04"}'),
            "<p>Updated 9 March 2025</p>",
            "2025-03-04",
            "JSON-LD datePublished",
        ),
        # A page that has moved states the day of the move.
        (
            '<meta property="article:published_time" content="2024-08-07">',
            "<p>Dec 30, 2013</p>",
            "2013-12-30",
            "shown near the title",
        ),
        # A bare day that is the last change's is believed where the stated one was set by hand, without a time of day.
        (
            ld(
                '{"@type":"Article","datePublished":"2024-04-05T00:00:00-04:00","dateModified":"2025-03-04T09:12:00-04:00"}'
            ),
            "<p>March 4, 2025</p>",
            "2025-03-04",
            "shown near the title",
        ),
        # One that is the stated moment's in the readers' zone is theirs; with a time of day the moment is kept.
        (
            '<meta property="article:published_time" content="2025-03-05T03:05:00+00:00">',
            "<p>March 4, 2025</p>",
            "2025-03-04",
            "shown near the title",
        ),
        (
            ld('{"@type":"NewsArticle","datePublished":"2025-03-05T03:28:35Z"}'),
            "<p>March 4, 2025, 10:28 p.m.</p>",
            "2025-03-04T22:28:35-05:00",
            "JSON-LD datePublished",
        ),
        # What a sentence says of the first day outweighs a bare one.
        (
            "",
            "<p>30 Sep 2024, 11:07am</p><p>This story was originally published on 26 Sep 2019, and the harbour master has since mended it more than once, with the fares, the timetable and the names of the boats as they are now.</p>",
            "2019-09-26",
            "said on the page",
        ),
        # Two dates written as one, a quoted post's date.
        ("", "<p>21. Januar 202522. Januar 2025</p>", "2025-01-21", "shown near the title"),
        (
            ld('{"@type":"Article","datePublished":"2025-03-04"}'),
            "<p>— Quay Watch (@quaywatch) March 1, 2025</p>",
            "2025-03-04",
            "JSON-LD datePublished",
        ),
        # A name that stands for the last change as often as for the first day is asked last.
        ('<meta name="date" content="2025-03-09">', "<p>March 4, 2025</p>", "2025-03-04", "shown near the title"),
        ('<meta name="date" content="2025-03-09">', "", "2025-03-09", "meta date"),
        ("", "<p>November 2015</p>", "2015-11-01", "shown near the title"),
    ],
)
def test_the_date_of_a_page_and_where_it_was_found(head: str, top: str, day: str, source: str) -> None:
    html = page(head, f"<h1>Harbour opens again</h1>{top}")
    assert record_of(html, URL)["published"] == day
    assert explain(html, URL)["fields"]["published"]["source"] == source


@pytest.mark.parametrize(
    ("head", "top"),
    [
        # The bare day may be meant, or the stated moment.
        (
            ld('{"@type":"Article","datePublished":"2024-04-05T12:53:27Z","dateModified":"2025-03-04T09:12:00Z"}'),
            "<p>March 4, 2025</p>",
        ),
        # The page tells of a change that its data do not know.
        (
            ld('{"@type":"NewsArticle","datePublished":"2024-04-05T12:53:27Z","dateModified":"2024-04-05T12:53:27Z"}'),
            "<p>Updated March 4, 2025</p>",
        ),
        # The last change, and in numbers that may be read in two ways.
        ("", "<p>Updated on 09/11/25</p>"),
        # The months of an archive.
        ("", "<ul><li>May 2024</li><li>April 2024</li><li>March 2024</li></ul>"),
    ],
)
def test_no_day_is_told_where_two_may_be_meant(head: str, top: str) -> None:
    assert record_of(page(head, f"<h1>Harbour opens again</h1>{top}"), URL)["published"] == ""


def test_slashed_days_come_first_in_british_lands() -> None:
    html = page(top="<h1>Harbour opens again</h1><p>04/03/2025</p>")
    assert record_of(html, "https://quay.co.uk/harbour")["published"] == "2025-03-04"
    assert record_of(html, "https://quay.com/harbour")["published"] == "2025-04-03"


@pytest.mark.parametrize(
    ("head", "top", "names"),
    [
        (ld('{"@type":"Article","author":[{"name":"Mara Lind"},{"name":"Jon Aas"}]}'), "", ["Mara Lind", "Jon Aas"]),
        (ld('{"@type":"Article","author":"Mara Lind and Jon Aas"}'), "", ["Mara Lind", "Jon Aas"]),
        (ld('{"@type":"Article","author":{"name":"Dr. Mara Lind, Ph.D."}}'), "", ["Dr. Mara Lind, Ph.D."]),
        ('<meta name="author" content="By Mara Lind">', "", ["Mara Lind"]),
        ('<meta property="article:author" content="https://social.example/mara">', "", []),
        ("", "<div class='author-name'>Mara Lind</div>", ["Mara Lind"]),
        ("", "<p>By Mara Lind | 4 March 2025</p>", ["Mara Lind"]),
        ("", "<p>Автор: Марія Ліндова</p>", ["Марія Ліндова"]),
        ("", "<p>By the time it was over, the wall had gone</p>", []),
        ("", "<p>By</p><p>The Quay Team</p>", ["The Quay Team"]),
        ("", "<p>By the Harbour Team</p>", ["the Harbour Team"]),
        ("", "<p>4 березня 2025, 08:30 | Автор: Марія Ліндова</p>", ["Марія Ліндова"]),
        ("", "<p>Mara Lind · 4 March 2025</p>", ["Mara Lind"]),
        ("", "<p>Press Release · 4 March 2025</p>", []),
        ("", "<p>Written by: Mara Lind, Senior AnalystUpdated Sep 17, 2025</p>", ["Mara Lind"]),
        ("", "<p>By Mara McNamara ⋅ Founder</p>", ["Mara McNamara"]),
        ("", "<a rel='author' href='/x'>Mara Lind</a>", ["Mara Lind"]),
        ("", "<span itemprop='author'><b itemprop='name'>Mara Lind</b></span>", ["Mara Lind"]),
        ("", "<div><a href='/authors/mara'>Mara Lind</a></div>", ["Mara Lind"]),
        ("", "<p>글 박하늘 기자</p>", ["박하늘"]),
        # The outlet signs only where no person does; several elements name several people.
        (
            '<meta name="author" content="The Quay"><meta name="author" content="박하늘 기자"><meta property="og:site_name" content="The Quay">',
            "",
            ["박하늘"],
        ),
        ('<meta name="author" content="quay.example">', "", ["quay.example"]),
        (
            ld('{"@type":"Article","author":{"@type":"Organization","name":"Quay"}}'),
            "<p>By Mara Lind</p>",
            ["Mara Lind"],
        ),
        ('<meta name="author" content="admin">', "", []),
        (
            '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Mara Lind">',
            "",
            ["Mara Lind"],
        ),
        (ld('{"@type":"Article","author":"Mara Lind og Jon Aas"}'), "", ["Mara Lind", "Jon Aas"]),
        (
            ld('{"@type":"Article","author":"Mara Lind"}'),
            "<p>Written by Mara Lind, Jon Aas</p>",
            ["Mara Lind", "Jon Aas"],
        ),
    ],
)
def test_authors_are_names(head: str, top: str, names: list[str]) -> None:
    assert record_of(page(head, f"<h1>Harbour opens again</h1>{top}"), URL)["authors"] == names


@pytest.mark.parametrize(
    ("head", "top", "title"),
    [
        ("<title>Harbour opens again | The Quay</title>", "<h1>The Quay</h1>", "Harbour opens again"),
        ("<title>Harbour opens again | The Quay</title>", "<h1>Harbour opens again</h1>", "Harbour opens again"),
        # As the host spells it.
        ("<title>Harbour opens again - Q U A Y</title>", "", "Harbour opens again"),
        (
            '<meta property="og:site_name" content="The Quay"><title>The Quay - Harbour opens again</title>',
            "",
            "Harbour opens again",
        ),
        ('<meta property="og:title" content="Harbour opens again">', "<h1>Sea</h1>", "Harbour opens again"),
        (ld('{"@type":"Article","headline":"Harbour &amp; wall"}'), "", "Harbour & wall"),
        ("<title>Salt: a history</title>", "", "Salt: a history"),
        (
            "<title>Best harbours, ranked | The Quay</title>",
            "<h1>Nine harbours, ranked by our best crew</h1>",
            "Nine harbours, ranked by our best crew",
        ),
        (
            ld('{"@type":"NewsArticle","headline":"Wall falls"}'),
            "<h1>How the wall of the harbour falls</h1>",
            "Wall falls",
        ),
        ('<meta property="og:title" content="Wall falls">', "<h1>Storm: Wall falls</h1>", "Wall falls"),
        (
            "<title>“Open” – The New Quay Newspaper</title><meta property='og:title' content='“Open” - The New Quay Newspaper'>",
            "<h1>“Open”</h1>",
            "“Open”",
        ),
    ],
)
def test_titles_are_without_their_site(head: str, top: str, title: str) -> None:
    assert record_of(page(head, top), URL)["title"] == title


def test_addresses_are_absolute_or_nothing() -> None:
    head = '<link rel="canonical" href="//quay.example/a?b=1"><meta property="og:image" content="javascript:alert(1)">'
    article = extract(page(head), URL)
    assert (article.canonical_url, article.image) == ("https://quay.example/a?b=1", "")
    assert extract(page('<link rel="canonical" href="http://[bad">'), URL).canonical_url == URL

"""Hostile pages: bounded time that grows in a line, no crash, a clear state."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.extract_hostile import LARGEST, SENTENCE, SHAPES, URL, seconds
from frontwire.extract import explain, extract, record_of, text_of
from frontwire.extract.charset import decode


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_in_a_line(shape: str) -> None:
    """Eight times the page takes about eight times as long: far from the sixty-four times of a square."""
    small, large = SHAPES[shape](15_000), SHAPES[shape](120_000)
    seconds(small)
    quick = max(seconds(small), seconds(small), 0.004)
    assert min(seconds(large), seconds(large)) < 26 * quick


@pytest.mark.parametrize("page", LARGEST)
def test_the_largest_pages_are_read_in_seconds(page: str) -> None:
    make, most = LARGEST[page]
    assert seconds(make()) < most


def test_two_hundred_thousand_nested_tags_still_tell_their_words() -> None:
    assert "The harbour opened" in text_of("<div>" * 200_000 + SENTENCE, URL)


@pytest.mark.parametrize(
    "body",
    [
        b"\x00" * 1000,
        b"<p>a\x00b</p>",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xd0" * 999,
        b"<html><body><p>\xed\xa0\x80</p>",
        b"<svg><p><math><mi><p>x",
        b"<frameset><frame>",
        b"%PDF-1.7 \x93\x8c\x8b",
        b"\x1f\x8b\x08\x00",
        b'{"not": "a page"}',
        b"<?xml version='1.0'?><rss/>",
        bytes(range(256)) * 20,
    ],
)
def test_broken_bytes_become_an_article_of_some_kind(body: bytes) -> None:
    article = extract(body, URL)
    assert article.kind in {"article", "empty", "listing", "error"}
    assert "\x00" not in article.text
    explain(body, URL)


def test_lone_surrogates_and_bad_addresses_are_survived() -> None:
    assert extract("<p>a\ud800b</p>", "http://[").kind == "article"
    assert record_of("<title>Harbour\udfff</title>", "::::")["title"].startswith("Harbour")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_are_read(body: bytes, url: str) -> None:
    article = extract(body, url)
    assert article.kind != "article" or article.text
    assert decode(body)[0].isprintable() is not None


_PIECES = st.sampled_from(
    [
        "<div class='related'>", "<p>", "</p>", "<article>", "</div>", "<a href=x>", "</a>", "<h1>", "<br>", "<table>", "<td>", "<li>",
        "<script>", "</script>", "<!--", "-->", "<time datetime='2025'>", "<nav>", "&#0;", "&amp", "By Mara Lind", SENTENCE, "3 comments",
        '<meta property="og:title" content="x">', '<script type="application/ld+json">{"@type":["NewsArticle",[]],"author":[[{"name":[]}]]}</script>',
        '<script type="application/ld+json">{"@type":{"a":1},"datePublished":{"@value":7},"articleBody":["x"]}</script>',
        "<svg>", "<template>", "<body hidden>", "2025-13-45", "<html lang=''>",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_any_pieces_of_pages_are_read(html: str) -> None:
    article = extract(html, URL)
    assert text_of(html, URL) == article.text
    assert all(paragraph.strip() for paragraph in article.text.split("\n\n") if article.text)


def test_a_navigation_that_is_never_closed_does_not_swallow_the_page() -> None:
    html = f'<body><nav><a href="/">Home</a><div class="story"><h1>Harbour</h1><p>{SENTENCE}</p><p>{SENTENCE}</p></div>'
    assert text_of(html, URL).count("The harbour opened") == 2

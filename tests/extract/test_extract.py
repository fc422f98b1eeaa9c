"""The door of extraction: bytes in, an Article out, whatever the bytes."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from frontwire.extract import explain, extract, record_of, text_of

PAGE = """<html lang="en"><head><title>Harbour reopens after storm | The Quay</title>
<meta property="og:site_name" content="The Quay"><meta property="article:published_time" content="2025-03-04T08:30:00+02:00">
<link rel="canonical" href="/harbour"><script type="application/ld+json">
{"@type": "NewsArticle", "headline": "Harbour reopens after storm", "author": {"@type": "Person", "name": "Mara Lind"}}
</script></head><body><nav><a href="/">Home</a> <a href="/sea">Sea</a></nav>
<div class="breadcrumbs"><a href="/">Home</a> / <a href="/sea">Sea</a></div>
<article><h1>Harbour reopens after storm</h1><p class="byline">By Mara Lind</p>
<p>The harbour opened its gates again on Tuesday morning, two days after the storm that broke its outer wall.</p>
<p>Advertisement</p>
<p>Ferries will run on their summer timetable until the end of the month, the port authority said in a note.</p>
<div class="related-links"><a href="/1">Storm breaks wall</a><a href="/2">Ferry stuck at sea</a></div>
</article><footer>All rights reserved</footer></body></html>"""


def test_an_article_is_its_paragraphs_and_nothing_else() -> None:
    article = extract(PAGE, "https://quay.example/harbour?utm=1")
    assert article.text.split("\n\n") == [
        "The harbour opened its gates again on Tuesday morning, two days after the storm that broke its outer wall.",
        "Ferries will run on their summer timetable until the end of the month, the port authority said in a note.",
    ]
    assert article.title == "Harbour reopens after storm"
    assert article.authors == ("Mara Lind",)
    assert article.published is not None
    assert article.published.utc == datetime(2025, 3, 4, 6, 30, tzinfo=UTC)
    assert article.published.zone == "+02:00"
    assert article.canonical_url == "https://quay.example/harbour"
    assert (article.site_name, article.language, article.kind) == ("The Quay", "en", "article")


def test_the_fast_paths_agree_with_the_whole() -> None:
    article = extract(PAGE, "https://quay.example/harbour")
    assert text_of(PAGE, "https://quay.example/harbour") == article.text
    record = record_of(PAGE, "https://quay.example/harbour")
    assert record["title"] == article.title
    assert record["published"].startswith("2025-03-04T")


def test_explain_names_the_box_and_what_was_dropped() -> None:
    trace = explain(PAGE, "https://quay.example/harbour")
    assert trace["container"] == "article"
    assert any(dropped["text"] == "Advertisement" for dropped in trace["dropped"])


@pytest.mark.parametrize("body", [b"", b"   \n", b"\x00\x00", b"<html></html>", b"<!-- nothing -->"])
def test_nothing_is_an_empty_page(body: bytes) -> None:
    article = extract(body, "https://quay.example/")
    assert (article.kind, article.text) == ("empty", "")


def test_names_are_not_believed_where_they_leave_nothing() -> None:
    html = """<html><head><title>Harbour</title></head><body><footer class="related"><p>The ferry left at six in the
    morning, with forty passengers aboard, and nobody looked back at the broken wall.</p></footer></body></html>"""
    assert text_of(html, "https://quay.example/1").startswith("The ferry left at six")


def loaded_by(code: str) -> set[str]:
    code = f"import sys; {code}; print(*(name for name in sys.modules if name.startswith('frontwire.')))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_text_alone_starts_without_what_only_a_record_needs() -> None:
    loaded = loaded_by("import frontwire.extract")
    assert "frontwire.extract.body" in loaded
    assert loaded.isdisjoint({"frontwire.article", "frontwire.extract.dates", "frontwire.extract.charset"})


def test_a_whole_record_starts_without_the_values_of_later_stages() -> None:
    loaded = loaded_by("from frontwire.extract import extract; extract(b'<p>Harbour</p>', 'https://quay.example/1')")
    assert {"frontwire.article", "frontwire.extract.kinds"} <= loaded
    assert "frontwire.models" not in loaded


@pytest.mark.parametrize(
    ("description", "kept"), [("The port has a new keeper, and the town", True), ("All about boats", False)]
)
def test_a_teaser_under_the_title_is_a_lead_where_the_page_states_it(description: str, kept: bool) -> None:
    lead = "The port has a new keeper, and the town has one fewer fisherman since Tuesday."
    html = f"""<title>A new keeper</title><meta name="description" content="{description} has one fewer fisherman">
    <main><h1>A new keeper</h1><div class="page-teaser">{lead}</div><div class="article-body">
    <p>Mara Lind has sold her boat and moved into the house at the end of the pier, where the light must be lit each night.</p>
    <p>Her father kept it before her, and nobody in the town can say how long it had stood empty before he came.</p>
    <p>The port pays for the oil and the bread, and the town council pays for the books, of which she asked for forty.</p>
    </div></main>"""
    assert text_of(html, "https://quay.example/keeper").startswith("The port has" if kept else "Mara Lind")

from __future__ import annotations

import base64
import hashlib
import re
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace

from frontwire import web
from frontwire.models import Health, Moment, Quote, Source
from tests.web.stories import AT, HOSTILE, NOW, alert, article, hostile_story, story


def tree(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def pages() -> dict[str, str]:
    sources = [(Source("a", "https://a.example/feed", title="A", language="en"), Health("failing", error="refused"))]
    return {
        "stories": web.stories_page([story(), hostile_story()], now=NOW, health=sources),
        "empty": web.stories_page([], now=NOW),
        "story": web.story_page(story(), [alert(1), alert(2)]),
        "hostile": web.story_page(
            hostile_story(), [alert(1, headline=HOSTILE, reason=HOSTILE, status=HOSTILE, topic=HOSTILE)]
        ),
        "message": web.message_page(HOSTILE),
        "missing": web.not_found_page(),
    }


@pytest.mark.parametrize("name", pages())
def test_every_page_has_its_landmarks_and_one_first_heading(name: str) -> None:
    page = tree(pages()[name])
    for landmark in ("header", "nav", "main", "footer"):
        assert page.xpath(f"//{landmark}"), landmark
    assert len(page.xpath("//h1")) == 1
    assert page.get("lang") == "en"
    assert page.xpath("//a[@class='skip']/@href") == ["#content"]
    assert page.xpath("//meta[@name='viewport']")


@pytest.mark.parametrize("name", pages())
def test_headings_never_skip_a_level(name: str) -> None:
    levels = [int(element.tag[1]) for element in tree(pages()[name]).xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", pages())
def test_the_policy_allows_just_the_stylesheet_and_no_script_is_there(name: str) -> None:
    text = pages()[name]
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in web.CSP
    assert "default-src 'none'" in web.CSP
    assert "unsafe" not in web.CSP
    page = tree(text)
    assert not page.xpath("//script|//iframe|//object|//form|//img|//base")
    assert not page.xpath("//@style|//@*[starts-with(name(), 'on')]")


@pytest.mark.parametrize("name", pages())
def test_links_lead_inside_relatively_and_outside_only_by_http(name: str) -> None:
    for link in tree(pages()[name]).xpath("//a"):
        href = link.get("href")
        if re.match(r"https?://", href):
            assert link.get("rel") == "noopener noreferrer nofollow"
        else:
            assert re.fullmatch(r"(\./|\.\./)?(stories/[\w%.~-]+|alerts\.atom|stories\.json)?|#content", href), href


@pytest.mark.parametrize("name", ["stories", "hostile", "message"])
def test_hostile_values_are_text_and_nothing_else(name: str) -> None:
    text = pages()[name]
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "javascript:" not in text
    assert not set("\u202e\u2066\x00") & set(text)
    assert not tree(text).xpath("//b|//@onload")


def test_a_story_shows_its_headline_status_facts_and_spread() -> None:
    text = " ".join(tree(web.stories_page([story()], now=NOW)).text_content().split())
    for words in ("Ukraine says it holds 2 North Korean soldiers", "claimed", "foreign troop capture", "high"):
        assert words in text
    assert "2 articles, also in 1 source, in English and Korean" in text
    assert "Two men were taken near the border." in text
    assert "19 h ago" in text


def test_the_list_is_sorted_by_the_last_article_and_grouped_by_day() -> None:
    old = story("old", headline="Old one", last_at=AT - timedelta(days=3))
    page = tree(web.stories_page([old, story()], now=NOW))
    assert page.xpath("//main//h2/text()") == ["Saturday, 11 January 2025", "Wednesday, 8 January 2025"]
    assert page.xpath("//h3/a/@href") == ["stories/capture-1", "stories/old"]


def test_an_identity_is_one_segment_of_a_path() -> None:
    page = tree(web.stories_page([story("a/b?c#d")], now=NOW))
    assert page.xpath("//h3/a/@href") == ["stories/a%2Fb%3Fc%23d"]


def test_an_empty_list_says_what_to_expect() -> None:
    assert "baseline" in web.stories_page([], now=NOW)


def test_trouble_of_a_source_stands_first_and_open() -> None:
    well = (Source("a", "https://a.example", title="Well one"), Health("ok", polled_at=NOW - timedelta(minutes=2)))
    ill = (Source("b", "https://b.example", title="Ill one"), Health("failing", error="HTTP 503, 4 times"))
    page = tree(web.stories_page([], now=NOW, health=[well, ill]))
    assert page.xpath("//summary/text()") == ["2 sources, 1 in trouble"]
    assert page.xpath("//details/@open") == [""]
    cells = [" ".join(row.text_content().split()) for row in page.xpath("//tbody/tr")]
    assert cells[0].startswith("Ill one")
    assert "HTTP 503, 4 times" in cells[0]
    assert "2 min ago" in cells[1]
    calm = tree(web.stories_page([], now=NOW, health=[well]))
    assert calm.xpath("//summary/text()") == ["1 source, all well"]
    assert not calm.xpath("//details/@open")


def test_evidence_speaks_its_own_language() -> None:
    arabic = Quote("أُسر جنديان قرب الحدود.", article(3, "ar"))
    strange = Quote("???", article(4, "not a tag"))
    page = tree(web.story_page(story(evidence=(*story().evidence, arabic, strange)), []))
    said = [(p.get("lang"), p.get("dir")) for p in page.xpath("//blockquote/p")]
    assert said == [("en", "ltr"), ("ko", "ltr"), ("ar", "rtl"), (None, "auto")]


def test_the_timeline_tells_changes_with_the_alerts_they_sent() -> None:
    later = AT + timedelta(hours=1)
    moments = (*story().timeline, Moment(later, "South Korea confirms it", "confirmed", "a2"))
    update = replace(alert(2), at=later, reason="South Korea confirms it", headline="Seoul confirms the capture")
    page = tree(web.story_page(story(timeline=moments), [update, alert(1)]))
    rows = [" ".join(row.text_content().split()) for row in page.xpath("//ol[@class='times']/li")]
    assert len(rows) == 2
    assert "First report" in rows[0]
    assert "Alert 1 sent: Ukraine says" in rows[0]
    assert "Update 2 sent: Seoul confirms the capture" in rows[1]
    assert rows[1].count("South Korea confirms it") == 1


def test_an_alert_without_a_moment_stands_in_its_own_row() -> None:
    page = tree(web.story_page(story(timeline=()), [alert(1)]))
    (row,) = page.xpath("//ol[@class='times']/li")
    assert "first report of this event" in row.text_content()


def test_reports_keep_their_titles_and_link_to_the_original() -> None:
    page = tree(web.story_page(story(), []))
    links = page.xpath("//ul[contains(@class,'reports')]//a")
    assert [(link.text, link.get("lang")) for link in links] == [
        ("Two soldiers taken, report 1", "en"),
        ("북한군 2명 생포", "ko"),
    ]
    assert links[0].get("href") == "https://outlet1.example/news/1"
    assert "Outlet 2, Korean, agency" in page.text_content()


def test_a_report_tells_whether_its_page_was_kept() -> None:
    kept = tree(web.story_page(story(articles=(article(1, archive="articles/2025/a1.json.gz"), article(2))), []))
    assert kept.xpath("//span[contains(., 'kept in the archive')]/@title") == ["articles/2025/a1.json.gz"]


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_changes_the_structure_of_a_page(text: str) -> None:
    """Whatever an outlet writes, the page has the elements that it has for a plain word."""

    def skeleton(word: str) -> list[str]:
        ref = article(1, title=word, site_name=f"n{word}", url=f"https://x.example/{word}")
        told = story(headline=word, articles=(ref,), evidence=(Quote(f"q{word}", ref),), timeline=())
        return [str(element.tag) for element in tree(web.story_page(told, [])).iter()]

    assert skeleton(text) == skeleton("word")


def test_reports_that_do_not_fit_are_counted() -> None:
    many = tuple(article(number) for number in range(100))
    page = tree(web.story_page(story(articles=many, article_count=140), []))
    assert len(page.xpath("//ul[contains(@class,'reports')]/li")) == 60
    assert "And 80 more reports." in page.text_content()


def test_a_story_that_knows_nothing_still_makes_a_page() -> None:
    bare = replace(story(), facts=type(story().facts)(), evidence=(), timeline=(), articles=(), headline="", status="")
    assert tree(web.story_page(bare, [])).xpath("//h1/text()") == ["Untitled story"]


def test_the_same_values_give_the_same_page() -> None:
    assert pages() == pages()

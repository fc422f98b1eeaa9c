from __future__ import annotations

import json
from datetime import timedelta

import pytest
from lxml import etree, html

from frontwire import web
from frontwire.models import Quote
from frontwire.web.feeds import FeedKind
from tests.web.stories import AT, HOSTILE, NOW, alert, story

ATOM = {"a": "http://www.w3.org/2005/Atom"}
BASE = "https://desk.example/"


def test_the_atom_feed_holds_an_entry_an_alert_newest_first() -> None:
    feed = etree.fromstring(web.feed_out([alert(1), alert(2)], base=BASE, now=NOW).encode())
    assert feed.xpath("a:entry/a:id/text()", namespaces=ATOM) == [
        "urn:frontwire:alert:capture-1-2",
        "urn:frontwire:alert:capture-1-1",
    ]
    assert feed.xpath("a:entry[1]/a:title/text()", namespaces=ATOM)[0].startswith("Update: Ukraine")
    assert feed.xpath("a:entry/a:link/@href", namespaces=ATOM)[0] == "https://desk.example/stories/capture-1"
    assert feed.xpath("a:updated/text()", namespaces=ATOM) == ["2025-01-11T14:05:00Z"]


def test_an_entry_tells_reason_facts_and_evidence() -> None:
    feed = etree.fromstring(web.feed_out([alert(1)], base=BASE, now=NOW).encode())
    (content,) = feed.xpath("a:entry/a:content/text()", namespaces=ATOM)
    text = html.fragment_fromstring(str(content), create_parent="div").text_content()
    for words in ("First report of this event", "Captor: Ukraine", "Number: 2", "Two men were taken near the border."):
        assert words in text


def test_rss_and_json_say_the_same() -> None:
    rss = etree.fromstring(web.feed_out([alert(1), alert(2)], base=BASE, now=NOW, kind="rss").encode())
    assert rss.xpath("//item/guid/text()")[0] == "urn:frontwire:alert:capture-1-2"
    assert rss.xpath("//item/pubDate/text()")[1] == "Sat, 11 Jan 2025 13:05:00 +0000"
    feed = json.loads(web.feed_out([alert(1), alert(2)], base=BASE, now=NOW, kind="json"))
    assert [item["id"] for item in feed["items"]] == rss.xpath("//item/guid/text()")
    assert feed["items"][0]["tags"] == ["foreign_troop_capture", "claimed", "update"]


@pytest.mark.parametrize("kind", ["atom", "rss", "json"])
def test_an_empty_feed_and_a_feed_without_a_base_are_whole(kind: FeedKind) -> None:
    for alerts in ([], [alert(1)]):
        text = web.feed_out(alerts, base="", now=NOW, kind=kind)
        assert "https://" not in text or "jsonfeed.org" in text
        if kind == "json":
            assert len(json.loads(text)["items"]) == len(alerts)
        else:
            assert etree.fromstring(text.encode()) is not None


@pytest.mark.parametrize("kind", ["atom", "rss", "json"])
def test_hostile_alerts_break_no_feed(kind: FeedKind) -> None:
    quotes = tuple(Quote(HOSTILE * 200, alert().articles[0]) for _ in range(9))
    bad = alert(
        1, headline=HOSTILE, reason=HOSTILE, topic=HOSTILE, status=HOSTILE, story=HOSTILE, id=HOSTILE, quotes=quotes
    )
    text = web.feed_out([bad], base=BASE, now=NOW, kind=kind)
    assert not set("\u202e\u2066\x00") & set(text)
    if kind == "json":
        content = json.loads(text)["items"][0]["content_html"]
    else:
        (content,) = etree.fromstring(text.encode()).xpath(
            "//*[local-name()='entry']/*[local-name()='content'] | //item/description"
        )
        content = content.text
    body = html.fragment_fromstring(content, create_parent="div")
    assert not body.xpath("//script|//@onload")
    assert len(body.xpath("//blockquote")) == 3, "the content is never cut inside its markup"


def test_the_kinds_have_their_media_types() -> None:
    assert set(web.MEDIA) == {"atom", "rss", "json"}
    assert all(value.endswith("charset=utf-8") for value in web.MEDIA.values())


def test_stories_json_gives_all_but_the_inner_keys_latest_first() -> None:
    old = story("old", last_at=AT - timedelta(days=2))
    rows = json.loads(web.stories_json([old, story()]))["stories"]
    assert [row["id"] for row in rows] == ["capture-1", "old"]
    assert rows[0]["facts"]["counts"][0]["value"] == 2
    assert rows[0]["first_at"] == "2025-01-11T13:05:00Z"
    assert not {"keys", "wording", "version"} & set(rows[0])

from __future__ import annotations

import html
import json
from collections import Counter

import pytest
from lxml import etree
from lxml import html as lxml_html

from frontwire.models import Source
from frontwire_cli.demo import World
from frontwire_cli.demo.content import Piece, outlets, phases, pieces_at
from frontwire_cli.demo.feeds import SHOWN, amp_path, path, shown_path

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RSS1 = "{http://purl.org/rss/1.0/}"


def body(world: World, host: str, target: str) -> bytes:
    answer = world.answer(f"{host}.localhost:{world.port}", target, {})
    assert answer.status == 200, (host, target)
    return answer.body


def links(world: World, source: Source) -> list[str]:
    """The addresses that a source shows, read with nothing but lxml and json."""
    shown = body(world, source.id, source.url.partition(f":{world.port}")[2])
    match outlets()[source.id].feed:
        case "json":
            return [item["url"] for item in json.loads(shown)["items"]]
        case "rss" | "rss092":
            return [str(item.findtext("link")) for item in etree.fromstring(shown).iter("item")]
        case "rdf":
            return [str(item.findtext(f"{RSS1}link")) for item in etree.fromstring(shown).iter(f"{RSS1}item")]
        case "atom":
            entries = etree.fromstring(shown).iter(f"{ATOM}entry")
            return [str(entry.find(f"{ATOM}link").get("href")) for entry in entries]
        case "sitemap":
            return [str(loc.text) for loc in etree.fromstring(shown).iter(f"{MAP}loc")]
        case _:
            page = lxml_html.fromstring(shown)
            return [str(link.get("href")) for link in page.xpath("//h3/a | //table[@class='feed']//a")]


def test_there_is_enough_news_in_four_languages(last_world: World) -> None:
    pieces = last_world.pieces()
    assert len(pieces) >= 120
    assert {piece.language for piece in pieces} == {"en", "uk", "ru", "ko"}
    assert len([piece for piece in pieces if piece.phase == 0]) >= 40


def test_the_offer_echoes_in_twelve_articles_and_four_languages(last_world: World) -> None:
    offers = [piece for piece in last_world.pieces() if piece.phase == 3 and "offer" in piece.about]
    assert len(offers) >= 12
    assert {piece.language for piece in offers} == {"en", "uk", "ru", "ko"}


@pytest.mark.parametrize("phase", range(6))
def test_every_source_shows_exactly_its_newest_pieces(phase: int) -> None:
    world = World(port=8000, phase=phase)
    for source in world.sources():
        outlet = outlets()[source.id]
        expected = [shown_path(outlet, piece) for piece in world.pieces(outlet.id)[:SHOWN]]
        found = [url.partition(f":{world.port}")[2] if ":" in url else url for url in links(world, source)]
        assert found == expected, source.id


def test_each_phase_adds_pieces_to_most_outlets_and_takes_none_away() -> None:
    for phase in range(1, len(phases())):
        before = {(piece.outlet, piece.slug) for piece in pieces_at(phase - 1)}
        after = {(piece.outlet, piece.slug) for piece in pieces_at(phase)}
        assert before < after
        added = Counter(outlet for outlet, _ in after - before)
        assert len(added) >= 12
        assert max(added.values()) <= 5, "more would look like a flood"


def test_every_shown_page_holds_its_text(last_world: World) -> None:
    for piece in last_world.pieces():
        outlet = outlets()[piece.outlet]
        text = " ".join(lxml_html.fromstring(body(last_world, outlet.id, shown_path(outlet, piece))).itertext())
        for block in piece.blocks:
            if block.kind == "p":
                assert block.text in text, (piece.outlet, piece.slug)


def test_pages_carry_what_real_pages_carry(last_world: World) -> None:
    everything = b"".join(
        body(last_world, piece.outlet, path(outlets()[piece.outlet], piece)) for piece in last_world.pieces()
    ).decode("utf-8", "replace")
    for mark in ("application/ld+json", "og:title", "Advertisement", "Реклама", "광고", "cookie", "Читайте також"):
        assert mark in everything
    assert everything.count("<nav") > 20


def test_outlets_differ_in_format_and_template() -> None:
    assert {outlet.feed for outlet in outlets().values()} >= {
        "rss",
        "rss092",
        "rdf",
        "atom",
        "json",
        "sitemap",
        "listing",
    }
    assert len({outlet.page for outlet in outlets().values()}) >= 8
    assert len({outlet.path for outlet in outlets().values()}) == len(outlets())


def test_one_outlet_really_is_windows_1251(last_world: World) -> None:
    outlet = outlets()["zadesnia"]
    feed = body(last_world, outlet.id, outlet.feed_path)
    page = body(last_world, outlet.id, path(outlet, last_world.pieces(outlet.id)[0]))
    for raw in (feed, page):
        assert "Задеснянський".encode("windows-1251") in raw
        with pytest.raises(UnicodeDecodeError):
            raw.decode("utf-8")
    assert b'encoding="windows-1251"' in feed
    assert etree.fromstring(feed).findtext("channel/title") == outlet.title


def test_linked_data_is_valid_and_cannot_be_closed_by_a_title(last_world: World) -> None:
    outlet = outlets()["meridian"]
    page = lxml_html.fromstring(body(last_world, "meridian", path(outlet, last_world.pieces("meridian")[0])))
    (data,) = page.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(str(data))["@type"] == "NewsArticle"
    assert "<" not in data


def test_edits_change_titles_guids_and_addresses_but_not_identity(last_world: World) -> None:
    before = {(piece.outlet, piece.slug): piece for piece in pieces_at(4)}
    edited = [(before[key], piece) for piece in last_world.pieces() if (key := (piece.outlet, piece.slug)) in before]
    changed = [(old, new) for old, new in edited if old != new]
    assert any(old.title != new.title for old, new in changed)
    assert any(old.guid != new.guid for old, new in changed)
    assert any("utm_source" in new.query for _, new in changed)
    assert any(new.amp for _, new in changed)
    assert all(path(outlets()[new.outlet], new) == path(outlets()[old.outlet], old) for old, new in changed)
    assert all(new.changed > old.published for old, new in changed)


def test_the_light_page_points_to_the_whole_one(last_world: World) -> None:
    (piece,) = [piece for piece in last_world.pieces() if piece.amp]
    outlet = outlets()[piece.outlet]
    page = lxml_html.fromstring(body(last_world, piece.outlet, amp_path(outlet, piece)))
    assert page.xpath("//link[@rel='canonical']/@href") == [
        f"http://{outlet.id}.localhost:{last_world.port}{path(outlet, piece)}"
    ]


def test_an_address_with_a_tracking_tail_gives_the_same_page(last_world: World) -> None:
    (piece,) = [piece for piece in last_world.pieces() if piece.query]
    outlet = outlets()[piece.outlet]
    assert body(last_world, outlet.id, shown_path(outlet, piece)) == body(last_world, outlet.id, path(outlet, piece))


def test_every_date_lies_between_new_year_and_the_twentieth(last_world: World) -> None:
    def day(piece: Piece) -> str:
        return f"{piece.published:%Y-%m-%d}"

    assert all("2025-01-02" <= day(piece) <= "2025-01-20" for piece in last_world.pieces())
    assert all(piece.published.utcoffset() is not None for piece in last_world.pieces())


def test_phases_follow_each_other_in_time() -> None:
    """Nobody reports an event before it happened: each phase's first main piece comes after the one before."""
    starts = [min(piece.published for piece in pieces_at(phase) if piece.phase == phase) for phase in range(6)]
    assert starts == sorted(starts)


def test_the_front_page_and_pictures_are_there(last_world: World) -> None:
    for outlet in outlets().values():
        assert html.escape(outlet.title).encode(outlet.charset) in body(last_world, outlet.id, "/")
        assert body(last_world, outlet.id, "/img/1.svg").startswith(b"<svg")


def test_most_pieces_must_stay_silent_and_every_event_is_told_in_four_languages(last_world: World) -> None:
    pieces = last_world.pieces()
    assert len([piece for piece in pieces if not piece.about]) > len(pieces) / 2
    for event in ("capture", "offer", "exchange"):
        assert {piece.language for piece in pieces if event in piece.about} == {"en", "uk", "ru", "ko"}
        assert len([piece for piece in pieces if event in piece.about]) >= 12
    assert not [piece for piece in pieces if piece.phase == 0 and set(piece.about) - {"background"}]

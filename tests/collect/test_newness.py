"""What users suffer from in other tools: repeats and misses. Each test is a feed's life, poll after poll."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from frontwire.collect.newness import Sifted, distinct_keys, keys_of, shown, sift, unseen
from frontwire.collect.rhythm import after
from frontwire.models import Health, Link, Poll, Source, SourceState, Stamp

BEGIN = datetime(2025, 1, 11, 9, 0, tzinfo=UTC)
SOURCE = Source("desk", "https://desk.example/feed")
WORDS = "office north crossing guard wounded letter list winter bridge family doctor village convoy border signal captain mother river"


class Reader:
    """A source's memory over its polls: what a store keeps."""

    def __init__(self, first: list[Link]) -> None:
        self.known: set[str] = set()
        self.health = Health()
        self.now = BEGIN
        self.look(first, state="ok" if first else "empty")

    def look(self, links: list[Link], minutes: float = 10, state: SourceState = "ok") -> Sifted:
        self.now += timedelta(minutes=minutes)
        poll = Poll("desk", self.now, "changed", tuple(replace(link, source="desk") for link in links), state=state)
        listed = distinct_keys(poll.links)
        keyed = unseen(listed, self.health.shown)
        sifted = sift(poll, self.health, self.known & set(keys_of(keyed)), keyed)
        self.known.update(sifted.marks)
        if sifted.flood:
            poll = replace(poll, state="flood")
        health, _ = after(SOURCE, self.health, poll, len(sifted.new), self.now)
        self.health = replace(health, shown=shown(listed))
        return sifted

    def new(self, links: list[Link], minutes: float = 10) -> list[str]:
        return [link.title for link in self.look(links, minutes).new]


def item(number: int, **fields: object) -> Link:
    words = " ".join(f"{word}{number}" for word in WORDS.split())
    base = Link(
        f"https://desk.example/news/{number}",
        f"id-{number}",
        f"Item {number}",
        f"{words}. The twentieth word and the last.",
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def stamped(day: int, hour: int = 9) -> Stamp:
    at = datetime(2025, 1, day, hour, tzinfo=UTC)
    return Stamp(at.isoformat(), at, "+00:00", "second")


def test_the_first_look_is_a_baseline_and_the_second_brings_what_is_new() -> None:
    reader = Reader([item(2), item(1)])
    assert reader.new([item(2), item(1)]) == []
    assert reader.new([item(3), item(2), item(1)]) == ["Item 3"]
    assert reader.new([item(3), item(2)]) == []


def test_an_item_that_leaves_and_comes_back_is_no_news() -> None:
    reader = Reader([item(2), item(1)])
    assert reader.new([item(1)]) == []
    assert reader.new([item(2), item(1)]) == []


def test_changed_guids() -> None:
    reader = Reader([item(1), item(2)])
    assert reader.new([item(1, guid="new-1"), item(2, guid="new-2"), item(3)]) == ["Item 3"]
    assert reader.new([item(1, guid="newer-1"), item(2, guid=""), item(3, guid="x")]) == []


def test_changed_addresses() -> None:
    reader = Reader([item(1)])
    assert reader.new([item(1, url="https://desk.example/2025/moved-1"), item(2)]) == ["Item 2"]


def test_changed_titles_and_edits() -> None:
    reader = Reader([item(1)])
    assert reader.new([item(1, title="UPDATED: Item 1")]) == []
    assert reader.new([item(1, title="Corrected", summary="Another text altogether")]) == []


def test_a_chain_of_changes_does_not_break() -> None:
    reader = Reader([item(1)])
    assert reader.new([item(1, guid="second")]) == []
    assert reader.new([item(1, guid="second", url="https://desk.example/third", summary="Short")]) == []
    assert reader.new([item(1, guid="fourth", url="https://desk.example/third", summary="Shorter")]) == []


def test_missing_dates_and_back_dated_items_are_new_when_first_seen() -> None:
    reader = Reader([item(1, published=stamped(11))])
    assert reader.new([item(2), item(1)]) == ["Item 2"]
    assert reader.new([item(3, published=stamped(2)), item(2), item(1)]) == ["Item 3"]
    assert reader.new([item(4, published=Stamp("no date")), item(3, published=stamped(2))]) == ["Item 4"]
    assert reader.new([item(n, published=stamped(11, 10)) for n in (1, 2, 3, 4)]) == []


def test_a_resaved_archive_under_the_old_addresses_is_silent() -> None:
    archive = [item(number) for number in range(600)]
    reader = Reader(archive)
    assert reader.new([item(number, guid=f"re-{number}", published=stamped(11, 12)) for number in range(600)]) == []


def test_a_resaved_archive_under_new_addresses_and_guids_is_known_by_its_content() -> None:
    reader = Reader([item(number) for number in range(600)])
    moved = [item(n, guid=f"re-{n}", url=f"https://desk.example/archive/{n}") for n in range(600)]
    assert reader.new([item(600), *moved]) == ["Item 600"]


def test_an_archive_never_seen_is_held_and_told_once_and_the_fresh_item_in_it_comes_through() -> None:
    reader = Reader([item(number, published=stamped(11)) for number in range(20)])
    for number in (20, 21):
        assert reader.new([item(number, published=stamped(11, 10))]) == [f"Item {number}"]
    archive = [item(number, published=stamped(1)) for number in range(1_000, 1_600)]
    flood = reader.look([item(22, published=stamped(11, 10)), *archive])
    assert flood.flood
    assert [link.title for link in flood.new] == ["Item 22"]
    assert len(flood.held) == 600
    assert reader.health.state == "flood"
    again = reader.look([item(23), item(22, published=stamped(11, 10)), *archive])
    assert (again.flood, [link.title for link in again.new]) == (False, ["Item 23"])


def test_an_archive_with_fresh_dates_is_held_whole() -> None:
    reader = Reader([item(1)])
    flood = reader.look([item(number, published=stamped(12)) for number in range(100, 700)])
    assert (flood.flood, flood.new, len(flood.held)) == (True, (), 600)


def test_after_a_long_outage_a_full_page_of_news_is_no_flood() -> None:
    reader = Reader([item(0)])
    for number in range(1, 8):
        reader.look([item(number)], minutes=60)
    assert len(reader.new([item(number) for number in range(8, 58)], minutes=60 * 48)) == 50


def test_http_https_tracking_amp_and_mobile_variants() -> None:
    reader = Reader([item(1, guid="", summary="")])
    for url in (
        "http://desk.example/news/1", "https://www.desk.example/news/1/?utm_source=rss", "https://m.desk.example/news/1",
        "https://desk.example/news/1/amp", "https://amp.desk.example/news/1#top",
    ):  # fmt: skip
        assert reader.new([item(1, guid="", summary="", url=url)]) == []


def test_one_guid_for_all_entries_hides_none() -> None:
    reader = Reader([item(n, guid="0") for n in (1, 2, 3)])
    assert reader.new([item(n, guid="0") for n in (4, 1, 2)]) == ["Item 4"]
    assert reader.new([item(n, guid="0") for n in (4, 1, 2)]) == []


def test_one_address_for_all_entries_hides_none() -> None:
    page = "https://desk.example/statements"
    reader = Reader([item(n, url=page) for n in (1, 2, 3)])
    assert reader.new([item(n, url=page) for n in (5, 4, 1, 2, 3)]) == ["Item 5", "Item 4"]
    assert reader.new([item(n, url=page) for n in (5, 4, 1, 2)]) == []


def test_one_address_and_one_guid_for_all_entries_hides_none() -> None:
    same = {"url": "https://desk.example/statements", "guid": "0"}
    reader = Reader([item(n, **same) for n in (1, 2, 3)])
    assert reader.new([item(n, **same) for n in (4, 1, 2, 3)]) == ["Item 4"]
    assert reader.new([item(n, **same) for n in (4, 1, 2, 3)]) == []


def test_a_boilerplate_summary_hides_none() -> None:
    text = item(99).summary
    reader = Reader([item(n, summary=text) for n in (1, 2)])
    assert reader.new([item(n, summary=text) for n in (3, 1, 2)]) == ["Item 3"]


def test_a_standing_text_that_comes_alone_hides_none() -> None:
    text = item(99).summary
    reader = Reader([item(1, summary=text)])
    assert reader.new([item(2, summary=text)]) == ["Item 2"]
    assert reader.new([item(3, summary=text)]) == ["Item 3"]


def test_guids_that_only_count_places_hide_none() -> None:
    def numbered(*links: Link) -> list[Link]:
        return [replace(link, guid=str(place)) for place, link in enumerate(links, 1)]

    reader = Reader(numbered(item(3), item(2), item(1)))
    assert reader.new(numbered(item(4), item(3), item(2))) == ["Item 4"]
    assert reader.new(numbered(item(6), item(5), item(4))) == ["Item 6", "Item 5"]
    assert reader.new(numbered(item(6), item(5), item(4))) == []


def test_entries_of_a_live_page_are_told_apart_by_guid_from_the_second_on() -> None:
    def entry(number: int) -> Link:
        return item(number, url=f"https://desk.example/live#post-{number}", summary="")

    reader = Reader([entry(1)])
    assert reader.new([entry(2), entry(1)]) == ["Item 2"]
    assert reader.new([entry(3), entry(2), entry(1)]) == ["Item 3"]
    assert reader.new([entry(3), entry(2)]) == []


def test_a_feed_that_is_empty_at_first_floods_nobody_once_it_is_mended() -> None:
    reader = Reader([])
    assert not reader.health.baseline
    first = reader.look([item(4, published=stamped(11, 9)), item(3, published=stamped(9)), item(2), item(1)])
    assert (first.baseline, [link.title for link in first.new]) == (True, ["Item 4"])
    assert reader.new([item(5), item(4), item(3)]) == ["Item 5"]


def test_a_first_look_after_failures_is_a_baseline_whatever_its_dates_say() -> None:
    health = Health("failing", polled_at=BEGIN, failures=2)
    sifted = sift(Poll("desk", BEGIN, "changed", (item(1, published=stamped(11)),)), health, set())
    assert (sifted.baseline, sifted.new) == (True, ())


def test_the_same_article_twice_in_one_poll_is_one() -> None:
    reader = Reader([item(1)])
    assert reader.new([item(2), item(2, guid="in-another-section"), item(1)]) == ["Item 2"]


def test_an_unchanged_or_failed_poll_changes_nothing() -> None:
    health = Health(baseline=True)
    assert sift(Poll("desk", BEGIN, "unchanged"), health, set()) == Sifted((), ())
    assert sift(Poll("desk", BEGIN, "failed", (item(1),)), health, set()) == Sifted((), ())
    assert sift(Poll("desk", BEGIN, "failed"), Health(), set()).baseline is False


def test_after_a_restart_nothing_is_sent_again() -> None:
    reader = Reader([item(number) for number in range(30)])
    reader.new([item(30)])
    reader.health = replace(reader.health, validators=Health().validators, failures=0)
    assert reader.new([item(number) for number in range(31)]) == []

"""A feed's life with everything that sites do to their entries, as bytes: each entry is new once, when it is first shown."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

import pytest
from msgspec.structs import replace

from frontwire.collect import feed, newness, rhythm
from frontwire.models import Health, Poll, Source

BEGIN = datetime(2025, 1, 11, 9, 0, tzinfo=UTC)
SOURCE = Source("desk", "https://desk.example/rss")
WINDOW = 20
TEXT = """
office north crossing guard wounded letter list winter bridge family doctor village convoy border signal captain mother
river harbour mayor school engine market council factory orchard station lantern
"""
WORDS = TEXT.split()
HOSTS = (
    "https://desk.example",
    "http://desk.example",
    "https://www.desk.example",
    "https://m.desk.example",
    "https://amp.desk.example",
)
TAILS = ("", "/", "?utm_source=rss&utm_medium=feed", "#comments", "/amp", "?fbclid=x", "?amp;utm_term=a", "/index.html")
DATES = ("", "<pubDate>Fri, 10 Jan 2025 10:00:00 +0200</pubDate>", "<pubDate>Mon, 01 Jan 2001 00:00:00 GMT</pubDate>", "<pubDate>soon</pubDate>",
         "<pubDate>Sat, 01 Jan 2050 00:00:00 GMT</pubDate>")  # fmt: skip


@dataclass
class Entry:
    """`identity` parts change one at a time, and what is no identity as it likes."""

    number: int
    dice: random.Random
    lacks: str = ""
    path: str = ""
    guid: str = ""
    title: str = ""
    summary: str = ""

    def __post_init__(self) -> None:
        self.move()
        self.rename()
        self.title = f"Report {self.number}"
        self.rewrite()

    def move(self) -> None:
        self.path = f"/news/{self.dice.choice('abc')}{self.number}-{self.dice.randrange(10**6)}"

    def rename(self) -> None:
        self.guid = f"tag:{self.number}:{self.dice.randrange(10**6)}"

    def rewrite(self) -> None:
        words = self.dice.sample(WORDS, 22)
        self.summary = f"{' '.join(words)} {self.number} {self.dice.randrange(10**6)}. And so it went on that day."

    def retitle(self) -> None:
        self.title = f"UPDATED {self.dice.randrange(100)}: Report {self.number}"

    def item(self) -> str:
        address = self.dice.choice(HOSTS) + self.path + self.dice.choice(TAILS)
        guid = f'<guid isPermaLink="false">{self.guid}</guid>' if self.lacks != "guid" else ""
        summary = self.summary if self.lacks != "summary" else "Read more on our site."
        date = self.dice.choice(DATES)
        return f"<item><title>{self.title}</title><link>{escape(address)}</link>{guid}<description>{summary}</description>{date}</item>"


@dataclass
class Memory:
    """What the table and the source's health keep between two polls."""

    known: set[str] = field(default_factory=set)
    health: Health = field(default_factory=Health)
    now: datetime = BEGIN

    def look(self, body: bytes) -> newness.Sifted:
        self.now += timedelta(minutes=5)
        links = tuple(replace(link, source=SOURCE.id) for link in feed.parse(body, SOURCE.url))
        listed = newness.distinct_keys(links)
        keyed = newness.unseen(listed, self.health.shown)
        poll = Poll(SOURCE.id, self.now, "changed", links)
        sifted = newness.sift(poll, self.health, self.known & set(newness.keys_of(keyed)), keyed)
        self.known.update(sifted.marks)
        health, _ = rhythm.after(SOURCE, self.health, poll, len(sifted.new), self.now)
        self.health = replace(health, shown=newness.shown(listed))
        return sifted


@pytest.mark.parametrize("lacks", ["", "guid", "summary"])
@pytest.mark.parametrize("seed", range(3))
def test_each_entry_is_new_once(seed: int, lacks: str) -> None:
    dice, memory = random.Random(seed), Memory()
    entries = [Entry(number, dice, lacks) for number in range(WINDOW)]
    seen: list[Entry] = []  # at the last poll: between two sights of an entry one thing changes

    def poll() -> list[int]:
        shown = entries[-WINDOW:]
        if dice.random() < 0.3:
            shown = dice.sample(shown, len(shown))  # in any order
        if seen and dice.random() < 0.2:
            shown = [
                entry for entry in shown if dice.random() < 0.8 or entry.number >= len(entries) - 3
            ]  # some stay away
        body = "".join(entry.item() for entry in reversed(shown))
        sifted = memory.look(f"<rss version='2.0'><channel><title>x</title>{body}</channel></rss>".encode())
        assert not sifted.flood
        seen[:] = shown
        return [int(link.title.rpartition(" ")[2]) for link in sifted.new]

    assert poll() == []
    for _ in range(120):
        fresh = [Entry(len(entries) + n, dice, lacks) for n in range(dice.choice((0, 0, 1, 1, 2, 3)))]
        entries += fresh
        for entry in dice.sample(seen, min(6, len(seen))):
            dice.choice((entry.move, entry.rename, entry.rewrite, entry.retitle))()
        assert sorted(poll()) == [entry.number for entry in fresh]

"""poll with sources that show the same addresses: nothing told twice, nothing lost between two of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from frontwire import codec
from frontwire.models import Page, Source
from frontwire.queues import DueSource, Message, PollRequest, ReadRequest
from frontwire.steps.poll import PollStep
from frontwire.store import Store
from frontwire_cli.inprocess import Account

START = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)


@dataclass
class Web:
    """Feeds by address, each a list of article numbers."""

    feeds: dict[str, list[int]]

    def get(self, url: str, *, validators: object = None, accept: str = "") -> Page:
        items = "".join(
            f"<item><title>News {n}</title><link>https://outlet.example/{n}</link></item>" for n in self.feeds[url]
        )
        body = f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'.encode()
        return Page(url, url, 200, {"content-type": "application/rss+xml"}, body, START, str(hash(body)))


@dataclass
class Queue:
    messages: list[Message] = field(default_factory=list)

    def send(self, messages: list[Message]) -> None:
        self.messages += messages

    def taken(self) -> list[str]:
        urls = [codec.load(ReadRequest, message.body).link.url for message in self.messages]
        self.messages.clear()
        return sorted(url.rpartition("/")[2] for url in urls)


@dataclass
class Desk:
    """Two feeds of one outlet, and a clock that is moved by hand."""

    store: Store
    web: Web = field(default_factory=lambda: Web({"https://a.example/rss": [1, 2], "https://b.example/rss": [1, 2]}))
    queue: Queue = field(default_factory=Queue)
    now: datetime = START

    def add(self, name: str) -> None:
        self.store.sources.add([Source(name, f"https://{name}.example/rss")], self.now)

    def poll(self, *names: str) -> list[str]:
        self.now += timedelta(minutes=5)
        step = PollStep(self.store, self.queue, self.web)  # type: ignore[arg-type]
        step.run(PollRequest(tuple(DueSource(name) for name in names)), lambda: self.now, 30.0)
        return self.queue.taken()


@pytest.fixture
def desk(aws: Account) -> Desk:
    return Desk(aws.store)


def test_a_first_look_is_stock_and_the_next_new_link_is_read_once(desk: Desk) -> None:
    desk.add("a")
    desk.add("b")
    assert desk.poll("a", "b") == []
    desk.web.feeds = {"https://a.example/rss": [1, 2, 3], "https://b.example/rss": [3, 1, 2]}
    assert desk.poll("a", "b") == ["3"]
    assert desk.poll("b", "a") == []


def test_what_a_new_source_shows_at_its_first_look_is_not_lost_to_an_old_one(desk: Desk) -> None:
    desk.add("a")
    assert desk.poll("a") == []
    desk.web.feeds = {"https://a.example/rss": [1, 2, 7], "https://b.example/rss": [7, 2, 1]}
    desk.add("b")
    assert desk.poll("b") == []
    assert desk.poll("a") == ["7"]
    assert desk.poll("a", "b") == []

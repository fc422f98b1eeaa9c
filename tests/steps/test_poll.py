"""poll with sources that show the same addresses: nothing told twice, nothing lost between two of them."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from frontwire import codec
from frontwire.collect import rhythm
from frontwire.collect.fetch import Fetcher
from frontwire.collect.politeness import Polite
from frontwire.errors import FetchError, StoreError
from frontwire.models import Channel, Health, Page, Source, Subscription
from frontwire.queues import Message, PollRequest, ReadRequest
from frontwire.rounds import due
from frontwire.steps.poll import PollStep
from frontwire.store import Store
from frontwire.store.news import News
from frontwire_cli.inprocess import Account
from tests.collect.test_fetch import drip, raw_server

START = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)


@dataclass
class Web:
    """Feeds by address, each a list of article numbers."""

    feeds: dict[str, list[int]]
    broken: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    pauses: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def get(self, url: str, *, validators: object = None, accept: str = "") -> Page:
        if url in self.broken:
            raise FetchError("HTTP 500", subject=url, status=500)
        items = "".join(
            f"<item><title>News {n}</title><link>https://outlet.example/{n}</link></item>" for n in self.feeds[url]
        )
        body = f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'.encode()
        there = self.moved.get(url, "")
        kind = {"content-type": "application/rss+xml"}
        return Page(url, there or url, 200, kind, body, START, str(hash(body)), moved_to=there)


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
        """These sources five minutes later; returns the numbers of the links that are to be read."""
        self.now += timedelta(minutes=5)
        self.store.rounds.change(lambda rounds: due(rounds, self.now + timedelta(days=1)))
        self.store.rounds.hurry(self.now, names)
        self.visit()
        return self.queue.taken()

    def visit(self, due_at: str = "", name: str = "r1", seconds: float = 30.0) -> dict[str, int]:
        step = PollStep(self.store, self.queue, self.web, self.web.pauses.__getitem__)  # type: ignore[arg-type]
        return step.run(PollRequest(name, due_at), lambda: self.now, seconds)

    def health(self, name: str) -> Health:
        return self.store.sources.with_health([name])[name][1]

    def due(self) -> dict[str, timedelta]:
        """By source, the time until it is due."""
        return {stop.source: stop.due_at - self.now for one in self.store.rounds.all() for stop in one.stops}


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


def test_entries_that_share_one_address_are_each_read_and_each_held(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One address and a guid each: a message named by the address would be read for the first of them only."""
    shown = [1, 2, 3]

    def statements(web: Web, url: str, **words: object) -> Page:
        items = "".join(
            f"<item><title>Statement {n}</title><link>https://a.example/statements</link><guid>tag:{n}</guid></item>"
            for n in shown
        )
        body = f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'.encode()
        return Page(url, url, 200, {"content-type": "application/rss+xml"}, body, START, str(hash(body)))

    monkeypatch.setattr(Web, "get", statements)
    desk.add("a")
    desk.poll("a")
    shown += [4, 5]
    desk.now += timedelta(minutes=5)
    desk.store.rounds.hurry(desk.now, {"a"})
    desk.visit()
    requests = [codec.load(ReadRequest, message.body) for message in desk.queue.messages]
    assert sorted(request.link.guid for request in requests) == ["tag:4", "tag:5"]
    assert len({request.id for request in requests}) == 2
    shown += range(6, 606)
    desk.poll("a")
    assert len(desk.store.sources.held("a")) == 600


def test_a_host_that_is_asked_too_much_is_left_alone_by_the_next_visit_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [Source(name, f"https://busy.example/{name}") for name in ("one", "two")]
    desk.web.feeds |= {source.url: [1] for source in sources}
    desk.store.sources.add(sources, desk.now)
    desk.poll("one", "two")
    get = Web.get

    def busy(web: Web, url: str, **words: object) -> Page:
        if url.endswith("/one"):
            raise FetchError("HTTP 429", subject=url, status=429, retry_after=240)
        return get(web, url)

    monkeypatch.setattr(Web, "get", busy)
    desk.poll("one")
    assert desk.due()["two"] >= timedelta(seconds=239)


def test_pages_of_one_host_are_handed_out_one_after_the_other(desk: Desk) -> None:
    desk.add("a")
    desk.poll("a")
    desk.web.feeds["https://a.example/rss"] += [3, 4, 5]
    desk.now += timedelta(minutes=5)
    desk.store.rounds.hurry(desk.now, {"a"})
    desk.visit()
    assert [message.delay for message in desk.queue.messages] == [0, 1, 2]


def test_a_visit_that_finds_nothing_writes_its_round_and_nothing_else(desk: Desk, aws: Account) -> None:
    desk.add("a")
    desk.poll("a")
    desk.poll("a")
    before = rows_of(aws)
    desk.poll("a")
    after = rows_of(aws)
    assert {key for key in after if after[key] != before.get(key)} == {("ROUND#r1", "ROUND")}


def test_only_what_the_last_list_did_not_hold_is_looked_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    known = News.known

    def count(news: News, keys: dict[str, Any]) -> dict[str, set[str]]:
        asked.append(sum(len(list(own)) for own in keys.values()))
        return known(news, keys)

    monkeypatch.setattr(News, "known", count)
    desk.web.feeds["https://a.example/rss"] = list(range(30))
    desk.add("a")
    assert desk.poll("a") == []
    desk.web.feeds["https://a.example/rss"] = list(range(2, 31))
    assert desk.poll("a") == ["30"]
    desk.web.feeds["https://a.example/rss"] = list(range(1, 30))  # two leave, an old one comes back
    assert desk.poll("a") == []
    assert asked == [30, 1, 1]


def test_an_asked_for_round_is_visited_once(desk: Desk) -> None:
    desk.add("a")
    ((_, due_at),) = desk.store.rounds.due(desk.now, 10)
    assert desk.visit(due_at)["polled"] == 1
    assert desk.visit(due_at)["polled"] == 0


def test_a_visit_that_fails_leaves_its_round_due_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.add("a")
    before = desk.store.rounds.due(desk.now, 10)

    def refuse(messages: list[Message]) -> None:
        raise StoreError("throttled")

    monkeypatch.setattr(desk.queue, "send", refuse)
    with pytest.raises(StoreError):
        desk.visit()
    assert desk.store.rounds.due(desk.now, 10) == before


def test_the_sources_of_a_host_that_wants_long_pauses_wait_for_one_another(desk: Desk) -> None:
    sources = [Source(name, f"https://slow.example/{name}") for name in ("one", "two")]
    desk.web.feeds |= {source.url: [1] for source in sources}
    desk.store.sources.add(sources, desk.now)
    desk.web.pauses["https://slow.example/one"] = 90.0
    desk.poll("one")
    desk.store.rounds.hurry(desk.now, {"two"})
    desk.poll("one")
    assert desk.due()["two"] >= timedelta(seconds=89)


def test_fifty_hosts_are_asked_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [Source(f"s{n}", f"https://s{n}.example/rss") for n in range(50)]
    desk.web.feeds |= {source.url: [1] for source in sources}
    desk.store.sources.add(sources, desk.now)
    together = threading.Barrier(50, timeout=20.0)
    get = Web.get

    def meet(web: Web, url: str, **words: object) -> Page:
        together.wait()  # breaks unless all fifty are being asked
        return get(web, url)

    monkeypatch.setattr(Web, "get", meet)
    assert desk.visit()["polled"] == 50


def test_fifty_hosts_that_never_end_an_answer_cost_one_timeout(desk: Desk) -> None:
    """The real fetcher against real sockets: each sends a byte now and then."""
    with raw_server(
        lambda connection: drip(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", b"z")
    ) as port:
        sources = [Source(f"s{n}", f"http://s{n}.localhost:{port}/rss") for n in range(50)]
        desk.store.sources.add(sources, desk.now)
        fetcher = Polite(Fetcher("test", allow=(f"*.localhost:{port}",), timeout=1.0), "frontwire", obey_robots=False)
        begun = time.monotonic()
        step = PollStep(desk.store, desk.queue, fetcher)  # type: ignore[arg-type]
        done = step.run(PollRequest("r1"), lambda: desk.now, 30.0)
    assert (done["polled"], done["failed"], done["unfinished"]) == (50, 50, 0)
    assert time.monotonic() - begun < 15.0


def test_links_go_out_in_the_order_of_the_visit_whoever_answers_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [Source("a", "https://a.example/rss"), *(Source(n, f"https://b.example/{n}") for n in ("b1", "b2"))]
    desk.web.feeds |= {source.url: [number] for number, source in enumerate(sources)}
    desk.store.sources.add(sources, desk.now)
    desk.store.sources.skip_baseline(source.id for source in sources)
    second, get = threading.Event(), Web.get

    def a_is_slow(web: Web, url: str, **words: object) -> Page:
        if url == "https://b.example/b2":  # the look at b1 is over
            second.set()
        elif url == "https://a.example/rss":
            assert second.wait(20.0)
        return get(web, url)

    monkeypatch.setattr(Web, "get", a_is_slow)
    desk.visit()
    sent = [codec.load(ReadRequest, message.body).link.source for message in desk.queue.messages]
    assert sent == ["a", "b1", "b2"]


def test_one_host_is_asked_by_one_worker(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [Source(f"s{n}", f"https://one.example/{n}") for n in range(20)]
    desk.web.feeds |= {source.url: [1] for source in sources}
    desk.store.sources.add(sources, desk.now)
    workers, get = set[str](), Web.get

    def note(web: Web, url: str, **words: object) -> Page:
        workers.add(threading.current_thread().name)
        return get(web, url)

    monkeypatch.setattr(Web, "get", note)
    assert (desk.visit()["polled"], len(workers)) == (20, 1)


def test_what_is_not_done_in_time_stays_due(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.add("a")
    desk.add("b")
    held, get = threading.Event(), Web.get

    def wait(web: Web, url: str, **words: object) -> Page:
        if url == "https://b.example/rss":
            held.wait(20.0)
        return get(web, url)

    monkeypatch.setattr(Web, "get", wait)
    try:
        done = desk.visit(seconds=0.2)
    finally:
        held.set()
    assert (done["polled"], done["unfinished"]) == (1, 1)
    assert desk.due()["b"] <= timedelta()
    assert desk.due()["a"] > timedelta()


def test_a_source_that_was_removed_leaves_its_round(desk: Desk) -> None:
    desk.add("a")
    desk.add("b")
    desk.store.sources.table.delete("SOURCE#b", "CONFIG")
    desk.visit()
    assert set(desk.due()) == {"a"}


# --- trouble is told


@pytest.fixture
def told(desk: Desk) -> Callable[[], list[str]]:
    """What the desk's channel is to be told of sources, in order."""
    desk.store.channels.save(
        Channel("mail", "email", "desk@example.org"), Subscription("mail", topics=("prisoner_swap",))
    )
    desk.store.channels.save(Channel("quiet", "email", "other@example.org"), Subscription("quiet", health=False))

    def tell() -> list[str]:
        assert desk.store.deliveries.of_channel("quiet") == []
        owed = desk.store.deliveries.of_channel("mail")
        assert all(one.due_at and one.due_at.minute == 0 for one in owed)
        names = [one.alert for one in sorted(owed, key=lambda one: one.created_at)]
        alerts = {alert.id: alert for alert in desk.store.stories.alerts_by_id(names)}
        return [alerts[name].status for name in names]

    return tell


def test_a_source_that_fails_and_recovers_is_told_of_twice_in_one_story(
    desk: Desk, told: Callable[[], list[str]]
) -> None:
    desk.add("a")
    desk.poll("a")
    desk.web.broken = {"https://a.example/rss"}
    for _ in range(8):
        desk.poll("a")
    assert told() == ["failing"]
    desk.web.broken = set()
    desk.poll("a")
    desk.poll("a")
    assert told() == ["failing", "recovered"]
    alerts = desk.store.stories.health_alerts()
    assert len({alert.story for alert in alerts}) == 1
    assert desk.store.stories.alerts() == []  # they are no news
    assert "a cannot be polled" in {alert.headline for alert in alerts}


def test_a_second_trouble_is_told_again(desk: Desk, told: Callable[[], list[str]]) -> None:
    desk.add("a")
    desk.poll("a")
    for _ in range(2):
        desk.web.broken = {"https://a.example/rss"}
        for _ in range(6):
            desk.poll("a")
        desk.web.broken = set()
        desk.poll("a")
    assert told() == ["failing", "recovered"] * 2


def test_a_flood_is_held_told_once_and_let_go(desk: Desk, told: Callable[[], list[str]]) -> None:
    desk.add("a")
    desk.poll("a")
    desk.web.feeds["https://a.example/rss"] = list(range(600))
    assert desk.poll("a") == []
    assert desk.poll("a") == []
    assert told() == ["flood"]
    assert len(desk.store.sources.held("a")) == 598
    (alert,) = desk.store.stories.health_alerts()
    assert "598 links are held back" in alert.reason
    assert "frontwire sources release a" in alert.reason


@pytest.mark.parametrize("trouble", ["flood", "failing"])
def test_a_visit_that_dies_before_its_end_tells_once(
    desk: Desk, told: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    desk.add("a")
    desk.poll("a")
    if trouble == "flood":
        desk.web.feeds["https://a.example/rss"] = list(range(600))
    else:
        desk.web.broken = {"https://a.example/rss"}
        for _ in range(rhythm.FAILURES_TOLD - 1):
            desk.poll("a")

    class Died(BaseException):
        pass

    def die(*args: object, **words: object) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(News, "mark", die)
        with pytest.raises(Died):
            desk.poll("a")
    assert told() == [trouble]
    desk.now += timedelta(minutes=2)  # nobody else may have the round before
    desk.poll("a")
    assert told() == [trouble]


def test_a_feed_that_moved_for_good_is_asked_there_after_five_times_and_told_once(
    desk: Desk, told: Callable[[], list[str]]
) -> None:
    desk.add("a")
    there = "https://moved.example/rss"
    desk.store.sources.add([Source("neighbour", "https://moved.example/other")], desk.now)
    desk.web.moved = {"https://a.example/rss": there}
    desk.web.feeds[there] = desk.web.feeds["https://a.example/rss"]
    for _ in range(4):
        desk.poll("a")
    assert (desk.store.sources.get("a").url, told()) == ("https://a.example/rss", [])
    for _ in range(3):
        desk.poll("a")
    assert (desk.store.sources.get("a").url, told()) == (there, ["moved"])
    lanes = {stop.source: stop.lane for one in desk.store.rounds.all() for stop in one.stops}
    assert lanes == {"a": "moved.example", "neighbour": "moved.example"}


def test_a_source_that_went_silent_is_told_of(desk: Desk, told: Callable[[], list[str]]) -> None:
    desk.add("a")
    for number in range(3, 12):
        desk.poll("a")
        desk.web.feeds["https://a.example/rss"].append(number)
        desk.now += timedelta(hours=1)
    desk.poll("a")
    assert told() == []
    desk.now += timedelta(days=2)
    desk.poll("a")
    desk.poll("a")
    assert told() == ["silent"]
    desk.web.feeds["https://a.example/rss"].append(99)
    desk.poll("a")
    assert told() == ["silent", "recovered"]


def rows_of(account: Account) -> dict[tuple[str, str], dict[str, Any]]:
    table = account.store.sources.table
    items = table.client.scan(TableName=table.name)["Items"]
    return {(item["pk"]["S"], item["sk"]["S"]): item for item in items}

"""WebSub from a feed that names a hub to the read queue, with a real hub on loopback; and callers that are no hub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from frontwire import codec
from frontwire.collect.fetch import Fetcher
from frontwire.models import Health, Page, Poll, Push, Source
from frontwire.queues import Message, PollRequest, ReadRequest
from frontwire.steps.hubs import AGAIN, MOST_BODY, PACE, Subscriber
from frontwire.steps.poll import PollStep
from frontwire.steps.push import PushDoor
from frontwire.store import Store
from frontwire_cli.inprocess import Account
from tests.steps.hub import Door, Hub, call

START = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
FEED = "https://outlet.example/rss"


@dataclass
class Queue:
    messages: list[bytes] = field(default_factory=list)

    def send(self, messages: list[Message]) -> None:
        self.messages += [message.body for message in messages]


def feed(*numbers: int, hub: str = "", padding: str = "") -> bytes:
    items = "".join(f"<item><title>N {n}</title><link>https://outlet.example/{n}</link></item>" for n in numbers)
    link = f'<atom:link rel="hub" href="{hub}"/>' if hub else ""
    space = 'xmlns:atom="http://www.w3.org/2005/Atom"'
    return f'<rss version="2.0" {space}><channel>{link}<title>{padding}</title>{items}</channel></rss>'.encode()


@dataclass
class Desk:
    """An outlet that names a hub, and all of ours from the function URL to the read queue."""

    store: Store
    hub: Hub
    now: datetime = START
    shown: tuple[int, ...] = (1, 2)
    names_hub: bool = True
    read_queue: Queue = field(default_factory=Queue)
    poll_queue: Queue = field(default_factory=Queue)
    door: Door = field(init=False)

    def __post_init__(self) -> None:
        self.door = Door(PushDoor(self.store, self.poll_queue), lambda: self.now)  # type: ignore[arg-type]
        self.store.sources.add([Source("outlet", FEED)], self.now)

    def get(self, url: str, *, validators: object = None, accept: str = "") -> Page:
        body = feed(*self.shown, hub=self.hub.url if self.names_hub else "")
        return Page(url, url, 200, {"content-type": "application/rss+xml"}, body, self.now, str(hash(body)))

    def step(self) -> PollStep:
        fetcher = Fetcher("frontwire-test", allow=(self.hub.url.split("/")[2],), timeout=5.0)
        subscriber = Subscriber(self.store, fetcher.post, self.door.url)
        return PollStep(self.store, self.read_queue, self, subscriber=subscriber)  # type: ignore[arg-type]

    def poll(self, after: timedelta = timedelta(minutes=5)) -> list[str]:
        self.now += after
        self.store.rounds.hurry(self.now)
        self.step().run(PollRequest("r1"), lambda: self.now, 30.0)
        return self.taken()

    def take_in(self) -> list[str]:
        """What poll makes of what came by the door."""
        for body in self.poll_queue.messages:
            self.step().run(codec.load(PollRequest, body), lambda: self.now, 30.0)
        self.poll_queue.messages.clear()
        return self.taken()

    def taken(self) -> list[str]:
        urls = [codec.load(ReadRequest, body).link.url for body in self.read_queue.messages]
        self.read_queue.messages.clear()
        return sorted(url.rpartition("/")[2] for url in urls)

    @property
    def push(self) -> Push:
        token = self.store.sources.with_health(["outlet"])["outlet"][1].push
        push = self.store.sources.push(token)
        assert push is not None
        return push

    def due_in(self) -> timedelta:
        return self.store.rounds.all()[0].stops[0].due_at - self.now


@pytest.fixture
def desk(aws: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("frontwire.steps.hubs.is_localhost", lambda host: host.startswith("127."))
    desk = Desk(aws.store, Hub())
    yield desk
    for server in (desk.hub.server, desk.door.server):
        server.shutdown()
        server.server_close()


def test_a_hub_is_found_confirmed_and_brings_news_once(desk: Desk) -> None:
    assert desk.poll() == []
    assert desk.push.is_live(desk.now)
    assert desk.hub.publish(feed(3)) == 202
    assert desk.take_in() == ["3"]
    assert desk.hub.publish(feed(3)) == 202
    assert desk.take_in() == []
    desk.shown = (1, 2, 3)
    assert desk.poll() == []


def test_polling_stays_as_the_net_below_at_a_slower_pace(desk: Desk) -> None:
    desk.poll()
    assert desk.due_in() >= PACE - timedelta(minutes=1)
    desk.shown = (1, 2, 3)  # the hub says nothing of it
    assert desk.poll() == ["3"]


def test_the_lease_is_renewed_before_it_ends(desk: Desk) -> None:
    desk.poll()
    first = desk.push
    assert first.until == desk.now + timedelta(days=1)
    desk.poll(timedelta(hours=17))
    assert len(desk.hub.asked) == 1
    assert timedelta() < desk.due_in() <= PACE + timedelta(minutes=2)
    desk.poll(timedelta(hours=2))
    assert len(desk.hub.asked) == 2
    assert desk.push.token == first.token
    assert desk.push.until == desk.now + timedelta(days=1)


def test_a_hub_that_is_down_costs_nothing_and_is_asked_again_hours_later(desk: Desk) -> None:
    desk.hub.mood = "down"
    desk.poll()
    desk.shown = (1, 2, 3)
    assert desk.poll() == ["3"]
    assert len(desk.hub.asked) == 1
    assert desk.due_in() < PACE
    desk.hub.mood = "well"
    desk.poll(AGAIN)
    assert desk.push.is_live(desk.now)


def test_a_feed_that_names_its_hub_no_more_is_polled_as_ever(desk: Desk) -> None:
    desk.poll()
    desk.names_hub = False
    desk.poll()
    assert desk.due_in() < PACE
    desk.poll(timedelta(days=2))
    assert len(desk.hub.asked) == 1


def test_what_is_not_signed_with_the_secret_is_not_read(desk: Desk) -> None:
    desk.poll()
    assert desk.hub.publish(feed(6), secret="guessed") == 202
    ((callback, form),) = desk.hub.confirmed.items()
    for headers in (
        {},
        {"X-Hub-Signature": "sha256="},
        {"X-Hub-Signature": "md5=0"},
        {"X-Hub-Signature": form["hub.secret"]},
    ):
        assert call(callback, feed(6), {"Content-Type": "text/xml", **headers})[0] == 202
    assert desk.poll_queue.messages == []


@pytest.mark.parametrize(
    "path", ["push", "push/", "push/x", "push/../outlet", f"push/{'A' * 43}", f"push/{'A' * 5000}"]
)
def test_a_path_that_was_not_given_out_is_nothing(desk: Desk, path: str) -> None:
    desk.poll()
    assert call(f"{desk.door.url}{path}")[0] == 404
    assert call(f"{desk.door.url}{path}", b"x")[0] == 404
    assert desk.poll_queue.messages == []


@pytest.mark.parametrize(
    "other", [{"topic": "https://evil.example/"}, {"mode": "unsubscribe"}, {"mode": ""}, {"challenge": "x" * 2_001}]
)
def test_only_what_was_asked_for_is_confirmed(desk: Desk, other: dict[str, str]) -> None:
    desk.poll()
    assert desk.hub.verify(desk.hub.asked[0], **other)[0] == 404


def test_a_confirmation_long_after_we_asked_is_refused(desk: Desk) -> None:
    desk.poll()
    desk.now += AGAIN * 2
    assert desk.hub.verify(desk.hub.asked[0])[0] == 404


def test_a_hub_that_takes_its_word_back_or_whose_lease_is_over_is_not_heard(desk: Desk) -> None:
    desk.poll()
    desk.now += timedelta(days=2)
    assert desk.hub.publish(feed(5)) == 410
    desk.poll()
    assert call(f"{desk.hub.asked[-1]['hub.callback']}?hub.mode=denied")[0] == 200
    assert not desk.push.is_live(desk.now)
    assert desk.hub.publish(feed(5)) == 410


def test_a_body_over_the_cap_is_refused_and_one_too_long_for_a_message_makes_a_poll(desk: Desk) -> None:
    desk.poll()
    assert desk.hub.publish(b"x" * (MOST_BODY + 1)) == 413
    noise = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(120_000))
    desk.shown = (1, 2, 3)
    assert desk.hub.publish(feed(3, padding=noise)) == 202
    assert len(desk.poll_queue.messages[0]) < 1_000
    assert desk.take_in() == ["3"]


def test_other_methods_are_not_answered(desk: Desk) -> None:
    desk.poll()
    assert call(desk.hub.asked[0]["hub.callback"], b"", method="PUT")[0] == 405


def test_rubbish_with_a_good_signature_is_no_news_and_no_harm(desk: Desk) -> None:
    desk.poll()
    for body in (
        b"",
        b"\x00\xff" * 100,
        b"<html><body>Just a moment...</body></html>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    ):
        assert desk.hub.publish(body) == 202
    assert desk.take_in() == []


def test_nothing_is_asked_of_a_hub_that_cannot_call_us(aws: Account) -> None:
    posted: list[str] = []
    subscriber = Subscriber(aws.store, lambda url, *rest: posted.append(url), "http://127.0.0.1:8000/")  # type: ignore[arg-type, return-value]
    looked = Poll("outlet", START, "changed", hub="https://hub.example/", topic=FEED)
    assert subscriber.keep(Source("outlet", FEED), Health(), looked, START) is None
    assert posted == []

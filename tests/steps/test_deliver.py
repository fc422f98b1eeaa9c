"""deliver against a Slack that refuses, is down, dies or answers nothing: what the ledger then says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from frontwire import ledger
from frontwire.channels import Links, Tools
from frontwire.errors import ConfigError, FetchError
from frontwire.models import Alert, Channel, Page, Subscription
from frontwire.queues import DeliveryOrder
from frontwire.steps.deliver import DeliverStep
from frontwire.store import Store
from frontwire_cli.inprocess import Account

START = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)


class Slack:
    """Answers what it is told to, in turn; the last answer stays."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.posts: list[bytes] = []

    def post(self, url: str, body: bytes, headers: object) -> Page:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        self.posts.append(body)
        extra = {"retry-after": "30"} if answer == 429 else {}
        return Page(url, url, answer, extra, b"ok" if answer == 200 else b"no", START, "")


class Desk:
    """One channel, a clock that is moved by hand, and alerts to send."""

    def __init__(self, store: Store, slack: Slack) -> None:
        self.store, self.slack, self.now = store, slack, START
        tools = Tools(post=slack.post, secret=lambda name: "https://hooks.example/x")
        self.step = DeliverStep(store, tools, Links())
        store.channels.save(Channel("desk", "slack", secret="/frontwire/x"), Subscription("desk"))

    def open(self, *numbers: int) -> None:
        for number in numbers:
            name = f"s{number}-1"
            alert = Alert(
                name, f"s{number}", 1, "prisoner_swap", "new", "offered", "high", f"Event {number}", "first", START
            )
            self.store.stories.keep_alert(alert)
            self.store.deliveries.write([ledger.opened(name, "desk", self.now, self.now)])

    def send(self, *numbers: int, by_clock: bool = False) -> object:
        due_at = self.now.isoformat() if by_clock else ""
        order = DeliveryOrder("desk", tuple(f"s{number}-1" for number in numbers), due_at)
        return self.step.run(order, lambda: self.now)["status"]

    def state(self, number: int) -> str:
        delivery = self.store.deliveries.get(f"s{number}-1", "desk")
        assert delivery
        return delivery.state


@pytest.fixture
def store(aws: Account) -> Store:
    return aws.store


def refused() -> FetchError:
    return FetchError("connection refused", retry=True)


def silence() -> FetchError:
    error = FetchError("no answer in time", retry=True)
    error.sent = True
    return error


def test_an_order_that_comes_twice_posts_once(store: Store) -> None:
    desk = Desk(store, Slack(200))
    desk.open(1)
    assert desk.send(1) == "sent"
    assert desk.send(1) == "nothing_ready"
    assert len(desk.slack.posts) == 1


def test_a_429_rests_the_channel_and_the_backlog_comes_as_one_post(store: Store) -> None:
    desk = Desk(store, Slack(429, 200))
    desk.open(1, 2, 3)
    assert desk.send(1) == "retry"
    assert desk.send(2) == "waits"
    assert desk.send(3) == "waits"
    assert len(desk.slack.posts) == 1  # the refused one; the others did not even knock
    desk.now += timedelta(seconds=31)
    due = [alert for alert, _, _ in store.deliveries.due(desk.now, 10)]
    assert due == ["s1-1", "s2-1", "s3-1"]
    assert desk.send(1, 2, 3, by_clock=True) == "sent"
    assert len(desk.slack.posts) == 2
    assert {desk.state(number) for number in (1, 2, 3)} == {"sent"}


def test_a_channel_that_is_down_is_tried_ever_less_often_and_nothing_is_lost(store: Store) -> None:
    desk = Desk(store, Slack(refused(), refused(), refused(), 200))
    desk.open(1)
    rests = []
    while desk.state(1) != "sent":
        desk.send(1, by_clock=True)
        blocked = store.channels.state("desk").blocked_until
        if blocked:
            rests.append((blocked - desk.now).total_seconds())
            desk.now = blocked
    assert rests == [5.0, 15.0, 60.0]
    assert store.channels.state("desk").failures == 0


@pytest.mark.parametrize("answer", [500, 502, silence()], ids=["500", "502", "silence"])
def test_what_may_have_been_accepted_is_uncertain_and_never_posted_again(store: Store, answer: int | Exception) -> None:
    desk = Desk(store, Slack(answer))
    desk.open(1)
    assert desk.send(1) == "uncertain"
    before = len(desk.slack.posts)
    desk.now += timedelta(days=1)
    assert desk.send(1) == "nothing_ready"
    assert len(desk.slack.posts) == before


def test_a_sender_that_died_leaves_an_uncertain_delivery_not_a_second_post(store: Store) -> None:
    desk = Desk(store, Slack(200))
    desk.open(1)
    held = store.deliveries.get("s1-1", "desk")
    assert held
    store.deliveries.write([ledger.reserve(held, desk.now)])  # and here the process was killed
    assert desk.send(1) == "nothing_ready"
    assert desk.state(1) == "reserved"
    desk.now += ledger.LEASE
    assert [alert for alert, _, _ in store.deliveries.due(desk.now, 10)] == ["s1-1"]
    desk.send(1)
    assert desk.state(1) == "uncertain"
    assert desk.slack.posts == []


def test_a_deleted_webhook_is_dead_with_the_way_out(store: Store) -> None:
    desk = Desk(store, Slack(404))
    desk.open(1)
    assert desk.send(1) == "dead"
    delivery = store.deliveries.get("s1-1", "desk")
    assert delivery
    assert "webhook" in delivery.attempts[-1].note


def test_once_the_rest_is_over_a_new_alert_waits_for_the_summary_of_all_that_waits(store: Store) -> None:
    desk = Desk(store, Slack(refused(), 200))
    desk.open(1, 2)
    assert desk.send(1) == "retry"
    desk.now += timedelta(seconds=30)
    assert desk.send(2) == "waits"  # it must not go before the first
    assert [alert for alert, _, _ in store.deliveries.due(desk.now, 10)] == ["s1-1", "s2-1"]
    assert desk.send(1, 2, by_clock=True) == "sent"
    assert len(desk.slack.posts) == 1


def update(desk: Desk, number: int) -> DeliveryOrder:
    """Alert `number` of story s1, on its way."""
    name = f"s1-{number}"
    told = Alert(name, "s1", number, "prisoner_swap", "update", "agreed", "high", "Event 1", "more", desk.now)
    desk.store.stories.keep_alert(told)
    desk.store.deliveries.write([ledger.opened(name, "desk", desk.now, desk.now)])
    return DeliveryOrder("desk", (name,))


def test_an_alert_takes_along_the_earlier_ones_of_its_story(store: Store) -> None:
    desk = Desk(store, Slack(200))
    desk.open(1)  # its own message was lost
    desk.now += timedelta(seconds=20)
    done = desk.step.run(update(desk, 2), lambda: desk.now)
    assert (done["status"], done["alerts"]) == ("sent", 2)
    assert len(desk.slack.posts) == 1


def test_an_alert_waits_for_an_earlier_one_of_its_story_that_is_on_its_way(store: Store) -> None:
    desk = Desk(store, Slack(200))
    desk.open(1)
    first = store.deliveries.get("s1-1", "desk")
    assert first
    store.deliveries.write([ledger.reserve(first, desk.now)])
    desk.now += timedelta(seconds=20)
    assert desk.step.run(update(desk, 2), lambda: desk.now)["status"] == "nothing_ready"
    second = store.deliveries.get("s1-2", "desk")
    assert second
    assert (second.state, second.due_at) == ("retry", START + ledger.LEASE)


def test_a_secret_that_is_missing_is_waited_for_and_never_a_doubt(store: Store) -> None:
    def missing(name: str) -> str:
        raise ConfigError("there is no such SSM parameter", subject=name)

    desk = Desk(store, Slack(200))
    desk.open(1)
    without = DeliverStep(store, Tools(post=desk.slack.post, secret=missing), Links())
    assert without.run(DeliveryOrder("desk", ("s1-1",)), lambda: desk.now)["status"] == "retry"
    assert desk.state(1) == "retry"
    desk.now += timedelta(seconds=5)
    assert desk.send(1, by_clock=True) == "sent"

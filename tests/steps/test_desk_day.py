"""A desk's day through the real steps with a clock moved by hand: digests, quiet hours, budgets, mutes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from frontwire import codec
from frontwire.channels import Links, Tools
from frontwire.models import (
    ArticleRef,
    Channel,
    Count,
    Facts,
    Match,
    Mute,
    Page,
    Reason,
    Severity,
    Side,
    Subscription,
)
from frontwire.queues import DeliveryOrder, Queue
from frontwire.steps.alert import AlertStep
from frontwire.steps.deliver import DeliverStep
from frontwire.steps.schedule import Schedule
from frontwire.store import Store
from prove.fakes import FakeDynamoDB, FakeS3, FakeSqs

NOON = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
KEY = "https://desk.example/hook"


class House:
    """The steps behind their queues, and one webhook that keeps what it gets with the time."""

    def __init__(self, wants: Subscription, now: datetime = NOON) -> None:
        self.now = now
        self.got: list[tuple[datetime, dict[str, Any]]] = []
        self.answers: list[int] = []
        self.store = Store.on(FakeDynamoDB(), FakeS3(), table="t", bucket="b")  # type: ignore[arg-type]
        self.sqs = FakeSqs(lambda: self.now.timestamp())
        self.orders = Queue(self.sqs, "deliver.fifo")  # type: ignore[arg-type]
        self.alert = AlertStep(self.store, self.orders)
        tools = Tools(post=self._post, secret=lambda name: "")
        self.deliver = DeliverStep(self.store, tools, Links())
        self.store.channels.save(Channel("desk", "webhook", KEY), replace(wants, health=False))

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> Page:
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.got.append((self.now, json.loads(body)))
        return Page(url, url, status, {}, b"", self.now, "")

    def happens(self, event: int, status: str = "offered", severity: Severity = "high") -> str:
        """A report of an event; returns what the alert step made of it."""
        sides = (Side("parties", f"{chr(65 + event)}X"), Side("parties", f"{chr(65 + event)}Y"))
        name = f"r{event}-{status}"
        article = ArticleRef(name, f"https://o.example/{name}", f"Report {event}", "o", published=self.now)
        why = (Reason("cue", status),)  # a status that the words themselves say
        facts = Facts(sides=sides, counts=(Count(40 + event),))
        match = Match(f"{name}/swap", "prisoner_swap", article, status, facts, severity=severity, why=why)
        done = self.alert.consider(match, self.now)
        self.work()
        return str(done["verb"])

    def until(self, moment: datetime) -> None:
        """Let the time pass, minute by minute where something is due."""
        while self.now < moment:
            self.now = min(self.now + timedelta(minutes=5), moment)
            Schedule(self.store, Queue(self.sqs, "poll"), self.orders).tick(self.now)  # type: ignore[arg-type]
            self.work()

    def work(self) -> None:
        box = self.sqs._box("deliver.fifo")
        while ready := box.ready(self.now.timestamp()):
            letter = self.sqs.take("deliver.fifo", ready[0])
            assert letter
            self.deliver.run(codec.load(DeliveryOrder, letter.body), lambda: self.now)
            self.sqs.delete_message(QueueUrl="deliver.fifo", ReceiptHandle=letter.handle)

    @property
    def messages(self) -> list[tuple[str, str, int]]:
        """When, what kind, how many alerts."""
        return [(f"{at:%d %H:%M}", body["type"], len(body["data"].get("alerts", [1]))) for at, body in self.got]


def test_an_hour_of_alerts_is_one_digest_at_the_full_hour() -> None:
    house = House(Subscription("desk", mode="hourly"), NOON + timedelta(minutes=5))
    for event in range(3):
        house.happens(event)
    assert house.got == []
    house.until(NOON + timedelta(hours=3))
    assert house.messages == [("11 13:00", "digest", 3)]


def test_a_daily_digest_comes_in_the_morning_of_the_users_zone() -> None:
    house = House(Subscription("desk", mode="daily", zone="Europe/Kyiv"))
    house.happens(0)
    house.happens(1)
    house.until(NOON + timedelta(days=2))
    assert house.messages == [("12 06:00", "digest", 2)]


def test_the_night_is_quiet_but_for_what_is_critical_and_ends_with_a_summary() -> None:
    house = House(Subscription("desk", quiet="22:00-07:00"), NOON + timedelta(hours=11))
    house.happens(0)
    house.happens(1, severity="critical")
    house.happens(2)
    house.until(NOON + timedelta(days=1))
    assert house.messages == [("11 23:00", "alert.new", 1), ("12 07:00", "digest", 2)]


def test_over_the_budget_the_channel_is_told_once_and_the_rest_is_one_digest_after_midnight() -> None:
    house = House(Subscription("desk", budget=2, zone="Europe/Kyiv"))
    for event in range(5):
        house.happens(event)
    assert house.messages == [("11 12:00", "alert.new", 1), ("11 12:00", "alert.new", 1), ("11 12:00", "health", 1)]
    said = house.got[2][1]["data"]
    assert "budget is used up" in said["title"]
    assert "12 Jan 00:00 (Europe/Kyiv)" in said["lines"][1]
    house.until(NOON + timedelta(hours=11))
    assert house.messages[3:] == [("11 22:00", "digest", 3)]
    house.happens(5)
    house.happens(6)
    assert [kind for _, kind, _ in house.messages[4:]] == ["alert.new", "health"]  # the digest was the new day's first
    notes = [attempt.note for d in house.store.deliveries.of_channel("desk") for attempt in d.attempts]
    assert "waits: over the day's budget of 2, with a digest" in notes


def test_what_is_critical_goes_over_the_budget() -> None:
    house = House(Subscription("desk", budget=1))
    for event, severity in enumerate(("high", "high", "critical")):
        house.happens(event, severity=severity)  # type: ignore[arg-type]
    assert [kind for _, kind, _ in house.messages] == ["alert.new", "health", "alert.new"]
    assert house.got[-1][1]["data"]["severity"] == "critical"


def test_a_refused_message_is_no_part_of_the_budget() -> None:
    house = House(Subscription("desk", budget=1))
    house.answers = [429, 429]
    house.happens(0)
    house.until(NOON + timedelta(hours=1))
    assert [kind for _, kind, _ in house.messages] == ["alert.new"]
    assert house.store.channels.state("desk").sent == 1


def test_a_muted_story_sends_no_more_and_what_waits_of_it_is_closed_with_the_name() -> None:
    house = House(Subscription("desk", quiet="22:00-07:00"), NOON + timedelta(hours=9))
    assert house.happens(0) == "new"
    house.now += timedelta(hours=2)
    assert house.happens(0, "agreed") == "update"  # waits for the morning
    (story,) = house.store.stories.latest()
    house.store.channels.mute(Mute("desk", story.id, "Olena", house.now))
    assert house.happens(0, "completed") == "update"
    house.until(NOON + timedelta(days=1))
    assert [kind for _, kind, _ in house.messages] == ["alert.new"]
    ledger = {delivery.alert: delivery for delivery in house.store.deliveries.of_channel("desk")}
    assert ledger.keys() == {f"{story.id}-1", f"{story.id}-2"}
    assert ledger[f"{story.id}-2"].attempts[-1].note == "not sent: the story was muted by Olena"


def test_a_channel_that_is_muted_for_a_time_gets_nothing_of_that_time() -> None:
    house = House(Subscription("desk"))
    house.store.channels.subscribe(replace(Subscription("desk", health=False), muted_until=NOON + timedelta(hours=8)))
    house.happens(0)
    house.until(NOON + timedelta(hours=9))
    house.happens(1)
    assert [kind for _, kind, _ in house.messages] == ["alert.new"]


def test_a_story_is_a_thread_whose_first_message_shows_how_things_stand() -> None:
    house = House(Subscription("desk"))
    called: list[tuple[str, dict[str, Any]]] = []

    def post(url: str, body: bytes, headers: dict[str, str]) -> Page:
        called.append((url.rpartition("/")[2], json.loads(body)))
        answer = json.dumps({"ok": True, "ts": f"{len(called)}.0"}).encode()
        return Page(url, url, 200, {}, answer, house.now, "")

    channel = Channel("desk", "slack_bot", "C1", secret="/frontwire/bot")
    house.store.channels.save(channel, Subscription("desk", health=False))
    house.deliver = DeliverStep(house.store, Tools(post=post, secret=lambda name: "token"), Links())
    for status in ("offered", "agreed", "completed"):
        house.happens(0, status)
        house.now += timedelta(hours=1)
    assert [method for method, _ in called] == [
        "chat.postMessage",
        "chat.postMessage", "chat.update",
        "chat.postMessage", "chat.update",
    ]  # fmt: skip
    (_, first), (_, second), (_, edit), (_, third), (_, last) = called
    assert "thread_ts" not in first
    assert (second["thread_ts"], third["thread_ts"]) == ("1.0", "1.0")
    assert (edit["ts"], last["ts"], last["channel"]) == ("1.0", "1.0", "C1")
    assert "completed" in json.dumps(last["blocks"])
    assert "offered" not in last["text"]


@pytest.mark.parametrize("kind", ["slack_bot", "telegram"])
def test_an_update_never_answers_or_edits_a_summary(kind: str) -> None:
    """A digest names many stories: the thread of a story begins with what it has for itself."""
    house = House(Subscription("desk", mode="hourly"))
    sent: list[dict[str, Any]] = []

    def post(url: str, body: bytes, headers: dict[str, str]) -> Page:
        sent.append(json.loads(body))
        said = {"ok": True, "ts": f"{len(sent)}.0", "result": {"message_id": len(sent)}}
        return Page(url, url, 200, {}, json.dumps(said).encode(), house.now, "")

    channel = Channel("desk", kind, "C1", secret="x")  # type: ignore[arg-type]
    house.store.channels.save(channel, Subscription("desk", mode="hourly", health=False))
    house.deliver = DeliverStep(house.store, Tools(post=post, secret=lambda name: "token"), Links())
    house.happens(0)
    house.happens(1)
    house.until(NOON + timedelta(hours=2))
    house.store.channels.save(channel, Subscription("desk"))
    house.happens(0, "agreed")
    assert len(sent) == 2
    assert "thread_ts" not in sent[1]
    assert "reply_parameters" not in sent[1]
    house.happens(0, "completed")  # this one answers the agreement, which stood alone
    assert (sent[2].get("thread_ts") or str(sent[2].get("reply_parameters", {}).get("message_id"))) in ("2.0", "2")

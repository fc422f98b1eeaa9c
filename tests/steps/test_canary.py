"""The canary goes through every step's queue and right, and disturbs nobody; one that is missing is told once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from frontwire import canary
from frontwire.models import Channel, Subscription
from frontwire_cli.inprocess import Account
from frontwire_cli.invoke import Effect, Given, effect_of
from tests.conftest import ROOT

NOW = datetime(2025, 1, 11, 12, 7, tzinfo=UTC)


def through(step: str, queue: str, messages: dict[str, list[dict]]) -> Effect:
    """The message of a queue, put through its function with the rights of the laptop's account."""
    (body,) = [one for one in messages[queue] if canary.NAME in json.dumps(one)]
    attributes = {"ApproximateReceiveCount": "1", "MessageGroupId": "g"}
    record = {"messageId": "1", "body": json.dumps(body), "attributes": attributes, "messageAttributes": {},
              "receiptHandle": "r", "eventSource": "aws:sqs", "eventSourceARN": f"arn:aws:sqs:eu-central-1:1:{queue}"}  # fmt: skip
    effect = effect_of(
        ROOT,
        step,
        {"Records": [record]},
        Given(channels=(Channel("desk", "slack", secret="/frontwire/slack-webhook"),)),
    )
    assert effect.error == ""
    return effect


def test_it_comes_through_to_its_row_and_no_channel_hears_of_it() -> None:
    tick = effect_of(ROOT, "schedule", {"detail-type": "frontwire.tick"}, Given())
    poll = through("poll", "PollQueue", tick.messages)
    read = through("read", "ReadQueue", poll.messages)
    alert = through("alert", "AlertQueue", read.messages)
    assert not alert.rows
    deliver = through("deliver", "DeliverQueue", alert.messages)
    assert [(row["pk"], row["sk"]) for row in deliver.rows] == [("CANARY", "ARRIVED")]


@pytest.fixture
def ticks(aws: Account) -> object:
    from frontwire.steps.schedule import Schedule

    class Silent:
        sent = 0

        def send(self, messages: list) -> None:
            self.sent += len(messages)

        def waiting(self) -> int:
            return 0

    aws.store.channels.save(Channel("mail", "email", "desk@example.org"), Subscription("mail"))
    return Schedule(aws.store, Silent(), Silent())  # type: ignore[arg-type]


def test_one_flies_an_hour(aws: Account, ticks) -> None:
    assert sum(ticks.tick(NOW + timedelta(minutes=n))["canaries"] for n in range(120)) == 3


def test_one_that_is_missing_is_told_once_and_once_when_a_later_one_arrives(aws: Account, ticks) -> None:
    def told() -> list[str]:
        return [alert.status for alert in reversed(aws.store.stories.health_alerts())]

    for minute in range(50):
        ticks.tick(NOW + timedelta(minutes=minute))
        assert told() == ([] if minute <= 20 else ["canary"])
    ticks.tick(NOW + timedelta(minutes=55))
    aws.store.canary.arrived(canary.hour(NOW + timedelta(hours=1)))
    for minute in range(56, 70):
        ticks.tick(NOW + timedelta(minutes=minute))
    assert told() == ["canary", "recovered"]
    assert len(aws.store.deliveries.of_channel("mail")) == 2

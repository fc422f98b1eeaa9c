"""alert: what a crash between deciding, writing and handing over leaves to the next try."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from frontwire.models import ArticleRef, Channel, Count, Facts, Match, Side, Subscription
from frontwire.queues import Queue
from frontwire.steps.alert import AlertStep
from frontwire.store import Store
from frontwire.store.deliveries import Deliveries
from frontwire_cli.inprocess import Account

NOW = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
MANY = 110
MATCH = Match(
    "m-1",
    "prisoner_swap",
    ArticleRef("a-1", "https://outlet.example/1", "An exchange", "outlet", published=NOW),
    "completed",
    Facts(sides=(Side("parties", "UA"), Side("parties", "RU")), counts=(Count(40),)),
)


class Killed(BaseException):
    pass


@pytest.fixture
def step(aws: Account) -> AlertStep:
    return AlertStep(aws.store, Queue(aws.client("sqs"), aws.queues["DeliverQueue"]))


def subscribe(store: Store, channels: int) -> None:
    for number in range(channels):
        store.channels.save(Channel(f"c{number:03}", "webhook", "https://x.example/"), Subscription(f"c{number:03}"))


def test_a_match_that_comes_again_hands_over_again_and_decides_nothing(step: AlertStep, aws: Account) -> None:
    subscribe(step.store, 2)
    assert step.consider(MATCH, NOW)["verb"] == "new"
    assert step.consider(MATCH, NOW)["verb"] == "known"
    (orders,) = aws.messages().values()
    assert sorted(order["channel"] for order in orders) == ["c000", "c001"]  # the repeats were recognised
    assert len(step.store.stories.alerts()) == 1


def test_deliveries_beyond_one_transaction_survive_a_crash(step: AlertStep, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe(step.store, MANY)

    def killed(self: Deliveries, deliveries: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Deliveries, "open", killed)
        with pytest.raises(Killed):
            step.consider(MATCH, NOW)
    (alert,) = step.store.stories.alerts()
    assert step.store.deliveries.get(alert.id, f"c{MANY - 1:03}") is None
    assert step.consider(MATCH, NOW)["verb"] == "known"
    assert all(step.store.deliveries.get(alert.id, f"c{number:03}") for number in range(MANY))

"""The clock with many sources: the measurement of `bench/collect_schedule.py` in short."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bench.collect_schedule import BEGIN, Counted, Line, simulate
from frontwire import canary, codec
from frontwire.models import Source
from frontwire.queues import Message, PollRequest
from frontwire.steps.schedule import Schedule
from frontwire.store import Store


@pytest.fixture(scope="module")
def ten_thousand() -> Store:
    table = Counted()
    store = Store.on(table, None, table="t", bucket="b")  # type: ignore[arg-type]
    hosts = ["t.me" if n < 400 else f"s{n}.example" for n in range(10_000)]
    store.sources.add([Source(f"s{n}", f"https://{host}/{n}") for n, host in enumerate(hosts)], BEGIN)
    return store


def test_a_tick_with_ten_thousand_due_sources_is_a_handful_of_requests(ten_thousand: Store) -> None:
    poll_line, deliver_line = Line(), Line()
    table = ten_thousand.rounds.table.client
    before = table.requests  # type: ignore[attr-defined]
    due = Schedule(ten_thousand, poll_line, deliver_line).tick(BEGIN)  # type: ignore[arg-type]
    orders = [codec.load(PollRequest, message.body) for message in poll_line.messages]
    assert due["rounds"] == len(orders) - 1 <= 10_000 / 50 + 2
    assert table.requests - before + poll_line.requests < 40  # type: ignore[attr-defined]
    assert canary.NAME in {order.round for order in orders}


def test_a_minute_that_is_not_worked_off_is_not_sent_again(ten_thousand: Store) -> None:
    poll_line = Line()
    clock = Schedule(ten_thousand, poll_line, Line())  # type: ignore[arg-type]
    clock.tick(BEGIN)
    sent = len(poll_line.messages)
    clock.tick(BEGIN + timedelta(minutes=1))
    assert len(poll_line.messages) == sent


def test_what_hubs_push_keeps_no_round_waiting(ten_thousand: Store) -> None:
    poll_line = Line([Message(b"pushed")] * 5_000)
    clock = Schedule(ten_thousand, poll_line, Line())  # type: ignore[arg-type]
    sent = clock.tick(BEGIN)["rounds"]
    assert sent == len(ten_thousand.rounds.all())
    assert clock.tick(BEGIN + timedelta(minutes=1))["rounds"] == 0  # those are still being worked off
    poll_line.messages.clear()
    assert clock.tick(BEGIN + timedelta(minutes=2))["rounds"] == sent  # those were lost, or failed


def test_all_sources_of_a_host_stand_in_one_round(ten_thousand: Store) -> None:
    rounds: dict[str, set[str]] = {}
    for one in ten_thousand.rounds.all():
        for stop in one.stops:
            rounds.setdefault(stop.lane, set()).add(one.id)
    assert {lane: len(names) for lane, names in rounds.items() if len(names) > 1} == {}


def test_some_minutes_of_the_real_clock_and_poll_step() -> None:
    figures = simulate(300, 14)
    assert figures.shared_hosts == 0
    assert figures.polls[0] == 300
    assert sum(figures.polls) > 300 * 14 / 10
    assert figures.rows["ROUND"] <= 2 * sum(figures.rounds)
    assert figures.rows["SOURCE"] < 300 + 0.5 * sum(figures.polls)


def test_the_due_time_of_a_tick_is_the_one_that_was_read(ten_thousand: Store) -> None:
    poll_line = Line()
    now = datetime(2026, 1, 1, tzinfo=UTC)
    Schedule(ten_thousand, poll_line, Line()).tick(now)  # type: ignore[arg-type]
    order = codec.load(PollRequest, poll_line.messages[0].body)
    assert ten_thousand.rounds.take(order.round, order.due_at, now) is not None
    assert ten_thousand.rounds.take(order.round, order.due_at, now) is None

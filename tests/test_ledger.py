"""The ledger: only the moves of its diagram, and no move that repeats a message by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire import ledger
from frontwire.errors import Conflict
from frontwire.models import Delivery, DeliveryState

NOW = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
STATES = get_args(DeliveryState)


def delivery(state: DeliveryState = "pending", due: timedelta | None = None) -> Delivery:
    return Delivery("a-1", "desk", state, NOW, NOW + due if due is not None else None)


@pytest.mark.parametrize(("before", "after"), list(product(STATES, STATES)))
def test_only_the_moves_of_the_diagram_are_made(before: DeliveryState, after: DeliveryState) -> None:
    if after in ledger.MOVES[before]:
        assert ledger.move(delivery(before), after, NOW, "because").state == after
    else:
        with pytest.raises(Conflict, match="cannot go"):
            ledger.move(delivery(before), after, NOW, "because")


@given(st.lists(st.sampled_from(STATES), max_size=30))
def test_nothing_is_sent_again_without_a_refusal_or_a_person_between(path: list[DeliveryState]) -> None:
    """Between two reservations stands a `retry` (refused) or a `pending` (a person asked)."""
    now, row, seen = NOW, delivery(), ["pending"]
    for state in path:
        if state in ledger.MOVES[row.state]:
            row = ledger.move(row, state, now, "x")
            seen.append(state)
    reserved = [place for place, state in enumerate(seen) if state == "reserved"]
    for one, two in pairwise(reserved):
        assert {"retry", "pending"} & set(seen[one:two])
    assert row.state != "sent" or not ledger.MOVES[row.state]


def test_a_retry_keeps_its_waiting_time_whatever_message_asks() -> None:
    assert not ledger.ready(delivery("retry", timedelta(seconds=30)), NOW)
    assert ledger.ready(delivery("retry", timedelta(seconds=-1)), NOW)
    assert ledger.ready(delivery("pending", timedelta(minutes=2)), NOW)


def test_a_sender_that_never_reported_is_lost_after_its_lease_only() -> None:
    held = ledger.reserve(delivery(), NOW)
    assert not ledger.lost(held, NOW + ledger.LEASE - timedelta(seconds=1))
    assert ledger.lost(held, NOW + ledger.LEASE)


def test_rests_grow_and_honour_what_the_channel_asks() -> None:
    rests = [ledger.rest(n, None).total_seconds() for n in range(1, 9)]
    assert rests == sorted(rests)
    assert rests[-1] == rests[-2] == 3600
    assert ledger.rest(1, 90.0) == timedelta(seconds=90)


def test_after_three_days_of_refusals_it_gives_up_and_says_so() -> None:
    held = ledger.reserve(delivery(), NOW)
    late = NOW + timedelta(days=3, seconds=1)
    assert ledger.again(held, NOW, NOW + timedelta(minutes=1), "429").state == "retry"
    gone = ledger.again(held, late, late, "429 slow down")
    assert (gone.state, gone.due_at) == ("dead", None)
    assert "429 slow down" in gone.attempts[-1].note


def test_only_what_is_for_now_is_handed_over_by_message() -> None:
    assert ledger.for_now(ledger.opened("s-1", "desk", NOW, NOW))
    soon = ledger.opened("s-1", "desk", NOW, NOW + timedelta(seconds=30))  # a digest that is nearly due
    assert not ledger.for_now(soon)
    assert soon.due_at == NOW + timedelta(seconds=30)


def test_the_alerts_before_one_are_those_of_its_story() -> None:
    assert ledger.before("s-a-3") == ("s-a-1", "s-a-2")
    assert ledger.before("s-a-1") == ()
    assert ledger.before("test") == ()
    many = ledger.before("s-a-500")
    assert (many[0], many[1], len(many)) == ("s-a-1", "s-a-480", ledger.MOST_BEFORE + 1)
    assert ledger.before("s-20250111") == ()

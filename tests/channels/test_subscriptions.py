"""Who wants what, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from frontwire.channels import wants
from frontwire.channels.subscriptions import after_quiet, day_start, has_budget, next_budget, next_day, problems
from frontwire.models import Subscription
from tests.channels.samples import CAPTURE

NOON = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
NIGHT = datetime(2025, 1, 11, 23, 30, tzinfo=UTC)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_everything_is_wanted_at_once_by_default():
    want = wants(Subscription("desk"), CAPTURE, NOON)
    assert (want.when, want.digest) == (NOON, False)


@pytest.mark.parametrize(
    ("filters", "word"),
    [
        ({"topics": ("prisoner_swap",)}, "topic foreign_troop_capture"),
        ({"statuses": ("confirmed",)}, "status claimed"),
        ({"languages": ("uk", "ru")}, "language en"),
        ({"countries": ("IL",)}, "country"),
        ({"severity": "critical"}, "severity high"),
        ({"confidence": 0.8}, "confidence 60%"),
    ],
)
def test_what_is_not_wanted_has_its_reason(filters, word):
    want = wants(Subscription("desk", **filters), CAPTURE, NOON)
    assert want.when is None
    assert word in want.why


@pytest.mark.parametrize(
    "filters",
    [
        {"topics": ("foreign_troop_capture", "other")},
        {"statuses": ("claimed",)},
        {"languages": ("en",)},
        {"countries": ("KP",)},
        {"countries": ("RU",)},
        {"severity": "high"},
        {"confidence": 0.6},
    ],
)
def test_what_fits_the_filters_is_wanted(filters):
    assert wants(Subscription("desk", **filters), CAPTURE, NOON).when == NOON


@pytest.mark.parametrize(
    ("quiet", "zone", "now", "due"),
    [
        ("22:00-07:00", "UTC", "2025-01-11T23:30", "2025-01-12T07:00"),
        ("22:00-07:00", "UTC", "2025-01-12T06:59", "2025-01-12T07:00"),
        ("22:00-07:00", "UTC", "2025-01-12T07:00", "2025-01-12T07:00"),
        ("22:00-07:00", "Europe/Kyiv", "2025-01-11T20:30", "2025-01-12T05:00"),
        ("22:00-07:00", "Asia/Seoul", "2025-01-11T20:30", "2025-01-11T22:00"),
        ("13:00-14:00", "UTC", "2025-01-11T13:30", "2025-01-11T14:00"),
        ("13:00-14:00", "UTC", "2025-01-11T12:30", "2025-01-11T12:30"),
        ("00:00-00:00", "UTC", "2025-01-11T12:30", "2025-01-11T12:30"),
        # The night in which Kyiv's clocks go forward is an hour shorter.
        ("22:00-07:00", "Europe/Kyiv", "2025-03-29T21:00", "2025-03-30T04:00"),
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_users_wall(quiet, zone, now, due):
    assert after_quiet(Subscription("desk", quiet=quiet, zone=zone), at(now)) == at(due)


def test_what_comes_at_night_waits_for_the_morning_unless_it_is_critical():
    subscription = Subscription("desk", quiet="22:00-07:00")
    want = wants(subscription, CAPTURE, NIGHT)
    assert (want.when, want.digest) == (at("2025-01-12T07:00"), True)
    assert "quiet hours" in want.why
    assert wants(subscription, replace(CAPTURE, severity="critical"), NIGHT).when == NIGHT


@pytest.mark.parametrize(
    ("mode", "zone", "due"),
    [
        ("hourly", "UTC", "2025-01-11T13:00"),
        ("daily", "UTC", "2025-01-12T08:00"),
        ("daily", "America/New_York", "2025-01-11T13:00"),
    ],
)
def test_digests_have_their_time(mode, zone, due):
    want = wants(Subscription("desk", mode=mode, zone=zone), CAPTURE, NOON)
    assert (want.when, want.digest) == (at(due), True)


def test_what_is_over_the_budget_comes_when_the_users_day_is_over_and_the_night_too():
    subscription = Subscription("desk", budget=3, zone="Europe/Kyiv")
    assert next_budget(subscription, NOON) == at("2025-01-11T22:00")
    assert next_budget(replace(subscription, quiet="22:00-07:00"), NOON) == at("2025-01-12T05:00")
    assert has_budget(subscription)
    assert not has_budget(replace(subscription, mode="daily"))
    assert not has_budget(Subscription("desk"))


def test_a_muted_channel_wants_nothing_until_its_time():
    subscription = Subscription("desk", muted_until=NOON + timedelta(hours=1))
    assert wants(subscription, replace(CAPTURE, severity="critical"), NOON).when is None
    assert wants(subscription, CAPTURE, NOON + timedelta(hours=1)).when == NOON + timedelta(hours=1)


def test_the_day_of_a_budget_is_the_users_day():
    subscription = Subscription("desk", zone="Asia/Seoul")
    assert day_start(subscription, NOON) == at("2025-01-10T15:00")
    assert next_day(subscription, NOON) == at("2025-01-11T15:00")


def test_problems_name_the_key_and_the_way_out():
    found = problems(Subscription("desk", quiet="late", zone="Kiev/Ukraine", confidence=60, budget=-1))
    assert [line.split(":")[0] for line in found] == ["quiet", "zone", "confidence", "budget"]
    assert problems(Subscription("desk", quiet="22:00-07:00", zone="Europe/Kyiv")) == ()
    assert problems(Subscription("desk", quiet="25:00-07:00")) != ()
    assert problems(Subscription("desk", zone="../etc/passwd")) != ()


@given(
    st.integers(0, 3 * 366 * 24 * 60),
    st.sampled_from(["22:00-07:00", "1:15-2:45", "06:00-05:00"]),
    st.sampled_from(["UTC", "Europe/Kyiv", "Asia/Seoul", "America/New_York"]),
    st.sampled_from(["at_once", "hourly", "daily"]),
)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_a_time_to_send_is_never_past_nor_far_nor_quiet(minutes, quiet, zone, mode):
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    subscription = Subscription("desk", quiet=quiet, zone=zone, mode=mode)
    due = wants(subscription, CAPTURE, now).when
    assert now <= due <= now + timedelta(hours=50)
    assert after_quiet(subscription, due) == due

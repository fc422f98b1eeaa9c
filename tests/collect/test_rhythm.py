from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from msgspec.structs import replace

from frontwire.collect import rhythm
from frontwire.models import Health, Poll, PollStatus, Source, SourceState, Validators

NOW = datetime(2025, 1, 11, 9, 0, tzinfo=UTC)
SOURCE = Source("desk", "https://desk.example/feed")


def poll(status: PollStatus = "unchanged", state: SourceState = "ok", at: datetime = NOW, **more: object) -> Poll:
    return replace(Poll("desk", at, status, state=state), **more)  # type: ignore[arg-type]


class Life:
    """A source's health through polls, each at its due time."""

    def __init__(self, source: Source = SOURCE) -> None:
        self.source = source
        self.health = Health()
        self.now = NOW
        self.told: list[str] = []
        self.waits: list[float] = []

    def poll(self, status: PollStatus = "unchanged", state: SourceState = "ok", new: int = 0, **more: object) -> None:
        self.health, due = rhythm.after(self.source, self.health, poll(status, state, self.now, **more), new, self.now)
        word = rhythm.to_tell(self.health, self.now)
        if word:
            self.told.append(word)
            self.health = replace(self.health, told="" if word == "recovered" else word)
        self.waits.append((due - self.now).total_seconds())
        self.now = due

    def fail_for(self, span: timedelta, state: SourceState = "failing") -> None:
        end = self.now + span
        while self.now < end:
            self.poll("failed", state, error="HTTP 500")


def steady(every: float, hours: float = 24, source: Source = SOURCE) -> Life:
    """A source with a new link each `every` seconds, polled for some hours."""
    life = Life(source)
    seen = 0
    while life.now < NOW + timedelta(hours=hours):
        there = int((life.now - NOW).total_seconds() / every)
        life.poll("changed", new=there - seen)
        seen = there
    return life


@pytest.mark.parametrize(
    ("every", "source", "least", "most"),
    [
        (120, SOURCE, 57, 64),
        (3_600, SOURCE, 240, 420),
        (8 * 3_600, SOURCE, 1_600, 1_900),
        (60 * 86_400, SOURCE, 1_700, 1_900),
        (60 * 86_400, replace(SOURCE, interval=3_600), 3_500, 6 * 3_600 * 1.06),
        (600, replace(SOURCE, interval=3_600), 57, 64),
    ],
)
def test_the_interval_follows_the_source(every: float, source: Source, least: float, most: float) -> None:
    life = steady(every, hours=120, source=source)
    waits = sorted(life.waits[len(life.waits) // 2 :])
    assert least <= waits[len(waits) // 2] <= most
    assert min(life.waits) >= rhythm.SHORTEST * 0.94
    assert max(life.waits) <= rhythm.LONGEST * 1.06


def test_the_first_news_after_a_night_quickens_the_polls_at_once() -> None:
    life = steady(600, hours=12)
    usual = life.waits[-1]
    morning = life.now + timedelta(hours=8)
    while life.now < morning:
        life.poll()
    slow = life.waits[-1]
    life.poll("changed", new=1)
    life.poll("changed", new=1)
    assert usual < 80
    assert slow > 2 * usual
    assert life.waits[-1] < 2.5 * usual


def test_trouble_doubles_the_wait_up_to_six_hours_and_success_resets_it() -> None:
    life = Life()
    life.poll("changed")
    for _ in range(9):
        life.poll("failed", "failing")
    waits = [wait / 300 for wait in life.waits[1:]]
    assert all(1.8 <= later / earlier <= 2.3 for earlier, later in pairwise(waits[:6]))
    assert life.waits[-1] <= rhythm.LONGEST * 1.06
    life.poll("changed", new=1)
    assert life.waits[-1] <= 320
    assert (life.health.failures, life.health.error, life.health.since, life.health.state) == (0, "", None, "ok")


def test_a_source_in_trouble_is_half_open_for_weeks_and_never_given_up() -> None:
    life = Life()
    life.poll("changed")
    life.fail_for(timedelta(days=3))
    assert life.health.state == "half_open"
    count = len(life.waits)
    life.fail_for(timedelta(weeks=4))
    assert life.health.state == "half_open"
    assert 80 <= len(life.waits) - count <= 125  # four looks a day
    life.fail_for(timedelta(weeks=5))
    assert life.health.state == "gone"
    assert 6.5 <= life.waits[-1] / 86_400 <= 7.5
    life.poll("changed", new=4)
    assert life.health.state == "ok"
    assert life.told == ["failing", "gone", "recovered"]


def test_a_host_that_says_gone_is_believed_after_some_polls() -> None:
    life = Life()
    life.poll("changed")
    for _ in range(7):
        life.poll("failed", "gone", error="HTTP 410")
    assert life.health.state == "gone"


@pytest.mark.parametrize("state", ["challenge", "not_a_feed"])
def test_named_troubles_are_told_once_and_again_when_over(state: SourceState) -> None:
    life = Life()
    life.poll("changed")
    life.fail_for(timedelta(days=1), state)
    assert life.told == [state]
    assert life.health.state == state
    life.poll("failed", "failing")
    life.poll("changed")
    life.poll()
    assert life.told == [state, "recovered"]


def test_a_short_trouble_is_not_told() -> None:
    life = Life()
    life.poll("changed")
    for _ in range(4):
        life.poll("failed", "failing")
    life.poll()
    assert life.told == []


def test_silence_is_told_once_and_its_end_too() -> None:
    life = steady(3_600, hours=48)
    told_at = None
    begun = life.now
    while life.now < begun + timedelta(days=3):
        life.poll()
        if life.told and told_at is None:
            told_at = life.now - begun
    assert life.told == ["silent"]
    assert told_at is not None
    assert told_at > timedelta(hours=22)
    life.poll("changed", new=1)
    assert life.told == ["silent", "recovered"]


def test_a_source_that_never_brought_anything_is_told_of_after_weeks() -> None:
    life = Life()
    life.poll("changed")
    while life.now < NOW + timedelta(days=41):
        life.poll()
    assert life.told == []
    while life.now < NOW + timedelta(days=60):
        life.poll()
    assert life.told == ["silent"]
    life.poll("changed", new=1)
    assert life.told == ["silent", "recovered"]


def test_a_flood_is_told_once() -> None:
    life = Life()
    life.poll("changed")
    life.poll("changed", "flood")
    life.poll()
    life.poll()
    assert life.told == ["flood"]
    life.poll("changed", "flood")
    assert life.told == ["flood", "flood"]


def test_a_source_that_floods_poll_after_poll_is_asked_seldom() -> None:
    life = Life()
    life.poll("changed", new=3)
    life.poll("changed", state="flood")
    assert life.waits[-1] < 3600
    life.poll("changed", state="flood")
    assert life.waits[-1] > 5 * 3600
    assert life.told == ["flood"]
    life.poll("changed", new=1)
    assert life.waits[-1] < 3600


def test_a_server_that_asks_for_patience_gets_it() -> None:
    life = Life()
    life.poll("changed")
    life.poll("failed", "failing", retry_after=7_200, http_status=429)
    assert life.waits[-1] >= 7_200 * 0.95
    life.poll("failed", "failing", retry_after=1)
    assert life.waits[-1] >= 600


def test_a_moved_feed_is_stored_after_five_polls_in_a_row() -> None:
    life, new_home = Life(), "https://new.example/feed"
    for _ in range(4):
        life.poll("changed", moved_to=new_home)
        assert rhythm.relocated(SOURCE, life.health) is None
    life.poll()
    for _ in range(5):
        assert rhythm.relocated(SOURCE, life.health) is None
        life.poll(moved_to=new_home)
    assert life.health.state == "moved"
    assert life.told == ["moved"]
    moved = rhythm.relocated(SOURCE, life.health)
    assert moved == replace(SOURCE, url=new_home)
    assert rhythm.relocated(moved, life.health) is None


def test_an_empty_feed_is_neither_good_nor_failed() -> None:
    life = Life()
    life.poll("changed", new=0)
    good = life.health.good_at
    life.poll("changed", "empty")
    assert (life.health.state, life.health.failures, life.health.good_at) == ("empty", 0, good)


def test_a_whole_body_is_asked_for_every_few_hours_and_in_trouble() -> None:
    fine = Health("ok", Validators('"1"', full_at=NOW), baseline=True)
    assert not rhythm.full_due(fine, NOW + timedelta(hours=2))
    assert rhythm.full_due(fine, NOW + timedelta(hours=3))
    assert rhythm.full_due(replace(fine, failures=1), NOW)
    assert rhythm.full_due(replace(fine, state="half_open"), NOW)
    assert rhythm.full_due(replace(fine, baseline=False), NOW)
    assert rhythm.full_due(replace(fine, validators=Validators('"1"', full_at=NOW, liar=True)), NOW)


def test_one_validator_for_two_bodies_is_a_lie() -> None:
    first = rhythm.remembered(Validators(), '"1"', "", "aa", NOW)
    assert not first.liar
    assert not rhythm.remembered(first, '"1"', "", "aa", NOW).liar
    assert not rhythm.remembered(first, '"2"', "", "bb", NOW).liar
    lied = rhythm.remembered(first, '"1"', "", "bb", NOW)
    assert lied.liar
    assert rhythm.remembered(lied, '"2"', "", "cc", NOW).liar
    assert not rhythm.remembered(rhythm.remembered(Validators(), "", "", "aa", NOW), "", "", "bb", NOW).liar


def test_a_validator_without_end_is_not_kept() -> None:
    assert rhythm.remembered(Validators(), '"' + "x" * 60_000, "today", "aa", NOW) == Validators("", "today", "aa", NOW)


def test_an_unchanged_poll_is_not_worth_writing_for_an_hour() -> None:
    before = Life()
    before.poll("changed", new=3)
    before.poll("changed", new=1)
    health = before.health
    before.poll()
    assert not rhythm.worth_writing(health, before.health)
    assert rhythm.worth_writing(health, replace(before.health, failures=1))
    before.now += timedelta(hours=2)
    before.poll()
    assert rhythm.worth_writing(health, before.health)


def test_that_a_whole_body_was_asked_for_is_written_at_once() -> None:
    """Else every poll until the next hourly writing would ask for one."""
    kept = Health(
        "ok",
        Validators('"1"', body_sha256="aa", full_at=NOW),
        NOW + timedelta(hours=2, minutes=55),
        NOW,
        NOW,
        baseline=True,
    )
    at = NOW + timedelta(hours=3)
    conditional, _ = rhythm.after(
        SOURCE, kept, replace(poll(), validators=kept.validators), 0, at - timedelta(minutes=1)
    )
    whole, _ = rhythm.after(SOURCE, kept, replace(poll(), validators=replace(kept.validators, full_at=at)), 0, at)
    assert not rhythm.worth_writing(kept, conditional)
    assert rhythm.worth_writing(kept, whole)


def test_sources_added_together_drift_apart() -> None:
    dues = {rhythm.after(replace(SOURCE, id=f"s{n}"), Health(), poll("changed"), 0, NOW)[1] for n in range(200)}
    assert len(dues) > 25
    assert (max(dues) - min(dues)).total_seconds() > 20


def test_a_hundred_sources_for_half_a_day() -> None:
    """Heavy-tailed rhythms: adaptive polling meets new links sooner than five-minute polls do, and stays spread."""
    chance = random.Random(7)
    polls, late, minutes = 0, [], [0] * (12 * 60)
    for number in range(100):
        every = min(max(chance.paretovariate(0.6) * 900, 300), 3 * 86_400)
        life = Life(replace(SOURCE, id=f"s{number}"))
        life.health = Health(baseline=True, gap=every, new_at=NOW, good_at=NOW, validators=Validators(full_at=NOW))
        upcoming = NOW + timedelta(seconds=chance.expovariate(1 / every))
        while life.now < NOW + timedelta(hours=12):
            new = 0
            while upcoming <= life.now:
                late.append((life.now - upcoming).total_seconds())
                upcoming += timedelta(seconds=chance.expovariate(1 / every))
                new += 1
            minutes[int((life.now - NOW).total_seconds() // 60)] += 1
            polls += 1
            life.health, life.now = rhythm.after(life.source, life.health, poll("changed", at=life.now), new, life.now)
    late.sort()
    assert polls < 2 * 100 * 12 * 12  # twice what five-minute polls cost, for half of their 150 seconds
    assert sum(late) / len(late) < 90
    assert late[len(late) // 2] < 60
    assert max(minutes[60:]) < 2.5 * polls / len(minutes)

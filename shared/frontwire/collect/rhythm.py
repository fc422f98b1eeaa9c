"""When a source is polled next, and what its health is after a poll.

The interval follows the source: a twelfth of the time that usually passes between two new links, from one minute to six
hours, and never more than six times the interval its owner set. Trouble doubles it. A source in trouble for two days is
half-open: asked every six hours, for eight weeks, then once a week. It is never given up by itself.
"""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from msgspec.structs import replace

from frontwire.models import Health, Poll, Source, SourceState, Validators

SHORTEST = 60  # seconds between two polls
LONGEST = 6 * 3600
PER_GAP = 12  # polls in the time that usually lies between two new links
MOST_OF_WISH = 6  # times the wished interval that a quiet source may be left alone
FULL_EVERY = timedelta(hours=3)
HALF_OPEN_AFTER = timedelta(days=2)
GONE_AFTER = timedelta(weeks=8)
GONE_INTERVAL = 7 * 24 * 3600  # seconds
POSTPONED = 10  # seconds until a poll that found its host busy is tried again
MOVED_TIMES = 5  # polls in a row that are sent to a new address for good before it is believed
SILENT_GAPS = 3  # times its usual gap without news, after which a source is called silent
SILENT_LEAST = timedelta(days=1)
SILENT_FROM_THE_START = timedelta(weeks=6)
FAILURES_TOLD = 5  # in a row, before anybody is told
MOST_VALIDATOR = 1_000  # characters: a longer one is written and sent for nothing
_LEARN = 0.3  # the share of the newest observation in what is usual
_WORTH_WRITING = timedelta(hours=1)
_TROUBLE = frozenset(("failing", "half_open", "challenge", "not_a_feed", "gone"))
_LASTING = _TROUBLE | {"silent"}
_PASSING = frozenset(("flood", "moved"))


def after(source: Source, health: Health, poll: Poll, new: int, now: datetime) -> tuple[Health, datetime]:
    """The health after a poll that brought `new` new links, and when the next one is due.

    A poll that `newness.sift` found to be a flood is given with `state="flood"`.
    """
    if poll.status == "postponed":
        return health, now + timedelta(seconds=max(poll.retry_after or 0, POSTPONED))
    after_poll = _failed(health, poll, now) if poll.status == "failed" else _good(health, poll, new, now)
    after_poll = replace(after_poll, interval=_interval(source, after_poll, now))
    wait = float(after_poll.interval)
    if poll.retry_after is not None:
        wait = max(wait, poll.retry_after)
    if health.state == poll.state == "flood":
        wait = LONGEST  # what floods poll after poll is no archive that was saved once
    return after_poll, now + timedelta(seconds=round(wait * _spread(source.id, now)))


def full_due(health: Health, now: datetime) -> bool:
    """Whether the next poll must ask for the whole body: a 304 can neither heal a source nor hide news for long."""
    validators = health.validators
    if validators.liar or health.failures or health.state in _TROUBLE or not health.baseline:
        return True
    return validators.full_at is None or now - validators.full_at >= FULL_EVERY


def relocated(source: Source, health: Health) -> Source | None:
    """The source at its new address, once MOVED_TIMES polls in a row were sent there for good; None otherwise."""
    if health.moved_to and health.moved_times >= MOVED_TIMES and health.moved_to != source.url:
        return replace(source, url=health.moved_to)
    return None


def worth_writing(before: Health, after_poll: Health) -> bool:
    """Whether the store must be told: not where only times of polls changed, and by less than an hour.

    That a whole body was asked for must not be forgotten: until it is written, every poll would ask for one.
    """
    at = after_poll.polled_at
    if at and full_due(before, at) and not full_due(after_poll, at):
        return True
    same_validators = replace(after_poll.validators, full_at=before.validators.full_at)
    times = {"polled_at": before.polled_at, "good_at": before.good_at, "interval": before.interval}
    if replace(after_poll, validators=same_validators, **times) != before:
        return True
    return (
        before.polled_at is None
        or after_poll.polled_at is None
        or after_poll.polled_at - before.polled_at > _WORTH_WRITING
    )


def is_silent(health: Health, now: datetime) -> bool:
    """Whether a source that answers has brought nothing new for three times its rhythm (a day at the least), or, where it
    never brought anything since it is watched, for six weeks: many a feed answers for years without news.
    """
    if health.new_at is None or health.state in _TROUBLE:
        return False
    if health.gap <= 0:
        return now - health.new_at > SILENT_FROM_THE_START
    return now - health.new_at > max(SILENT_LEAST, SILENT_GAPS * timedelta(seconds=health.gap))


def to_tell(health: Health, now: datetime) -> str:
    """What the owner should be told now and was not yet: a trouble, "recovered", or "" for nothing.

    Troubles: failing, challenge, not_a_feed, gone, silent, flood, moved. A trouble that turns into another one is told
    once, except for gone. After telling, the caller stores it in `Health.told` ("" after "recovered").
    """
    trouble = _trouble(health, now)
    if not trouble:
        healed = health.told in _LASTING and not health.failures and health.state != "empty"
        return "recovered" if healed else ""
    if trouble == health.told or (trouble in _LASTING and health.told in _LASTING and trouble != "gone"):
        return ""
    return trouble


def _trouble(health: Health, now: datetime) -> str:
    if health.state in _TROUBLE:
        named = "failing" if health.state == "half_open" else health.state
        return named if health.failures >= FAILURES_TOLD else ""
    if health.state in _PASSING:
        return health.state
    return "silent" if is_silent(health, now) else ""


def _good(health: Health, poll: Poll, new: int, now: datetime) -> Health:
    state: SourceState = "empty" if poll.state == "empty" else "flood" if poll.state == "flood" else "ok"
    times = health.moved_times + 1 if poll.moved_to and poll.moved_to == health.moved_to else int(bool(poll.moved_to))
    if state == "ok" and times >= MOVED_TIMES:
        state = "moved"
    return replace(
        health,
        state=state,
        validators=poll.validators,
        polled_at=now,
        good_at=now if state != "empty" else health.good_at,
        new_at=now if new or health.new_at is None else health.new_at,
        failures=0,
        error="",
        since=None,
        baseline=health.baseline or state != "empty",  # an empty list is no stock to compare with
        usual_new=_usual_new(health, new),
        gap=_gap(health, new, now),
        moved_to=poll.moved_to,
        moved_times=min(times, MOVED_TIMES),
        told="" if state == "ok" and health.told in _PASSING else health.told,
    )


def _failed(health: Health, poll: Poll, now: datetime) -> Health:
    since = health.since or now
    state: SourceState = poll.state if poll.state in ("challenge", "not_a_feed") else "failing"
    if now - since >= GONE_AFTER or (poll.state == "gone" and health.failures >= FAILURES_TOLD):
        state = "gone"
    elif now - since >= HALF_OPEN_AFTER:
        state = "half_open"
    return replace(
        health,
        state=state,
        polled_at=now,
        failures=health.failures + 1,
        error=poll.error[:300],
        since=since,
        moved_to="",
        moved_times=0,
    )


def _usual_new(health: Health, new: int) -> float:
    if health.new_at is None:  # the first look teaches no habit
        return 0.0
    return _learnt(health.usual_new, new) if new and health.baseline else health.usual_new


def _gap(health: Health, new: int, now: datetime) -> float:
    """Seconds between two new links, learnt from each that comes; a night or a holiday counts as four gaps at most.

    What comes after a trouble teaches nothing: nobody looked when it came.
    """
    if not new or health.new_at is None or not health.baseline or health.failures:
        return health.gap
    seen = max((now - health.new_at).total_seconds() / new, 1.0)
    return _learnt(health.gap, min(seen, 4 * health.gap)) if health.gap else seen


def _interval(source: Source, health: Health, now: datetime) -> int:
    if health.state == "gone":
        return GONE_INTERVAL
    if health.state == "half_open":
        return LONGEST
    wish = max(SHORTEST, source.interval)
    if health.failures:
        return int(min(LONGEST, wish * 2 ** min(health.failures, 10)))
    # A present silence slows the polls down at once, and the first news after it quickens them at once.
    silence = (now - health.new_at).total_seconds() / SILENT_GAPS if health.new_at else 0.0
    usual = health.gap / PER_GAP if health.gap else float(wish)
    return int(min(max(usual, silence / PER_GAP, SHORTEST), LONGEST, MOST_OF_WISH * wish))


def _learnt(old: float, seen: float) -> float:
    return round(old + _LEARN * (seen - old), 2) if old else float(seen)


def _spread(name: str, now: datetime) -> float:
    """0.95 to 1.05, by source and hour: sources added in one minute do not stay in step for ever."""
    return 0.95 + zlib.crc32(f"{name} {int(now.timestamp()) // 3600}".encode()) % 1001 / 10_000


def remembered(before: Validators, etag: str, last_modified: str, sha256: str, now: datetime) -> Validators:
    """The validators after a whole body. One validator for two bodies is a lie, and is not asked for again."""
    etag, last_modified = (word if len(word) <= MOST_VALIDATOR else "" for word in (etag, last_modified))
    same_word = (etag, last_modified) == (before.etag, before.last_modified) and bool(etag or last_modified)
    lied = same_word and bool(before.body_sha256) and sha256 != before.body_sha256
    return Validators(etag, last_modified, sha256, now, before.liar or lied)

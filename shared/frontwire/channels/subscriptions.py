"""Does a channel want an alert, and when: at once, with its digest, after its quiet hours, or not at all.

Quiet hours are written "22:00-07:00", in the subscription's zone. What is critical is told at once, also at night and
over the budget: that is what the word is for.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from frontwire.models import HEALTH, SEVERITIES, Alert, Subscription
from frontwire.stories.headline import is_side

DIGEST_HOUR = 8
"""The hour of the daily digest, in the subscription's zone."""
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_QUIET = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")


class Want(Struct, frozen=True):
    """`when` to send it (now or later), None when it is not wanted; `digest` when it goes together with others."""

    when: datetime | None
    why: str
    digest: bool = False


def wants(subscription: Subscription, alert: Alert, now: datetime) -> Want:
    """Whether and when, whatever else the channel gets today: its budget is applied when a message goes out."""
    if subscription.muted_until and now < subscription.muted_until:
        return Want(None, f"muted until {subscription.muted_until:%-d %b %Y %H:%M} UTC")
    if alert.topic == HEALTH:
        return _wants_health(subscription, now)
    refusal = _refusal(subscription, alert)
    if refusal:
        return Want(None, refusal)
    if alert.severity == "critical":
        return Want(now, "critical: at once")
    if subscription.mode != "at_once":
        due = after_quiet(subscription, digest_time(subscription, now))
        return Want(due, f"with the {subscription.mode} digest", digest=True)
    due = after_quiet(subscription, now)
    if due > now:
        return Want(due, f"quiet hours {subscription.quiet.strip()}: with a summary on waking", digest=True)
    return Want(now, "at once")


def _wants_health(subscription: Subscription, now: datetime) -> Want:
    """On the hour, so that what fails together is told together; nobody is woken for it."""
    if not subscription.health:
        return Want(None, "not wanted: trouble with sources")
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return Want(after_quiet(subscription, hour), "with what else is wrong with sources, on the hour", digest=True)


def has_budget(subscription: Subscription) -> bool:
    """Are its messages counted? A channel that asks for digests only has none to count."""
    return subscription.budget > 0 and subscription.mode == "at_once"


def next_budget(subscription: Subscription, now: datetime) -> datetime:
    """When that comes, as one digest, for which today's budget does not do: as soon as the day is over and the night too."""
    return after_quiet(subscription, next_day(subscription, now))


def problems(subscription: Subscription) -> tuple[str, ...]:
    """What is wrong with a subscription, each in one line with the way out; empty when it is sound."""
    found = []
    if subscription.quiet and _quiet(subscription) is None:
        found.append(f'quiet: "{subscription.quiet}" is not two times of day; write it as 22:00-07:00')
    if _zone(subscription) is None:
        found.append(f'zone: "{subscription.zone}" is not known; write it as Europe/Kyiv')
    if not 0 <= subscription.confidence <= 1:
        found.append(f"confidence: {subscription.confidence} does not lie in 0..1")
    if subscription.budget < 0:
        found.append(f"budget: {subscription.budget} is below 0; 0 means no limit")
    if odd := [code for code in subscription.languages if not _LANGUAGE.fullmatch(code)]:
        found.append(f"languages: {', '.join(odd)}: write codes of two letters, such as en, uk, ru, ko")
    if odd := [code for code in subscription.countries if not is_side(code)]:
        found.append(
            f"countries: {', '.join(odd)}: write codes such as UA, KP, IL, or a group's short name, such as HAMAS"
        )
    return tuple(found)


def digest_time(subscription: Subscription, now: datetime) -> datetime:
    """The next full hour, or the next morning's digest hour."""
    local = now.astimezone(zone_of(subscription))
    if subscription.mode == "hourly":
        return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    today = _at(local, time(DIGEST_HOUR))
    return today if today > now else _at(local + timedelta(days=1), time(DIGEST_HOUR))


def next_day(subscription: Subscription, now: datetime) -> datetime:
    """The next midnight in the subscription's zone, in UTC: when a new budget begins."""
    return _at(now.astimezone(zone_of(subscription)) + timedelta(days=1), time(0))


def day_start(subscription: Subscription, now: datetime) -> datetime:
    """The last midnight in the subscription's zone, in UTC: since when the budget counts."""
    return _at(now.astimezone(zone_of(subscription)), time(0))


def after_quiet(subscription: Subscription, at: datetime) -> datetime:
    """`at`, or the end of the quiet hours that it falls into, in UTC."""
    quiet = _quiet(subscription)
    if quiet is None or quiet[0] == quiet[1]:
        return at
    start, end = quiet
    local = at.astimezone(zone_of(subscription))
    clock = local.time().replace(tzinfo=None)
    if start < end:
        return _at(local, end) if start <= clock < end else at
    if clock >= start:
        return _at(local + timedelta(days=1), end)
    return _at(local, end) if clock < end else at


def zone_of(subscription: Subscription) -> ZoneInfo:
    """The subscription's zone; UTC for one that is not known (`problems` says so)."""
    return _zone(subscription) or ZoneInfo("UTC")


def _refusal(subscription: Subscription, alert: Alert) -> str:
    """Why the alert is not wanted, "" when it is."""
    countries = {side.code for side in alert.facts.sides} | {place.country for place in alert.facts.places}
    checks = (
        (subscription.topics, {alert.topic}, "topic"),
        (subscription.statuses, {alert.status}, "status"),
        (subscription.languages, set(alert.languages), "language"),
        (subscription.countries, countries, "country"),
    )
    for wanted, has, what in checks:
        if wanted and has.isdisjoint(wanted):
            return f"not wanted: {what} {', '.join(sorted(has - {''})) or 'unknown'}, wanted {', '.join(wanted)}"
    if SEVERITIES.index(alert.severity) < SEVERITIES.index(subscription.severity):
        return f"not wanted: severity {alert.severity}, wanted {subscription.severity} or more"
    if alert.confidence < subscription.confidence:
        return f"not wanted: confidence {alert.confidence:.0%}, wanted {subscription.confidence:.0%} or more"
    return ""


def _quiet(subscription: Subscription) -> tuple[time, time] | None:
    found = _QUIET.fullmatch(subscription.quiet)
    if not found:
        return None
    hour, minute, until_hour, until_minute = (int(group) for group in found.groups())
    try:
        return time(hour, minute), time(until_hour, until_minute)
    except ValueError:
        return None


def _zone(subscription: Subscription) -> ZoneInfo | None:
    try:
        return ZoneInfo(subscription.zone)
    except (KeyError, ValueError, OSError):
        return None


def _at(local: datetime, clock: time) -> datetime:
    """That time of that day, on the clock of the day's zone, in UTC."""
    return datetime.combine(local.date(), clock, tzinfo=local.tzinfo).astimezone(UTC)

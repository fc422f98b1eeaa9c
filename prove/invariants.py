"""What must hold once the faults are over and everything has come to rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

from frontwire import ledger
from frontwire.channels import subscriptions
from frontwire.collect import identity
from frontwire.models import Alert, Delivery, Link, Story, Subscription
from prove.profile import SAFE
from prove.receivers import AMBIGUOUS, Post
from prove.simulation import START, Simulation
from prove.world import Report

PROMPT = 60.0  # seconds within which a receiver that is well has an alert, in an AWS that is well
TOGETHER = 5.0  # seconds: topics decide side by side, each in its own order
MANY = 1000
DAY = 86_400.0  # from the start of the run, which is a midnight


@dataclass
class Outcome:
    """The ledger of a finished run and what its receivers saw, side by side."""

    run: Simulation
    stories: list[Story]
    alerts: list[Alert]
    rows: dict[tuple[str, str], Delivery]
    posts: dict[str, list[Post]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, run: Simulation) -> Outcome:
        truth = run.truth
        alerts = sorted(truth.stories.alerts(MANY), key=lambda alert: (alert.at, alert.id))
        rows = {}
        for channel, _ in run.channels:
            for delivery in truth.deliveries.of_channel(channel.id, MANY):
                rows[delivery.alert, channel.id] = delivery
        outcome = cls(run, truth.stories.latest(MANY), alerts, rows)
        for post in run.receivers.posts:
            outcome.posts[post.channel].append(post)
        return outcome

    def told(self) -> list[Alert]:
        """The alerts of all deliveries: news, and trouble with sources."""
        return self.run.truth.stories.alerts_by_id({alert for alert, _ in self.rows})

    def accepted(self, channel: str) -> Counter[str]:
        """How often each alert arrived at a receiver."""
        return Counter(alert for post in self.posts[channel] if post.accepted for alert in post.alerts)


def broken(run: Simulation) -> list[str]:
    """Every invariant that does not hold, in words; empty when all is well."""
    outcome = Outcome.of(run)
    checks = [
        _at_rest,
        _no_event_lost,
        _one_story_an_event,
        _every_alert_owed,
        _never_twice,
        _honest,
        _in_order,
        _within_budget,
    ]
    if run.profile.calm:
        checks += [_in_order_of_time, _prompt, _coalesced, _no_dead_letters]
    return [words for check in checks for words in check(outcome)]


def _at_rest(outcome: Outcome) -> Iterator[str]:
    run = outcome.run
    if due := run.table.earliest_due():
        yield f"not at rest: something is still due at {due}"
    for url, box in run.sqs.boxes.items():
        if box.letters or box.dead:
            yield f"not at rest: {len(box.letters)} messages and {len(box.dead)} dead letters in {url}"


def _no_event_lost(outcome: Outcome) -> Iterator[str]:
    for report in outcome.run.world.reports:
        if report.event is None:
            continue
        record = outcome.run.truth.stories.decided(f"{_link_id(report)}/{report.topic}")
        if record is None:
            yield f"lost: report {report.number} of event {report.event} was never decided on"


def _link_id(report: Report) -> str:
    return identity.keys(Link(report.url))[0]


def _one_story_an_event(outcome: Outcome) -> Iterator[str]:
    world = outcome.run.world
    events = {_link_id(report): report.event for report in world.reports}
    told: Counter[int | None] = Counter()
    for story in outcome.stories:
        of_story = {events[article.id] for article in story.articles}
        if len(of_story) != 1:
            yield f"mixed: {story.id} holds reports of events {of_story}"
        told.update(of_story)
        numbers = sorted(alert.number for alert in outcome.alerts if alert.story == story.id)
        if numbers != list(range(1, story.alert_count + 1)) or not numbers:
            yield f"alerts of {story.id} are numbered {numbers}, and the story counts {story.alert_count}"
        new = sum(alert.kind == "new" for alert in outcome.alerts if alert.story == story.id)
        if new != 1:
            yield f"{story.id} was told as new {new} times"
    for event in {report.event for report in world.reports} - {None}:
        if told[event] != 1:
            yield f"event {event} has {told[event]} stories"


def _every_alert_owed(outcome: Outcome) -> Iterator[str]:
    """Every channel that wants an alert has its delivery, which ended in a state that a person can read."""
    for alert in outcome.alerts:
        for channel, subscription in outcome.run.channels:
            wanted = subscriptions.wants(subscription, alert, alert.at).when is not None
            delivery = outcome.rows.get((alert.id, channel.id))
            if wanted != (delivery is not None):
                yield f"{alert.id} to {channel.id}: {'no delivery' if wanted else 'a delivery nobody wants'}"
            elif delivery and delivery.state not in ("sent", "uncertain", "dead"):
                yield f"{alert.id} to {channel.id} ended as {delivery.state}"
            elif delivery and not delivery.attempts[-1].note:
                yield f"{alert.id} to {channel.id} is {delivery.state} without a word why"


def _never_twice(outcome: Outcome) -> Iterator[str]:
    for channel, _ in outcome.run.channels:
        for alert, times in outcome.accepted(channel.id).items():
            if times > 1:
                yield f"repeated: {alert} arrived {times} times at {channel.id}"


def _honest(outcome: Outcome) -> Iterator[str]:
    """What the ledger says is what the receiver saw; it says `uncertain` only where nobody can know."""
    for (alert, channel), delivery in outcome.rows.items():
        arrived = outcome.accepted(channel)[alert]
        if delivery.state == "sent" and not arrived:
            yield f"{alert} to {channel} is called sent and never arrived"
        if delivery.state == "dead" and arrived:
            yield f"{alert} to {channel} is called dead and arrived"
        if delivery.state == "uncertain" and not _excused(outcome, alert, channel):
            yield f"{alert} to {channel} is called uncertain for no reason ({delivery.attempts[-1].note})"


def _excused(outcome: Outcome, alert: str, channel: str) -> bool:
    """The receiver gave no clear answer, or the sender died or could not write, and so could not tell."""
    if any(alert in post.alerts and post.behaviour in AMBIGUOUS for post in outcome.posts[channel]):
        return True
    return bool(outcome.run.open_ends.get((alert, channel)))


def _in_order(outcome: Outcome) -> Iterator[str]:
    for channel, _ in outcome.run.channels:
        reached: dict[str, tuple[int, str]] = {}
        for alert in (alert for post in outcome.posts[channel.id] if post.accepted for alert in post.alerts):
            story, _, number = alert.rpartition("-")
            before, name = reached.get(story, (0, ""))
            if int(number) < before:
                yield f"out of order: {channel.id} got {alert} after {name}"
            reached[story] = (int(number), alert)


def _in_order_of_time(outcome: Outcome) -> Iterator[str]:
    """Also across stories a channel hears of what was decided first first: through an outage as well."""
    decided = {alert.id: (alert.at - START).total_seconds() for alert in outcome.alerts}
    for channel, subscription in outcome.run.channels:
        if subscription.mode != "at_once" or subscription.quiet or subscription.budget:
            continue  # what these hear later they hear as digests
        latest, name = 0.0, ""
        for post in outcome.posts[channel.id]:
            news = [alert for alert in post.alerts if alert in decided] if post.accepted else []
            for alert in news:
                if decided[alert] + TOGETHER < latest:
                    yield f"out of time: {channel.id} got {alert} after {name}, decided {latest - decided[alert]:.0f} s later"
            for alert in news:
                latest, name = max((latest, name), (decided[alert], alert))


def _prompt(outcome: Outcome) -> Iterator[str]:
    """A channel that is well has its alerts at once, whatever the others do."""
    for channel, subscription in outcome.run.channels:
        plain = subscription.mode == "at_once" and not subscription.quiet and not subscription.budget
        if not plain or outcome.run.profile.phases[channel.id]:
            continue
        arrived = {alert: post.at for post in outcome.posts[channel.id] for alert in post.alerts}
        for alert in outcome.alerts:
            if (alert.id, channel.id) in outcome.rows:
                late = arrived.get(alert.id, float("inf")) - (alert.at - START).total_seconds()
                if late > PROMPT:
                    yield f"late: {alert.id} came to {channel.id} after {late:.0f} seconds"


def _coalesced(outcome: Outcome) -> Iterator[str]:
    """After an outage that was only refusals, what waited for it comes as one summary."""
    for channel, subscription in outcome.run.channels:
        if subscription.budget:
            continue  # what is over the budget comes later still
        phases = outcome.run.profile.phases[channel.id]
        if not all(phase.behaviour in SAFE for phase in phases):
            continue
        for phase, following in pairwise((*phases, None)):
            if phase is None or phase.behaviour == "slow":
                continue
            until = following.start if following else float("inf")
            waited = {
                delivery.alert
                for (_, name), delivery in outcome.rows.items()
                if name == channel.id
                for attempt in delivery.attempts
                if attempt.state == "retry" and phase.start <= (attempt.at - START).total_seconds() < phase.end
            }
            posts = [p for p in outcome.posts[channel.id] if p.accepted and p.at < until and waited & set(p.alerts)]
            if len(posts) > max(1, ceil(len(waited) / ledger.DIGEST)):
                yield f"not coalesced: {len(waited)} alerts waited for {channel.id} and came in {len(posts)} posts"


def _within_budget(outcome: Outcome) -> Iterator[str]:
    """Over the budget comes only what may, and no day tells a channel twice that there was more."""
    for channel, subscription in outcome.run.channels:
        if not subscription.budget:
            continue
        free = {alert.id for alert in outcome.told() if _needs_no_budget(subscription, alert)}
        came: Counter[int] = Counter()
        for post in outcome.posts[channel.id]:
            day = int(post.at // DAY)
            if post.accepted and post.alerts:
                came[day] += 1
                if came[day] > subscription.budget and not free.issuperset(post.alerts):
                    yield f"over budget: {post.alerts} came to {channel.id} as message {came[day]} of day {day}"
        said = Counter(int(post.at // DAY) for post in outcome.posts[channel.id] if not post.alerts)
        for day, number in said.items():
            if number > 1:
                yield f"the budget of {channel.id} was told {number} times on day {day}"


def _needs_no_budget(subscription: Subscription, alert: Alert) -> bool:
    """What is critical comes at once; what was for a digest from the start, as trouble with sources is, comes with it."""
    return alert.severity == "critical" or subscriptions.wants(subscription, alert, alert.at).digest


def _no_dead_letters(outcome: Outcome) -> Iterator[str]:
    if outcome.run.redriven:
        yield f"{outcome.run.redriven} dead letters in a run without faults of AWS"

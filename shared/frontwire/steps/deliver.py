"""Deliveries to one channel: reserve, send, and write down what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from frontwire import canary, channels, ledger
from frontwire.channels import Links, Outcome, Tools, subscriptions
from frontwire.errors import ConfigError
from frontwire.models import HEALTH, Alert, Channel, Delivery
from frontwire.queues import DeliveryOrder
from frontwire.store import ChannelState, Desk, Store

Done = dict[str, object]


def no_way_out(channel: Channel) -> str:
    return ""


class DeliverStep(Struct, frozen=True):
    """`unsubscribe` gives the address by which a channel's reader ends it, "" where there is none."""

    store: Store
    tools: Tools
    links: Links
    unsubscribe: Callable[[Channel], str] = no_way_out

    def run(self, order: DeliveryOrder, clock: Callable[[], datetime]) -> Done:
        """Send what of the order is ready. A refusal is written to the ledger; the message itself succeeds."""
        if order.channel == canary.NAME:
            self.store.canary.arrived(order.alerts[0].removeprefix("canary-"))
            return {"status": "canary", "channel": order.channel}
        now = clock()
        desk = self.store.desks.read(order.channel, _with_earlier(order), order.alerts)
        desk = replace(desk, deliveries=self._settle_lost(desk.deliveries, now))
        ready = self._next(desk, now)
        if not ready:
            return {"status": "nothing_ready", "channel": order.channel}
        if desk.channel is None or not desk.channel.enabled:
            off = f": {desk.channel.off}" if desk.channel and desk.channel.off else ""
            return self._close(ready, f"the channel is gone or switched off{off}", now)
        if muted := [delivery for delivery in ready if ledger.story_of(delivery.alert) in desk.mutes]:
            self._close(muted, f"not sent: {_muted_by(desk, muted)}", now)
            ready = [delivery for delivery in ready if delivery not in muted]
        if not ready:
            return {"status": "muted", "channel": order.channel, "alerts": len(muted)}
        if (until := desk.state.blocked_until) and self._rests(until, order, now):
            return self._wait(ready, max(until, now), desk.state.note, now)
        return self._within_budget(desk.channel, ready, desk, clock)

    @staticmethod
    def _rests(until: datetime, order: DeliveryOrder, now: datetime) -> bool:
        """Must the channel be left alone? Also when its rest is over: what waits comes first, as the clock's one summary."""
        return until > now or not order.due_at

    def _next(self, desk: Desk, now: datetime) -> list[Delivery]:
        """What may be sent now, the oldest first. An alert never goes before an earlier one of its story."""
        ready = [delivery for delivery in desk.deliveries if ledger.ready(delivery, now)]
        waiting = [delivery for delivery in desk.deliveries if delivery not in ready]
        free: list[Delivery] = []
        for delivery in sorted(ready, key=lambda delivery: delivery.created_at)[: ledger.DIGEST]:
            if first := ledger.in_the_way(delivery, waiting):
                self._wait([delivery], first.due_at or now, f"after {first.alert}", now)
            else:
                free.append(delivery)
        return free

    def _within_budget(
        self, channel: Channel, ready: list[Delivery], desk: Desk, clock: Callable[[], datetime]
    ) -> Done:
        """Send what the day's budget allows; the rest becomes a digest, and the channel is told so once."""
        alerts = self._alerts(ready, desk)
        if not subscriptions.has_budget(desk.subscription) or not self._over_budget(desk, clock()):
            return self._send(channel, ready, alerts, desk, clock)
        urgent = {alert.id for alert in alerts if alert.severity == "critical"}
        held = [d for d in ready if d.alert not in urgent and not ledger.of_a_digest(d)]
        said = self._hold(channel, held, desk, clock()) if held else {}
        going = [delivery for delivery in ready if delivery not in held]
        if not going:
            return said
        chosen = {delivery.alert for delivery in going}
        return self._send(channel, going, [alert for alert in alerts if alert.id in chosen], desk, clock)

    @staticmethod
    def _over_budget(desk: Desk, now: datetime) -> bool:
        return desk.state.sent_on(subscriptions.day_start(desk.subscription, now)) >= desk.subscription.budget

    def _hold(self, channel: Channel, held: list[Delivery], desk: Desk, now: datetime) -> Done:
        wants, day = desk.subscription, subscriptions.day_start(desk.subscription, now)
        until = subscriptions.next_budget(wants, now)
        note = f"waits: over the day's budget of {wants.budget}, with a digest"
        first = desk.state.told != day
        told = replace(desk.state, told=day) if first else None
        self.store.deliveries.write([ledger.again(delivery, now, until, note) for delivery in held], told)
        done: Done = {"status": "over_budget", "channel": channel.id, "alerts": len(held), "until": until.isoformat()}
        if first:  # marked before it is said: a crash between leaves it unsaid, never said twice
            message = channels.over_budget(channel, wants, until, self.links_for(channel), now)
            said = self.unready(channel) or channels.send(message, channel, self.tools)
            done["said"] = f"{said.state}: {said.note}"
        return done

    def _send(
        self,
        channel: Channel,
        ready: list[Delivery],
        alerts: list[Alert],
        desk: Desk,
        clock: Callable[[], datetime],
    ) -> Done:
        """All that can fail is done before the reservation: a failure after it leaves a doubt that only a person ends."""
        message = self._message(channel, alerts, desk)
        if refusal := self.unready(channel):
            return self._report(channel, ready, refusal, desk.state, clock())
        state = self._counted(desk, clock(), 1)
        moved = [ledger.reserve(delivery, clock()) for delivery in ready]
        reserved = self.store.deliveries.write(moved, state)
        outcome = channels.send(message, channel, self.tools)
        if state and outcome.state == "retry":
            state = self._counted(replace(desk, state=state), clock(), -1)
        return self._report(channel, reserved, outcome, state or desk.state, clock())

    def unready(self, channel: Channel) -> Outcome | None:
        """Why nothing can be sent now: the channel's secret is missing."""
        try:
            if channel.secret:
                self.tools.secret(channel.secret)
        except ConfigError as error:
            return Outcome("retry", f"not sent: {error}")
        return None

    @staticmethod
    def _counted(desk: Desk, now: datetime, more: int) -> ChannelState | None:
        """The channel's state with so many messages more today; None where nobody counts."""
        if not subscriptions.has_budget(desk.subscription):
            return None
        return desk.state.counted(subscriptions.day_start(desk.subscription, now), more)

    def _alerts(self, ready: Sequence[Delivery], desk: Desk) -> list[Alert]:
        """The alerts of deliveries, the oldest first: those of the order, and earlier ones that go along."""
        wanted = [delivery.alert for delivery in ready]
        missing = [alert for alert in wanted if alert not in desk.alerts]
        known = [desk.alerts[alert] for alert in wanted if alert in desk.alerts]
        more = self.store.stories.alerts_by_id(missing) if missing else []
        return sorted((*known, *more), key=lambda alert: (alert.at, alert.id))

    def _message(self, channel: Channel, alerts: list[Alert], desk: Desk) -> channels.Message:
        links = self.links_for(channel)
        if alerts and all(alert.topic == HEALTH for alert in alerts):
            return channels.health(alerts, channel, links=links)
        if len(alerts) == 1:
            return channels.render(alerts[0], channel, links=links, thread=_thread(alerts[0], desk))
        many = channels.backlog if desk.state.failures else channels.digest
        return many(alerts, channel, links=links)

    def links_for(self, channel: Channel) -> Links:
        """Where a message to this channel leads, its way out among them."""
        return replace(self.links, unsubscribe=self.unsubscribe(channel))

    def _report(
        self, channel: Channel, sent: list[Delivery], outcome: Outcome, state: ChannelState, now: datetime
    ) -> Done:
        """Write down what came of it: first the ledger, where a gap would be a doubt, then how the channel is."""
        if outcome.state != "retry":
            # A summary is nobody's thread: only what a story has for itself is answered and edited later.
            name = outcome.reference if len(sent) == 1 else ""
            moved = [ledger.move(d, outcome.state, now, outcome.note, reference=name) for d in sent]
            self.store.deliveries.write(moved)
            if state.failures:
                self.store.channels.set_state(channel.id, state.well())
        else:
            failures = state.failures + 1
            until = now + ledger.rest(failures, outcome.retry_after)
            self.store.deliveries.write([ledger.again(delivery, now, until, outcome.note) for delivery in sent])
            rests = replace(state, blocked_until=until, failures=failures, note=outcome.note)
            self.store.channels.set_state(channel.id, rests)
        return {"status": outcome.state, "channel": channel.id, "alerts": len(sent), "note": outcome.note}

    def _settle_lost(self, deliveries: Sequence[Delivery], now: datetime) -> tuple[Delivery, ...]:
        """A sender that never reported may have sent: that is uncertain, and a person's to decide."""
        lost = [delivery for delivery in deliveries if ledger.lost(delivery, now)]
        note = "the sender stopped before it could say whether the message went out"
        for delivery in lost:
            self.store.deliveries.write([ledger.move(delivery, "uncertain", now, note)])
        return tuple(delivery for delivery in deliveries if delivery not in lost)

    def _wait(self, deliveries: list[Delivery], until: datetime, note: str, now: datetime) -> Done:
        self.store.deliveries.write([ledger.again(delivery, now, until, f"waits: {note}") for delivery in deliveries])
        return {"status": "waits", "channel": deliveries[0].channel, "until": until.isoformat()}

    def _close(self, deliveries: list[Delivery], note: str, now: datetime) -> Done:
        self.store.deliveries.write([ledger.move(delivery, "dead", now, note) for delivery in deliveries])
        return {"status": "dead", "channel": deliveries[0].channel, "alerts": len(deliveries), "note": note}


def _with_earlier(order: DeliveryOrder) -> list[str]:
    """The alerts of an order, with those that their stories gave before: what of these still waits goes along."""
    return list(dict.fromkeys(name for alert in order.alerts for name in (*ledger.before(alert), alert)))


def _thread(alert: Alert, desk: Desk) -> str:
    """What the channel called the first message that the story had for itself; "" where there is none yet."""
    earlier = set(ledger.before(alert.id))
    named = [delivery for delivery in desk.deliveries if delivery.alert in earlier and delivery.reference]
    return min(named, key=lambda delivery: delivery.created_at).reference if named else ""


def _muted_by(desk: Desk, muted: list[Delivery]) -> str:
    people = {desk.mutes[ledger.story_of(delivery.alert)].by for delivery in muted}
    return f"the story was muted by {', '.join(sorted(people))}"

"""Deliveries to one channel: reserve, send, and write down what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from frontwire import canary, channels, ledger
from frontwire.channels import Links, Outcome, Tools
from frontwire.errors import ConfigError
from frontwire.models import HEALTH, Alert, Channel, Delivery
from frontwire.queues import DeliveryOrder
from frontwire.store import ChannelState, Store


@dataclass(frozen=True)
class DeliverStep:
    store: Store
    tools: Tools
    links: Links

    def run(self, order: DeliveryOrder, clock: Callable[[], datetime]) -> dict[str, object]:
        """Send what of the order is ready. A refusal is written to the ledger; the message itself succeeds."""
        if order.channel == canary.NAME:
            self.store.canary.arrived(order.alerts[0].removeprefix("canary-"))
            return {"status": "canary", "channel": order.channel}
        now = clock()
        channel = self.store.channels.get(order.channel)
        deliveries = self._settle_lost(self.store.deliveries.get_many(_with_earlier(order), order.channel), now)
        ready = self._next(deliveries, now)
        if not ready:
            return {"status": "nothing_ready", "channel": order.channel}
        if channel is None or not channel.enabled:
            return self._close(ready, "the channel is gone or switched off", now)
        state = self.store.channels.state(channel.id)
        if state.blocked_until and (state.blocked_until > now or not order.due_at):
            # Also when the rest is over: all that waits comes first, as the one summary that the clock orders.
            return self._wait(ready, max(state.blocked_until, now), state.note, now)
        return self._send(channel, ready, state, clock)

    def _next(self, deliveries: list[Delivery], now: datetime) -> list[Delivery]:
        """What may be sent now, the oldest first. An alert never goes before an earlier one of its story."""
        ready = sorted((d for d in deliveries if ledger.ready(d, now)), key=lambda delivery: delivery.created_at)
        free = []
        for delivery in ready[: ledger.DIGEST]:
            if first := ledger.in_the_way(delivery, deliveries, now):
                self._wait([delivery], first.due_at or now, f"after {first.alert}", now)
            else:
                free.append(delivery)
        return free

    def _send(
        self, channel: Channel, ready: list[Delivery], state: ChannelState, clock: Callable[[], datetime]
    ) -> dict[str, object]:
        """All that can fail is done before the reservation: a failure after it leaves a doubt that only a person ends."""
        alerts = self.store.stories.alerts_by_id(delivery.alert for delivery in ready)
        message = self._message(channel, alerts)
        try:
            if channel.secret:
                self.tools.secret(channel.secret)
        except ConfigError as error:
            return self._report(channel, ready, Outcome("retry", f"not sent: {error}"), state, clock())
        reserved = self.store.deliveries.write([ledger.reserve(delivery, clock()) for delivery in ready])
        return self._report(channel, reserved, channels.send(message, channel, self.tools), state, clock())

    def _message(self, channel: Channel, alerts: list[Alert]) -> channels.Message:
        if alerts and all(alert.topic == HEALTH for alert in alerts):
            return channels.health(alerts, channel, links=self.links)
        if len(alerts) == 1:
            return channels.render(alerts[0], channel, links=self.links, thread=self._thread(channel, alerts[0]))
        return channels.digest(alerts, channel, links=self.links)

    def _thread(self, channel: Channel, alert: Alert) -> str:
        """What the channel called the story's first message, "" for that message itself."""
        if alert.number == 1:
            return ""
        first = self.store.deliveries.get(f"{alert.story}-1", channel.id)
        return first.reference if first else ""

    def _report(
        self, channel: Channel, sent: list[Delivery], outcome: Outcome, state: ChannelState, now: datetime
    ) -> dict[str, object]:
        """Write down what came of it: first the ledger, where a gap would be a doubt, then how the channel is."""
        if outcome.state != "retry":
            moved = [ledger.move(d, outcome.state, now, outcome.note, reference=outcome.reference) for d in sent]
            self.store.deliveries.write(moved)
            if state.failures:
                self.store.channels.set_state(channel.id, ChannelState())
        else:
            failures = state.failures + 1
            until = now + ledger.rest(failures, outcome.retry_after)
            self.store.deliveries.write([ledger.again(delivery, now, until, outcome.note) for delivery in sent])
            self.store.channels.set_state(channel.id, ChannelState(until, failures, outcome.note))
        return {"status": outcome.state, "channel": channel.id, "alerts": len(sent), "note": outcome.note}

    def _settle_lost(self, deliveries: list[Delivery], now: datetime) -> list[Delivery]:
        """A sender that never reported may have sent: that is uncertain, and a person's to decide."""
        lost = [delivery for delivery in deliveries if ledger.lost(delivery, now)]
        note = "the sender stopped before it could say whether the message went out"
        for delivery in lost:
            self.store.deliveries.write([ledger.move(delivery, "uncertain", now, note)])
        return [delivery for delivery in deliveries if delivery not in lost]

    def _wait(self, deliveries: list[Delivery], until: datetime, note: str, now: datetime) -> dict[str, object]:
        self.store.deliveries.write([ledger.again(delivery, now, until, f"waits: {note}") for delivery in deliveries])
        return {"status": "waits", "channel": deliveries[0].channel, "until": until.isoformat()}

    def _close(self, deliveries: list[Delivery], note: str, now: datetime) -> dict[str, object]:
        self.store.deliveries.write([ledger.move(delivery, "dead", now, note) for delivery in deliveries])
        return {"status": "dead", "channel": deliveries[0].channel, "alerts": len(deliveries), "note": note}


def _with_earlier(order: DeliveryOrder) -> list[str]:
    """The alerts of an order, with those that their stories gave before: what of these still waits goes along."""
    return list(dict.fromkeys(name for alert in order.alerts for name in (*ledger.before(alert), alert)))

"""Deliveries to one channel: reserve, send, and write down what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from frontwire import channels, ledger
from frontwire.channels import Links, Outcome, Tools
from frontwire.models import Alert, Channel, Delivery
from frontwire.queues import DeliveryOrder
from frontwire.store import ChannelState, Store


@dataclass(frozen=True)
class DeliverStep:
    store: Store
    tools: Tools
    links: Links

    def run(self, order: DeliveryOrder, clock: Callable[[], datetime]) -> dict[str, object]:
        """Send what of the order is ready. A refusal is written to the ledger; the message itself succeeds."""
        now = clock()
        channel = self.store.channels.get(order.channel)
        deliveries = self._settle_lost(self.store.deliveries.get_many(order.alerts, order.channel), now)
        ready = [delivery for delivery in deliveries if ledger.ready(delivery, now)]
        if not ready:
            return {"status": "nothing_ready", "channel": order.channel}
        if channel is None or not channel.enabled:
            return self._close(ready, "dead", "the channel is gone or switched off", now)
        state = self.store.channels.state(channel.id)
        if state.blocked_until and state.blocked_until > now:
            until = state.blocked_until
            self.store.deliveries.write([ledger.again(d, now, until, f"waits: {state.note}") for d in ready])
            return {"status": "waits", "channel": channel.id, "until": until.isoformat()}
        return self._send(channel, ready, state, clock)

    def _send(
        self, channel: Channel, ready: list[Delivery], state: ChannelState, clock: Callable[[], datetime]
    ) -> dict[str, object]:
        reserved = self.store.deliveries.write([ledger.reserve(delivery, clock()) for delivery in ready])
        alerts = self.store.stories.alerts_by_id(delivery.alert for delivery in reserved)
        outcome = channels.send(self._message(channel, alerts), channel, self.tools)
        now = clock()
        self.store.deliveries.write(self._settled(channel, reserved, outcome, state, now))
        return {"status": outcome.state, "channel": channel.id, "alerts": len(reserved), "note": outcome.note}

    def _message(self, channel: Channel, alerts: list[Alert]) -> channels.Message:
        if len(alerts) == 1:
            return channels.render(alerts[0], channel, links=self.links, thread=self._thread(channel, alerts[0]))
        return channels.digest(alerts, channel, links=self.links)

    def _thread(self, channel: Channel, alert: Alert) -> str:
        """What the channel called the story's first message, "" for that message itself."""
        if alert.number == 1:
            return ""
        first = self.store.deliveries.get(f"{alert.story}-1", channel.id)
        return first.reference if first else ""

    def _settled(
        self, channel: Channel, reserved: list[Delivery], outcome: Outcome, state: ChannelState, now: datetime
    ) -> list[Delivery]:
        if outcome.state != "retry":
            if state.failures:
                self.store.channels.set_state(channel.id, ChannelState())
            return [ledger.move(d, outcome.state, now, outcome.note, reference=outcome.reference) for d in reserved]
        failures = state.failures + 1
        until = now + ledger.rest(failures, outcome.retry_after)
        self.store.channels.set_state(channel.id, ChannelState(until, failures, outcome.note))
        return [ledger.again(delivery, now, until, outcome.note) for delivery in reserved]

    def _settle_lost(self, deliveries: list[Delivery], now: datetime) -> list[Delivery]:
        """A sender that never reported may have sent: that is uncertain, and a person's to decide."""
        lost = [delivery for delivery in deliveries if ledger.lost(delivery, now)]
        note = "the sender stopped before it could say whether the message went out"
        for delivery in lost:
            self.store.deliveries.write([ledger.move(delivery, "uncertain", now, note)])
        return [delivery for delivery in deliveries if delivery not in lost]

    def _close(self, deliveries: list[Delivery], state: str, note: str, now: datetime) -> dict[str, object]:
        self.store.deliveries.write([ledger.move(delivery, "dead", now, note) for delivery in deliveries])
        return {"status": state, "channel": deliveries[0].channel, "alerts": len(deliveries), "note": note}

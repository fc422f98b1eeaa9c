"""Match to story, then an alert with its deliveries, or silence; the reason is kept either way."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from frontwire import canary, ledger, stories
from frontwire.channels import subscriptions
from frontwire.models import Alert, Delivery, Match
from frontwire.queues import DeliveryOrder, Queue, order_message
from frontwire.store import Record, Store


class AlertStep(Struct, frozen=True):
    store: Store
    deliver_queue: Queue

    def consider(self, match: Match, now: datetime) -> dict[str, object]:
        """Decide once for each match. Raises Conflict when another writer came between; the next try sees its work."""
        if match.topic == canary.NAME:
            self.deliver_queue.send([order_message(DeliveryOrder(canary.NAME, (match.id,)))])
            return {"verb": "canary", "reason": "it flies on"}
        if decided := self.store.stories.decided(match.id):
            self._hand_over(self._left_over(decided))
            return {"verb": "known", "story": decided.story, "alert": decided.alert, "reason": decided.reason}
        found = self.store.stories.candidates(stories.keys(match))
        decision = stories.decide(match, found.stories, now)
        deliveries = self._deliveries(decision.alert, now) if decision.alert and not decision.story.muted else []
        self.store.stories.commit(match, decision, deliveries, found, now)
        self._hand_over(deliveries)
        return {
            "verb": decision.alert.kind if decision.alert else "silence",
            "story": decision.story.id,
            "alert": decision.alert.id if decision.alert else "",
            "reason": decision.reason,
            "deliveries": len(deliveries),
        }

    def _deliveries(self, alert: Alert, now: datetime) -> list[Delivery]:
        opened = []
        for channel, subscription in self.store.channels.listening(alert.story):
            want = subscriptions.wants(subscription, alert, now)
            if want.when:
                opened.append(ledger.opened(alert.id, channel.id, now, want.when))
        return opened

    def _left_over(self, record: Record) -> list[Delivery]:
        """The deliveries of a decision whose writing or handing over a crash may have cut short."""
        alert = self.store.stories.alert(record.alert) if record.alert else None
        if alert is None:
            return []
        if record.later:
            owed = self._deliveries(alert, record.at)
            self.store.deliveries.open([delivery for delivery in owed if delivery.channel in record.later])
        found = [self.store.deliveries.get(alert.id, channel.id) for channel in self.store.channels.all()]
        return [delivery for delivery in found if delivery]

    def _hand_over(self, deliveries: list[Delivery]) -> None:
        at_once = [delivery for delivery in deliveries if ledger.for_now(delivery)]
        self.deliver_queue.send([order_message(DeliveryOrder(d.channel, (d.alert,))) for d in at_once])

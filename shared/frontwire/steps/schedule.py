"""The clock: what is due now goes to the queue of the step that does it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from frontwire import codec, ledger
from frontwire.queues import DeliveryOrder, DueSource, Message, PollRequest, Queue, order_message
from frontwire.store import Store

CHUNK = 50  # sources an invocation of poll looks at side by side
MOST_SOURCES = 12_000  # a minute; 10,000 sources each five minutes are 2,000
MOST_DELIVERIES = 2_000


@dataclass(frozen=True)
class Schedule:
    store: Store
    poll_queue: Queue
    deliver_queue: Queue

    def tick(self, now: datetime) -> dict[str, int]:
        """Send what is due; returns how much of each."""
        return {"sources": self._sources(now), "deliveries": self._deliveries(now)}

    def _sources(self, now: datetime) -> int:
        """Due sources stay due until polled, so a minute that is still being worked off is not sent again."""
        due = self.store.sources.due(now, MOST_SOURCES)
        chunks = [due[start : start + CHUNK] for start in range(0, len(due), CHUNK)]
        if not chunks or self.poll_queue.waiting() >= len(chunks):
            return 0
        requests = [PollRequest(tuple(DueSource(*source) for source in chunk)) for chunk in chunks]
        self.poll_queue.send([Message(codec.dump(request)) for request in requests])
        return len(due)

    def _deliveries(self, now: datetime) -> int:
        """All that is due for one channel travels together: a backlog becomes one summary."""
        due = self.store.deliveries.due(now, MOST_DELIVERIES)
        by_channel: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for alert, channel, due_at in due:
            by_channel[channel].append((alert, due_at))
        orders = [
            DeliveryOrder(channel, tuple(alert for alert, _ in chunk), due_at=chunk[0][1])
            for channel, rows in by_channel.items()
            for chunk in (rows[start : start + ledger.DIGEST] for start in range(0, len(rows), ledger.DIGEST))
        ]
        self.deliver_queue.send([order_message(order) for order in orders])
        return len(due)

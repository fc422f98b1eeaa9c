"""The clock: what is due now goes to the queue of the step that does it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from msgspec import Struct

from frontwire import canary, codec, ledger
from frontwire.models import Alert
from frontwire.queues import DeliveryOrder, Message, PollRequest, Queue, order_message
from frontwire.store import Store
from frontwire.store.table import instant

MOST_ROUNDS = 2_000  # a minute; 10,000 sources are 200 rounds
MOST_DELIVERIES = 2_000
TICK = timedelta(minutes=1)


class Schedule(Struct, frozen=True):
    store: Store
    poll_queue: Queue
    deliver_queue: Queue

    def tick(self, now: datetime) -> dict[str, int]:
        """Send what is due; returns how much of each."""
        return {"rounds": self._rounds(now), "deliveries": self._deliveries(now), "canaries": self._canary(now)}

    def _rounds(self, now: datetime) -> int:
        """Rounds stay due until they are visited. What was due a tick ago was sent then: it is sent once more only where
        it cannot be still in the queue. What hubs push waits there too, and keeps no round that is due from being sent.
        """
        due = self.store.rounds.due(now, MOST_ROUNDS)
        before = instant(now - TICK)
        late = [one for one in due if one[1] <= before]
        if late and self.poll_queue.waiting() >= len(late):
            due = due[len(late) :]
        self.poll_queue.send([Message(codec.dump(PollRequest(*one))) for one in due])
        return len(due)

    def _canary(self, now: datetime) -> int:
        """One an hour. One that did not arrive is told once, and once more when a later one does."""
        flight, name = self.store.canary.flight(), canary.hour(now)
        if flight.is_back():
            self._tell(canary.alert(flight.told, now, back=True), "", now)
        elif not flight.told and flight.is_late(now):
            self._tell(canary.alert(flight.sent, now, back=False), flight.sent, now)
        if flight.sent == name:
            return 0
        self.poll_queue.send([Message(codec.dump(PollRequest(canary.NAME, name)))])
        self.store.canary.sent(name, now)
        return 1

    def _tell(self, alert: Alert, told: str, now: datetime) -> None:
        from frontwire.steps.health import Teller  # here: a tick that has nothing to tell starts without it

        Teller(self.store).say(alert, now)
        self.store.canary.told(told)

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

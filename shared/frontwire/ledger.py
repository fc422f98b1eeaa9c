"""The states of a delivery, and the only ways from one to the next.

    pending ---> reserved ---> sent
       |            |--------> retry ----> reserved ...      safe to send again: refused before it was accepted
       |            |--------> uncertain                     may have been accepted: a person decides
       |            '--------> dead                          the channel is wrong, or we gave up
       '--> retry (waits behind a channel that rests)

Values in, values out: the store writes each step on condition that nobody else moved the delivery since it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from frontwire.errors import Conflict
from frontwire.models import Attempt, Delivery, DeliveryState

LEASE = timedelta(minutes=3)  # a sender that has not reported by then died: three times the function's timeout
NET = timedelta(minutes=2)  # a delivery whose message was lost is picked up by the clock after this time
GIVE_UP = timedelta(days=3)
MOST_BEFORE = 20  # alerts of a story that are looked back at
DIGEST = 40  # deliveries that one summary holds, and that one transaction moves
BACKOFF = (5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)  # seconds; the last one repeats

MOVES: dict[DeliveryState, frozenset[DeliveryState]] = {
    "pending": frozenset({"reserved", "retry", "dead"}),
    "retry": frozenset({"reserved", "retry", "dead"}),
    "reserved": frozenset({"sent", "retry", "uncertain", "dead"}),
    "uncertain": frozenset({"pending", "sent"}),
    "dead": frozenset({"pending"}),
    "sent": frozenset(),
}


def opened(alert: str, channel: str, now: datetime, due_at: datetime) -> Delivery:
    """A new delivery, for now or for later (a digest, the end of quiet hours).

    One for now is handed over by message at once; its `due_at` is the net below that.
    """
    return Delivery(alert, channel, "pending", now, due_at=due_at if due_at > now else now + NET)


def for_now(delivery: Delivery) -> bool:
    """Is it one that a message hands over at once? What is for later the clock finds in the due index."""
    return delivery.state == "pending" and delivery.due_at == delivery.created_at + NET


def of_a_digest(delivery: Delivery) -> bool:
    """Was it for later from the start: for a digest, for the end of quiet hours?"""
    return delivery.state == "pending" and not for_now(delivery)


def move(
    delivery: Delivery,
    state: DeliveryState,
    now: datetime,
    note: str,
    *,
    due_at: datetime | None = None,
    reference: str = "",
) -> Delivery:
    """The delivery in its next state, the attempt noted. Raises Conflict for a step that the diagram lacks."""
    if state not in MOVES[delivery.state]:
        raise Conflict(
            f"a delivery cannot go from {delivery.state} to {state}", subject=f"{delivery.alert} to {delivery.channel}"
        )
    return replace(
        delivery,
        state=state,
        due_at=due_at,
        attempts=(*delivery.attempts[-19:], Attempt(now, state, note)),
        reference=reference or delivery.reference,
    )


def ready(delivery: Delivery, now: datetime) -> bool:
    """May it be sent now? A retry keeps its waiting time, whatever message asks for it."""
    if delivery.state == "retry":
        return delivery.due_at is None or delivery.due_at <= now
    return delivery.state == "pending"


def before(alert: str) -> tuple[str, ...]:
    """The ids of the alerts that the same story gave before this one: the first and the last few. An id ends in its number."""
    story, _, number = alert.rpartition("-")
    if not story or not number.isdecimal() or len(number) > 4:
        return ()
    first, last = int(number) - MOST_BEFORE, int(number)
    numbers = (*((1,) if first > 1 else ()), *range(max(1, first), last))
    return tuple(f"{story}-{earlier}" for earlier in numbers)


def story_of(alert: str) -> str:
    """The story of an alert, by its id."""
    return alert.rpartition("-")[0]


def in_the_way(delivery: Delivery, waiting: Sequence[Delivery]) -> Delivery | None:
    """An earlier alert of the same story that does not go along: being sent, or `waiting` for later."""
    earlier = set(before(delivery.alert))
    return next((other for other in waiting if other.alert in earlier and other.state in ("reserved", "retry")), None)


def lost(delivery: Delivery, now: datetime) -> bool:
    """Did its sender die between reserving and reporting?"""
    return delivery.state == "reserved" and (delivery.due_at is None or delivery.due_at <= now)


def reserve(delivery: Delivery, now: datetime) -> Delivery:
    return move(delivery, "reserved", now, "sending", due_at=now + LEASE)


def rest(failures: int, asked: float | None) -> timedelta:
    """How long a channel rests after its n-th refusal in a row (n from 1), at least as long as it asked."""
    return timedelta(seconds=max(BACKOFF[min(failures, len(BACKOFF)) - 1], asked or 0.0))


def again(delivery: Delivery, now: datetime, until: datetime, note: str) -> Delivery:
    """Wait for `until` and try again; after three days give up."""
    if now - delivery.created_at > GIVE_UP:
        return move(delivery, "dead", now, f"given up after {GIVE_UP.days} days; last answer: {note}")
    return move(delivery, "retry", now, note, due_at=until)

"""SQS in memory. Standard queues: any order. FIFO queues (".fifo"): order in a group, whose next message waits while
one is in flight, and no repeat of a deduplication id within five minutes. A message that was received too often goes
to the queue's dead letters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from prove.fakes.refusals import refusal

DEDUPLICATION = 300.0  # seconds
MOST_ENTRIES, MOST_BYTES = 10, 262_144
MOST_RECEIVES = 5


@dataclass
class Letter:
    """A message in a queue. `visible_at` is in seconds; `receives` counts how often it was taken."""

    id: str
    body: str
    visible_at: float
    group: str = ""
    receives: int = 0
    handle: str = ""


@dataclass
class Box:
    """One queue: what waits or is in flight, in the order of its coming, and the dead letters."""

    name: str
    visibility: float = 360.0
    letters: list[Letter] = field(default_factory=list)
    dead: list[Letter] = field(default_factory=list)
    said: dict[str, float] = field(default_factory=dict)

    @property
    def fifo(self) -> bool:
        return self.name.endswith(".fifo")

    def ready(self, now: float) -> list[Letter]:
        """What may be received now; of a FIFO group its first message, if none of the group is in flight."""
        if not self.fifo:
            return [letter for letter in self.letters if letter.visible_at <= now]
        first: dict[str, Letter] = {}
        for letter in self.letters:
            first.setdefault(letter.group, letter)
        return [letter for letter in first.values() if letter.visible_at <= now]

    def next_at(self) -> float | None:
        """When the next message may be received, None when there is none."""
        return min((letter.visible_at for letter in self.letters), default=None)


@dataclass
class FakeSqs:
    """`clock` gives seconds; `delay` the seconds until a message of a standard queue can be seen, drawn for each."""

    clock: Callable[[], float] = lambda: 0.0
    delay: Callable[[], float] = lambda: 0.0
    boxes: dict[str, Box] = field(default_factory=dict)
    _count: int = 0

    def send_message_batch(self, *, QueueUrl: str, Entries: list[Any]) -> dict[str, Any]:
        box = self._box(QueueUrl)
        size = sum(len(entry["MessageBody"].encode()) for entry in Entries)
        if not 0 < len(Entries) <= MOST_ENTRIES:
            raise refusal("AWS.SimpleQueueService.TooManyEntriesInBatchRequest", "1 to 10 entries", "SendMessageBatch")
        if size > MOST_BYTES:
            raise refusal("AWS.SimpleQueueService.BatchRequestTooLong", "256 KiB at most", "SendMessageBatch")
        for entry in Entries:
            if box.fifo != bool(entry.get("MessageGroupId")):
                raise refusal("InvalidParameterValue", "MessageGroupId is for FIFO queues", "SendMessageBatch")
        for entry in Entries:
            self._send(box, entry)
        return {"Successful": [{"Id": entry["Id"]} for entry in Entries]}

    def get_queue_attributes(self, *, QueueUrl: str, AttributeNames: list[str]) -> dict[str, Any]:
        now = self.clock()
        waiting = sum(letter.visible_at <= now for letter in self._box(QueueUrl).letters)
        return {"Attributes": {"ApproximateNumberOfMessages": str(waiting)}}

    def receive_message(self, *, QueueUrl: str, MaxNumberOfMessages: int = 1, **_: Any) -> dict[str, Any]:
        box, now = self._box(QueueUrl), self.clock()
        taken: list[Letter] = []
        while len(taken) < MaxNumberOfMessages and (ready := box.ready(now)):
            taken += [letter for letter in [self.take(QueueUrl, ready[0])] if letter]
        return {"Messages": [_as_message(letter) for letter in taken]} if taken else {}

    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> dict[str, Any]:
        box = self._box(QueueUrl)
        box.letters = [letter for letter in box.letters if letter.handle != ReceiptHandle]
        return {}

    def take(self, url: str, letter: Letter) -> Letter | None:
        """Receive one message; None when it went to the dead letters instead."""
        box = self._box(url)
        if letter.receives >= MOST_RECEIVES:
            box.letters.remove(letter)
            box.dead.append(letter)
            return None
        letter.receives += 1
        letter.visible_at = self.clock() + box.visibility
        letter.handle = f"{letter.id}/{letter.receives}"
        return letter

    def redrive(self, url: str) -> int:
        """Bring the dead letters back, as a person does once the cause is mended."""
        box, now = self._box(url), self.clock()
        count = len(box.dead)
        for letter in box.dead:
            letter.receives, letter.visible_at = 0, now
        box.letters += box.dead
        box.dead = []
        return count

    def _send(self, box: Box, entry: Any) -> None:
        now = self.clock()
        if box.fifo:
            once = entry["MessageDeduplicationId"]
            if now - box.said.get(once, -DEDUPLICATION) < DEDUPLICATION:
                return
            box.said[once] = now
        self._count += 1
        visible_at = now if box.fifo else now + entry.get("DelaySeconds", 0) + self.delay()
        box.letters.append(Letter(f"m{self._count}", entry["MessageBody"], visible_at, entry.get("MessageGroupId", "")))

    def _box(self, url: str) -> Box:
        return self.boxes.setdefault(url, Box(url))


def _as_message(letter: Letter) -> dict[str, Any]:
    return {
        "MessageId": letter.id,
        "ReceiptHandle": letter.handle,
        "Body": letter.body,
        "Attributes": {"ApproximateReceiveCount": str(letter.receives), "MessageGroupId": letter.group},
    }

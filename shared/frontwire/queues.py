"""The messages between two steps, and the queues they travel in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from frontwire import codec
from frontwire.errors import StoreError
from frontwire.models import Link

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

BATCH = 10  # SQS takes ten messages a request
BATCH_BYTES = 200_000  # and 256 KiB a request; the rest is for what the request itself needs


class Pushed(Struct, frozen=True):
    """News that a hub brought. `body` is what it sent, gzipped, in base64; empty where it was too long for a message: then
    it only tells that there is news."""

    source: str
    content_type: str = ""
    body: str = ""


class PollRequest(Struct, frozen=True):
    """A round of sources to visit, or what a hub pushed of one. `due_at` tells a round that was visited since from one
    that was not."""

    round: str = ""
    due_at: str = ""
    pushed: Pushed | None = None


class ReadRequest(Struct, frozen=True):
    """A new link to read. `id` is the link's first identity key and names its article from here on."""

    id: str
    link: Link
    source_title: str = ""
    reliability: str = "unknown"


class DeliveryOrder(Struct, frozen=True):
    """Alerts to send to one channel: one as a message of its own, several as one summary."""

    channel: str
    alerts: tuple[str, ...]
    due_at: str = ""


class Message(Struct, frozen=True):
    """`group` and `once` (what makes a repeat the same message) are for FIFO queues only, `delay` (seconds until anybody
    may take it, at most 900) for the others."""

    body: bytes
    group: str = ""
    once: str = ""
    delay: int = 0


class Queue(Struct, frozen=True):
    """`client` is a low-level boto3 SQS client."""

    client: SQSClient
    url: str

    def send(self, messages: Sequence[Message]) -> None:
        """Send all, ten a request. Raises StoreError if any was refused."""
        for batch in _batches(messages):
            entries: list[Any] = [self._entry(str(number), message) for number, message in enumerate(batch)]
            answer = self.client.send_message_batch(QueueUrl=self.url, Entries=entries)
            if failed := answer.get("Failed"):
                raise StoreError(
                    f"{len(failed)} messages were refused: {failed[0].get('Message', '')}", subject=self.url
                )

    def waiting(self) -> int:
        """About how many messages nobody has taken yet."""
        answer = self.client.get_queue_attributes(QueueUrl=self.url, AttributeNames=["ApproximateNumberOfMessages"])
        return int(answer["Attributes"]["ApproximateNumberOfMessages"])

    @staticmethod
    def _entry(number: str, message: Message) -> dict[str, Any]:
        entry: dict[str, Any] = {"Id": number, "MessageBody": _sendable(message.body.decode())}
        if message.group:
            entry["MessageGroupId"] = _token(message.group)
            entry["MessageDeduplicationId"] = _token(message.once)
        if message.delay:
            entry["DelaySeconds"] = message.delay
        return entry


def _batches(messages: Sequence[Message]) -> list[list[Message]]:
    batches: list[list[Message]] = []
    size = BATCH_BYTES
    for message in messages:
        if not batches or len(batches[-1]) == BATCH or size + len(message.body) > BATCH_BYTES:
            batches.append([])
            size = 0
        batches[-1].append(message)
        size += len(message.body)
    return batches


def _sendable(text: str) -> str:
    """JSON in the characters of XML 1.0, outside of which SQS takes nothing: two noncharacters become escapes."""
    return text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def _token(text: str) -> str:
    """A FIFO token takes 128 characters of a small alphabet: what does not fit is hashed."""
    plain = text.isascii() and text.replace("-", "").replace("_", "").isalnum() and len(text) <= 128
    return text if plain else hashlib.sha256(text.encode()).hexdigest()


def order_message(order: DeliveryOrder) -> Message:
    """Grouped by channel: in order, one at a time."""
    once = "|".join((order.channel, order.due_at, *order.alerts))
    return Message(codec.dump(order), group=order.channel, once=once)

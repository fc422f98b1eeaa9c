"""Clients that fail as AWS and processes do: before a call takes effect, after it, or half of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from botocore.exceptions import ReadTimeoutError

from prove.fakes.refusals import refusal
from prove.machine import Machine
from prove.trace import Trace

READS = frozenset({"get_item", "batch_get_item", "query", "get_queue_attributes"})
BATCHES = frozenset({"batch_get_item", "batch_write_item", "send_message_batch"})
QUICK = (0.002, 0.02)  # seconds a call takes
SLOW = (5.0, 40.0)


@dataclass
class Weather:
    """The chances of trouble, now. `rate` is the chance that a call has any."""

    machine: Machine
    dice: Random
    trace: Trace
    rate: float = 0.0

    def strikes(self) -> bool:
        return self.dice.random() < self.rate

    def note(self, what: str) -> None:
        task = self.machine.task
        self.trace.add(self.machine.now, task.name if task else "-", what)


@dataclass
class Faulty:
    """A client whose every call takes time, and may meet a fault of its kind."""

    client: Any
    weather: Weather

    def __getattr__(self, name: str) -> Any:
        target = getattr(self.client, name)
        if name == "exceptions" or not callable(target):
            return target

        def call(**words: Any) -> Any:
            return self._call(name, target, words)

        return call

    def _call(self, name: str, perform: Callable[..., Any], words: dict[str, Any]) -> Any:
        weather = self.weather
        weather.machine.pause(weather.dice.uniform(*QUICK))
        if not weather.strikes():
            return perform(**words)
        fault = weather.dice.choice(_faults(name, words))
        weather.note(f"! {fault} at {name}{_subject(words)}")
        return getattr(self, f"_{fault}")(name, perform, words)

    def _throttled(self, name: str, perform: Callable[..., Any], words: dict[str, Any]) -> Any:
        raise refusal("ThrottlingException", "Rate exceeded", name)

    def _crash_before(self, name: str, perform: Callable[..., Any], words: dict[str, Any]) -> Any:
        self.weather.machine.crash(f"crash before {name}")

    def _crash_after(self, name: str, perform: Callable[..., Any], words: dict[str, Any]) -> Any:
        perform(**words)
        self.weather.machine.crash(f"crash after {name}")

    def _lost_answer(self, name: str, perform: Callable[..., Any], words: dict[str, Any]) -> Any:
        perform(**words)
        raise ReadTimeoutError(endpoint_url="https://aws.example/")

    def _slow(self, name: str, perform: Callable[..., Any], words: dict[str, Any]) -> Any:
        self.weather.machine.pause(self.weather.dice.uniform(*SLOW))
        return perform(**words)

    def _repeated(self, name: str, perform: Callable[..., Any], words: dict[str, Any]) -> Any:
        """The answer is lost and botocore tries again by itself, as it does below the steps."""
        perform(**words)
        return perform(**words)

    def _half(self, name: str, perform: Callable[..., Any], words: dict[str, Any]) -> Any:
        if name == "send_message_batch":
            return _half_sent(perform, words)
        ((table, asked),) = words["RequestItems"].items()
        entries = asked["Keys"] if name == "batch_get_item" else asked
        cut = len(entries) // 2
        if not cut:
            return perform(**words)
        now, later = entries[:cut], entries[cut:]
        if name == "batch_write_item":
            return perform(RequestItems={table: now}) | {"UnprocessedItems": {table: later}}
        answer = perform(RequestItems={table: asked | {"Keys": now}})
        return answer | {"UnprocessedKeys": {table: asked | {"Keys": later}}}


def _half_sent(perform: Callable[..., Any], words: dict[str, Any]) -> Any:
    entries = words["Entries"]
    cut = len(entries) // 2
    answer = perform(**words | {"Entries": entries[:cut]}) if cut else {"Successful": []}
    failed = [{"Id": entry["Id"], "Code": "InternalError", "Message": "try again"} for entry in entries[cut:]]
    return answer | {"Failed": failed}


def _faults(name: str, words: dict[str, Any]) -> list[str]:
    faults = ["throttled", "crash_before", "crash_after", "slow"]
    if name not in READS:
        faults += ["lost_answer"]
    if name in ("put_item", "send_message_batch"):
        faults += ["repeated"]
    if name in BATCHES:
        faults += ["half"]
    return faults


def _subject(words: dict[str, Any]) -> str:
    """What the call was about, in few words."""
    if "Item" in words:
        return f" {words['Item']['pk']['S']} {words['Item']['sk']['S']}"
    if "TransactItems" in words:
        items = [write["Put"]["Item"] for write in words["TransactItems"]]
        return f" {items[0]['pk']['S']} and {len(items) - 1} more"
    return f" {words['QueueUrl']}" if "QueueUrl" in words else ""

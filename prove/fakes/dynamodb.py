"""One DynamoDB table in memory: the calls, conditions, limits and indexes that `frontwire.store.table` uses.

Indexes are eventually consistent, as in AWS: with a `lag` a write reaches them later, those of one row in their order.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from prove.fakes.refusals import (
    ConditionalCheckFailedException,
    TransactionCanceledException,
    cancelled,
    condition_failed,
    refusal,
)

Item = dict[str, Any]
Key = tuple[str, str]

INDEXES = {"due": ("due", "due_at"), "listing": ("list", "list_at")}
KEYS_ONLY = frozenset({"due"})
MOST_READS, MOST_WRITES, MOST_IN_TRANSACTION = 100, 25, 100
MOST_BYTES = 400_000


def at_once() -> float:
    return 0.0


@dataclass
class FakeDynamoDB:
    """`clock` gives seconds, `lag` the seconds until a write shows in the indexes, drawn for each write."""

    clock: Callable[[], float] = at_once
    lag: Callable[[], float] = at_once
    rows: dict[Key, Item] = field(default_factory=dict)
    exceptions: Any = field(
        default_factory=lambda: SimpleNamespace(
            ConditionalCheckFailedException=ConditionalCheckFailedException,
            TransactionCanceledException=TransactionCanceledException,
        )
    )
    _parts: dict[str, dict[str, Item]] = field(default_factory=lambda: defaultdict(dict))
    _shown: dict[Key, Item] = field(default_factory=dict)
    _index: dict[tuple[str, str], dict[Key, str]] = field(default_factory=lambda: defaultdict(dict))
    _late: list[tuple[float, int, Key, Item | None]] = field(default_factory=list)
    _latest: dict[Key, float] = field(default_factory=dict)
    _writes: int = 0

    # --- the calls ----------------------------------------------------------------------------------------------

    def get_item(self, *, TableName: str, Key: Item, ConsistentRead: bool = False) -> Item:
        item = self.rows.get(_key(Key))
        return {"Item": dict(item)} if item else {}

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> Item:
        ((table, asked),) = RequestItems.items()
        keys = [_key(key) for key in asked["Keys"]]
        _check(0 < len(keys) <= MOST_READS, "BatchGetItem", "Too many items requested")
        _check(len(set(keys)) == len(keys), "BatchGetItem", "Provided list of item keys contains duplicates")
        self._catch_up()
        rows = self.rows if asked.get("ConsistentRead") else self._shown
        found = [dict(rows[key]) for key in keys if key in rows]
        return {"Responses": {table: found}, "UnprocessedKeys": {}}

    def put_item(self, *, TableName: str, Item: Item, **condition: Any) -> Item:
        _check_item(Item, "PutItem")
        if not self._holds(Item, condition):
            wants_it = condition.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
            raise condition_failed("PutItem", self.rows.get(_key(Item)) if wants_it else None)
        self._put(Item)
        return {}

    def batch_write_item(self, *, RequestItems: dict[str, Any]) -> Item:
        ((_, asked),) = RequestItems.items()
        items = [request["PutRequest"]["Item"] for request in asked]
        _check(0 < len(items) <= MOST_WRITES, "BatchWriteItem", "Too many items in the batch")
        _check(len({_key(item) for item in items}) == len(items), "BatchWriteItem", "Item keys contain duplicates")
        for item in items:
            _check_item(item, "BatchWriteItem")
        for item in items:
            self._put(item)
        return {"UnprocessedItems": {}}

    def transact_write_items(self, *, TransactItems: list[Any]) -> Item:
        puts = [write["Put"] for write in TransactItems]
        _check(0 < len(puts) <= MOST_IN_TRANSACTION, "TransactWriteItems", "Member must have length at most 100")
        keys = {_key(put["Item"]) for put in puts}
        _check(len(keys) == len(puts), "TransactWriteItems", "Transaction request cannot include multiple operations")
        for put in puts:
            _check_item(put["Item"], "TransactWriteItems")
        codes = ["None" if self._holds(put["Item"], put) else "ConditionalCheckFailed" for put in puts]
        if set(codes) != {"None"}:
            raise cancelled(codes)
        for put in puts:
            self._put(put["Item"])
        return {}

    def delete_item(self, *, TableName: str, Key: Item) -> Item:
        key = _key(Key)
        if key in self.rows:
            del self.rows[key]
            del self._parts[key[0]][key[1]]
            self._to_indexes(key, None)
        return {}

    def query(self, *, TableName: str, KeyConditionExpression: str, **words: Any) -> Item:
        values = {name: value["S"] for name, value in words["ExpressionAttributeValues"].items()}
        name = words.get("IndexName")
        items = list(self._in_index(name, values) if name else self._in_partition(values))
        if not words.get("ScanIndexForward", True):
            items.reverse()
        if (start := words.get("ExclusiveStartKey")) is not None:
            at = [_key(item) for item in items].index(_key(start))
            items = items[at + 1 :]
        limit = words.get("Limit") or len(items)
        page = items[:limit]
        answer: Item = {"Items": page, "Count": len(page)}
        if len(items) > len(page):
            answer["LastEvaluatedKey"] = {name: page[-1][name] for name in ("pk", "sk")}
        return answer

    # --- what the simulator asks --------------------------------------------------------------------------------

    def earliest_due(self) -> str:
        """The earliest due time of any row (ISO), "" when nothing is due ever."""
        return min((item["due_at"]["S"] for item in self.rows.values() if "due_at" in item), default="")

    # --- inside -------------------------------------------------------------------------------------------------

    def _holds(self, item: Item, condition: dict[str, Any]) -> bool:
        expression = condition.get("ConditionExpression")
        if not expression:
            return True
        there = self.rows.get(_key(item))
        if expression == "attribute_not_exists(pk)":
            return there is None
        if expression == "version = :read":
            read = condition["ExpressionAttributeValues"][":read"]
            return there is not None and there.get("version") == read
        raise refusal("ValidationException", f"not a condition of this store: {expression}", "PutItem")

    def _put(self, item: Item) -> None:
        key = _key(item)
        self.rows[key] = item
        self._parts[key[0]][key[1]] = item
        self._to_indexes(key, item)

    def _to_indexes(self, key: Key, item: Item | None) -> None:
        """Let a write reach the indexes after the lag, never before an earlier one of the same row."""
        at = max(self.clock() + self.lag(), self._latest.get(key, 0.0))
        self._latest[key] = at
        self._writes += 1
        heapq.heappush(self._late, (at, self._writes, key, item))

    def _catch_up(self) -> None:
        now = self.clock()
        while self._late and self._late[0][0] <= now:
            _, _, key, item = heapq.heappop(self._late)
            if before := self._shown.pop(key, None):
                for name, (hash_key, _) in INDEXES.items():
                    if hash_key in before:
                        self._index[name, before[hash_key]["S"]].pop(key, None)
            if item is None:
                continue
            self._shown[key] = item
            for name, (hash_key, range_key) in INDEXES.items():
                if hash_key in item and range_key in item:
                    self._index[name, item[hash_key]["S"]][key] = item[range_key]["S"]

    def _in_index(self, name: str, values: dict[str, str]) -> Iterator[Item]:
        self._catch_up()
        hash_key, range_key = INDEXES[name]
        wanted = values[":due"] if name == "due" else values[":l"]
        until, since = values.get(":until"), values.get(":since", "")
        for key, at in sorted(self._index[name, wanted].items(), key=lambda entry: (entry[1], entry[0])):
            if (until is None or at <= until) and at >= since:
                item = self._shown[key]
                kept = ("pk", "sk", hash_key, range_key) if name in KEYS_ONLY else item
                yield {name: item[name] for name in kept}

    def _in_partition(self, values: dict[str, str]) -> Iterator[Item]:
        prefix = values.get(":sk", "")
        for sk, item in sorted(self._parts[values[":pk"]].items()):
            if sk.startswith(prefix):
                yield dict(item)


def _key(item: Item) -> Key:
    return item["pk"]["S"], item["sk"]["S"]


def _check(holds: bool, operation: str, message: str) -> None:
    if not holds:
        raise refusal("ValidationException", message, operation)


def _check_item(item: Item, operation: str) -> None:
    texts = [value["S"] for value in item.values() if "S" in value]
    _check(sum(map(len, texts)) < MOST_BYTES, operation, "Item size has exceeded the maximum allowed size")
    for hash_key, range_key in (("pk", "sk"), *INDEXES.values()):
        for name in (hash_key, range_key):
            _check(name not in item or bool(item[name]["S"]), operation, f"The key attribute {name} is empty")

"""The one DynamoDB table: rows in, rows out. Only this package knows its keys.

A row has the string attributes below and nothing else; the value itself is JSON in `body`.

    pk, sk           the key
    body             the value, as `codec.dump` wrote it
    version          how often the row was written, where writers may meet
    due, due_at      the due index: what kind of thing is due, and when (ISO 8601, UTC, so that text order is time order)
    list, list_at    the listing index: which list the row stands in, and where
    expires          epoch seconds after which the row is nothing; DynamoDB deletes it some days later
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from frontwire import codec
from frontwire.errors import Conflict, StoreError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# What DynamoDB takes: rows a request, and bytes of a sort key (a partition key takes twice as many).
BATCH_READ = 100
BATCH_WRITE = 25
MOST_IN_TRANSACTION = 100
MOST_KEY = 1024


class Row(Struct, frozen=True):
    pk: str
    sk: str
    body: bytes | str = b""
    version: int = 0
    due: str = ""
    due_at: str = ""
    list: str = ""
    list_at: str = ""
    expires: int = 0

    @property
    def body_text(self) -> str:
        return self.body.decode() if isinstance(self.body, bytes) else self.body


class Write(Struct, frozen=True):
    """A put with its condition: "" always, "absent" only where no row stands, "version" only over version - 1."""

    row: Row
    condition: str = ""


def instant(moment: datetime) -> str:
    """A time as the indexes sort it: ISO 8601 with microseconds, UTC, "Z"."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _is_too_long(key: str) -> bool:
    return len(key.encode("utf-8", "replace")) > MOST_KEY


def _encode(row: Row) -> dict[str, Any]:
    item: dict[str, Any] = {"pk": {"S": row.pk}, "sk": {"S": row.sk}}
    texts = {"body": row.body_text, "due": row.due, "due_at": row.due_at, "list": row.list, "list_at": row.list_at}
    item |= {name: {"S": value} for name, value in texts.items() if value}
    item |= {name: {"N": str(value)} for name, value in (("version", row.version), ("expires", row.expires)) if value}
    return item


def _decode(item: dict[str, Any]) -> Row:
    def text(name: str) -> str:
        return str(item.get(name, {}).get("S", ""))

    def number(name: str) -> int:
        return int(item.get(name, {}).get("N", 0))

    return Row(
        text("pk"), text("sk"), text("body"), number("version"), text("due"), text("due_at"), text("list"),
        text("list_at"), number("expires"),
    )  # fmt: skip


def _conditioned(write: Write) -> dict[str, Any]:
    put: dict[str, Any] = {"Item": _encode(write.row)}
    if write.condition == "absent" or (write.condition == "version" and write.row.version <= 1):
        put["ConditionExpression"] = "attribute_not_exists(pk)"
    elif write.condition == "version":
        put["ConditionExpression"] = "version = :read"
        put["ExpressionAttributeValues"] = {":read": {"N": str(write.row.version - 1)}}
    return put


class Table(Struct, frozen=True):
    """`client` is a low-level boto3 DynamoDB client: its resource form costs twice the import."""

    client: DynamoDBClient
    name: str

    def get(self, pk: str, sk: str) -> Row | None:
        """The row as last written (a consistent read), None where there is none, as for a name longer than a key may be."""
        if _is_too_long(pk) or _is_too_long(sk):
            return None
        answer = self.client.get_item(TableName=self.name, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True)
        item = answer.get("Item")
        return _decode(item) if item else None

    def get_many(self, keys: Sequence[tuple[str, str]], *, consistent: bool = False) -> list[Row]:
        """The rows that exist among `keys`, in no order."""
        rows: list[Row] = []
        unique = list(dict.fromkeys(keys))
        for start in range(0, len(unique), BATCH_READ):
            chunk = unique[start : start + BATCH_READ]
            asked: dict[str, Any] = {
                self.name: {
                    "Keys": [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in chunk],
                    "ConsistentRead": consistent,
                }
            }
            for _ in range(8):
                answer = self.client.batch_get_item(RequestItems=asked)
                rows += [_decode(item) for item in answer["Responses"].get(self.name, [])]
                asked = dict(answer.get("UnprocessedKeys") or {})
                if not asked:
                    break
            else:
                raise StoreError("the table is throttled", subject=self.name, hint="the message will be tried again")
        return rows

    def put(self, write: Write) -> None:
        """Raises Conflict when the condition does not hold.

        A row that stands there just as it was to be written is our own: the answer was lost, and the client tried again.
        """
        words: dict[str, Any] = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"} if write.condition else {}
        try:
            self.client.put_item(TableName=self.name, **_conditioned(write), **words)
        except self.client.exceptions.ConditionalCheckFailedException as error:
            if error.response.get("Item") == _encode(write.row):
                return
            raise Conflict("somebody else wrote first", subject=f"{write.row.pk} {write.row.sk}") from error

    def put_many(self, rows: Iterable[Row]) -> None:
        """Unconditional puts, 25 a request; later rows of the same key win."""
        unique = list({(row.pk, row.sk): row for row in rows}.values())
        for start in range(0, len(unique), BATCH_WRITE):
            chunk = unique[start : start + BATCH_WRITE]
            asked: dict[str, Any] = {self.name: [{"PutRequest": {"Item": _encode(row)}} for row in chunk]}
            for _ in range(8):
                asked = dict(self.client.batch_write_item(RequestItems=asked).get("UnprocessedItems") or {})
                if not asked:
                    break
            else:
                raise StoreError("the table is throttled", subject=self.name, hint="the message will be tried again")

    def transact(self, writes: Sequence[Write]) -> None:
        """All or nothing, at most 100 writes. Raises Conflict when a condition does not hold."""
        items: list[Any] = [{"Put": {"TableName": self.name, **_conditioned(write)}} for write in writes]
        try:
            self.client.transact_write_items(TransactItems=items)
        except self.client.exceptions.TransactionCanceledException as error:
            reasons = error.response.get("CancellationReasons", [])
            codes = {reason.get("Code") for reason in reasons}
            subject = next(
                (f"{w.row.pk} {w.row.sk}" for w, r in zip(writes, reasons, strict=False) if r.get("Code") != "None"), ""
            )
            if codes & {"ConditionalCheckFailed", "TransactionConflict"}:
                raise Conflict("somebody else wrote first", subject=subject) from error
            raise StoreError(f"the write was refused: {sorted(map(str, codes))}", subject=subject) from error

    def delete(self, pk: str, sk: str) -> None:
        self.client.delete_item(TableName=self.name, Key={"pk": {"S": pk}, "sk": {"S": sk}})

    def of(self, pk: str, prefix: str = "") -> list[Row]:
        """All rows of one partition whose sort key begins with `prefix`, in order (a consistent read)."""
        return list(
            self._query(
                KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)" if prefix else "pk = :pk",
                ExpressionAttributeValues={":pk": {"S": pk}} | ({":sk": {"S": prefix}} if prefix else {}),
                ConsistentRead=True,
            )
        )

    def due(self, kind: str, until: datetime, limit: int) -> list[Row]:
        """What is due, the oldest first: rows with keys and `due_at` only (the index holds no more)."""
        return list(
            self._query(
                limit,
                IndexName="due",
                KeyConditionExpression="due = :due AND due_at <= :until",
                ExpressionAttributeValues={":due": {"S": kind}, ":until": {"S": instant(until)}},
            )
        )

    def listed(self, name: str, limit: int, *, since: str = "", newest_first: bool = True) -> list[Row]:
        """The rows of a list, newest first unless told otherwise."""
        if _is_too_long(name):
            return []
        return list(
            self._query(
                limit,
                IndexName="listing",
                KeyConditionExpression="#l = :l AND list_at >= :since" if since else "#l = :l",
                ExpressionAttributeNames={"#l": "list"},
                ExpressionAttributeValues={":l": {"S": name}} | ({":since": {"S": since}} if since else {}),
                ScanIndexForward=not newest_first,
            )
        )

    def _query(self, limit: int = 0, **words: Any) -> Iterator[Row]:
        left = limit or None
        while True:
            answer = self.client.query(TableName=self.name, **(words | ({"Limit": left} if left else {})))
            for item in answer.get("Items", []):
                yield _decode(item)
            if left is not None:
                left -= len(answer.get("Items", []))
            if "LastEvaluatedKey" not in answer or left == 0:
                return
            words["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def value(row: Row, kind: type[codec.T]) -> codec.T:
    """The value a row holds."""
    return codec.load(kind, row.body)

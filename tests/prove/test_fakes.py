"""The fakes and moto, side by side: one contract for both, so that what the simulator proves holds for AWS's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from frontwire.errors import Conflict
from frontwire.store.table import Row, Table, Write
from frontwire_cli.inprocess import account
from prove.fakes import FakeDynamoDB, FakeS3, FakeSqs
from prove.fakes.refusals import ClientError

ROOT = Path(__file__).resolve().parents[2]
_numbers = count()
NOW = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cloud:
    """One of the two: clients, and the names of what they hold."""

    dynamodb: Any
    s3: Any
    sqs: Any
    table_name: str
    bucket: str
    standard: str
    fifo: str

    @property
    def table(self) -> Table:
        return Table(self.dynamodb, self.table_name)


@pytest.fixture(scope="module")
def moto() -> Iterator[Cloud]:
    """One account for all tests here: making it takes longer than they do."""
    with account(ROOT) as aws:
        keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}  # each test clears the environment
        clients = [aws.session.client(name, **keys) for name in ("dynamodb", "s3", "sqs")]
        yield Cloud(*clients, aws.table, aws.bucket, "", "")


@pytest.fixture(params=["fake", "moto"])
def cloud(request: pytest.FixtureRequest) -> Cloud:
    if request.param == "fake":
        return Cloud(FakeDynamoDB(), FakeS3(), FakeSqs(), "frontwire", "archive", "read", "alert.fifo")
    made: Cloud = request.getfixturevalue("moto")
    for item in made.dynamodb.scan(TableName=made.table_name)["Items"]:
        made.table.delete(item["pk"]["S"], item["sk"]["S"])
    name = f"queue{next(_numbers)}"
    standard = made.sqs.create_queue(QueueName=name)["QueueUrl"]
    fifo = made.sqs.create_queue(QueueName=f"{name}.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    return replace(made, standard=standard, fifo=fifo)


def due_row(name: str, minutes: int, **more: Any) -> Row:
    at = (NOW + timedelta(minutes=minutes)).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return Row(f"A#{name}", "D", "x", due="delivery", due_at=at, list="L", list_at=f"{minutes:03}", **more)


def test_a_row_comes_back_as_it_was_written_and_goes_when_deleted(cloud: Cloud) -> None:
    row = due_row("a", 1, version=3, expires=99)
    cloud.table.put(Write(row))
    assert cloud.table.get("A#a", "D") == row
    cloud.table.delete("A#a", "D")
    assert cloud.table.get("A#a", "D") is None
    assert cloud.table.due("delivery", NOW + timedelta(hours=1), 10) == []


def test_a_put_holds_its_conditions(cloud: Cloud) -> None:
    cloud.table.put(Write(Row("a", "b", "first"), "absent"))
    with pytest.raises(Conflict):
        cloud.table.put(Write(Row("a", "b", "second"), "absent"))
    cloud.table.put(Write(Row("v", "b", "one", version=1), "version"))
    cloud.table.put(Write(Row("v", "b", "two", version=2), "version"))
    with pytest.raises(Conflict):
        cloud.table.put(Write(Row("v", "b", "late", version=2), "version"))
    with pytest.raises(Conflict):
        cloud.table.put(Write(Row("nowhere", "b", "x", version=5), "version"))
    assert [row.body for row in cloud.table.get_many([("a", "b"), ("v", "b"), ("no", "b")])] in (
        ["first", "two"],
        ["two", "first"],
    )


def test_a_refused_put_shows_the_row_in_its_way(cloud: Cloud) -> None:
    cloud.table.put(Write(Row("a", "b", "x", version=1), "version"))
    cloud.table.put(Write(Row("a", "b", "x", version=1), "version"))  # the same again is the same write
    with pytest.raises(Conflict):
        cloud.table.put(Write(Row("a", "b", "y", version=1), "version"))


def test_a_transaction_is_all_or_nothing(cloud: Cloud) -> None:
    cloud.table.put(Write(Row("there", "b", "x")))
    with pytest.raises(Conflict, match="there b"):
        cloud.table.transact([Write(Row("new", "b", "x"), "absent"), Write(Row("there", "b", "y"), "absent")])
    assert cloud.table.get("new", "b") is None
    cloud.table.transact([Write(Row("new", "b", "x"), "absent"), Write(Row("other", "b", "y", version=1), "version")])
    assert len(cloud.table.get_many([("new", "b"), ("other", "b")], consistent=True)) == 2


def test_the_limits_of_a_request_are_refused(cloud: Cloud) -> None:
    rows = [Row(f"r{number}", "b", "x") for number in range(101)]
    with pytest.raises(ClientError):
        cloud.table.transact([Write(row) for row in rows])
    with pytest.raises(ClientError):
        cloud.table.transact([Write(rows[0]), Write(rows[0])])
    put = {"PutRequest": {"Item": {"pk": {"S": "a"}, "sk": {"S": "b"}}}}
    with pytest.raises(ClientError):
        cloud.dynamodb.batch_write_item(RequestItems={cloud.table_name: [put, put]})
    cloud.table.put_many(rows)
    assert len(cloud.table.get_many([(row.pk, "b") for row in rows])) == 101


def test_the_due_index_gives_what_is_due_the_oldest_first_and_keys_only(cloud: Cloud) -> None:
    for name, minutes in (("late", 5), ("early", 1), ("future", 90)):
        cloud.table.put(Write(due_row(name, minutes)))
    rows = cloud.table.due("delivery", NOW + timedelta(minutes=10), 10)
    assert [row.pk for row in rows] == ["A#early", "A#late"]
    assert {row.body for row in rows} == {""}
    assert [row.pk for row in cloud.table.due("delivery", NOW + timedelta(minutes=10), 1)] == ["A#early"]
    cloud.table.put(Write(Row("A#early", "D", "x")))  # nothing is due any more
    assert [row.pk for row in cloud.table.due("delivery", NOW + timedelta(minutes=10), 10)] == ["A#late"]


def test_a_list_gives_whole_rows_in_either_order(cloud: Cloud) -> None:
    for number in range(5):
        cloud.table.put(Write(due_row(str(number), number)))
    assert [row.pk for row in cloud.table.listed("L", 2)] == ["A#4", "A#3"]
    assert [row.list_at for row in cloud.table.listed("L", 0, since="003", newest_first=False)] == ["003", "004"]
    assert cloud.table.listed("L", 1)[0].body == "x"
    assert cloud.table.listed("none", 1) == []


def test_pages_of_a_query_follow_each_other(cloud: Cloud) -> None:
    for number in range(5):
        cloud.table.put(Write(due_row(str(number), number)))
    words = {
        "TableName": cloud.table_name,
        "IndexName": "listing",
        "KeyConditionExpression": "#l = :l",
        "ExpressionAttributeNames": {"#l": "list"},
        "ExpressionAttributeValues": {":l": {"S": "L"}},
        "Limit": 3,
    }
    first = cloud.dynamodb.query(**words)
    rest = cloud.dynamodb.query(**words, ExclusiveStartKey=first["LastEvaluatedKey"])
    assert [item["pk"]["S"] for item in first["Items"] + rest["Items"]] == [f"A#{number}" for number in range(5)]
    assert "LastEvaluatedKey" not in rest


def test_a_partition_comes_in_the_order_of_its_keys(cloud: Cloud) -> None:
    cloud.table.put_many([Row("p", sk) for sk in ("HELD#b", "CONFIG", "HELD#a")] + [Row("q", "HELD#c")])
    assert [row.sk for row in cloud.table.of("p")] == ["CONFIG", "HELD#a", "HELD#b"]
    assert [row.sk for row in cloud.table.of("p", "HELD#")] == ["HELD#a", "HELD#b"]


def test_a_bucket_takes_objects(cloud: Cloud) -> None:
    answer = cloud.s3.put_object(Bucket=cloud.bucket, Key="k", Body=b"x", ContentType="text/plain")
    assert answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 200) == 200
    if isinstance(cloud.s3, FakeS3):
        assert cloud.s3.objects[cloud.bucket, "k"]["Body"] == b"x"
    else:
        assert cloud.s3.get_object(Bucket=cloud.bucket, Key="k")["Body"].read() == b"x"


def entry(number: int, group: str = "", once: str = "") -> dict[str, str]:
    extra = {"MessageGroupId": group, "MessageDeduplicationId": once} if group else {}
    return {"Id": str(number), "MessageBody": f"body {number}", **extra}


def received(cloud: Cloud, url: str) -> list[dict[str, Any]]:
    answer = cloud.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1, MessageSystemAttributeNames=["All"])
    messages: list[dict[str, Any]] = answer.get("Messages", [])
    return messages


def test_a_message_is_taken_once_until_it_is_deleted(cloud: Cloud) -> None:
    cloud.sqs.send_message_batch(QueueUrl=cloud.standard, Entries=[entry(1)])
    (message,) = received(cloud, cloud.standard)
    assert (message["Body"], message["Attributes"]["ApproximateReceiveCount"]) == ("body 1", "1")
    assert received(cloud, cloud.standard) == []
    cloud.sqs.delete_message(QueueUrl=cloud.standard, ReceiptHandle=message["ReceiptHandle"])
    answer = cloud.sqs.get_queue_attributes(QueueUrl=cloud.standard, AttributeNames=["ApproximateNumberOfMessages"])
    assert answer["Attributes"]["ApproximateNumberOfMessages"] == "0"


def test_a_group_goes_in_order_one_at_a_time_and_forgets_repeats(cloud: Cloud) -> None:
    entries = [entry(1, "a", "x1"), entry(2, "a", "x2"), entry(3, "a", "x1"), entry(4, "b", "x4")]
    cloud.sqs.send_message_batch(QueueUrl=cloud.fifo, Entries=entries)
    first, other = received(cloud, cloud.fifo)[0], received(cloud, cloud.fifo)[0]
    assert [first["Body"], other["Body"]] == ["body 1", "body 4"]
    assert received(cloud, cloud.fifo) == []  # body 2 waits for body 1
    cloud.sqs.delete_message(QueueUrl=cloud.fifo, ReceiptHandle=first["ReceiptHandle"])
    assert [message["Body"] for message in received(cloud, cloud.fifo)] == ["body 2"]


def test_a_batch_that_is_too_large_is_refused(cloud: Cloud) -> None:
    with pytest.raises(ClientError):
        cloud.sqs.send_message_batch(QueueUrl=cloud.standard, Entries=[entry(number) for number in range(11)])
    big = {"Id": "1", "MessageBody": "x" * 1_100_000}
    with pytest.raises(ClientError):
        cloud.sqs.send_message_batch(QueueUrl=cloud.standard, Entries=[big])

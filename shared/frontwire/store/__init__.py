"""The store: the one place that knows tables, keys and buckets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from frontwire.store.canary import Canary
from frontwire.store.deliveries import Channels, ChannelState, Deliveries
from frontwire.store.desk import Desk, Desks
from frontwire.store.feedback import FeedbackBook
from frontwire.store.news import News, Reading
from frontwire.store.rounds import Rounds
from frontwire.store.sources import Sources
from frontwire.store.stories import Record, Stories
from frontwire.store.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

__all__ = ["ChannelState", "Desk", "Reading", "Record", "Store", "Table"]


class Store(Struct, frozen=True):
    sources: Sources
    rounds: Rounds
    news: News
    stories: Stories
    deliveries: Deliveries
    channels: Channels
    canary: Canary
    desks: Desks
    feedback: FeedbackBook

    @classmethod
    def on(cls, dynamodb: DynamoDBClient, s3: S3Client, *, table: str, bucket: str) -> Store:
        rows = Table(dynamodb, table)
        return cls(
            Sources(rows),
            Rounds(rows),
            News(rows, s3, bucket),
            Stories(rows),
            Deliveries(rows),
            Channels(rows),
            Canary(rows),
            Desks(rows),
            FeedbackBook(rows),
        )

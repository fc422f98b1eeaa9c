"""AWS in memory, by the low-level calls that frontwire makes, and with the same contract tests as moto."""

from __future__ import annotations

from prove.fakes.dynamodb import FakeDynamoDB
from prove.fakes.s3 import FakeS3
from prove.fakes.sqs import FakeSqs

__all__ = ["FakeDynamoDB", "FakeS3", "FakeSqs"]

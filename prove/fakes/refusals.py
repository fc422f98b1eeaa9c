"""What a client raises: botocore's own error, with the classes by which callers know it."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError


class ConditionalCheckFailedException(ClientError):
    """A put whose condition did not hold."""


class TransactionCanceledException(ClientError):
    """A transaction of which nothing was written; `response["CancellationReasons"]` has one reason a write."""


def refusal(code: str, message: str, operation: str, status: int = 400) -> ClientError:
    return ClientError(_response(code, message, status), operation)


def condition_failed(operation: str, there: dict[str, Any] | None = None) -> ConditionalCheckFailedException:
    """`there` is the row that stands in the way, for callers that asked for it."""
    response = _response("ConditionalCheckFailedException", "The conditional request failed", 400)
    return ConditionalCheckFailedException(response | ({"Item": there} if there else {}), operation)


def cancelled(codes: list[str]) -> TransactionCanceledException:
    response = _response("TransactionCanceledException", f"Transaction cancelled: {codes}", 400)
    response["CancellationReasons"] = [{"Code": code} for code in codes]
    return TransactionCanceledException(response, "TransactWriteItems")


def _response(code: str, message: str, status: int) -> Any:
    return {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}

"""The handlers' common edge: events checked on the way in, figures on the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from frontwire import codec
from frontwire.errors import ParseError

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger, Metrics
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord


def sqs_records(event: Mapping[str, Any]) -> dict[str, Any]:
    """An SQS event, checked. Raises ParseError that says what an event of this function looks like."""
    return _records(event, _from_sqs, 'an SQS event ("Records" with "body", "messageId" and "attributes")')


def sns_records(event: Mapping[str, Any]) -> dict[str, Any]:
    """An event that SNS sends to the api function, checked. Raises ParseError as above."""
    return _records(
        event, _from_sns, 'a request to a function URL ("requestContext") or an SNS event ("Records" with "Sns")'
    )


def _records(event: Mapping[str, Any], is_one: Callable[[Any], bool], what: str) -> dict[str, Any]:
    records = event.get("Records")
    if not isinstance(records, list) or not records or not all(is_one(record) for record in records):
        raise ParseError(f"is not {what}", subject="event", hint="see events/<function>/ for samples")
    return dict(event)


def _from_sns(record: Any) -> bool:
    return isinstance(record, dict) and isinstance(record.get("Sns"), dict)


def _from_sqs(record: Any) -> bool:
    return (
        isinstance(record, dict)
        and isinstance(record.get("body"), str)
        and isinstance(record.get("messageId"), str)
        and isinstance(record.get("attributes", {}), dict)
    )


def bodies(batch: Mapping[str, Any], kind: type[codec.T]) -> list[codec.T]:
    """The values of those messages that can be read; the others fail later, each on its own."""
    found = []
    for record in batch["Records"]:
        with suppress(ParseError):
            found.append(codec.load(kind, record["body"]))
    return found


def told(
    logger: Logger, metrics: Metrics, step: str
) -> Callable[[Callable[[SQSRecord], None]], Callable[[SQSRecord], None]]:
    """A record handler whose failures are logged and counted before the queue gets the message back."""

    def wrap(handle: Callable[[SQSRecord], None]) -> Callable[[SQSRecord], None]:
        def handled(record: SQSRecord) -> None:
            try:
                handle(record)
            except Exception as error:
                count(metrics, step, {"failed_messages": 1})
                logger.exception(
                    "failed",
                    extra={"status": "failed", "message_id": record.message_id, "error": str(error)[:500]},
                )
                raise

        return handled

    return wrap


def count(metrics: Metrics, step: str, tally: Mapping[str, int]) -> None:
    """One count metric for each outcome: Poll + links = PollLinks."""
    for name, number in tally.items():
        metrics.add_metric(f"{step}{name.title().replace('_', '')}", unit="Count", value=number)

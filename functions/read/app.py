"""read: link to page, article and matches."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from frontwire import codec
from frontwire.errors import Postponed
from frontwire.queues import ReadRequest
from frontwire.telemetry import bodies, count, sqs_records, told
from frontwire.wiring import Wiring, clock

LAST_TRY = 4  # receives; the queue gives a message up after five
RESERVE = 25.0  # seconds kept for reading the pages after the last fetch
LONGEST_READ = 10.0  # seconds that the longest page may take

logger = Logger()
metrics = Metrics()
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
wiring = cache(Wiring.of)


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, object], context: LambdaContext) -> PartialItemFailureResponse:
    batch = sqs_records(event)
    wiring().read.fetch_ahead(bodies(batch, ReadRequest), left(context) - RESERVE)

    @told(logger, metrics, "Read")
    def read(record: SQSRecord) -> None:
        request = codec.load(ReadRequest, record.body)
        last_try = int(record.attributes.approximate_receive_count) >= LAST_TRY
        if left(context) < LONGEST_READ:
            raise Postponed("the batch has no time left", subject=request.link.url)
        tally = wiring().read.read(request, clock(), last_try=last_try)
        count(metrics, "Read", tally)
        logger.info("read", extra={"status": "ok", "link": request.id, "url": request.link.url, **tally})

    return process_partial_response(batch, read, processor, context)


def left(context: LambdaContext) -> float:
    """Seconds until Lambda ends this invocation, and with it what the batch has done so far."""
    return float(context.get_remaining_time_in_millis()) / 1000

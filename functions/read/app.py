"""read: link to page, article and matches."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from frontwire import codec
from frontwire.queues import ReadRequest
from frontwire.telemetry import bodies, count, sqs_records, told
from frontwire.wiring import Wiring, clock

LAST_TRY = 4  # receives; the queue gives a message up after five

logger = Logger()
metrics = Metrics()
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
wiring = cache(Wiring.of)


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, object], context: LambdaContext) -> PartialItemFailureResponse:
    batch = sqs_records(event)
    wiring().read.fetch_ahead(bodies(batch, ReadRequest))
    return process_partial_response(batch, read, processor, context)


@told(logger, metrics, "Read")
def read(record: SQSRecord) -> None:
    request = codec.load(ReadRequest, record.body)
    last_try = int(record.attributes.approximate_receive_count) >= LAST_TRY
    tally = wiring().read.read(request, clock(), last_try=last_try)
    count(metrics, "Read", tally)
    logger.info("read", extra={"status": "ok", "link": request.id, "url": request.link.url, **tally})

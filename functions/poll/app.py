"""poll: a round of sources to new links."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from frontwire import codec
from frontwire.queues import PollRequest
from frontwire.telemetry import count, sqs_records, told
from frontwire.wiring import Wiring, clock

RESERVE = 10.0  # seconds kept for the table and the queue after the last fetch

logger = Logger()
metrics = Metrics()
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
wiring = cache(Wiring.of)


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, object], context: LambdaContext) -> PartialItemFailureResponse:
    @told(logger, metrics, "Poll")
    def poll(record: SQSRecord) -> None:
        request = codec.load(PollRequest, record.body)
        seconds = context.get_remaining_time_in_millis() / 1000 - RESERVE
        tally = wiring().poll.run(request, clock, seconds)
        count(metrics, "Poll", tally)
        logger.info("poll", extra={"status": "ok", **tally})

    return process_partial_response(sqs_records(event), poll, processor, context)

"""deliver: alerts to one channel; the ledger says what came of it."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.batch import SqsFifoPartialProcessor, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from frontwire import codec
from frontwire.queues import DeliveryOrder
from frontwire.telemetry import count, sqs_records, told
from frontwire.wiring import Wiring, clock

logger = Logger()
metrics = Metrics()
processor = SqsFifoPartialProcessor(skip_group_on_error=True)
processor.raise_on_entire_batch_failure = False  # its constructor does not take this
wiring = cache(Wiring.of)


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, object], context: LambdaContext) -> PartialItemFailureResponse:
    return process_partial_response(sqs_records(event), deliver, processor, context)


@told(logger, metrics, "Deliver")
def deliver(record: SQSRecord) -> None:
    order = codec.load(DeliveryOrder, record.body)
    done = wiring().deliver.run(order, clock)
    count(metrics, "Deliver", {str(done["status"]): 1})
    logger.info("deliver", extra=done)

"""alert: match to story, then an alert or silence with its reason."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.batch import SqsFifoPartialProcessor, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from frontwire import codec
from frontwire.models import Match
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
    return process_partial_response(sqs_records(event), alert, processor, context)


@told(logger, metrics, "Alert")
def alert(record: SQSRecord) -> None:
    match = codec.load(Match, record.body)
    done = wiring().alert.consider(match, clock())
    count(metrics, "Alert", {str(done["verb"]): 1})
    logger.info("alert", extra={"status": done["verb"], "match": match.id, "topic": match.topic, **done})

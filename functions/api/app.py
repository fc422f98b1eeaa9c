"""api: the page of stories, JSON and feeds out, behind the function URL."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.data_classes import LambdaFunctionUrlEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext

from frontwire.telemetry import count
from frontwire.wiring import Wiring, clock

logger = Logger()
metrics = Metrics()
wiring = cache(Wiring.of)


@logger.inject_lambda_context
@metrics.log_metrics
@event_source(data_class=LambdaFunctionUrlEvent)
def handler(event: LambdaFunctionUrlEvent, context: LambdaContext) -> dict[str, object]:
    answer = wiring().api.answer(
        event.http_method, event.path, event.query_string_parameters or {}, event.headers or {}, clock()
    )
    count(metrics, "Api", {str(answer.status): 1})
    logger.info("api", extra={"status": answer.status, "path": event.path})
    return {"statusCode": answer.status, "headers": answer.headers, "body": answer.body}

"""api: the page of stories, JSON and feeds out, behind the function URL."""

from __future__ import annotations

import base64
from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.data_classes import LambdaFunctionUrlEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext

from frontwire.steps.api import Asked
from frontwire.telemetry import count
from frontwire.wiring import Wiring, clock

logger = Logger()
metrics = Metrics()
wiring = cache(Wiring.of)


@logger.inject_lambda_context
@metrics.log_metrics
@event_source(data_class=LambdaFunctionUrlEvent)
def handler(event: LambdaFunctionUrlEvent, context: LambdaContext) -> dict[str, object]:
    headers = {name.lower(): value for name, value in event.headers.items()}
    headers.setdefault("cookie", "; ".join(event.cookies))
    body = (event.body or "").encode()
    raw = base64.b64decode(body) if event.is_base64_encoded else body
    asked = Asked(event.http_method, event.raw_path, event.query_string_parameters, headers, raw)
    answer = wiring().api.answer(asked, clock())
    count(metrics, "Api", {str(answer.status): 1})
    logger.info("api", extra={"status": answer.status, "path": event.raw_path, "note": answer.note})
    return {"statusCode": answer.status, "headers": dict(answer.headers), "body": answer.body}

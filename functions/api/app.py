"""api: what comes from outside by the function URL (pages, feeds, presses, the way out), and what SES tells of mails."""

from __future__ import annotations

import base64
from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.data_classes import LambdaFunctionUrlEvent, SNSEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from frontwire.steps.api import Asked
from frontwire.telemetry import count, sns_records
from frontwire.wiring import Wiring, clock

logger = Logger()
metrics = Metrics()
wiring = cache(Wiring.of)


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, object], context: LambdaContext) -> dict[str, object]:
    """Lambda alone shapes the event: a request by the function URL never has records of SNS. Raises ParseError for others."""
    if "requestContext" in event:
        return answer(LambdaFunctionUrlEvent(event))
    return hear(SNSEvent(sns_records(event)))


def hear(event: SNSEvent) -> dict[str, object]:
    done = wiring().way_out.hear([record.sns.message for record in event.records], clock())
    count(metrics, "Mail", {str(done["status"]): 1})
    logger.info("mail", extra=done)
    return done


def answer(event: LambdaFunctionUrlEvent) -> dict[str, object]:
    headers = {name.lower(): value for name, value in event.headers.items()}
    headers.setdefault("cookie", "; ".join(event.cookies))
    body = (event.body or "").encode()
    raw = base64.b64decode(body) if event.is_base64_encoded else body
    asked = Asked(event.http_method, event.raw_path, event.query_string_parameters, headers, raw)
    given = wiring().api.answer(asked, clock())
    count(metrics, "Api", {str(given.status): 1})
    logger.info("api", extra={"status": given.status, "path": event.raw_path, "note": given.note})
    return {"statusCode": given.status, "headers": dict(given.headers), "body": given.body}

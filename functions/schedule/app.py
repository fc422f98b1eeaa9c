"""schedule: each minute, what is due now."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.typing import LambdaContext

from frontwire.telemetry import count
from frontwire.wiring import Wiring, clock

logger = Logger()
metrics = Metrics()
wiring = cache(Wiring.of)


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, object], context: LambdaContext) -> dict[str, int]:
    tally = wiring().schedule.tick(clock())
    count(metrics, "Due", tally)
    logger.info("tick", extra={"status": "ok", **tally})
    return tally

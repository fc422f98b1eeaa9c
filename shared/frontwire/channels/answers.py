"""What a receiver answers, and what it means for the message.

2xx                                     sent
429, or no byte of it had left          retry: it was surely not accepted
5xx, or silence after it was written    uncertain: it may have been accepted
other 4xx                               dead: with what to do about it
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from frontwire.channels.message import Outcome, Tools
from frontwire.errors import FetchError, FrontwireError
from frontwire.models import Page

JSON = {"content-type": "application/json; charset=utf-8"}
MOST_RETRY_AFTER = 86_400.0
MOST_NOTE = 300
ADVICE = {
    400: "the receiver does not understand the message",
    401: "the receiver asks for credentials: check the channel's secret",
    403: "the receiver refuses: the webhook was revoked or its owner lost access; make a new one",
    404: "there is nothing at this address: the webhook was deleted; make a new one and update the channel",
    410: "the address is gone: make a new webhook and update the channel",
    413: "the receiver finds the message too large",
}
AWS_RETRY = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "LimitExceededException",
        "AccessDenied",  # a right that is missing is the deployer's to give: nothing is lost until then
        "AccessDeniedException",
    }
)
AWS_UNCERTAIN = frozenset(
    {"InternalError", "InternalErrorException", "InternalFailure", "ServiceUnavailable", "RequestTimeout"}
)
NOT_CONNECTED = frozenset({"EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError", "SSLError"})
NO_ANSWER = frozenset({"ReadTimeoutError", "ConnectionClosedError", "HTTPClientError", "ResponseStreamingError"})


def posted(tools: Tools, url: str, body: str, headers: dict[str, str]) -> Outcome:
    """One POST, judged by its status alone."""
    return posted_for(tools, url, body, headers, lambda answer: "")


def posted_for(
    tools: Tools, url: str, body: str, headers: dict[str, str], reference: Callable[[bytes], str]
) -> Outcome:
    """One POST to a receiver whose answer names the message: `reference` reads the name out of its body."""
    try:
        page = tools.post(url, body.encode("utf-8"), headers)
    except FetchError as error:
        return failed(error)
    outcome = answered(page)
    return replace(outcome, reference=reference(page.body)) if outcome.state == "sent" else outcome


def failed(error: FetchError) -> Outcome:
    """No usable answer: did the request leave?"""
    if error.status:
        return by_status(error.status, error.retry_after, error.message)
    if error.sent:
        return Outcome("uncertain", short(f"no answer after it was sent: {error.message}"))
    if not error.retry:
        return Outcome("dead", short(error.message))  # not its subject: the address of a webhook is a secret
    return Outcome("retry", short(f"not sent: {error.message}"), error.retry_after)


def answered(page: Page) -> Outcome:
    """What an HTTP answer means for the message."""
    headers = {name.lower(): value for name, value in page.headers.items()}
    said = page.body[:200].decode("utf-8", "replace")
    return by_status(page.status, seconds(headers.get("retry-after", "")), said)


def by_status(status: int, retry_after: float | None, said: str) -> Outcome:
    note = short(f"{status} {said}")
    if 200 <= status < 300:
        return Outcome("sent", note)
    if status == 429:
        return Outcome("retry", note, retry_after)
    if status >= 500 or status == 408:
        return Outcome("uncertain", note, retry_after)
    if 300 <= status < 400:
        return Outcome("dead", short(f"{note}: the address moved; update the channel with the new one"))
    return Outcome("dead", short(f"{note}: {ADVICE.get(status, 'the receiver refuses the message')}"))


def seconds(text: str) -> float | None:
    """Retry-After in seconds; a date or nonsense is no answer."""
    try:
        value = float(text)
    except ValueError:
        return None
    return min(value, MOST_RETRY_AFTER) if value >= 0 else None


def decoded(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def aws(call: Callable[[], Mapping[str, Any]]) -> Outcome:
    """One AWS call. botocore is known by the names of its errors, so that this file needs no boto3."""
    try:
        answer = call()
    except FrontwireError:
        raise
    except Exception as error:
        outcome = _aws_failure(error)
        if outcome is None:
            raise
        return outcome
    return Outcome("sent", "accepted", reference=str(answer.get("MessageId") or ""))


def _aws_failure(error: Exception) -> Outcome | None:
    """What a botocore error means; None for an error that is not AWS's."""
    name, note = type(error).__name__, short(str(error))
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        return _aws_answer(response, note)
    if name in NOT_CONNECTED:
        return Outcome("retry", f"not sent: {note}")
    if name in NO_ANSWER:
        return Outcome("uncertain", f"no answer after it was sent: {note}")
    return None


def _aws_answer(response: Mapping[str, Any], note: str) -> Outcome:
    code = str(response.get("Error", {}).get("Code", ""))
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) or 0)
    if code in AWS_RETRY or status == 429:
        return Outcome("retry", note)
    if code in AWS_UNCERTAIN or status >= 500:
        return Outcome("uncertain", note)
    return Outcome("dead", note)


def short(text: str) -> str:
    return " ".join(text.split())[:MOST_NOTE]

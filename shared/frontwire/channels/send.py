"""Send a rendered message, and tell honestly what came of it.

2xx                                     sent
429, or no byte of it had left          retry: it was surely not accepted
5xx, or silence after it was written    uncertain: it may have been accepted
other 4xx                               dead: with what to do about it
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from frontwire.channels import webhook
from frontwire.channels.message import Message, Outcome, Tools
from frontwire.errors import FetchError, FrontwireError
from frontwire.models import Channel, Page

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
SLACK_RETRY = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
SLACK_UNCERTAIN = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
SLACK_ADVICE = {
    "not_in_channel": "invite the bot to the Slack channel (/invite)",
    "channel_not_found": "the channel's target must be a Slack channel id the bot can see",
    "is_archived": "the Slack channel is archived: choose another",
    "invalid_auth": "the bot token is wrong: put a valid one under the channel's secret",
    "account_inactive": "the bot was removed from the workspace: install it again",
    "token_revoked": "the bot token was revoked: install the app again",
    "missing_scope": "the bot needs the scope chat:write",
}
AWS_RETRY = frozenset({"Throttling", "ThrottlingException", "TooManyRequestsException", "LimitExceededException"})
AWS_UNCERTAIN = frozenset(
    {"InternalError", "InternalErrorException", "InternalFailure", "ServiceUnavailable", "RequestTimeout"}
)
NOT_CONNECTED = frozenset({"EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError", "SSLError"})
NO_ANSWER = frozenset({"ReadTimeoutError", "ConnectionClosedError", "HTTPClientError", "ResponseStreamingError"})


def send(message: Message, channel: Channel, tools: Tools) -> Outcome:
    """One attempt. Raises nothing that belongs to the channel: whatever it answers becomes an Outcome."""
    return SENDERS[channel.kind](message, channel, tools)


def _slack(message: Message, channel: Channel, tools: Tools) -> Outcome:
    return _posted(tools, _address(channel, tools), message.body, JSON)


def _webhook(message: Message, channel: Channel, tools: Tools) -> Outcome:
    signature: dict[str, str] = {}
    if channel.secret:
        signature = webhook.signed(message, tools.secret(channel.secret), int(tools.clock()))
    return _posted(tools, channel.target, message.body, {**JSON, **signature})


def _slack_bot(message: Message, channel: Channel, tools: Tools) -> Outcome:
    token = tools.secret(channel.secret)
    outcome = _slack_call("chat.postMessage", message.body, token, tools)
    if outcome.state != "sent" or not message.edit:
        return outcome
    edited = _slack_call("chat.update", message.edit, token, tools)
    if edited.state == "sent":
        return outcome
    # The update itself stands in the thread: that the first message shows an old state is no reason to post again.
    return Outcome("sent", f"{outcome.note}; the first message was not edited: {edited.note}", None, outcome.reference)


def _email(message: Message, channel: Channel, tools: Tools) -> Outcome:
    if not tools.sender:
        return Outcome("dead", "no sender address is set: set the From address and verify it in SES")
    raw = f"From: {tools.sender}\r\n{message.body}".encode("utf-8", "replace")
    return _aws(
        lambda: tools.ses.send_raw_email(Source=tools.sender, Destinations=[channel.target], RawMessage={"Data": raw})
    )


def _sns(message: Message, channel: Channel, tools: Tools) -> Outcome:
    attributes = {name: {"DataType": "String", "StringValue": value} for name, value in message.attributes.items()}
    return _aws(
        lambda: tools.sns.publish(
            TopicArn=channel.target, Subject=message.subject, Message=message.body, MessageAttributes=attributes
        )
    )


SENDERS: dict[str, Callable[[Message, Channel, Tools], Outcome]] = {
    "slack": _slack,
    "slack_bot": _slack_bot,
    "email": _email,
    "sns": _sns,
    "webhook": _webhook,
}


def _address(channel: Channel, tools: Tools) -> str:
    """A Slack webhook's URL is itself a secret: it is read by name, unless a target is given in the open."""
    return tools.secret(channel.secret) if channel.secret else channel.target


def _posted(tools: Tools, url: str, body: str, headers: dict[str, str]) -> Outcome:
    try:
        page = tools.post(url, body.encode("utf-8"), headers)
    except FetchError as error:
        return _failed(error)
    return answered(page)


def _failed(error: FetchError) -> Outcome:
    """No usable answer: did the request leave?"""
    if error.status:
        return by_status(error.status, error.retry_after, error.message)
    if error.sent:
        return Outcome("uncertain", _note(f"no answer after it was sent: {error.message}"))
    if not error.retry:
        return Outcome("dead", _note(str(error)))
    return Outcome("retry", _note(f"not sent: {error.message}"), error.retry_after)


def answered(page: Page) -> Outcome:
    """What an HTTP answer means for the message."""
    headers = {name.lower(): value for name, value in page.headers.items()}
    said = page.body[:200].decode("utf-8", "replace")
    return by_status(page.status, seconds(headers.get("retry-after", "")), said)


def by_status(status: int, retry_after: float | None, said: str) -> Outcome:
    note = _note(f"{status} {said}")
    if 200 <= status < 300:
        return Outcome("sent", note)
    if status == 429:
        return Outcome("retry", note, retry_after)
    if status >= 500 or status == 408:
        return Outcome("uncertain", note, retry_after)
    if 300 <= status < 400:
        return Outcome("dead", _note(f"{note}: the address moved; update the channel with the new one"))
    return Outcome("dead", _note(f"{note}: {ADVICE.get(status, 'the receiver refuses the message')}"))


def seconds(text: str) -> float | None:
    """Retry-After in seconds; a date or nonsense is no answer."""
    try:
        value = float(text)
    except ValueError:
        return None
    return min(value, MOST_RETRY_AFTER) if value >= 0 else None


def _slack_call(method: str, body: str, token: str, tools: Tools) -> Outcome:
    """One call of Slack's web API, which answers 200 even when it refuses: the body's `ok` decides."""
    headers = {**JSON, "authorization": f"Bearer {token}"}
    try:
        page = tools.post(f"{tools.slack_api}/{method}", body.encode("utf-8"), headers)
    except FetchError as error:
        return _failed(error)
    outcome = answered(page)
    if outcome.state != "sent":
        return outcome
    answer = _json(page.body)
    if answer.get("ok") is True:
        return Outcome("sent", "posted to Slack", reference=str(answer.get("ts") or ""))
    return _slack_refusal(str(answer.get("error") or ""), outcome)


def _slack_refusal(error: str, outcome: Outcome) -> Outcome:
    if not error:
        return Outcome("uncertain", _note(f"Slack's answer cannot be read: {outcome.note}"))
    if error in SLACK_RETRY:
        return Outcome("retry", f"Slack says {_note(error)}", outcome.retry_after)
    if error in SLACK_UNCERTAIN:
        return Outcome("uncertain", f"Slack says {_note(error)}")
    return Outcome("dead", _note(f"Slack says {error}: {SLACK_ADVICE.get(error, 'check the channel and the app')}"))


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _aws(call: Callable[[], Mapping[str, Any]]) -> Outcome:
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
    name, note = type(error).__name__, _note(str(error))
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


def _note(text: str) -> str:
    return " ".join(text.split())[:MOST_NOTE]

"""What a press on a Slack button says: verified by Slack's signature first, then read.

Slack signs "v0:timestamp:raw body" with HMAC-SHA256 under the app's signing secret, and sends a form with `payload`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import parse_qs

from msgspec import Struct

from frontwire.channels import neutral
from frontwire.errors import ParseError

STALE = 300
"""Seconds after which a signed request is refused: somebody may be playing it again."""
VERDICTS: dict[str, Literal["relevant", "not_relevant", "mute"]] = {
    "relevant": "relevant",
    "not_relevant": "not_relevant",
    "mute": "mute",
}


class Press(Struct, frozen=True):
    """A button's verdict on an alert: by whom (Slack's user id and name), when, and where an answer may be sent.

    `channel` is ours, in which the alert stood.
    """

    verdict: Literal["relevant", "not_relevant", "mute"]
    alert: str
    channel: str
    user: str
    name: str
    at: datetime
    response_url: str


def genuine(body: bytes, headers: Mapping[str, str], secret: str, now: datetime) -> bool:
    """Did Slack send it, just now? `body` is the raw body, `headers` have lower-case names."""
    stamp, shown = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    if not secret or not stamp.isdecimal() or len(stamp) > 12 or abs(now.timestamp() - int(stamp)) > STALE:
        return False
    made = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={made}".encode(), shown.encode())


def pressed(body: bytes, now: datetime) -> Press | None:
    """The verdict in a genuine request; None for a press that only opened a page. Raises ParseError."""
    payload = _payload(body)
    actions = payload.get("actions")
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], dict) else {}
    verdict = VERDICTS.get(str(action.get("action_id", "")))
    alert, _, channel = str(action.get("value") or "").rpartition("/")
    if verdict is None or not alert or not channel:
        return None
    user = payload.get("user")
    who = user if isinstance(user, dict) else {}
    return Press(
        verdict=verdict,
        alert=alert,
        channel=channel,
        user=neutral.plain(str(who.get("id", "")), 40),
        name=neutral.plain(str(who.get("username") or who.get("name") or ""), 80),
        at=_pressed_at(action.get("action_ts"), now),
        response_url=neutral.link(str(payload.get("response_url", ""))),
    )


def _pressed_at(stamp: object, now: datetime) -> datetime:
    """When it was pressed, by Slack's clock: the same on a repeat. Our own clock where Slack's makes no sense."""
    try:
        at = datetime.fromtimestamp(float(str(stamp)), UTC)
    except (ValueError, OverflowError, OSError):
        return now.astimezone(UTC)
    return at if abs((now - at).total_seconds()) <= 2 * STALE else now.astimezone(UTC)


def _payload(body: bytes) -> dict[str, Any]:
    try:
        form = parse_qs(body.decode("utf-8"), strict_parsing=True, max_num_fields=8)
        payload = json.loads(form["payload"][0])
    except (ValueError, KeyError) as error:
        raise ParseError("this is no press of a Slack button", subject="Slack request") from error
    if not isinstance(payload, dict):
        raise ParseError("this is no press of a Slack button", subject="Slack request")
    return payload

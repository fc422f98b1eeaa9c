"""A press on a Slack button: genuine and fresh, then read; anything else is refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from frontwire.channels.slack_buttons import genuine, pressed
from frontwire.errors import ParseError

NOW = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
SECRET = "signing"


def request(payload, *, at=NOW, secret=SECRET):
    body = urlencode({"payload": json.dumps(payload)}).encode()
    stamp = str(int(at.timestamp()))
    made = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return body, {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={made}"}


PRESS = {
    "type": "block_actions",
    "user": {"id": "U1", "username": "desk\u202e"},
    "actions": [{"action_id": "not_relevant", "value": "s-m1-1/desk", "action_ts": f"{NOW.timestamp() - 2:.4f}"}],
    "response_url": "https://hooks.slack.example/r",
}


def test_a_press_is_read():
    body, headers = request(PRESS)
    assert genuine(body, headers, SECRET, NOW)
    press = pressed(body, NOW)
    assert (press.verdict, press.alert, press.channel) == ("not_relevant", "s-m1-1", "desk")
    assert (press.user, press.name, press.at) == ("U1", "desk", NOW - timedelta(seconds=2))


@pytest.mark.parametrize("stamp", ["", "soon", "nan", "1e300", "17"])
def test_a_time_that_makes_no_sense_is_our_own(stamp):
    action = {**PRESS["actions"][0], "action_ts": stamp}
    assert pressed(request({**PRESS, "actions": [action]})[0], NOW).at == NOW


@pytest.mark.parametrize(
    "change",
    [
        {"secret": "other"},
        {"at": NOW - timedelta(minutes=6)},
        {"at": NOW + timedelta(minutes=6)},
    ],
)
def test_forged_and_stale_requests_are_refused(change):
    body, headers = request(PRESS, **change)
    assert not genuine(body, headers, SECRET, NOW)


@pytest.mark.parametrize("late", [0, 290, 310, -310])
def test_who_is_believed_is_as_in_slacks_own_library(late):
    class Then:
        def now(self):
            return (NOW + timedelta(seconds=late)).timestamp()

    body, headers = request(PRESS)
    theirs = SignatureVerifier(SECRET, Then()).is_valid(
        body, headers["x-slack-request-timestamp"], headers["x-slack-signature"]
    )
    assert genuine(body, headers, SECRET, NOW + timedelta(seconds=late)) == theirs == (abs(late) <= 300)


def test_a_changed_body_and_missing_headers_are_refused():
    body, headers = request(PRESS)
    assert not genuine(body + b"x", headers, SECRET, NOW)
    assert not genuine(body, {}, SECRET, NOW)
    assert not genuine(body, headers, "", NOW)
    assert not genuine(body, {**headers, "x-slack-request-timestamp": "soon"}, SECRET, NOW)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"actions": []},
        {"actions": [{"action_id": "open_story"}]},
        {"actions": ["x"]},
        {"actions": [{"action_id": "mute", "value": "s-1"}]},
    ],
)
def test_what_is_no_verdict(payload):
    assert pressed(request(payload)[0], NOW) is None


@pytest.mark.parametrize("body", [b"", b"\xff", b"payload=nonsense", b"payload=[1]", b"a=b"])
def test_what_is_no_press(body):
    with pytest.raises(ParseError):
        pressed(body, NOW)

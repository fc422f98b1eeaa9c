"""The open address as strangers find it: whatever they send, nothing is shown, nothing changes and nothing breaks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontwire.channels import unsubscribe
from frontwire.models import Channel, Subscription
from frontwire_cli.inprocess import CREDENTIALS, Account, account
from frontwire_cli.laptop.sinks import SlackSink, function_url_event
from tests.channels.samples import CAPTURE

ROOT = Path(__file__).resolve().parents[2]
KEY = "a-key-of-some-length"
MAIL = Channel("mail", "email", "reader@example.org")
OTHER = Channel("other", "email", "other@example.org")
SHUT = {400, 401, 403, 404, 405}
ODD = [
    "/", "//", "/stories", "/stories/", "/stories/" + "x" * 3000, "/stories/../stories.json", "/stories/%2e%2e/%00",
    "/stories/%ff%fe", "/stories.json", "/alerts.json", "/alerts.atom", "/slack", "/slack/", "/slack/x", "//slack",
    "/unsubscribe", "/unsubscribe/x", "/push", "/push/a/b", "/push/" + "x" * 3000, "/%0d%0aSet-Cookie:%20a=b", "/\u202e",
    "/.env", "/?key=" + "k" * 5000,
]  # fmt: skip
paths = st.one_of(st.sampled_from(ODD), st.text(max_size=40).map(lambda text: "/" + quote(text)))
queries = st.dictionaries(st.sampled_from(["key", "c", "t", "hub.mode", "x"]), st.text(max_size=60), max_size=3)
cookies = st.sampled_from(
    ["", "frontwire_key=", "frontwire_key=x; frontwire_key=y", 'frontwire_key="\\073"', "=;=;\x00", "a" * 9000]
)
bodies = st.one_of(
    st.just(b""), st.binary(max_size=200), st.just(b"payload=%7B%7D"), st.just(b"List-Unsubscribe=One-Click")
)


@pytest.fixture(scope="module")
def house() -> Iterator[Account]:
    with account(ROOT) as made:
        ssm = made.client("ssm")
        for name, value in (("dashboard-key", KEY), ("slack-signing-secret", "signing")):
            ssm.put_parameter(Name=f"/frontwire/{name}", Value=value, Type="SecureString")
        for channel in (MAIL, OTHER):
            made.store.channels.save(channel, Subscription(channel.id))
        made.store.stories.keep_alert(CAPTURE)
        yield made


def ask(house: Account, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Any:
    event = function_url_event(method, path, headers or {})
    event |= {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    with mock.patch.dict(os.environ, CREDENTIALS):
        return house.invoke("api", event)


def rows(house: Account) -> list[Any]:
    items = house.client("dynamodb").scan(TableName=house.table)["Items"]
    return sorted(items, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


@given(st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]), paths, queries, cookies, bodies)
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_a_stranger_is_shown_nothing_and_changes_nothing(
    house: Account, method: str, path: str, query: dict[str, str], cookie: str, body: bytes
) -> None:
    before = rows(house)
    words = f"{path}{'&' if '?' in path else '?'}{urlencode(query, errors='replace')}" if query else path
    answer = ask(house, method, words, {"Cookie": cookie}, body)
    assert answer["statusCode"] in SHUT
    assert CAPTURE.headline not in answer["body"]
    assert "example.org" not in answer["body"]
    assert "Set-Cookie" not in answer["headers"]
    assert all("\r" not in value and "\n" not in value for value in answer["headers"].values())
    assert rows(house) == before


@pytest.mark.parametrize("path", ["/stories/" + "x" * 3000, "/stories/%00", "/stories/%ff", "/stories/a/b", "/nothing"])
def test_whoever_holds_the_key_gets_a_page_for_every_address(house: Account, path: str) -> None:
    assert ask(house, "GET", path, {"Cookie": f"frontwire_key={KEY}"})["statusCode"] == 404


def signed(body: bytes, *, at: float, secret: str = "signing", scheme: str = "v0") -> dict[str, str]:
    stamp = str(int(at))
    made = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"{scheme}={made}"}


def press(alert: str = CAPTURE.id, channel: str = "mail", **more: Any) -> bytes:
    action = {"action_id": "mute", "value": f"{alert}/{channel}", "action_ts": str(time.time())}
    return urlencode({"payload": json.dumps({"actions": [action], "user": {"id": "U1"}, **more})}).encode()


@pytest.mark.parametrize(
    "change",
    [
        {"at": -301.0}, {"at": 301.0}, {"secret": ""}, {"secret": "Signing"}, {"scheme": "v1"},
        {"headers": {}},
        {"headers": {"X-Slack-Signature": ""}},
        {"headers": {"X-Slack-Request-Timestamp": "١٧٣٦٥٩٨٦٠٠"}},
        {"headers": {"X-Slack-Request-Timestamp": "1e10"}},
    ],
)  # fmt: skip
def test_only_what_slack_signed_in_these_minutes_is_a_press(house: Account, change: dict[str, Any]) -> None:
    before, body = rows(house), press()
    at = time.time() + change.get("at", 0.0)
    headers = signed(body, at=at, secret=change.get("secret", "signing"), scheme=change.get("scheme", "v0"))
    headers = {**headers, **change["headers"]} if change.get("headers") else headers if "headers" not in change else {}
    assert ask(house, "POST", "/slack", headers, body)["statusCode"] == 401
    assert rows(house) == before


def test_a_press_played_again_is_known_and_one_about_nothing_is_kept_nowhere(house: Account) -> None:
    body = press(channel="mail")
    headers = signed(body, at=time.time())
    assert ask(house, "POST", "/slack", headers, body)["statusCode"] == 200
    once = rows(house)
    assert ask(house, "POST", "/slack", headers, body)["statusCode"] == 200
    assert rows(house) == once
    for odd in (
        press("x" * 3000),
        press("no-such-alert-1"),
        press(channel="no-such-channel"),
        press(channel="y" * 3000),
    ):
        assert ask(house, "POST", "/slack", signed(odd, at=time.time()), odd)["statusCode"] == 200
    assert rows(house) == once


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1"])
def test_a_press_never_makes_us_ask_an_address_of_our_own(house: Account, host: str) -> None:
    """The way back stands in a payload that Slack signed; even so it is asked as every outside address is."""
    sink = SlackSink(None)
    sink.start()
    try:
        body = press(response_url=f"http://{host}:{sink.port}/")
        assert ask(house, "POST", "/slack", signed(body, at=time.time()), body)["statusCode"] == 200
        assert sink.posts == []
    finally:
        sink.stop()


def test_a_way_out_is_good_for_its_own_address_only(house: Account) -> None:
    token = unsubscribe.token(MAIL, KEY)
    for channel, shown in (("other", token), ("mail", token[:-1]), ("mail", token + "A"), ("mail", token.lower())):
        words = urlencode({"c": channel, "t": shown})
        assert ask(house, "POST", f"/unsubscribe?{words}", body=b"List-Unsubscribe=One-Click")["statusCode"] == 404
    assert [channel.enabled for channel in house.store.channels.all()] == [True, True]
    moved = Channel("mail", "email", "new-reader@example.org")
    house.store.channels.save(moved, Subscription("mail"))
    assert ask(house, "POST", f"/unsubscribe?{urlencode({'c': 'mail', 't': token})}")["statusCode"] == 404
    house.store.channels.save(MAIL, Subscription("mail"))
    assert ask(house, "POST", f"/unsubscribe?{urlencode({'c': 'mail', 't': token})}")["statusCode"] == 200
    assert [channel.enabled for channel in house.store.channels.all()] == [False, True]

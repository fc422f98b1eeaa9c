"""What Discord, Teams, Telegram and ntfy answer, and what it means."""

from __future__ import annotations

import json

import pytest

from frontwire.channels import Tools, render, send
from frontwire.errors import FetchError
from tests.channels.samples import CAPTURE, CHANNELS, LINKS
from tests.channels.test_send import FakeWeb

SECRETS = {"/frontwire/telegram": "12:token", "/frontwire/ntfy": "tk_1"}


def deliver(kind, web):
    channel = CHANNELS[kind]
    return send(render(CAPTURE, channel, links=LINKS), channel, Tools(post=web, secret=SECRETS.__getitem__))


@pytest.mark.parametrize("kind", ["discord", "teams", "ntfy", "telegram"])
@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((403, "{}"), "dead"),
        ((404, "{}"), "dead"),
        ((429, "{}"), "retry"),
        ((500, "oops"), "uncertain"),
        (FetchError("refused", sent=False), "retry"),
        (FetchError("silence", sent=True), "uncertain"),
    ],
)
def test_the_status_decides(kind, answer, state):
    outcome = deliver(kind, FakeWeb([answer]))
    assert outcome.state == state
    assert outcome.note


@pytest.mark.parametrize(
    ("kind", "said", "reference"),
    [
        ("discord", '{"id": "99"}', "99"),
        ("ntfy", '{"id": "n1"}', "n1"),
        ("teams", "1", ""),
        ("telegram", '{"ok": true, "result": {"message_id": 17}}', "17"),
    ],
)
def test_the_message_has_a_name(kind, said, reference):
    outcome = deliver(kind, FakeWeb([(200, said)]))
    assert (outcome.state, outcome.reference) == ("sent", reference)


def test_addresses_and_tokens():
    web = FakeWeb([(200, '{"ok": true, "result": {}}')])
    for kind in ("discord", "telegram", "ntfy"):
        deliver(kind, web)
    (discord, _, _), (telegram, _, _), (ntfy, body, headers) = web.posts
    assert discord == "https://discord.example/api/webhooks/1/x?wait=true"
    assert telegram == "https://api.telegram.org/bot12:token/sendMessage"
    assert ntfy == "https://ntfy.example/"
    assert json.loads(body)["topic"] == "desk"
    assert headers["authorization"] == "Bearer tk_1"


def test_telegram_says_how_long_to_wait():
    outcome = deliver("telegram", FakeWeb([(429, '{"ok": false, "parameters": {"retry_after": 31}}')]))
    assert (outcome.state, outcome.retry_after) == ("retry", 31.0)


@pytest.mark.parametrize("said", ["nonsense", "[]", '{"ok": false}', '{"ok": true, "result": 3}'])
def test_telegrams_odd_answers(said):
    assert deliver("telegram", FakeWeb([(200, said)])).state in ("uncertain", "sent")

"""What a channel answers, and what it means: sent, retry, uncertain or dead."""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from frontwire.channels import Tools, render, send, webhook
from frontwire.errors import FetchError, RefusedAddress
from frontwire.models import Page
from tests.channels.samples import AT, CAPTURE, CHANNELS, CONFIRMED, LINKS

SECRETS = {
    "/frontwire/slack": "https://hooks.slack.example/T/B/x",
    "/frontwire/bot": "xoxb-1",
    "/frontwire/hook": "quiet",
}


@dataclass
class FakeWeb:
    """Answers posts from a list, the last answer again and again; remembers what was posted."""

    answers: list
    posts: list = field(default_factory=list)

    def __call__(self, url, body, headers):
        self.posts.append((url, body, headers))
        answer = self.answers[min(len(self.posts), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        status, said, *more = answer
        return Page(url, url, status, more[0] if more else {}, said.encode(), AT, "")


class FakeAws:
    """An SES and SNS client in one: returns a message id or raises."""

    meta = SimpleNamespace(region_name="eu-central-1")

    def __init__(self, error=None):
        self.error, self.calls = error, []

    def send_raw_email(self, **call):
        return self._take(call)

    def publish(self, **call):
        return self._take(call)

    def _take(self, call):
        self.calls.append(call)
        if self.error:
            raise self.error
        return {"MessageId": "0100-abc"}


class ClientError(Exception):
    def __init__(self, code, status):
        super().__init__(f"An error occurred ({code})")
        self.response = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}


def tools(web=None, aws=None):
    return Tools(
        post=web or FakeWeb([(200, "ok")]),
        secret=SECRETS.__getitem__,
        ses=aws,
        sns=aws,
        sender="Desk <desk@frontwire.example>",
        clock=lambda: 1736598600.9,
    )


def deliver(kind, web=None, aws=None, *, alert=CAPTURE, thread=""):
    channel = CHANNELS[kind]
    return send(render(alert, channel, links=LINKS, thread=thread), channel, tools(web, aws))


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((200, "ok"), "sent"),
        ((204, ""), "sent"),
        ((301, "moved"), "dead"),
        ((400, "invalid_blocks"), "dead"),
        ((403, "action_prohibited"), "dead"),
        ((404, "no_service"), "dead"),
        ((408, "slow"), "uncertain"),
        ((410, "channel_is_archived"), "dead"),
        ((429, "slow down"), "retry"),
        ((500, "oops"), "uncertain"),
        ((503, "later"), "uncertain"),
        (FetchError("connection refused", sent=False), "retry"),
        (FetchError("no answer in 10 s", sent=True), "uncertain"),
        (FetchError("too many requests", status=429, retry_after=7, sent=True), "retry"),
        (FetchError("server error", status=502, sent=True), "uncertain"),
        (RefusedAddress("this address is private"), "dead"),
    ],
)
@pytest.mark.parametrize("kind", ["slack", "webhook"])
def test_the_answer_decides(kind, answer, state):
    outcome = deliver(kind, FakeWeb([answer]))
    assert outcome.state == state
    assert outcome.note


def test_retry_after_is_kept():
    assert deliver("slack", FakeWeb([(429, "", {"Retry-After": "30"})])).retry_after == 30.0
    assert deliver("slack", FakeWeb([(429, "", {"retry-after": "soon"})])).retry_after is None
    assert deliver("slack", FakeWeb([(429, "", {"retry-after": "-1"})])).retry_after is None
    assert deliver("slack", FakeWeb([(429, "", {"retry-after": "nan"})])).retry_after is None
    assert deliver("slack", FakeWeb([(429, "", {"retry-after": "inf"})])).retry_after == 86_400
    assert deliver("slack", FakeWeb([FetchError("wait", status=429, retry_after=9)])).retry_after == 9


def test_a_dead_channel_says_what_to_do():
    assert "make a new one" in deliver("slack", FakeWeb([(404, "no_service")])).note


def test_the_webhook_url_is_read_as_a_secret():
    web = FakeWeb([(200, "ok")])
    deliver("slack", web)
    assert web.posts[0][0] == SECRETS["/frontwire/slack"]


def test_a_webhook_is_signed_so_that_the_receiver_can_check_it():
    web = FakeWeb([(200, "")])
    deliver("webhook", web)
    _, body, headers = web.posts[0]
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(b"quiet", content, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-timestamp"] == "1736598600"


def test_receivers_library_accepts_the_signature_and_refuses_a_changed_body():
    secret = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    message = render(CAPTURE, CHANNELS["webhook"], links=LINKS)
    headers = webhook.signed(message, secret, int(time.time()))
    receiver = Webhook(secret)
    assert receiver.verify(message.body, headers)["data"]["alert"] == CAPTURE.id
    with pytest.raises(WebhookVerificationError):
        receiver.verify(message.body.replace("Kursk", "Sudzha"), headers)
    with pytest.raises(WebhookVerificationError):
        receiver.verify(message.body, webhook.signed(message, secret, int(time.time()) - 3600))


@pytest.mark.parametrize(
    ("answer", "state", "word"),
    [
        ({"ok": True, "ts": "17.01"}, "sent", "posted"),
        ({"ok": False, "error": "ratelimited"}, "retry", "ratelimited"),
        ({"ok": False, "error": "internal_error"}, "uncertain", "internal_error"),
        ({"ok": False, "error": "not_in_channel"}, "dead", "invite the bot"),
        ({"ok": False, "error": "new_kind_of_refusal"}, "dead", "new_kind_of_refusal"),
        ("not json", "uncertain", "cannot be read"),
        ([], "uncertain", "cannot be read"),
    ],
)
def test_slacks_answer_is_in_its_body(answer, state, word):
    said = answer if isinstance(answer, str) else json.dumps(answer)
    outcome = deliver("slack_bot", FakeWeb([(200, said)]))
    assert outcome.state == state
    assert word in outcome.note


def test_the_bot_answers_in_the_thread_and_edits_the_first_message():
    web = FakeWeb([(200, '{"ok":true,"ts":"17.02"}'), (200, '{"ok":true,"ts":"17.01"}')])
    outcome = deliver("slack_bot", web, alert=CONFIRMED, thread="17.01")
    assert [url.rsplit("/", 1)[1] for url, _, _ in web.posts] == ["chat.postMessage", "chat.update"]
    assert (outcome.state, outcome.reference) == ("sent", "17.02")
    assert web.posts[0][2]["authorization"] == "Bearer xoxb-1"


def test_a_failed_edit_does_not_send_again():
    web = FakeWeb([(200, '{"ok":true,"ts":"17.02"}'), (500, "oops")])
    outcome = deliver("slack_bot", web, alert=CONFIRMED, thread="17.01")
    assert (outcome.state, outcome.reference) == ("sent", "17.02")
    assert "was not edited" in outcome.note


def test_mail_goes_to_one_recipient_with_the_sender_in_front():
    aws = FakeAws()
    outcome = deliver("email", aws=aws)
    assert (outcome.state, outcome.reference) == ("sent", "0100-abc@eu-central-1.amazonses.com")
    (call,) = aws.calls
    assert call["Destinations"] == ["reader@example.org"]
    mail = email.message_from_bytes(call["RawMessage"]["Data"])
    assert mail["From"] == "Desk <desk@frontwire.example>"


def test_the_oldest_region_names_its_mails_at_another_domain():
    aws = FakeAws()
    aws.meta = SimpleNamespace(region_name="us-east-1")
    assert deliver("email", aws=aws).reference == "0100-abc@email.amazonses.com"


def test_sns_gets_subject_and_attributes():
    aws = FakeAws()
    assert deliver("sns", aws=aws).reference == "0100-abc"
    assert aws.calls[0]["MessageAttributes"]["topic"]["StringValue"] == "foreign_troop_capture"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (ClientError("Throttling", 400), "retry"),
        (ClientError("TooManyRequestsException", 429), "retry"),
        (ClientError("MessageRejected", 400), "dead"),
        (ClientError("NotFound", 404), "dead"),
        (ClientError("InternalFailure", 500), "uncertain"),
        (type("EndpointConnectionError", (Exception,), {})("no route"), "retry"),
        (type("ReadTimeoutError", (Exception,), {})("no answer"), "uncertain"),
    ],
)
@pytest.mark.parametrize("kind", ["email", "sns"])
def test_what_aws_says(kind, error, state):
    assert deliver(kind, aws=FakeAws(error)).state == state


def test_an_error_of_our_own_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        deliver("email", aws=FakeAws(ZeroDivisionError()))

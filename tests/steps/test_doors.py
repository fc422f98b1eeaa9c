"""Slack's buttons and the way out of mail, through the api step: who is believed, what is kept, what is shown."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from frontwire.channels import Links, unsubscribe
from frontwire.errors import ConfigError, FetchError
from frontwire.models import Channel, Page, Subscription
from frontwire.steps.api import Answer, Api, Asked
from frontwire.steps.presses import Presses
from frontwire.steps.way_out import WayOut
from frontwire.store import Store
from prove.fakes import FakeDynamoDB, FakeS3
from tests.channels.fake_slack import refusals
from tests.channels.samples import CAPTURE

NOW = datetime(2025, 1, 11, 13, 0, tzinfo=UTC)
SECRETS = {"/frontwire/slack-signing-secret": "signing", "/frontwire/dashboard-key": "key"}
WAY_BACK = "https://hooks.slack.example/actions/1"


class Door:
    """The api with its doors, and a Slack that keeps what it is told."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, dict[str, Any]]] = []
        self.slack: int | Exception = 200
        self.store = Store.on(FakeDynamoDB(), FakeS3(), table="t", bucket="b")  # type: ignore[arg-type]
        presses = Presses(self.store, self._post, self._secret, "/frontwire", Links("https://desk.example/"))
        self.way_out = WayOut(self.store, self._secret, "/frontwire")
        doors = {"slack": presses.answer, "unsubscribe": self.way_out.answer}
        self.api = Api(self.store, self._secret, "/frontwire", "https://desk.example/", doors)
        self.secrets = dict(SECRETS)
        self.store.stories.keep_alert(CAPTURE)
        self.store.channels.save(Channel("desk", "slack_bot", "C1", "/frontwire/bot"), Subscription("desk"))
        self.mail = Channel("mail", "email", "reader@example.org")
        self.store.channels.save(self.mail, Subscription("mail"))

    def _secret(self, name: str) -> str:
        if name not in self.secrets:
            raise ConfigError("there is no such SSM parameter", subject=name)
        return self.secrets[name]

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> Page:
        if isinstance(self.slack, Exception):
            raise self.slack
        self.shown.append((url, json.loads(body)))
        return Page(url, url, self.slack, {}, b"ok", NOW, "")

    def press(self, button: str, user: str = "U1", *, at: datetime = NOW, key: str = "signing") -> Answer:
        action = {"action_id": button, "value": f"{CAPTURE.id}/desk", "action_ts": f"{at.timestamp():.6f}"}
        names = {"U1": "olena", "U2": "<!channel>"}
        who = {"id": user, "username": names[user]}
        payload = {"type": "block_actions", "user": who, "actions": [action], "response_url": WAY_BACK}
        body = urlencode({"payload": json.dumps(payload)}).encode()
        stamp = str(int(at.timestamp()))
        made = hmac.new(key.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={made}"}
        return self.api.answer(Asked("POST", "/slack", {}, headers, body), NOW)

    def mail_link(self, method: str, **query: str) -> Answer:
        link = {"c": "mail", "t": unsubscribe.token(self.mail, "key"), **query}
        return self.api.answer(Asked(method, "/unsubscribe", link, {}, b"List-Unsubscribe=One-Click"), NOW)


@pytest.fixture
def door() -> Door:
    return Door()


def test_a_press_is_kept_with_who_and_when_and_shown_in_the_message(door: Door) -> None:
    assert door.press("relevant").status == 200
    (said,) = door.store.feedback.of_alert(CAPTURE.id)
    assert (said.said, said.user, said.name, said.at, said.channel) == ("relevant", "U1", "olena", NOW, "desk")
    assert (said.topic, said.story) == (CAPTURE.topic, CAPTURE.story)
    ((url, body),) = door.shown
    assert (url, body["replace_original"]) == (WAY_BACK, True)
    assert body["blocks"][-1]["elements"][0]["text"] == "olena: relevant"
    assert body["blocks"][-2]["type"] == "actions"


def test_the_same_press_twice_is_one_verdict_and_a_second_thought_counts(door: Door) -> None:
    door.press("relevant")
    assert "known" in door.press("relevant").note
    door.press("not_relevant", at=NOW + timedelta(seconds=9))
    door.press("relevant", "U2")
    assert [(one.user, one.said) for one in door.store.feedback.of_alert(CAPTURE.id)] == [
        ("U2", "relevant"),
        ("U1", "not_relevant"),
    ]
    (_, last) = door.shown[-1]
    assert refusals({name: value for name, value in last.items() if name != "replace_original"}) == []
    assert last["blocks"][-1]["elements"][0]["type"] == "plain_text"  # a hostile name is words


def test_mute_ends_the_story_in_this_channel_and_says_by_whom(door: Door) -> None:
    assert door.press("mute").status == 200
    assert [mute.by for mute in door.store.channels.mutes("desk")] == ["olena"]
    assert [channel.id for channel, _ in door.store.channels.listening(CAPTURE.story)] == ["mail"]
    assert "olena muted this story here" in door.shown[-1][1]["blocks"][-1]["elements"][0]["text"]
    assert door.store.feedback.of_alert(CAPTURE.id) == []


@pytest.mark.parametrize("trouble", [500, FetchError("no answer in time")])
def test_a_slack_that_cannot_show_it_takes_nothing_back(door: Door, trouble: int | Exception) -> None:
    door.slack = trouble
    answer = door.press("relevant")
    assert answer.status == 200
    assert "not shown" in answer.note
    assert len(door.store.feedback.of_alert(CAPTURE.id)) == 1


@pytest.mark.parametrize("change", [{"key": "other"}, {"at": NOW - timedelta(minutes=6)}])
def test_who_is_not_slack_or_comes_late_changes_nothing(door: Door, change: dict[str, Any]) -> None:
    assert door.press("mute", **change).status == 401
    assert door.store.channels.mutes("desk") == []


def test_other_requests_at_slacks_door(door: Door) -> None:
    assert door.api.answer(Asked("GET", "/slack", {}, {}), NOW).status == 405
    assert door.api.answer(Asked("POST", "/slack", {}, {}, b"x" * 600_000), NOW).status == 405
    del door.secrets["/frontwire/slack-signing-secret"]
    assert door.press("relevant").status == 503


def test_a_link_in_a_mail_asks_first_and_ends_the_mail_by_a_press(door: Door) -> None:
    asks = door.mail_link("GET")
    assert asks.status == 200
    assert '<form method="post"><button type="submit">' in asks.body
    assert "form-action 'self'" in asks.headers["Content-Security-Policy"]
    assert "reader@example.org" not in asks.body
    assert len(door.store.channels.listening("s")) == 2
    assert door.mail_link("POST").status == 200
    channel = door.store.channels.get("mail")
    assert channel
    assert (channel.enabled, channel.off) == (False, "unsubscribed by mail on 11 Jan 2025")
    assert door.mail_link("POST").status == 200
    assert "No more mail" in door.mail_link("GET").body


@pytest.mark.parametrize("change", [{"t": "forged"}, {"t": ""}, {"c": "desk"}, {"c": "none"}, {"c": ""}])
def test_a_forged_link_ends_nothing_and_tells_nothing(door: Door, change: dict[str, str]) -> None:
    answers = {door.mail_link(method, **change).body for method in ("GET", "POST")}
    assert len(answers) == 1
    assert door.mail_link("POST", **change).status == 404
    assert len(door.store.channels.listening("s")) == 2


def test_what_ses_tells_of_an_address_ends_its_mail(door: Door) -> None:
    recipients = [{"emailAddress": "READER@example.org"}]
    told = json.dumps({"eventType": "Complaint", "complaint": {"complainedRecipients": recipients}})
    assert door.way_out.hear([told], NOW)["channels"] == ["mail: complained"]
    assert door.way_out.hear([told], NOW)["status"] == "nothing_to_end"
    channel = door.store.channels.get("mail")
    assert channel
    assert channel.off == "complained on 11 Jan 2025"

"""Digests, backlogs, health and test messages, in every kind of channel."""

from __future__ import annotations

import email
import email.policy
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from frontwire.channels import backlog, digest, notice, trial
from tests.channels.fake_chats import CHATS
from tests.channels.fake_slack import refusals
from tests.channels.samples import AT, CAPTURE, CHANNELS, CONFIRMED, LINKS
from tests.channels.test_render import alerts

MANY = [replace(CAPTURE, id=f"s-{n}-1", story=f"s-{n}", headline=f"Event number {n}") for n in range(60)]


def readable(message):
    if message.kind == "email":
        mail = email.message_from_string(message.body, policy=email.policy.default)
        return "\n".join(part.get_content() for part in mail.iter_parts())
    return message.body


@pytest.mark.parametrize("kind", CHANNELS)
def test_a_digest_has_one_entry_a_story_in_its_last_state(kind):
    message = digest([CAPTURE, CONFIRMED], CHANNELS[kind], LINKS)
    text = readable(message)
    assert "2 alerts on 1 story since the last digest" in text
    assert CONFIRMED.headline in text
    if kind != "webhook":
        assert CAPTURE.headline not in text


@pytest.mark.parametrize("kind", CHANNELS)
def test_a_backlog_of_many_is_one_message(kind):
    text = readable(backlog(MANY, CHANNELS[kind], LINKS))
    assert "60 alerts on 60 stories while this channel could not be reached" in text
    if kind != "webhook":
        shown = len(set(re.findall(r"Event number (\d+)", text)))
        assert f"and {60 - shown} more stories; see the dashboard" in text.replace("\\", "").replace("-", "")


@pytest.mark.parametrize("length", range(20, 300, 40))
@pytest.mark.parametrize("kind", [kind for kind in CHANNELS if kind != "webhook"])
def test_a_digest_says_what_it_left_out_however_long_its_stories_are(kind, length):
    told = "щ" * length
    many = [replace(alert, headline=f"{alert.headline}: {told}", reason=told, kind="update") for alert in MANY]
    text = readable(digest(many, CHANNELS[kind], LINKS))
    shown = len(set(re.findall(r"Event number (\d+)", text)))
    assert f"and {60 - shown} more stories; see the dashboard" in text.replace("\\", "").replace("-", "")


@pytest.mark.parametrize("kind", CHANNELS)
def test_health_and_test_messages(kind):
    health = notice("health", "A source is silent", ["daily.example: nothing since Friday"], CHANNELS[kind], LINKS, AT)
    assert "nothing since Friday" in readable(health)
    assert CHANNELS[kind].id in readable(trial(CHANNELS[kind], LINKS, AT))


@pytest.mark.parametrize("kind", ["slack", "slack_bot"])
def test_slack_takes_them(kind):
    for message in (
        digest(MANY, CHANNELS[kind], LINKS),
        digest([], CHANNELS[kind], LINKS),
        trial(CHANNELS[kind], LINKS, AT),
        notice("health", "", ["x" * 5000, "<!channel>"] * 50, CHANNELS[kind], LINKS, AT),
    ):
        assert refusals(json.loads(message.body)) == []


@given(st.lists(alerts(), max_size=4))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_hostile_digests_are_within_the_limits(many):
    for kind in ("slack", "slack_bot"):
        assert refusals(json.loads(digest(many, CHANNELS[kind], LINKS).body)) == []
    for kind, complaints in CHATS.items():
        assert complaints(json.loads(digest(many, CHANNELS[kind], LINKS).body)) == []
    mail = email.message_from_string(digest(many, CHANNELS["email"], LINKS).body, policy=email.policy.default)
    assert mail.defects == []
    assert "Bcc" not in mail
    assert "<script" not in mail.get_body(("html",)).get_content()


def test_the_id_tells_repeats():
    one = digest([CAPTURE, CONFIRMED], CHANNELS["webhook"], LINKS)
    assert one.id == digest([CAPTURE, CONFIRMED], CHANNELS["webhook"], LINKS).id
    assert one.id != digest([CAPTURE], CHANNELS["webhook"], LINKS).id
    assert one.id != backlog([CAPTURE, CONFIRMED], CHANNELS["webhook"], LINKS).id

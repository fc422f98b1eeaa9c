"""What a channel must have before it is saved."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from frontwire.channels.targets import problems
from tests.channels.samples import CHANNELS


@pytest.mark.parametrize("kind", CHANNELS)
def test_channels_that_can_be_tried_have_no_problems(kind):
    assert problems(CHANNELS[kind]) == ()


@pytest.mark.parametrize("kind", ["slack", "teams", "discord"])
def test_the_address_of_a_webhook_may_be_kept_as_a_secret(kind):
    channel = replace(CHANNELS[kind], target="", secret="/frontwire/hook")
    assert problems(channel) == ()
    assert problems(replace(channel, secret="")) != ()


@pytest.mark.parametrize("kind", CHANNELS)
@pytest.mark.parametrize("target", ["x\r\ny", " ", "javascript:alert(1)", "https://a@b.example/t", "a" * 3000])
def test_no_kind_takes_nonsense_for_a_target(kind, target):
    assert problems(replace(CHANNELS[kind], target=target)) != ()


@pytest.mark.parametrize("secret", ["xoxb-123", "https://hooks.slack.example/T/B/x", "/", "/frontwire", "/a/../b c"])
def test_a_secret_is_named_and_never_written_down(secret):
    assert any("never here" in line for line in problems(replace(CHANNELS["slack_bot"], secret=secret)))

"""What each kind of channel needs to be reached: said when it is added, not when its first alert is lost. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from frontwire.channels import neutral
from frontwire.models import Channel, ChannelKind

NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
SECRET = re.compile(r"/[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+")
MOST_ADDRESS = 254

FORMS: dict[ChannelKind, tuple[re.Pattern[str], str]] = {
    "slack_bot": (re.compile(r"[CDG][A-Z0-9]{6,}"), "a Slack channel's id, such as C0123ABCD (in its details, at the end)"),
    "email": (re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), "one mail address, such as desk@news.example"),
    "sns": (re.compile(r"arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]+"), "a topic's ARN, such as arn:aws:sns:eu-central-1:111122223333:alerts"),
    "telegram": (re.compile(r"-?\d{3,}|@[A-Za-z]\w{3,}"), "a chat's id, such as -1001234567890, or @channel"),
}  # fmt: skip
"""How the target of a kind that is no web address looks, and how to say so."""
OPEN_OR_SECRET = ("slack", "teams", "discord")
"""The address of their webhook is itself a secret: it stands in one, or in the open as the target."""
NEEDS_SECRET: dict[ChannelKind, str] = {"slack_bot": "the bot's token", "telegram": "the bot's token"}


def problems(channel: Channel) -> tuple[str, ...]:
    """What is wrong with a channel, each in one line with the way out; empty when it can be tried."""
    found = [] if NAME.fullmatch(channel.id) else ["name: letters, digits, dots, hyphens and underscores, 64 at most"]
    return (*found, *_secret(channel), *_target(channel))


def _secret(channel: Channel) -> list[str]:
    if not channel.secret:
        what = NEEDS_SECRET.get(channel.kind)
        return (
            [f"a {channel.kind} channel needs --secret with the name of a parameter that holds {what}"] if what else []
        )
    if SECRET.fullmatch(channel.secret):
        return []
    return ["--secret: the name of an SSM parameter, such as /frontwire/desk; what is secret stands in it, never here"]


def _target(channel: Channel) -> list[str]:
    kind, target = channel.kind, channel.target
    if kind in OPEN_OR_SECRET and not target:
        return [] if channel.secret else [f"a {kind} channel needs --secret with the webhook's URL in it"]
    if kind in FORMS:
        form, words = FORMS[kind]
        return [] if form.fullmatch(target) and len(target) <= MOST_ADDRESS else [f"--target: {words}"]
    if not neutral.link(target):
        return ["--target: a web address, such as https://desk.example/hook"]
    if kind == "ntfy" and not urlsplit(target).path.strip("/"):
        return ["--target: the server with the topic, such as https://ntfy.sh/my-desk"]
    return []

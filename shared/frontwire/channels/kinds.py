"""The kinds of channel: how each renders an alert, renders a roll of many, and sends. A new kind is one file and one line.

Rendering is pure: the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from frontwire.channels import discord, mail, ntfy, slack, sns, teams, telegram, webhook
from frontwire.channels.brief import Roll
from frontwire.channels.message import Links, Message, Outcome, Tools
from frontwire.models import Alert, Channel, ChannelKind


class Kind(Struct, frozen=True):
    """`alert` takes the reference of the story's first message, "" when there is none."""

    alert: Callable[[Alert, Channel, Links, str], Message]
    roll: Callable[[Roll, Channel, Links], Message]
    send: Callable[[Message, Channel, Tools], Outcome]


KINDS: dict[ChannelKind, Kind] = {
    "slack": Kind(slack.webhook, slack.webhook_roll, slack.send_webhook),
    "slack_bot": Kind(slack.bot, slack.bot_roll, slack.send_bot),
    "email": Kind(mail.email, mail.roll_mail, mail.send),
    "sns": Kind(sns.notification, sns.roll_notification, sns.send),
    "webhook": Kind(webhook.event, webhook.roll_event, webhook.send),
    "teams": Kind(teams.card, teams.roll_card, teams.send),
    "discord": Kind(discord.embed, discord.roll_embed, discord.send),
    "telegram": Kind(telegram.text_message, telegram.roll_message, telegram.send),
    "ntfy": Kind(ntfy.notification, ntfy.roll_notification, ntfy.send),
}


def render(alert: Alert, channel: Channel, *, links: Links, thread: str = "") -> Message:
    """`thread` is the channel's reference of the story's first message, empty when there is none."""
    return KINDS[channel.kind].alert(alert, channel, links, thread)


def roll(many: Roll, channel: Channel, links: Links) -> Message:
    return KINDS[channel.kind].roll(many, channel, links)


def send(message: Message, channel: Channel, tools: Tools) -> Outcome:
    """One attempt. Raises nothing that belongs to the channel: whatever it answers becomes an Outcome."""
    return KINDS[channel.kind].send(message, channel, tools)

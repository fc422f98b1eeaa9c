"""An alert and a channel -> the message, by the channel's kind. Pure: the same input gives the same bytes."""

from __future__ import annotations

from frontwire.channels import mail, slack, sns, webhook
from frontwire.channels.message import Links, Message
from frontwire.models import Alert, Channel


def render(alert: Alert, channel: Channel, *, links: Links, thread: str = "") -> Message:
    """`thread` is the channel's reference of the story's first message, empty when there is none."""
    match channel.kind:
        case "slack":
            return slack.webhook(alert, channel, links)
        case "slack_bot":
            return slack.bot(alert, channel, links, thread)
        case "email":
            return mail.email(alert, channel, links, thread)
        case "sns":
            return sns.notification(alert, channel, links)
        case "webhook":
            return webhook.event(alert, channel, links)

"""SNS: a subject and text for mail and SMS subscribers, attributes for filter policies.

Limits: subject 100 ASCII characters, not beginning with a space; message 256 KiB; ten attributes for raw delivery.
"""

from __future__ import annotations

from frontwire.channels import neutral
from frontwire.channels.answers import aws
from frontwire.channels.brief import Brief, Roll, brief, fitting, rolled
from frontwire.channels.message import Links, Message, Outcome, Tools
from frontwire.models import Alert, Channel

SUBJECT = 100
TEXT = 8000
ATTRIBUTE = 200


def notification(alert: Alert, channel: Channel, links: Links, thread: str = "") -> Message:
    lines = brief(alert, links)
    attributes = {
        "topic": alert.topic,
        "status": alert.status,
        "severity": alert.severity,
        "kind": alert.kind,
        "alert": alert.id,
        "story": alert.story,
    }
    return Message(
        f"{alert.id}/{channel.id}",
        "sns",
        text(lines),
        subject=subject(f"{'Update: ' if lines.update else ''}{lines.headline}"),
        attributes={name: words for name, value in attributes.items() if (words := neutral.plain(value, ATTRIBUTE))},
    )


def subject(words: str) -> str:
    """At most 100 printable ASCII characters; others become "?". What mail programs would decode is broken up."""
    line = neutral.plain(words, SUBJECT).encode("ascii", "replace").decode().replace("=?", "= ?")
    return line.strip()[:SUBJECT] or "frontwire"


def text(lines: Brief) -> str:
    parts = [lines.kicker, lines.headline]
    parts += [lines.changed] if lines.changed else []
    parts += [f"“{words}” - {by}" for words, by in lines.quotes[:1]]
    parts += [f"{report.title} ({report.by})\n{report.url}".rstrip() for report in lines.reports[:3]]
    parts += [lines.standing, lines.story_url]
    return "\n\n".join(fitting((part for part in parts if part), TEXT, _length))


def roll_notification(roll: Roll, channel: Channel, links: Links) -> Message:
    blocks = ["\n".join((entry.headline, *entry.lines[-1:], entry.url)).strip() for entry in roll.entries]
    text = "\n\n".join((roll.title, *rolled(roll, blocks, TEXT - _length(roll.title), _length, str)))
    return Message(roll.id, "sns", text, subject=subject(roll.title), attributes={"kind": roll.kind})


def _length(part: str) -> int:
    return len(part) + len("\n\n")


def send(message: Message, channel: Channel, tools: Tools) -> Outcome:
    attributes = {name: {"DataType": "String", "StringValue": value} for name, value in message.attributes.items()}
    return aws(
        lambda: tools.sns.publish(
            TopicArn=channel.target, Subject=message.subject, Message=message.body, MessageAttributes=attributes
        )
    )

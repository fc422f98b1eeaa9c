"""What SES tells of mails: addresses that do not exist, and people who call it spam. Pure: its JSON in, addresses out.

SES words it in two ways: events of a configuration set (`eventType`) and notifications of an identity (`notificationType`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from frontwire.channels import neutral
from frontwire.channels.answers import decoded

MOST = 50  # recipients of one event; our mails have one


class Refusal(Struct, frozen=True):
    """An address that must get no more mail, and why, in words."""

    address: str
    why: str


def refusals(message: str) -> list[Refusal]:
    """The addresses in one message of SES. A bounce that will pass (a full mailbox) and anything else gives none."""
    event = decoded(message.encode("utf-8", "replace"))
    kind = str(event.get("eventType") or event.get("notificationType") or "")
    if kind == "Bounce":
        bounce = _part(event, "bounce")
        if bounce.get("bounceType") == "Permanent":
            return list(_refused(bounce.get("bouncedRecipients"), "bounced", _said(bounce)))
    if kind == "Complaint":
        complaint = _part(event, "complaint")
        said = neutral.plain(str(complaint.get("complaintFeedbackType") or ""), 60)
        return list(_refused(complaint.get("complainedRecipients"), "complained", said))
    return []


def _refused(recipients: Any, word: str, said: str) -> Iterator[Refusal]:
    for recipient in recipients[:MOST] if isinstance(recipients, list) else ():
        address = str(recipient.get("emailAddress") or "") if isinstance(recipient, dict) else ""
        if address:
            yield Refusal(address, f"{word} ({said})" if said else word)


def _said(bounce: dict[str, Any]) -> str:
    """What the receiving server said, of the first recipient."""
    recipients = bounce.get("bouncedRecipients")
    first = recipients[0] if isinstance(recipients, list) and recipients else {}
    said = first.get("diagnosticCode") if isinstance(first, dict) else ""
    return neutral.plain(str(said or bounce.get("bounceSubType") or ""), 120)


def _part(event: dict[str, Any], name: str) -> dict[str, Any]:
    part = event.get(name)
    return part if isinstance(part, dict) else {}

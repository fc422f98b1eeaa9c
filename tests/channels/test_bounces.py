"""What SES tells of mails: who gets no more."""

from __future__ import annotations

import json

import pytest

from frontwire.channels.bounces import refusals


def bounce(kind: str, *addresses: str, key: str = "eventType") -> str:
    recipients = [{"emailAddress": address, "diagnosticCode": "smtp; 550 5.1.1 no such user"} for address in addresses]
    return json.dumps({key: "Bounce", "bounce": {"bounceType": kind, "bouncedRecipients": recipients}})


def test_an_address_that_does_not_exist() -> None:
    (found,) = refusals(bounce("Permanent", "a@b.example"))
    assert (found.address, found.why) == ("a@b.example", "bounced (smtp; 550 5.1.1 no such user)")
    assert refusals(bounce("Permanent", "a@b.example", key="notificationType")) == [found]


def test_a_full_mailbox_will_pass() -> None:
    assert refusals(bounce("Transient", "a@b.example")) == []


def test_a_complaint() -> None:
    told = {"complainedRecipients": [{"emailAddress": "a@b.example"}], "complaintFeedbackType": "abuse\u202e"}
    (found,) = refusals(json.dumps({"eventType": "Complaint", "complaint": told}))
    assert (found.address, found.why) == ("a@b.example", "complained (abuse)")


@pytest.mark.parametrize(
    "message",
    [
        "",
        "nonsense",
        "[]",
        '{"eventType": "Delivery"}',
        '{"eventType": "Bounce", "bounce": 1}',
        '{"eventType": "Bounce", "bounce": {"bounceType": "Permanent", "bouncedRecipients": {"a": 1}}}',
        '{"eventType": "Bounce", "bounce": {"bounceType": "Permanent", "bouncedRecipients": [1, {"emailAddress": null}]}}',
        '{"eventType": "Complaint", "complaint": {"complainedRecipients": "all"}}',
        "\ud800",
    ],
)
def test_whatever_else_comes_ends_nothing(message: str) -> None:
    assert refusals(message) == []

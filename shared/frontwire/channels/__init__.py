"""Alerts become messages, and messages are sent: `render` is pure, `send` says what came of it.

Importing this reads no boto3 and no network: what sending needs is handed in as `Tools`.
"""

from __future__ import annotations

from frontwire.channels.kinds import render, send
from frontwire.channels.message import Links, Message, Outcome, Tools
from frontwire.channels.rolls import backlog, digest, health, notice, over_budget, trial
from frontwire.channels.subscriptions import Want, wants

__all__ = [
    "Links",
    "Message",
    "Outcome",
    "Tools",
    "Want",
    "backlog",
    "digest",
    "health",
    "notice",
    "over_budget",
    "render",
    "send",
    "trial",
    "wants",
]

"""What rendering gives and sending takes: links, the message, the tools to send it with, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Literal, Protocol

from msgspec import Struct, field

from frontwire.models import ChannelKind, Page

SLACK_API = "https://slack.com/api"
TELEGRAM_API = "https://api.telegram.org"


class Links(Struct, frozen=True):
    """Where messages lead: the dashboard's base URL, and the URL that ends a subscription. Both may be empty."""

    dashboard: str = ""
    unsubscribe: str = ""

    def story(self, story: str) -> str:
        return f"{self.dashboard.rstrip('/')}/stories/{story}" if self.dashboard else ""


class Message(Struct, frozen=True):
    """One rendered message for one channel. `id` is the same whenever the same alert is rendered for the same channel.

    `body` is what is sent: a MIME message without From (email), text (sns), JSON (all others).
    `thread` is the reference of the story's first message. `edit` is a second body, with which that first message is
    brought up to date (slack_bot).
    """

    id: str
    kind: ChannelKind
    body: str
    subject: str = ""
    thread: str = ""
    edit: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


class Outcome(Struct, frozen=True):
    """What came of sending. `note` says it to a person, and what to do; `reference` is the channel's name for the message.

    sent: accepted. retry: surely not accepted, safe to send again, after `retry_after` seconds where the channel says
    so. uncertain: it may have been accepted; sending again may repeat it. dead: it will never be accepted like this.
    """

    state: Literal["sent", "retry", "uncertain", "dead"]
    note: str
    retry_after: float | None = None
    reference: str = ""


class Post(Protocol):
    """An HTTP POST to a checked address. Raises FetchError; its `sent` tells whether the request may have arrived."""

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> Page: ...


class Tools(Struct, frozen=True):
    """What sending needs, given by wiring. `ses` and `sns` are boto3 clients.

    `secret` reads a secret by its name; `sender` is the From address; `mail_set` the SES configuration set that tells of
    bounces and complaints; `clock` gives seconds since 1970.
    """

    post: Post
    secret: Callable[[str], str]
    ses: Any = None
    sns: Any = None
    sender: str = ""
    mail_set: str = ""
    slack_api: str = SLACK_API
    telegram_api: str = TELEGRAM_API
    clock: Callable[[], float] = time.time

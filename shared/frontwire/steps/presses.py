"""Presses of Slack's buttons: believed by Slack's signature, written down, and shown in the message.

Slack waits three seconds for an answer, so what is shown is sent with a short patience; what was said is kept first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from frontwire.channels import Links, slack
from frontwire.channels.answers import JSON
from frontwire.channels.message import Post
from frontwire.channels.slack_buttons import Press, genuine, pressed
from frontwire.errors import ConfigError, FetchError, ParseError
from frontwire.models import Alert, Channel, Feedback, Mute
from frontwire.steps.api import PLAIN, Answer, Asked
from frontwire.store import Store

SECRET_NAME = "slack-signing-secret"  # noqa: S105 - the parameter's name
MOST_BYTES = 500_000


class Presses(Struct, frozen=True):
    """`post` answers within two seconds or gives up; `secret` reads the signing secret below `prefix`."""

    store: Store
    post: Post
    secret: Callable[[str], str]
    prefix: str
    links: Links

    def answer(self, asked: Asked, now: datetime) -> Answer:
        if asked.method != "POST" or len(asked.body) > MOST_BYTES:
            return Answer(405, "Slack posts here.", {**PLAIN, "Allow": "POST"})
        try:
            secret = self.secret(f"{self.prefix}/{SECRET_NAME}")
        except ConfigError as error:
            return Answer(503, "The signing secret is not set up.", PLAIN, note=str(error))
        if not genuine(asked.body, asked.headers, secret, now):
            return Answer(401, "This was not signed by Slack just now.", PLAIN)
        try:
            press = pressed(asked.body, now)
        except ParseError as error:
            return Answer(400, str(error), PLAIN)
        return Answer(200, "", PLAIN, note=self._hear(press) if press else "a page was opened")

    def _hear(self, press: Press) -> str:
        """Write it down, once however often it comes, then show it in the message; returns what was done."""
        alert = self.store.stories.alert(press.alert)
        if alert is None:
            return f"no such alert: {press.alert[:100]}"
        who, channel = press.name or press.user, self.store.channels.get(press.channel)
        if press.verdict == "mute":
            if channel is None:
                return f"no such channel: {press.channel[:100]}"
            self.store.channels.mute(Mute(press.channel, alert.story, who, press.at))
            kept = "muted"
        else:
            said = Feedback(alert.id, alert.story, alert.topic, press.channel, press.verdict, press.user, who, press.at)
            kept = "kept" if self.store.feedback.keep(said) else "known"
        shown = self._show(press, alert, channel or Channel(press.channel, "slack_bot"))
        return f"{kept}: {press.verdict} by {who}; {shown}"

    def _show(self, press: Press, alert: Alert, channel: Channel) -> str:
        """The message with all that was said below it. That it cannot be shown takes nothing back."""
        if not press.response_url:
            return "shown nowhere"
        said = self.store.feedback.of_alert(alert.id)
        muted = self.store.channels.muted(press.channel, alert.story)
        body = slack.judged(alert, channel, self.links, said, muted)
        try:
            page = self.post(press.response_url, body.encode("utf-8"), dict(JSON))
        except FetchError as error:
            return f"not shown: {error.message}"
        return "shown" if page.status < 300 else f"not shown: Slack answered {page.status}"

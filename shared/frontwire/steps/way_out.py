"""The way out of mail: a link that asks, a press that ends it, and what SES tells of addresses that refuse.

Without a login: the token in the link is the proof. A GET changes nothing, because mail scanners open every link; a POST,
by the page's button or by the mail program (RFC 8058), ends the mail, and does so again without harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from frontwire import web
from frontwire.channels import unsubscribe
from frontwire.channels.bounces import refusals
from frontwire.errors import ConfigError
from frontwire.models import Channel
from frontwire.steps.api import FORM, HTML, KEY_NAME, Answer, Asked
from frontwire.store import Store

ENDED = "No more mail goes to this address."
NO_LINK = "This link is not good any more. If mail still comes, answer it: its sender can end it."


class WayOut(Struct, frozen=True):
    store: Store
    secret: Callable[[str], str]
    prefix: str

    def answer(self, asked: Asked, now: datetime) -> Answer:
        channel = self._meant(asked.query)
        if channel is None:
            return Answer(404, web.message_page(NO_LINK, "Nothing was changed"), HTML)
        if not channel.enabled:
            return Answer(200, web.message_page(ENDED, "Done"), HTML)
        if asked.method == "POST":
            ended = self.store.channels.switch_off(channel.target, f"unsubscribed by mail on {now:%-d %b %Y}")
            return Answer(200, web.message_page(ENDED, "Done"), HTML, note=f"ended: {', '.join(ended)}")
        text = "Shall frontwire send no more alerts to the address that this mail came to?"
        return Answer(200, web.ask_page(text, "End these mails", "Yes, end them"), FORM)

    def _meant(self, query: Mapping[str, str]) -> Channel | None:
        """The channel of a genuine link; None for any other, whatever is wrong with it."""
        try:
            key = self.secret(f"{self.prefix}/{KEY_NAME}")
        except ConfigError:
            return None
        channel = self.store.channels.get(query.get("c", "")[:200])
        if channel and channel.kind == "email" and unsubscribe.genuine(channel, query.get("t", ""), key):
            return channel
        return None

    def hear(self, messages: Iterable[str], now: datetime) -> dict[str, Any]:
        """What SES tells (each message is its JSON): refused addresses get no more mail. Returns what was ended."""
        ended = [
            f"{channel}: {refusal.why}"
            for message in messages
            for refusal in refusals(message)
            for channel in self.store.channels.switch_off(refusal.address, f"{refusal.why} on {now:%-d %b %Y}")
        ]
        return {"status": "ended" if ended else "nothing_to_end", "channels": ended}

"""What the function URL answers: the page of stories, JSON and feeds out, for whoever holds the dashboard's key.

Other doors of the same address (Slack's buttons, the way out of mail) stand beside it, each with a proof of its own.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from urllib.parse import unquote

from msgspec import Struct, field

from frontwire import codec, feedback, web
from frontwire.errors import ConfigError
from frontwire.store import Store

COOKIE = "frontwire_key"
KEY_NAME = "dashboard-key"
WEEK = 7 * 24 * 3600
HTML = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": web.CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
FORM = {**HTML, "Content-Security-Policy": web.ASKING_CSP}
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
JSON = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
ATOM = {"Content-Type": "application/atom+xml; charset=utf-8", "Cache-Control": "no-store"}
MOST = 100


class Asked(Struct, frozen=True):
    """A request. `path` as it came, `headers` with lower-case names, `body` raw, as its sender signed it."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


class Answer(Struct, frozen=True):
    """`note` is for the log: what was done, and why."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: HTML)
    note: str = ""


Door = Callable[[Asked, datetime], Answer]
"""Answers what is asked below one first part of the path, and asks for its own proof."""


class Api(Struct, frozen=True):
    """`secret` reads the key below `prefix` by name; `doors` by the first part of the path."""

    store: Store
    secret: Callable[[str], str]
    prefix: str
    dashboard: str = ""
    doors: Mapping[str, Door] = field(default_factory=dict)

    def answer(self, asked: Asked, now: datetime) -> Answer:
        if door := self.doors.get(asked.path.strip("/").partition("/")[0]):
            return door(asked, now)
        if asked.method not in ("GET", "HEAD"):
            return Answer(405, web.message_page("This page can only be read."), {**HTML, "Allow": "GET, HEAD"})
        if refusal := self._refused(asked):
            return refusal
        if "key" in asked.query and asked.path == "/":
            return self._welcome(asked)
        return self._page(asked.path, now)

    def _page(self, path: str, now: datetime) -> Answer:
        kind, _, name = path.strip("/").partition("/")
        match kind, name:
            case "", "":
                judged = feedback.precision(self.store.feedback.latest())
                return Answer(200, web.stories_page(self.store.stories.latest(MOST), now=now, judged=judged))
            case "stories.json", "":
                return Answer(200, web.stories_json(self.store.stories.latest(MOST)), JSON)
            case "alerts.atom", "":
                return Answer(200, web.feed_out(self.store.stories.alerts(MOST), base=self.dashboard, now=now), ATOM)
            case "alerts.json", "":
                return Answer(200, json.dumps(codec.plain(self.store.stories.alerts(MOST)), ensure_ascii=False), JSON)
            case "stories", _ if name:
                return self._story(unquote(name))
        return Answer(404, web.not_found_page())

    def _story(self, name: str) -> Answer:
        story = self.store.stories.get(name)
        if story is None:
            return Answer(404, web.not_found_page())
        numbers = range(1, story.alert_count + 1)
        return Answer(200, web.story_page(story, self.store.stories.alerts_by_id(f"{story.id}-{n}" for n in numbers)))

    def _refused(self, asked: Asked) -> Answer | None:
        """None for whoever shows the key; without a key set up, nobody is let in."""
        try:
            key = self.secret(f"{self.prefix}/{KEY_NAME}")
        except ConfigError as error:
            return Answer(503, web.message_page(f"This page has no key yet. {error}"))
        shown = asked.query.get("key") or _cookie(asked.headers.get("cookie", ""))
        if key and hmac.compare_digest(shown.encode("utf-8", "replace"), key.encode()):
            return None
        return Answer(403, web.message_page("Open this page with its key once: add ?key=... to the address."))

    def _welcome(self, asked: Asked) -> Answer:
        """Keep the key in a cookie and take it out of the address, so that it stays out of histories and logs."""
        secure = "; Secure" if asked.headers.get("x-forwarded-proto") == "https" else ""
        cookie = f"{COOKIE}={asked.query['key']}; Path=/; HttpOnly; SameSite=Lax; Max-Age={WEEK}{secure}"
        return Answer(303, "", {**HTML, "Location": "./", "Set-Cookie": cookie})


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""

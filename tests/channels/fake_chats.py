"""Strict stand-ins for Teams, Discord, Telegram and ntfy: each lists what the real one would refuse or bring to life.

A card for Teams is first held against the published schema of Adaptive Cards. Text is counted in UTF-16 units.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft6Validator

from frontwire.channels.neutral import size

Body = dict[str, Any]
TELEGRAM_TAGS = {"b", "i", "blockquote"}
UNESCAPED = re.compile(r"(?<!\\)(?:[*_~`|\[\]<>#@]|:(?=[\w/]))")
ALIVE = re.compile(r"@\w|#\w|/\w|\$[A-Za-z]|\w[.]\w")
"""What Telegram makes live by itself: names, tags, commands, addresses and bare hosts."""


def _web(url: str) -> Iterator[str]:
    if urlsplit(url).scheme not in ("http", "https") or not url.isascii() or len(url) > 2048:
        yield f"bad url {url!r}"


def _discord(body: Body) -> Iterator[str]:
    if body.keys() != {"embeds", "allowed_mentions"} or body["allowed_mentions"] != {"parse": []}:
        yield "mentions are live"
    (embed,) = body["embeds"]
    total = 0
    for key, most in (("title", 256), ("description", 4096)):
        total += size(embed[key])
        if not 0 < size(embed[key]) <= most:
            yield f"{key} of {size(embed[key])} characters"
        if UNESCAPED.search(embed[key].replace("**", "")):
            yield f"live markdown in {embed[key]!r}"
    if len(embed.get("fields", [])) > 25:
        yield "too many fields"
    for field in embed.get("fields", []):
        total += size(field["name"]) + size(field["value"])
        if (
            not 0 < size(field["name"]) <= 256
            or not 0 < size(field["value"]) <= 1024
            or UNESCAPED.search(field["value"])
        ):
            yield f"bad field {field}"
    total += size(embed.get("footer", {}).get("text", ""))
    if total > 6000:
        yield f"{total} characters"
    if "url" in embed:
        yield from _web(embed["url"])


@cache
def _schema() -> Draft6Validator:
    return Draft6Validator(json.loads(files("adaptive_cards").joinpath("schemas/schema-1.4.json").read_text("utf-8")))


def _teams(body: Body) -> Iterator[str]:
    if len(json.dumps(body, ensure_ascii=False).encode()) > 28_000:
        yield "too large"
    (attachment,) = body["attachments"]
    content = attachment["content"]
    for error in _schema().iter_errors(content):
        yield f"schema: {error.message[:200]}"
    if (content["type"], content["version"]) != ("AdaptiveCard", "1.4"):
        yield "no card"
    for item in content["body"]:
        if item["type"] != "RichTextBlock":
            yield f"{item['type']} reads markdown"
        for run in item["inlines"]:
            if run["type"] != "TextRun" or not run["text"].strip():
                yield f"bad run {run}"
    if not content["body"]:
        yield "empty card"
    for action in content.get("actions", []):
        yield from _web(action["url"])


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text, self.faults = "", []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if tag not in TELEGRAM_TAGS or attrs:
            self.faults.append(f"tag {tag} {attrs}")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"tag {tag} closes nothing")

    def handle_data(self, data):
        self.text += data


def _telegram(body: Body) -> Iterator[str]:
    tags = _Tags()
    tags.feed(body["text"])
    tags.close()
    yield from tags.faults
    if tags.open or not len(tags.text.strip()) > 0 or size(body["text"]) > 4096:
        yield f"text of {len(tags.text)} characters, open tags {tags.open}"
    if found := ALIVE.search(tags.text):
        yield f"live: {tags.text[max(0, found.start() - 20) : found.end() + 20]!r}"
    for row in body.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            yield from _web(button["url"])


def _ntfy(body: Body) -> Iterator[str]:
    if not 0 < len(body["message"].encode()) <= 4096 or size(body["title"]) > 250:
        yield "too long"
    if body["topic"] != "desk" or body["priority"] not in range(1, 6):
        yield f"bad topic or priority {body}"
    if "click" in body:
        yield from _web(body["click"])


def _all(check: Callable[[Body], Iterator[str]]) -> Callable[[Body], list[str]]:
    return lambda body: list(check(body))


CHATS = {"discord": _all(_discord), "teams": _all(_teams), "telegram": _all(_telegram), "ntfy": _all(_ntfy)}

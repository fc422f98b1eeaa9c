"""A strict Slack: refuses a message over any documented limit, with an unknown key or type, or with live markup in it.

`refusals(payload)` lists what Slack would refuse, and what it would wrongly bring to life; empty is good.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

TOP = {"text", "blocks", "unfurl_links", "unfurl_media", "channel", "thread_ts", "ts", "metadata"}
KEYS = {
    "header": {"type", "text"},
    "section": {"type", "text", "fields", "accessory"},
    "context": {"type", "elements"},
    "actions": {"type", "elements"},
    "divider": {"type"},
}
BUTTON_KEYS = {"type", "action_id", "text", "url", "value"}
LIVE = re.compile(r"<[^>]*>")
BARE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;)")


def refusals(payload: dict[str, Any]) -> list[str]:
    return list(_message(payload))


def _message(payload: dict[str, Any]) -> Iterator[str]:
    json.dumps(payload).encode("utf-8")
    yield from (f"unknown key {key}" for key in payload.keys() - TOP)
    text = payload.get("text", "")
    if not text or len(text) > 4000:
        yield f"text of {len(text)} characters"
    yield from _live(text)
    blocks = payload.get("blocks", [])
    if not 0 < len(blocks) <= 50:
        yield f"{len(blocks)} blocks"
    for block in blocks:
        yield from _block(block)


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block.get("type", "")
    if kind not in KEYS:
        yield f"unknown block {kind}"
        return
    yield from (f"unknown key {key} in {kind}" for key in block.keys() - KEYS[kind])
    if kind == "header":
        yield from _text(block["text"], 150, only="plain_text")
    if kind == "section":
        if "text" not in block and "fields" not in block:
            yield "a section without text"
        if "text" in block:
            yield from _text(block["text"], 3000)
        if "fields" in block and not 0 < len(block["fields"]) <= 10:
            yield f"{len(block['fields'])} fields"
        for field in block.get("fields", ()):
            yield from _text(field, 2000)
        if "accessory" in block:
            yield from _actions([block["accessory"]])
    if kind == "context":
        if not 0 < len(block["elements"]) <= 10:
            yield f"{len(block['elements'])} context elements"
        for element in block["elements"]:
            yield from _text(element, 2000)
    if kind == "actions":
        yield from _actions(block["elements"])


def _actions(elements: list[dict[str, Any]]) -> Iterator[str]:
    if not 0 < len(elements) <= 25:
        yield f"{len(elements)} buttons"
    names = [element["action_id"] for element in elements]
    if len(set(names)) != len(names):
        yield "two buttons with one action_id"
    for element in elements:
        if element["type"] != "button" or element.keys() - BUTTON_KEYS:
            yield f"not a button: {element}"
        yield from _text(element["text"], 75, only="plain_text")
        if len(element["action_id"]) > 255 or len(element.get("value", "")) > 2000:
            yield "button value too long"
        if "url" in element:
            yield from _url(element["url"])


def _url(url: str) -> Iterator[str]:
    if len(url) > 3000 or not url.isascii() or any(char in url for char in "|<> \t\r\n\"'"):
        yield f"bad url {url!r}"
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        yield f"not a web address {url!r}"


def _text(text: dict[str, Any], most: int, only: str = "") -> Iterator[str]:
    kind, words = text.get("type", ""), text.get("text", "")
    allowed = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}
    if kind not in allowed or (only and kind != only):
        yield f"text of type {kind}"
        return
    if text.keys() - allowed[kind]:
        yield f"unknown keys {text.keys() - allowed[kind]}"
    if not words or not words.strip() or len(words) > most:
        yield f"{len(words)} characters where {most} may stand: {words[:60]!r}"
    if kind == "mrkdwn":
        yield from _live(words)
        if text.get("verbatim") is not True:
            yield "mrkdwn in which Slack looks for links and names"


def _live(words: str) -> Iterator[str]:
    if LIVE.search(words) or BARE_AMPERSAND.search(words):
        yield f"live markup in {words[:80]!r}"

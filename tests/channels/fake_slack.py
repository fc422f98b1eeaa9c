"""A strict Slack: refuses a message over any known limit, with an unknown key or type, or with live markup in it.

Slack's own models judge each block first; what they let pass (unknown keys, empty texts, the sum of all blocks) is
looked for here. Text is counted in UTF-16 units, the largest count that a receiver may have.

`refusals(payload)` lists what Slack would refuse, and what it would wrongly bring to life; empty is good.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from frontwire.channels.neutral import size

TOP = {"text", "blocks", "unfurl_links", "unfurl_media", "channel", "thread_ts", "ts", "metadata"}
KEYS = {
    "header": {"type", "text"},
    "rich_text": {"type", "elements"},
    "context": {"type", "elements"},
    "actions": {"type", "elements"},
}
BUTTON_KEYS = {"type", "action_id", "text", "url", "value"}
RICH = {"rich_text_section": {"text", "link"}, "rich_text_quote": {"text"}}
STYLES = {"bold", "italic"}
MOST_TOGETHER = 11_000
"""Some 13,000 characters are refused, and 11,341 of text in many blocks were; nobody outside knows how it is counted."""
LIVE = re.compile(r"<[^>]*>")
BARE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;)")


def refusals(payload: dict[str, Any]) -> list[str]:
    return list(_message(payload))


def _message(payload: dict[str, Any]) -> Iterator[str]:
    json.dumps(payload).encode("utf-8")
    yield from (f"unknown key {key}" for key in payload.keys() - TOP)
    text = payload.get("text", "")
    if not text or size(text) > 4000:
        yield f"text of {size(text)} characters"
    yield from _live(text)
    blocks = payload.get("blocks", [])
    if not 0 < len(blocks) <= 50:
        yield f"{len(blocks)} blocks"
    if size(json.dumps(blocks, ensure_ascii=False)) > MOST_TOGETHER:
        yield "msg_blocks_too_long"
    for block in blocks:
        yield from _by_slack_itself(block)
        yield from _block(block)


def _by_slack_itself(block: dict[str, Any]) -> Iterator[str]:
    try:
        model = Block.parse(block)
        if model is None:
            yield f"Slack knows no block {block.get('type')}"
        else:
            model.to_dict()
    except SlackObjectFormationError as error:
        yield f"Slack's model: {error}"


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block.get("type", "")
    if kind not in KEYS:
        yield f"unknown block {kind}"
        return
    yield from (f"unknown key {key} in {kind}" for key in block.keys() - KEYS[kind])
    if kind == "header":
        yield from _text(block["text"], 150)
    if kind == "rich_text":
        for element in block["elements"]:
            yield from _rich(element)
    if kind == "context":
        if not 0 < len(block["elements"]) <= 10:
            yield f"{len(block['elements'])} context elements"
        for element in block["elements"]:
            yield from _text(element, 2000)
    if kind == "actions":
        yield from _actions(block["elements"])


def _rich(element: dict[str, Any]) -> Iterator[str]:
    kind = element.get("type", "")
    if kind not in RICH or element.keys() != {"type", "elements"} or not element["elements"]:
        yield f"bad part of rich text {element}"
        return
    for part in element["elements"]:
        if part.get("type") not in RICH[kind]:
            yield f"live element {part}"
        if part.keys() - {"type", "text", "url", "style"} or not part.get("text"):
            yield f"bad run {part}"
        if not set(part.get("style", {})) <= STYLES:
            yield f"unknown style {part}"
        if part["type"] == "link":
            yield from _url(part["url"])


def _actions(elements: list[dict[str, Any]]) -> Iterator[str]:
    if not 0 < len(elements) <= 25:
        yield f"{len(elements)} buttons"
    names = [element["action_id"] for element in elements]
    if len(set(names)) != len(names):
        yield "two buttons with one action_id"
    for element in elements:
        if element["type"] != "button" or element.keys() - BUTTON_KEYS:
            yield f"not a button: {element}"
        yield from _text(element["text"], 75)
        if len(element["action_id"]) > 255 or len(element.get("value", "")) > 2000:
            yield "button value too long"
        if "url" in element:
            yield from _url(element["url"])


def _url(url: str) -> Iterator[str]:
    if len(url) > 3000 or not url.isascii() or any(char in url for char in "|<> \t\r\n\"'"):
        yield f"bad url {url!r}"
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        yield f"not a web address {url!r}"


def _text(text: dict[str, Any], most: int) -> Iterator[str]:
    kind, words = text.get("type", ""), text.get("text", "")
    if kind != "plain_text":
        yield f"text of type {kind}, in which signs are markup"
        return
    if text.keys() - {"type", "text", "emoji"} or text.get("emoji") is not False:
        yield f"keys {sorted(text)}"
    if not words or not words.strip() or size(words) > most:
        yield f"{size(words)} characters where {most} may stand: {words[:60]!r}"


def _live(words: str) -> Iterator[str]:
    if LIVE.search(words) or BARE_AMPERSAND.search(words):
        yield f"live markup in {words[:80]!r}"

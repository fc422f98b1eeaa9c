"""One walk over a parsed page: its blocks of running text, and the boxes they stand in.

A block is a run of inline text (a paragraph, a heading, a list item). A box is a block-level element. The walk is in
document order, so each box covers a contiguous range of blocks and any question about a box is a sum over a range.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from frontwire.extract import cues

MAX_DEPTH = 256
MAX_NODES = 400_000


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s "
    "samp small span strike strong sub sup time tt u var wbr"
)
SILENT = _names(
    "script style noscript template svg math iframe object embed canvas audio video picture img input "
    "select textarea button head title link meta map area source track progress meter dialog datalist "
    "optgroup option -comment"
)
FURNITURE_TAGS = _names("nav footer aside figcaption form menu")
_FURNITURE_ROLES = _names(
    "navigation complementary contentinfo search banner dialog menu menubar toolbar alert tablist"
)

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Elements whose id is a slug of their words, and those whose class names the data in them.
_SLUGGED = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "span"))
_DATA = frozenset(("tr", "td", "th", "thead", "tbody", "tfoot", "dt", "dd"))


@dataclass(slots=True)
class Box:
    """A block-level element. Blocks `start:end` lie in it; `parent` is the index of its box, -1 for the root."""

    tag: str
    parent: int
    words: str = " "
    start: int = 0
    end: int = 0
    depth: int = 0
    furniture: str = ""
    body: bool = False


@dataclass(slots=True)
class Block:
    """Running text without markup. `links` counts its characters inside links; `box` is the nearest box's index."""

    text: str
    links: int
    box: int
    tag: str


@dataclass(slots=True)
class Tree:
    boxes: list[Box] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@lru_cache(maxsize=4096)
def _judge(names: str) -> tuple[str, str, bool]:
    """The words of class and id names, the furniture they name ("" for none), and whether they name a body."""
    words = cues.words_of(names[:400])
    return words, _furniture(words), cues.BODY_NAMES.search(words) is not None


def _furniture(words: str) -> str:
    if cues.LEAD_NAMES.search(words):
        return ""
    for tier, pattern in cues.FURNITURE.items():
        match = pattern.search(words)
        if match:
            return f"{tier}:{match.group().strip()}"
    return ""


class _Walk:
    def __init__(self) -> None:
        self.tree = Tree()
        self.parts: list[str] = []
        self.links = 0
        self.open: list[int] = []

    def enter(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.flush()
        boxes = self.tree.boxes
        names = _names_of(tag, attributes)
        words, furniture, body = _judge(names) if names else (" ", "", False)
        if tag in FURNITURE_TAGS:
            furniture = f"sure:{tag}"
        elif (attributes.get("role") or "") in _FURNITURE_ROLES:
            furniture = f"sure:role {attributes['role']}"
        elif _hidden(attributes):
            furniture = "strong:hidden"
        prop = attributes.get("itemprop") or ""
        if "articleBody" in prop:
            body, furniture = True, ""
        parent = self.open[-1] if self.open else -1
        box = Box(tag, parent, words, len(self.tree.blocks), 0, len(self.open), furniture, body)
        boxes.append(box)
        self.open.append(len(boxes) - 1)

    def leave(self) -> None:
        self.flush()
        self.tree.boxes[self.open.pop()].end = len(self.tree.blocks)

    def say(self, text: str, linked: bool) -> None:
        self.parts.append(text)
        if linked:
            self.links += len(text)

    def flush(self) -> None:
        if not self.parts:
            return
        text = " ".join("".join(self.parts).split())
        if text and self.open:
            index = self.open[-1]
            self.tree.blocks.append(Block(text, min(self.links, len(text)), index, self.tree.boxes[index].tag))
        self.parts = []
        self.links = 0


def _names_of(tag: str, attributes: dict[str, str | None]) -> str:
    """Class and id names, without those that speak of the words themselves (slugs of headings, names of columns)."""
    if tag in _DATA:
        return ""
    classes = attributes.get("class") or ""
    name = "" if tag in _SLUGGED else attributes.get("id") or ""
    return f"{classes} {name}" if classes and name else classes or name


def _hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style") or ""
    return "display:none" in style.replace(" ", "").lower()


def read(body: Any) -> Tree:
    """The tree of a selectolax body node. Linear in the number of nodes; deeper than MAX_DEPTH is read as flat."""
    walk = _Walk()
    walk.enter("body", {})
    stack: list[tuple[Any, bool, bool]] = []  # (node, opened a box, is a link)
    linked = 0
    breaks = 0
    node = body.first_child
    seen = 0
    while node is not None and seen < MAX_NODES:
        seen += 1
        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if text:
                if breaks and not text.isspace():
                    if breaks > 1:
                        walk.flush()
                    else:
                        walk.parts.append(" ")
                    breaks = 0
                walk.say(text, linked > 0)
        elif tag == "br":
            breaks += 1
        elif tag not in SILENT:
            child = node.first_child
            if child is not None:
                attributes = node.attributes
                boxed = tag not in INLINE
                if not boxed and tag != "a" and attributes:
                    boxed = _hidden(attributes) or _judge(_names_of(tag, attributes))[1].startswith(
                        ("comments", "sure", "strong")
                    )
                if boxed and len(walk.open) < MAX_DEPTH:
                    breaks = 0
                    walk.enter(tag, attributes)
                else:
                    boxed = False
                link = tag == "a"
                linked += link
                stack.append((node, boxed, link))
                node = child
                continue
            if tag not in INLINE:
                walk.flush()
        following = node.next
        while following is None and stack:
            node, boxed, link = stack.pop()
            if boxed:
                walk.leave()
            linked -= link
            following = node.next
        node = following
    while walk.open:
        walk.leave()
    return walk.tree

"""One walk over a parsed page: its blocks of running text, and the boxes they stand in.

A block is a run of inline text (a paragraph, a heading, a list item). A box is a block-level element that holds blocks.
The walk is in document order, so each box covers a contiguous range of blocks and any question about a box is a sum over
a range.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from frontwire.extract.names import Meaning, meaning

# Deeper than this the page is read as flat.
MAX_DEPTH = 256
_SENTENCE = 40


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


HEADINGS = _tags("h1 h2 h3 h4 h5 h6")
_INLINE = _tags(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr"
)
# What holds no block-level elements.
_PHRASES = HEADINGS | {"p"}
# Inline elements whose attributes say nothing about their words.
_BARE = _tags("a abbr br sub sup u wbr")
_SILENT = _tags(
    "script style noscript template svg math iframe object embed canvas audio video picture img input select textarea "
    "button head title link meta map area source track progress meter dialog datalist optgroup option -comment"
)
# A fifth of the elements of a page, and none of its text: not looked into, unless nothing else is found.
_NAVIGATION = _tags("nav menu")
_FURNITURE = _tags("nav footer aside figcaption form menu")
_FURNITURE_ROLES = _tags("navigation complementary contentinfo search banner dialog menu menubar toolbar alert")
# Elements whose id is a slug of their words, and those whose class names the data in them.
_SLUGGED = HEADINGS | _tags("p li span")
_DATA = _tags("tr td th thead tbody tfoot dt dd")
_NAMELESS = Meaning()

_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)

Attributes = dict[str, str | None]


class Box:
    """A block-level element. Blocks `start:end` lie in it; `parent` is the index of its box, -1 for the root.

    `furniture` is "tier:name" where its tag, role or names say that it is furniture, else "".
    """

    __slots__ = ("body", "end", "furniture", "parent", "start", "tag", "words")

    def __init__(self, tag: str, parent: int, start: int) -> None:
        self.tag = tag
        self.parent = parent
        self.start = self.end = start
        self.words = self.furniture = ""
        self.body = False


class Block(NamedTuple):
    """Running text without markup. `links` counts its characters inside links; `box` is the nearest box's index.

    `size` is its length in letters of an alphabet: a Chinese character or a Korean syllable says as much as two.
    """

    text: str
    links: int
    box: int
    tag: str
    size: int


class Tree(NamedTuple):
    boxes: list[Box]
    blocks: list[Block]


class _Open:
    """An element that is open: its box is made with its first block; most never have one."""

    __slots__ = ("box", "inline", "node", "tag")

    def __init__(self, tag: str, node: Any, inline: bool) -> None:
        self.tag = tag
        self.node = node
        self.inline = inline
        self.box = -1


class _Walk:
    """The tree so far, the elements that are open, and the text since the last block.

    The text around an inline element with a box (a tooltip in a paragraph) is one block: its beginning stays in `parts`
    before `start`, where the text of the inner element begins.
    """

    def __init__(self) -> None:
        self.tree = Tree([], [])
        self.open: list[_Open] = [_Open("body", None, inline=False)]
        self.parts: list[str] = []
        self.start = self.links = 0
        self.aside: list[tuple[int, int]] = []

    def is_inline(self, tag: str) -> bool:
        """Elements of a site's own making are inline in a paragraph, which holds no others."""
        return tag in _INLINE or ("-" in tag and self.open[-1].tag in _PHRASES)

    def enter(self, tag: str, node: Any, inline: bool) -> None:
        if inline:
            self.aside.append((self.start, self.links))
            self.start, self.links = len(self.parts), 0
        elif len(self.parts) > self.start:
            self.flush()
        self.open.append(_Open(tag, node, inline))

    def leave(self) -> None:
        if len(self.parts) > self.start:
            self.flush()
        element = self.open.pop()
        if element.inline:
            self.start, self.links = self.aside.pop()
        if element.box >= 0:
            box = self.tree.boxes[element.box]
            box.end = len(self.tree.blocks)
            attributes = element.node.attributes if element.node is not None else None
            if attributes or box.tag in _FURNITURE:
                _name(box, attributes or {})

    def flush(self) -> None:
        text = " ".join("".join(self.parts[self.start :] if self.start else self.parts).split())
        if text:
            element = self.open[-1]
            box = element.box if element.box >= 0 else self.make_boxes()
            size = 2 * len(text) if text[len(text) // 2] > "\u2e80" else len(text)
            self.tree.blocks.append(Block(text, min(self.links, len(text)), box, element.tag, size))
        del self.parts[self.start :]
        self.links = 0

    def make_boxes(self) -> int:
        """Boxes for the open elements that have none, outermost first; the index of the innermost."""
        first = len(self.open)
        while first and self.open[first - 1].box < 0:
            first -= 1
        parent = self.open[first - 1].box if first else -1
        for element in self.open[first:]:
            element.box = len(self.tree.boxes)
            self.tree.boxes.append(Box(element.tag, parent, len(self.tree.blocks)))
            parent = element.box
        return parent


def read(body: Any) -> Tree:
    """The tree of a selectolax body node. Linear in the number of nodes, which `parse` bounds."""
    found = _read(body, _SILENT | _NAVIGATION)
    # A <nav> that is never closed swallows the page.
    return found if any(block.size >= _SENTENCE for block in found.blocks) else _read(body, _SILENT)


def _read(body: Any, silent: frozenset[str]) -> Tree:
    walk = _Walk()
    parts = walk.parts
    stack: list[tuple[Any, bool, bool]] = []  # (node, opened an element of the walk, is a link)
    linked = breaks = 0
    node = body.first_child
    while node is not None:
        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if not text.isspace():
                if breaks > 1:
                    walk.flush()
                elif breaks:
                    parts.append(" ")
                breaks = 0
                if linked:
                    walk.links += len(text)
                parts.append(text)
            elif len(parts) > walk.start:
                parts.append(" ")
        elif tag == "br":
            breaks += 1
        elif tag not in silent:
            child = node.first_child
            if child is not None:
                inline = tag in _INLINE or ("-" in tag and walk.is_inline(tag))
                boxed = len(walk.open) < MAX_DEPTH and (not inline or (tag not in _BARE and _is_told_apart(tag, node)))
                if boxed:
                    breaks = 0
                    walk.enter(tag, node, inline)
                link = tag == "a"
                linked += link
                stack.append((node, boxed, link))
                node = child
                continue
            if len(parts) > walk.start and tag not in _INLINE:
                walk.flush()
        node = node.next
        while node is None and stack:
            node, boxed, link = stack.pop()
            if boxed:
                walk.leave()
            linked -= link
            node = node.next
    while walk.open:
        walk.leave()
    return walk.tree


def _is_told_apart(tag: str, node: Any) -> bool:
    """Whether an inline element is hidden or surely furniture (a caption in a span)."""
    attributes = node.attributes
    if not attributes:
        return False
    return _is_hidden(attributes) or meaning(_names(tag, attributes)).furniture[:2] in {"co", "su", "st"}


def _name(box: Box, attributes: Attributes) -> None:
    """What the attributes of an element say about its box."""
    names = _names(box.tag, attributes)
    box.words, box.furniture, box.body = meaning(names) if names else _NAMELESS
    if box.tag in _FURNITURE:
        box.furniture = f"sure:{box.tag}"
    elif (attributes.get("role") or "") in _FURNITURE_ROLES:
        box.furniture = f"sure:role {attributes['role']}"
    elif _is_hidden(attributes) and not (box.tag == "p" and "aria-hidden" in attributes):
        # A paragraph that is kept from screen readers alone stands behind a soft wall, and is text.
        box.furniture = "strong:hidden"
    if "articleBody" in (attributes.get("itemprop") or ""):
        box.body, box.furniture = True, ""


def _names(tag: str, attributes: Attributes) -> str:
    """Class and id names, without those that speak of the words themselves (slugs of headings, names of columns)."""
    if tag in _DATA:
        return ""
    classes = attributes.get("class") or ""
    name = "" if tag in _SLUGGED else attributes.get("id") or ""
    return f"{classes} {name}" if classes and name else classes or name


def _is_hidden(attributes: Attributes) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN.search(style) is not None

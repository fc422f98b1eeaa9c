"""One walk over a parsed page: its blocks of running text, and the boxes they stand in.

A block is a run of inline text (a paragraph, a heading, a list item). A box is a block-level element that holds blocks.
The walk is in document order, so each box covers a contiguous range of blocks and any question about a box is a sum over
a range.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from frontwire.extract.names import Meaning, meaning

# Deeper than this the page is read as flat; after so many nodes the rest is left out.
MAX_DEPTH = 256
MAX_NODES = 400_000


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


HEADINGS = _tags("h1 h2 h3 h4 h5 h6")
_INLINE = _tags(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr"
)
_SILENT = _tags(
    "script style noscript template svg math iframe object embed canvas audio video picture img input select textarea "
    "button head title link meta map area source track progress meter dialog datalist optgroup option -comment"
)
_FURNITURE = _tags("nav footer aside figcaption form menu")
_FURNITURE_ROLES = _tags("navigation complementary contentinfo search banner dialog menu menubar toolbar alert")
# Elements whose id is a slug of their words, and those whose class names the data in them.
_SLUGGED = HEADINGS | _tags("p li span")
_DATA = _tags("tr td th thead tbody tfoot dt dd")
_NAMELESS = Meaning()

Attributes = dict[str, str | None]


class Box:
    """A block-level element. Blocks `start:end` lie in it; `parent` is the index of its box, -1 for the root.

    `furniture` is "tier:name" where its tag, role or names say that it is furniture, else "".
    """

    __slots__ = ("body", "end", "furniture", "parent", "start", "subhead", "tag", "words")

    def __init__(self, tag: str, parent: int, start: int) -> None:
        self.tag = tag
        self.parent = parent
        self.start = self.end = start
        self.words = self.furniture = ""
        self.body = self.subhead = False


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


class _Walk:
    """The tree so far, the boxes that are open with their attributes, and the text since the last block."""

    def __init__(self) -> None:
        self.tree = Tree([], [])
        self.open: list[tuple[int, Attributes]] = []
        self.parts: list[str] = []
        self.links = 0

    def enter(self, tag: str, attributes: Attributes) -> None:
        if self.parts:
            self.flush()
        boxes = self.tree.boxes
        parent = self.open[-1][0] if self.open else -1
        self.open.append((len(boxes), attributes))
        boxes.append(Box(tag, parent, len(self.tree.blocks)))

    def leave(self) -> None:
        """Close the innermost box; one without blocks is forgotten, and so are its names."""
        if self.parts:
            self.flush()
        index, attributes = self.open.pop()
        box = self.tree.boxes[index]
        box.end = len(self.tree.blocks)
        if box.start == box.end:
            self.tree.boxes.pop()
        elif attributes or box.tag in _FURNITURE:
            _name(box, attributes)

    def flush(self) -> None:
        text = " ".join("".join(self.parts).split())
        if text and self.open:
            index = self.open[-1][0]
            size = 2 * len(text) if text[len(text) // 2] > "\u2e80" else len(text)
            self.tree.blocks.append(Block(text, min(self.links, len(text)), index, self.tree.boxes[index].tag, size))
        self.parts = []
        self.links = 0


def read(body: Any) -> Tree:
    """The tree of a selectolax body node. Linear in the number of nodes."""
    walk = _Walk()
    walk.enter("body", {})
    stack: list[tuple[Any, bool, bool]] = []  # (node, opened a box, is a link)
    linked = breaks = seen = 0
    node = body.first_child
    while node is not None and seen < MAX_NODES:
        seen += 1
        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if breaks and not text.isspace():
                if breaks > 1:
                    walk.flush()
                breaks = 0
                walk.parts.append(" ")
            walk.parts.append(text)
            if linked:
                walk.links += len(text)
        elif tag == "br":
            breaks += 1
        elif tag not in _SILENT:
            child = node.first_child
            if child is not None:
                attributes = node.attributes
                boxed = len(walk.open) < MAX_DEPTH and _is_boxed(tag, attributes)
                if boxed:
                    breaks = 0
                    walk.enter(tag, attributes)
                linked += tag == "a"
                stack.append((node, boxed, tag == "a"))
                node = child
                continue
            if tag not in _INLINE and walk.parts:
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


def _is_boxed(tag: str, attributes: Attributes) -> bool:
    """Block-level elements, and the inline ones that are hidden or surely furniture (a caption in a span)."""
    if tag not in _INLINE:
        return True
    if tag == "a" or not attributes:
        return False
    return _is_hidden(attributes) or meaning(_names(tag, attributes)).furniture[:2] in {"co", "su", "st"}


def _name(box: Box, attributes: Attributes) -> None:
    """What the attributes of an element say about its box."""
    names = _names(box.tag, attributes)
    box.words, box.furniture, box.body, box.subhead = meaning(names) if names else _NAMELESS
    if box.tag in _FURNITURE:
        box.furniture = f"sure:{box.tag}"
    elif (attributes.get("role") or "") in _FURNITURE_ROLES:
        box.furniture = f"sure:role {attributes['role']}"
    elif box.tag != "p" and _is_hidden(attributes):
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
    return style is not None and "display:none" in style.replace(" ", "").lower()

"""The article's own words: the blocks of its container, without furniture, links, and what stands at its ends."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from frontwire.extract import container, cues, leads
from frontwire.extract.container import Container, group_of
from frontwire.extract.furniture import furniture_of
from frontwire.extract.leads import LISTED, Lead, is_ended
from frontwire.extract.tree import HEADINGS, Block, Tree

# What share of the text a list of links is at most, where it is none of it.
_LISTS = 0.2
# A last paragraph so long belongs to the text without a full stop too.
_PARAGRAPH = 60
# How many closing lines an article may have.
_LAST_LINES = 4
_NO_LEAD = Lead()


class Body(NamedTuple):
    """The blocks kept, and for each block of the page why it was dropped ("" when kept)."""

    blocks: list[Block]
    fates: list[str]
    container: Container | None

    @property
    def text(self) -> str:
        return "\n\n".join(block.text for block in self.blocks)


def choose(tree: Tree, title: str = "", lead: Lead = _NO_LEAD, *, whole: bool = False) -> Body:
    """The body of a page. `lead` is what the page calls its summary: it is part of the text where it is shown above it.

    `whole` takes the tree as the container, where that is known already.
    """
    body = Body([], [], None)
    # Where names alone leave nothing of the page, they are not believed.
    for inside in (furniture_of(tree), [""] * len(tree.blocks)):
        if tree.blocks and not body.blocks:
            body = _chosen(tree, inside, title, lead, whole)
    return body


def _chosen(tree: Tree, inside: list[str], title: str, lead: Lead, whole: bool) -> Body:
    chosen = Container(0, []) if whole else container.find(tree, inside)
    fates = _fates(tree, chosen.box, inside, title)
    text = "\n".join(block.text for index, block in enumerate(tree.blocks) if not fates[index])
    for index in leads.above(tree, tree.boxes[chosen.box].start, inside, title, lead):
        if (lead.believed and leads.says(tree.blocks[index], lead.words)) or tree.blocks[index].text not in text:
            fates[index] = ""
    return Body([block for index, block in enumerate(tree.blocks) if not fates[index]], fates, chosen)


def _fates(tree: Tree, best: int, inside: list[str], title: str) -> list[str]:
    box = tree.boxes[best]
    fates = ["outside"] * len(tree.blocks)
    for index in range(box.start, box.end):
        fates[index] = _fate(tree.blocks[index], inside[index], title)
    _judge_lists(tree, best, fates)
    for index in _beside(tree, best, fates):
        fates[index] = "beside"
    kept = [index for index in range(box.start, box.end) if not fates[index]]
    for index in _after_end(tree, kept):
        fates[index] = "after the end"
    kept = [index for index in kept if not fates[index]]
    for index in _loose_ends(tree, kept):
        fates[index] = "loose end"
    for index in [index for index in kept if not fates[index]][: -_LAST_LINES - 1 : -1]:
        if not cues.is_closing(tree.blocks[index].text):
            break
        fates[index] = "closing line"
    return fates


def _judge_lists(tree: Tree, best: int, fates: list[str]) -> None:
    """A list of links alone is no text, unless much of the text is such lists; a link among other items is."""
    lists: dict[int, list[int]] = {}
    whole = 0
    for index in range(tree.boxes[best].start, tree.boxes[best].end):
        block = tree.blocks[index]
        whole += 0 if fates[index] else len(block.text)
        if block.tag == "li":
            lists.setdefault(tree.boxes[block.box].parent, []).append(index)
    for items in lists.values():
        if all(_is_linked(tree.blocks[index]) for index in items):
            size = sum(len(tree.blocks[index].text) for index in items)
            links = sum(tree.blocks[index].links for index in items)
            if len(items) > 1 and 2 * links > size and size < _LISTS * whole:
                for index in items:
                    fates[index] = fates[index] or "links"
        elif 2 * sum(not fates[index] for index in items) > len(items):
            for index in items:
                fates[index] = "" if fates[index] == "links" else fates[index]


def _beside(tree: Tree, best: int, fates: list[str]) -> list[int]:
    """The boxes, or the runs of links, that stand under a line like "Related stories"."""
    found: list[int] = []
    whole = tree.boxes[best]
    index = whole.start
    while index < whole.end:
        block = tree.blocks[index]
        following = index + 1
        if not fates[index] and cues.heads_links(block.text):
            group = tree.boxes[group_of(tree, block)]
            if group.end - group.start < min(40, (whole.end - whole.start) / 3):
                following = group.end
            else:
                while following < whole.end and _is_linked(tree.blocks[following]):
                    following += 1
            found.extend(place for place in range(index, following) if not fates[place])
        index = following
    return found


def _is_linked(block: Block) -> bool:
    return block.links > 0.3 * len(block.text)


def _after_end(tree: Tree, kept: list[int]) -> list[int]:
    """What follows a line that ends the article ("3 comments"), if most of the text stands before it."""
    lengths = [0, *accumulate(len(tree.blocks[index].text) for index in kept)]
    for place, index in enumerate(kept):
        if lengths[place] > max(300, 0.2 * lengths[-1]) and cues.ends_article(tree.blocks[index].text):
            return kept[place:]
    return []


def _loose_ends(tree: Tree, kept: list[int]) -> list[int]:
    """Short lines before the first and after the last real paragraph: dates, names, labels, headings of nothing."""
    firm = [place for place, index in enumerate(kept) if _is_firm(tree.blocks[index])]
    if not firm:
        return []
    first = next((place for place in firm if not _is_byline(tree.blocks[kept[place]])), firm[0])
    loose = [index for index in kept[:first] if tree.blocks[index].tag not in HEADINGS] + kept[firm[-1] + 1 :]
    whole = sum(len(tree.blocks[index].text) for index in kept)
    return loose if sum(len(tree.blocks[index].text) for index in loose) < 0.2 * whole else []


def _is_firm(block: Block) -> bool:
    text = block.text
    if block.tag in HEADINGS:
        return False
    if block.tag == "p" and block.size >= _PARAGRAPH and 4 * block.links < len(text):
        return True
    return block.size >= 80 or (block.size >= 20 and is_ended(text)) or block.tag in LISTED


def _is_byline(block: Block) -> bool:
    """A line with links that is no sentence: who wrote it, where it is filed."""
    return 4 * block.links > len(block.text) and not is_ended(block.text) and block.tag not in LISTED


def _fate(block: Block, furniture: str, title: str) -> str:
    text = block.text
    if furniture:
        return furniture
    if block.tag == "h1" or (title and text == title):
        return "title"
    if cues.is_furniture(text):
        return "furniture line"
    if cues.is_wall(text):
        return "wall"
    return "links" if _is_mere_link(block) else ""


def _is_mere_link(block: Block) -> bool:
    """A block that is little more than a link to elsewhere. Short headings that link to what they head are not."""
    length = len(block.text)
    if block.tag in HEADINGS:
        return block.links > 0.9 * length and (length >= 50 or block.tag > "h3")
    if block.tag == "p":
        return block.links > (0.9 if length < 200 else 0.7) * length
    return block.links > 0.7 * length

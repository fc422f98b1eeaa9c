"""The lead of an article, where the body begins below it: what the page calls its summary, and sentences under the title."""

from __future__ import annotations

from typing import NamedTuple

from frontwire.extract import cues
from frontwire.extract.tree import HEADINGS, Block, Tree

LISTED = frozenset(("li", "td", "th", "dd", "dt", "pre", "blockquote"))
_SENTENCE_END = frozenset(".!?…。！？\"”»’'):;）」』】")
# How many blocks before the body its lead is looked for, and how near a heading stands that is taken for the title where
# no block is; how long a lead is at least, and one without a full stop.
_REACH, _HEADING_REACH, _LEAST, _OPEN_LEAST = 60, 12, 60, 100
# How outlets call the second line of a title: no part of the text.
_SECOND_TITLE = frozenset(("dek", "strapline", "subline"))


class Lead(NamedTuple):
    """The summary that a page states. `believed`: it is the lead wherever it is shown; else only where a lead would stand."""

    words: str = ""
    believed: bool = False


def above(tree: Tree, start: int, inside: list[str], title: str, lead: Lead) -> list[int]:
    """The blocks before the body, which begins at `start`, that belong to the text."""
    before = range(max(0, start - _REACH), start)
    titles = [index for index in before if tree.blocks[index].tag == "h1" or tree.blocks[index].text == title]
    headings = [
        index for index in before[-_HEADING_REACH:] if tree.blocks[index].tag in {"h2", "h3"} and not inside[index]
    ]
    under = titles[-1] if titles else headings[0] if headings else start
    found: list[int] = []
    for index in before:
        block, furniture = tree.blocks[index], inside[index]
        stated = says(block, lead.words)
        sentence = (
            index > under and _is_sentence(block) and (not furniture or (stated and furniture.startswith("weak")))
        )
        shown = stated and lead.believed and "caption" not in furniture
        if (sentence or shown) and not _is_second_title(tree, block):
            found.append(index)
    return found


def says(block: Block, words: str) -> bool:
    """Whether a block is the stated summary."""
    return len(words) >= 40 and block.text[:40] == words[:40] and len(block.text) < 2 * len(words) + 40


def is_ended(text: str) -> bool:
    """Whether a text ends as sentences do: with a full stop, a bracket, a quotation mark, a smiley."""
    return text[-1] in _SENTENCE_END or (text[-1] > "\u2190" and not text[-1].isalnum())


def _is_second_title(tree: Tree, block: Block) -> bool:
    box = tree.boxes[block.box]
    words = f"{box.words} {tree.boxes[box.parent].words}" if box.parent >= 0 else box.words
    return not _SECOND_TITLE.isdisjoint(words.split())


def _is_sentence(block: Block) -> bool:
    """Whether a line above the body is a lead: a sentence, or a paragraph or heading as long as one."""
    if block.tag in LISTED:
        return False
    ended = block.size >= _LEAST and is_ended(block.text)
    long = block.size >= _OPEN_LEAST and (block.tag == "p" or block.tag in HEADINGS)
    return (ended or long) and 4 * block.links < len(block.text) and not cues.is_furniture(block.text)

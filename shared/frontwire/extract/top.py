"""The lines around the title of an article: where its byline and its dates stand."""

from __future__ import annotations

from frontwire.extract.tree import HEADINGS, Tree

# A line this long is a paragraph of the text; so many of them may pass before the top of the article ends.
_PARAGRAPH, _PARAGRAPHS = 140, 2
# How many lines are looked at above the title, below it at least and at most, and before a text without a title.
_ABOVE, _LEAST, _MOST, _UNTITLED = 6, 6, 40, 8


def lines(tree: Tree, title: str, body_start: int) -> list[int]:
    """The blocks around the title, those below it first, each way the nearest first."""
    at = _title(tree, title, body_start)
    below: list[int] = []
    paragraphs = 0
    for index in range(max(at, 0), min(max(at, 0) + _MOST, len(tree.blocks))):
        block = tree.blocks[index]
        paragraphs += len(block.text) >= _PARAGRAPH and 2 * block.links < len(block.text) and index != at
        below.append(index)
        if paragraphs >= _PARAGRAPHS and len(below) >= _LEAST:
            break
    return below + list(range(at - 1, max(at - _ABOVE, 0) - 1, -1))


def _title(tree: Tree, title: str, body_start: int) -> int:
    """The block of the title: the heading that reads so, else the last h1 before the text, else a little before it."""
    wanted = title.casefold()
    headings = [index for index, block in enumerate(tree.blocks) if block.tag in HEADINGS]
    same = [index for index in headings if tree.blocks[index].text.casefold() == wanted]
    if same:
        return min(same, key=lambda index: (tree.blocks[index].tag != "h1", abs(index - body_start)))
    first = [index for index in headings if tree.blocks[index].tag == "h1"]
    return max(
        (index for index in first if index <= body_start + 3), default=first[0] if first else body_start - _UNTITLED
    )

"""Which box of the page holds the article, and which of its blocks are the article's own words.

Each block weighs what it tells: running text counts for its length, link lists and furniture against it. The body is the
box whose blocks weigh most together, so a body split over sibling boxes pulls the choice up to their common parent, and
a list of teasers beside it pushes the choice down.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from frontwire.extract import cues
from frontwire.extract.tree import Block, Tree

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LARGE_SHARE = 0.4


@dataclass(slots=True)
class Choice:
    """The chosen box, the blocks kept, and for each block of the page why it was dropped ("" when kept)."""

    box: int
    kept: list[Block]
    fates: list[str]
    scores: list[tuple[int, float]]


def choose(tree: Tree, title: str = "") -> Choice:
    if not tree.blocks:
        return Choice(0, [], [], [])
    inside = furniture_of(tree)
    weights = [_weight(block, inside[index]) for index, block in enumerate(tree.blocks)]
    sums = [0.0, *accumulate(weights)]
    scores = [(index, _score(tree, index, sums)) for index in range(len(tree.boxes))]
    best = max(scores, key=lambda scored: (scored[1], scored[0]))[0]
    kept, fates = _keep(tree, best, inside, title)
    return Choice(best, kept, fates, sorted(scores, key=lambda scored: -scored[1])[:5])


def furniture_of(tree: Tree) -> list[str]:
    """For each block, the name of the furniture it stands in, "" when it stands in none."""
    prose = [0, *accumulate(len(block.text) if _is_prose(block) else 0 for block in tree.blocks)]
    large = LARGE_SHARE * prose[-1]
    names: list[str] = []
    for box in tree.boxes:
        name = names[box.parent] if box.parent >= 0 else ""
        if not name and box.furniture and prose[box.end] - prose[box.start] <= large:
            name = f"{box.tag}.{box.words.strip()}"
        names.append(name)
    return [names[block.box] for block in tree.blocks]


def _is_prose(block: Block) -> bool:
    return len(block.text) >= 40 and block.links * 2 < len(block.text)


def _weight(block: Block, furniture: str) -> float:
    length = len(block.text)
    if furniture:
        return -5.0
    density = block.links / length
    if density > 0.5:
        return -min(length, 60) * 0.5
    if length < 30:
        return 0.0 if block.tag in HEADINGS else -2.0
    return min(length, 1000) * (1 - 1.5 * density)


def _score(tree: Tree, index: int, sums: list[float]) -> float:
    box = tree.boxes[index]
    score = sums[box.end] - sums[box.start]
    return score * 1.15 if box.body and score > 0 else score


def _keep(tree: Tree, best: int, inside: list[str], title: str) -> tuple[list[Block], list[str]]:
    box = tree.boxes[best]
    fates = ["outside"] * len(tree.blocks)
    kept: list[Block] = []
    for index in range(box.start, box.end):
        fate = fates[index] = _fate(tree.blocks[index], inside[index], title)
        if not fate:
            kept.append(tree.blocks[index])
    while kept and kept[-1].tag in HEADINGS:
        kept.pop()
    return kept, fates


def _fate(block: Block, furniture: str, title: str) -> str:
    text = block.text
    if furniture:
        return furniture
    if block.tag == "h1" or (title and text == title):
        return "title"
    if len(text) < 100 and cues.LINE.fullmatch(text):
        return "furniture line"
    if len(text) < 300 and cues.LEAD.match(text):
        return "furniture lead"
    if block.links > 0.7 * len(text) and len(text) < 200:
        return "links"
    return ""

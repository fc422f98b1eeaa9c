"""Which blocks of a page are furniture: the names of the boxes they stand in, believed as far as they can be.

Sites name layout with the same words as furniture ("content-with-sidebar", "elementor-widget"), so no name is believed
blindly: a name that covers much of the page's prose means something else on this site.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

from frontwire.extract.tree import Block, Tree

# How much of the page's prose a furniture name may cover, by the strength of the name, and still be believed.
_LARGEST = {"comments": 0.97, "sure": 0.75, "strong": 0.4, "weak": 0.2}
_REPEATED = 3


def furniture_of(tree: Tree) -> list[str]:
    """For each block, the name of the furniture it stands in, "" when it stands in none.

    A name that covers much of the page's prose is a layout word of this site ("widget", "has-sidebar"), not furniture.
    The sure names are judged first, and the doubtful ones by the prose that those leave.
    """
    said = Counter(block.text for block in tree.blocks)
    prose = [len(block.text) if is_prose(block) and (said[block.text] < _REPEATED) else 0 for block in tree.blocks]
    names = [""] * len(tree.boxes)
    wrappers = _wrappers(tree, prose)
    for tier, largest in _LARGEST.items():
        _name_furniture(tree, names, prose, tier, largest, wrappers)
        prose = [0 if names[block.box] else chars for block, chars in zip(tree.blocks, prose, strict=True)]
    return [
        names[block.box] or ("repeated" if said[block.text] >= _REPEATED and len(block.text) > 60 else "")
        for block in tree.blocks
    ]


def _wrappers(tree: Tree, prose: list[int]) -> set[int]:
    """The boxes that hold the page's title or a body among other things: "content-with-sidebar" is no sidebar."""
    sums = [0, *accumulate(prose)]
    titles = [0, *accumulate(block.tag == "h1" for block in tree.blocks)]
    heaviest = [0] * len(tree.boxes)
    found: set[int] = set()
    for index in range(len(tree.boxes) - 1, -1, -1):
        box = tree.boxes[index]
        chars = sums[box.end] - sums[box.start]
        titled = titles[box.end] > titles[box.start] and chars >= 0.25 * sums[-1]
        if (
            box.tag == "main"
            or (box.tag == "article" and chars >= 0.25 * sums[-1])
            or titled
            or (heaviest[index] >= 0.4 * chars and heaviest[index] >= 300 and not box.furniture.startswith("comments"))
        ):
            found.add(index)
        if box.parent >= 0:
            own = chars if box.body and not box.furniture else 0
            heaviest[box.parent] = max(heaviest[box.parent], heaviest[index], own)
    return found


def _name_furniture(
    tree: Tree, names: list[str], prose: list[int], tier: str, largest: float, wrappers: set[int]
) -> None:
    """Add to `names` the boxes that names of this tier cover, but for those names that cover too much prose."""
    sums = [0, *accumulate(prose)]
    covered: dict[str, int] = {}
    until: dict[str, int] = {}
    limit = largest * sums[-1]
    for index, box in enumerate(tree.boxes):
        name = box.furniture
        chars = sums[box.end] - sums[box.start]
        if name.startswith(tier) and index not in wrappers and box.start >= until.get(name, 0) and chars <= limit:
            covered[name] = covered.get(name, 0) + chars
            until[name] = box.end
    believed = {name for name, chars in covered.items() if chars <= limit}
    for index, box in enumerate(tree.boxes):
        if not names[index]:
            above = names[box.parent] if box.parent >= 0 else ""
            fits = box.furniture in believed and index not in wrappers and sums[box.end] - sums[box.start] <= limit
            names[index] = above or (box.furniture if fits else "")


def is_prose(block: Block) -> bool:
    """Running text: long enough for a sentence, and mostly not links."""
    return len(block.text) >= 40 and block.links * 2 < len(block.text)

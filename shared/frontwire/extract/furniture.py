"""Which blocks of a page are furniture: the names of the boxes they stand in, believed as far as they can be.

Sites name layout with the same words as furniture ("content-with-sidebar", "elementor-widget"), so no name is believed
blindly: a name that covers much of the page's prose means something else on this site.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

from frontwire.extract.names import TIERS
from frontwire.extract.tree import Block, Box, Tree

# How much of the page's prose a furniture name may cover, by the strength of the name, and still be believed.
_LARGEST = {"comments": 0.97, "sure": 0.7, "strong": 0.4, "weak": 0.2}
# A line that is said so often, and is long enough to be more than a label, is furniture.
_REPEATED, _TELLING = 3, 60
# How many of a page's first headings may be its title: the site's name may stand before it, dialogs come after it.
_TITLES = 2
_NEVER_WRAPS = frozenset(("footer", "nav", "figcaption", "menu"))


def furniture_of(tree: Tree) -> list[str]:
    """For each block, the name of the furniture it stands in, "" when it stands in none.

    The sure names are judged first, and the doubtful ones by the prose that those leave.
    """
    inside = _repeated(tree)
    prose = [
        block.size if is_prose(block) and not furniture else 0
        for block, furniture in zip(tree.blocks, inside, strict=True)
    ]
    wrappers = _wrappers(tree, prose)
    named: dict[str, list[Box]] = {tier: [] for tier in TIERS}
    for index, box in enumerate(tree.boxes):
        if box.furniture and index not in wrappers:
            named[box.furniture.partition(":")[0]].append(box)
    for tier in TIERS:
        for box in _believed(named[tier], prose, _LARGEST[tier]):
            for index in range(box.start, box.end):
                inside[index] = inside[index] or box.furniture
                prose[index] = 0
    return inside


def _repeated(tree: Tree) -> list[str]:
    """ "repeated" for each block that is said again and again, unless the page says little else."""
    said = Counter(block.text for block in tree.blocks)
    again = {text for text, times in said.items() if times >= _REPEATED and len(text) > _TELLING}
    if 2 * sum(map(len, again)) > sum(map(len, said)):
        again = set()
    return ["repeated" if block.text in again else "" for block in tree.blocks]


def _believed(boxes: list[Box], prose: list[int], largest: float) -> list[Box]:
    """The outermost boxes whose names do not cover too much of the prose, alone or all together."""
    if not boxes:
        return []
    sums = [0, *accumulate(prose)]
    limit = largest * sums[-1]
    fitting = [box for box in boxes if sums[box.end] - sums[box.start] <= limit]
    covered: dict[str, int] = {}
    until: dict[str, int] = {}
    for box in fitting:
        if box.start >= until.get(box.furniture, 0):
            covered[box.furniture] = covered.get(box.furniture, 0) + sums[box.end] - sums[box.start]
            until[box.furniture] = box.end
    outermost: list[Box] = []
    for box in fitting:
        if covered[box.furniture] <= limit and not (outermost and box.start < outermost[-1].end):
            outermost.append(box)
    return outermost


def _wrappers(tree: Tree, prose: list[int]) -> set[int]:
    """The boxes that hold the page's title or a body among other things: "content-with-sidebar" is no sidebar."""
    sums = [0, *accumulate(prose)]
    titles = [index for index, block in enumerate(tree.blocks) if block.tag == "h1"][:_TITLES]
    heaviest = _heaviest_bodies(tree, sums)
    found: set[int] = set()
    for index, box in enumerate(tree.boxes):
        if box.furniture:
            chars = sums[box.end] - sums[box.start]
            titled = any(box.start <= title < box.end for title in titles)
            if _wraps(box, chars, sums[-1], titled, heaviest.get(index, 0)):
                found.add(index)
    return found


def _heaviest_bodies(tree: Tree, sums: list[int]) -> dict[int, int]:
    """For each box that holds boxes named as bodies, the prose of the largest of them."""
    heaviest: dict[int, int] = {}
    for box in tree.boxes:
        if box.body and not box.furniture:
            chars = sums[box.end] - sums[box.start]
            above = box.parent
            while above >= 0 and heaviest.get(above, -1) < chars:
                heaviest[above] = chars
                above = tree.boxes[above].parent
    return heaviest


def _wraps(box: Box, chars: int, whole: int, titled: bool, heaviest: int) -> bool:
    """`chars` of the page's `whole` prose lie in the box, `heaviest` of them in the largest body within it."""
    if box.tag in _NEVER_WRAPS:
        return False
    if box.tag == "main" or (titled and box.furniture.startswith("weak")):
        return True
    if (titled or box.tag == "article") and chars >= 0.25 * whole:
        return True
    named = not box.furniture.startswith("comments") and box.furniture != f"sure:{box.tag}"
    return named and heaviest >= max(300, 0.4 * chars)


def is_prose(block: Block) -> bool:
    """Running text: long enough for a sentence, and mostly not links."""
    return block.size >= 40 and block.links * 2 < len(block.text)

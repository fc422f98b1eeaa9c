"""Which box of the page holds the article, and which of its blocks are the article's own words.

Each block weighs what it tells: running text counts for its length, link lists and furniture against it. The body is the
box whose blocks weigh most together, so a body split over sibling boxes pulls the choice up to their common parent, and
a list of teasers beside it pushes the choice down.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from frontwire.extract import cues
from frontwire.extract.tree import Block, Tree

_SENTENCE_END = frozenset(".!?…。！？\"”»’'):;")
_LISTED = frozenset(("li", "td", "th", "dd", "dt", "pre", "blockquote"))
_NEARLY_ALL = 0.85
_ALONE = 0.05
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# How much of the page's prose a furniture name may cover, by the strength of the name, and still be believed.
_LARGEST = {"comments": 0.97, "sure": 0.75, "strong": 0.4, "weak": 0.2}


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
    weights = _weights(tree, inside)
    sums = [0.0, *accumulate(weights)]
    scores = [(index, _score(tree, index, sums)) for index in range(len(tree.boxes))]
    widest = max(scores, key=lambda scored: (scored[1], scored[0]))[0]
    best = _narrowed(tree, widest, [0.0, *accumulate(max(weight, 0.0) for weight in weights)])
    kept, fates = _keep(tree, best, inside, title)
    return Choice(best, kept, fates, sorted(scores, key=lambda scored: -scored[1])[:5])


def _narrowed(tree: Tree, widest: int, prose: list[float]) -> int:
    """The innermost box that still holds nearly all the prose of `widest`."""
    best = widest
    for index in range(widest + 1, len(tree.boxes)):
        box, outer = tree.boxes[index], tree.boxes[best]
        if box.start >= outer.end:
            break
        if box.parent != best:
            continue
        if prose[box.end] - prose[box.start] >= _NEARLY_ALL * (prose[outer.end] - prose[outer.start]) > 0:
            best = index
    return best


def furniture_of(tree: Tree) -> list[str]:
    """For each block, the name of the furniture it stands in, "" when it stands in none.

    A name that covers much of the page's prose is a layout word of this site ("widget", "has-sidebar"), not furniture.
    The sure names are judged first, and the doubtful ones by the prose that those leave.
    """
    said = Counter(block.text for block in tree.blocks)
    prose = [len(block.text) if _is_prose(block) and (said[block.text] < 3) else 0 for block in tree.blocks]
    names = [""] * len(tree.boxes)
    wrappers = _wrappers(tree, prose)
    for tier, largest in _LARGEST.items():
        _name_furniture(tree, names, prose, tier, largest, wrappers)
        prose = [0 if names[block.box] else chars for block, chars in zip(tree.blocks, prose, strict=True)]
    return [
        names[block.box] or ("repeated" if said[block.text] > 2 and len(block.text) > 60 else "")
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
        if box.tag == "main" or (box.tag == "article" and chars >= 0.25 * sums[-1]):
            found.add(index)
        elif titled or (heaviest[index] >= 0.4 * chars and heaviest[index] >= 300):
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


def _is_prose(block: Block) -> bool:
    return len(block.text) >= 40 and block.links * 2 < len(block.text)


def _weights(tree: Tree, inside: list[str]) -> list[float]:
    """What each block says for its box being the body. Prose that stands alone in a card says little."""
    groups = _groups(tree, inside)
    sizes = Counter(group for group in groups if group >= 0)
    total = clustered = 0
    for block, group in zip(tree.blocks, groups, strict=True):
        if group >= 0:
            total += len(block.text)
            clustered += len(block.text) if sizes[group] > 1 else 0
    alone = _ALONE if clustered > 0.5 * total else 1.0
    return [
        _weight(block, inside[index]) * (alone if sizes[groups[index]] == 1 else 1.0)
        for index, block in enumerate(tree.blocks)
    ]


def _groups(tree: Tree, inside: list[str]) -> list[int]:
    """For each prose block the box in which it meets others: the parent of the largest box that holds it alone; else -1."""
    groups = [-1] * len(tree.blocks)
    for index, block in enumerate(tree.blocks):
        if inside[index] or not _is_prose(block):
            continue
        at = block.box
        box = tree.boxes[at]
        while box.parent >= 0 and box.end - box.start == 1:
            at = box.parent
            box = tree.boxes[at]
        groups[index] = at
    return groups


def _weight(block: Block, furniture: str) -> float:
    length = len(block.text)
    if furniture:
        return 0.0
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
    for index in range(box.start, box.end):
        fates[index] = _fate(tree.blocks[index], inside[index], title)
    kept = [index for index in range(box.start, box.end) if not fates[index]]
    for index in _loose_ends(tree, kept):
        fates[index] = "loose end"
    return [block for index, block in enumerate(tree.blocks) if not fates[index]], fates


def _loose_ends(tree: Tree, kept: list[int]) -> list[int]:
    """Short lines before the first and after the last real paragraph: dates, names, labels, headings of nothing."""
    firm = [place for place, index in enumerate(kept) if _is_firm(tree.blocks[index])]
    if not firm:
        return []
    head = [index for index in kept[: firm[0]] if tree.blocks[index].tag not in HEADINGS]
    return head + kept[firm[-1] + 1 :]


def _is_firm(block: Block) -> bool:
    text = block.text
    if block.tag in HEADINGS:
        return False
    return len(text) >= 80 or (len(text) >= 20 and text[-1] in _SENTENCE_END) or (block.tag in _LISTED)


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
    return "links" if _is_mere_link(block) else ""


def _is_mere_link(block: Block) -> bool:
    """A block that is little more than a link to elsewhere. Short headings that link to what they head are not."""
    length = len(block.text)
    if block.tag in HEADINGS:
        return block.links > 0.9 * length and (length >= 50 or block.tag > "h3")
    if block.tag == "p":
        return block.links > (0.9 if length < 200 else 0.7) * length
    return block.links > 0.7 * length

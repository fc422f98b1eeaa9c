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
from frontwire.extract.tree import Block, Box, Tree

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SENTENCE_END = frozenset(".!?…。！？\"”»’'):;")
_LISTED = frozenset(("li", "td", "th", "dd", "dt", "pre", "blockquote"))
_LEAVES = HEADINGS | {"p", "li", "blockquote", "td", "tr", "dd", "pre", "span"}
_NEARLY_ALL = 0.9
_NAMED_SHARE = 0.8
_MAIN_SHARE = 0.3
_ALONE = 0.2
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
    """The innermost box that still holds nearly all the prose of `widest`; less will do where the page names the body."""
    best = widest
    mains = sum(box.tag == "main" for box in tree.boxes)
    while True:
        outer = tree.boxes[best]
        whole = prose[outer.end] - prose[outer.start]
        inner = next(
            (
                index
                for index in range(best + 1, len(tree.boxes))
                if tree.boxes[index].start < outer.end
                and tree.boxes[index].tag not in _LEAVES
                and prose[tree.boxes[index].end] - prose[tree.boxes[index].start]
                >= _enough(tree.boxes[index], mains) * whole
            ),
            None,
        )
        if inner is None or whole <= 0:
            return best
        best = inner


def _enough(box: Box, mains: int) -> float:
    if box.tag == "main" and mains == 1:
        return _MAIN_SHARE
    if box.tag in {"main", "article"} or box.body:
        return _NAMED_SHARE
    return _NEARLY_ALL


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
        if box.tag == "main" or (box.tag == "article" and chars >= 0.25 * sums[-1]) or titled or (
            heaviest[index] >= 0.4 * chars and heaviest[index] >= 300 and not box.furniture.startswith("comments")
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
    """For each block of prose the box in which it meets others, -1 for the rest."""
    return [
        _group(tree, block) if not inside[index] and _is_prose(block) else -1 for index, block in enumerate(tree.blocks)
    ]


def _weight(block: Block, furniture: str) -> float:
    length = len(block.text)
    if furniture:
        return 0.0
    density = block.links / length
    if density > 0.5:
        return -min(length, 60) * 0.5
    if length < 30:
        return 0.0
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
    for index in _beside(tree, best, fates):
        fates[index] = "beside"
    kept = [index for index in range(box.start, box.end) if not fates[index]]
    for index in _after_end(tree, kept):
        fates[index] = "after the end"
    kept = [index for index in kept if not fates[index]]
    for index in _loose_ends(tree, kept):
        fates[index] = "loose end"
    return [block for index, block in enumerate(tree.blocks) if not fates[index]], fates


def _beside(tree: Tree, best: int, fates: list[str]) -> list[int]:
    """The boxes, or the runs of links, that stand under a line like "Related stories"."""
    found: list[int] = []
    whole = tree.boxes[best]
    for index in range(whole.start, whole.end):
        block = tree.blocks[index]
        if fates[index] or len(block.text) > 60 or not cues.ASIDE_LINE.fullmatch(block.text):
            continue
        group = tree.boxes[_group(tree, block)]
        if group.end - group.start < min(40, (whole.end - whole.start) / 3):
            found.extend(range(index, group.end))
        else:
            found.append(index)
            following = index + 1
            while following < whole.end and tree.blocks[following].links > 0.3 * len(tree.blocks[following].text):
                found.append(following)
                following += 1
    return [index for index in found if not fates[index]]


def _group(tree: Tree, block: Block) -> int:
    """The box in which a block meets others: the parent of the largest box that holds it alone."""
    at = block.box
    while tree.boxes[at].parent >= 0 and tree.boxes[at].end - tree.boxes[at].start == 1:
        at = tree.boxes[at].parent
    return at


def _after_end(tree: Tree, kept: list[int]) -> list[int]:
    """What follows a line that ends the article ("3 comments"), if most of the text stands before it."""
    lengths = [0, *accumulate(len(tree.blocks[index].text) for index in kept)]
    for place, index in enumerate(kept):
        text = tree.blocks[index].text
        if len(text) < 80 and lengths[place] > max(300, 0.2 * lengths[-1]) and cues.END_LINE.fullmatch(text):
            return kept[place:]
    return []


def _loose_ends(tree: Tree, kept: list[int]) -> list[int]:
    """Short lines before the first and after the last real paragraph: dates, names, labels, headings of nothing."""
    firm = [place for place, index in enumerate(kept) if _is_firm(tree.blocks[index])]
    if not firm:
        return []
    loose = [index for index in kept[: firm[0]] if tree.blocks[index].tag not in HEADINGS] + kept[firm[-1] + 1 :]
    whole = sum(len(tree.blocks[index].text) for index in kept)
    return loose if sum(len(tree.blocks[index].text) for index in loose) < 0.2 * whole else []


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

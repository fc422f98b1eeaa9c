"""Which box of the page holds the article.

Each block weighs what it tells: running text counts for its length, links against it, furniture not at all. The body is
the box whose blocks weigh most together, so a body split over sibling boxes pulls the choice up to their common parent;
then the choice is narrowed to the innermost box that still holds nearly all of that.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import NamedTuple

from frontwire.extract.furniture import is_prose
from frontwire.extract.leads import is_ended
from frontwire.extract.tree import HEADINGS, Block, Box, Tree

_LINES = HEADINGS | {"p", "span"}
_LEAVES = HEADINGS | {"p", "li", "blockquote", "td", "tr", "dd", "pre", "span"}
_NAMED_BONUS = 1.15
# The share of the prose that a box must hold for the choice to be narrowed to it: any box, one that the page names as a
# body, the page's only <main>.
_NEARLY_ALL, _MOST = 0.95, 0.9
_NAMED_SHARE = 0.75
_MAIN_SHARE = 0.3
# What an article with the page's title must hold for its sister articles to be other stories: letters, and a share.
_TITLED_LEAST, _TITLED_SHARE = 200.0, 0.15
# What prose that stands alone in its card weighs, against prose among prose.
_ALONE = 0.2
# How long a sentence is at least, and prose without a full stop.
_LEAST, _LONG = 60, 100
# How many teasers make a row.
_ROW = 4


class Container(NamedTuple):
    """The chosen box, and the weight of every box, for telling why."""

    box: int
    scores: list[float]

    def rivals(self, count: int = 5) -> list[tuple[int, float]]:
        """The heaviest boxes with their weights."""
        heaviest = sorted(range(len(self.scores)), key=lambda index: -self.scores[index])
        return [(index, self.scores[index]) for index in heaviest[:count]]


def find(tree: Tree, inside: list[str]) -> Container:
    """The box of the article. `inside` names the furniture that each block stands in."""
    weights = _weights(tree, inside)
    sums = [0.0, *accumulate(weights)]
    scores = [(sums[box.end] - sums[box.start]) * (_NAMED_BONUS if box.body else 1.0) for box in tree.boxes]
    greatest = max(scores)
    widest = len(scores) - 1 - scores[::-1].index(greatest)
    if tree.boxes[widest].tag in _LINES and tree.boxes[widest].parent >= 0:
        widest = tree.boxes[widest].parent
    prose = [0.0, *accumulate(max(weight, 0.0) for weight in weights)]
    sentences = [0.0, *accumulate(map(_sentences, tree.blocks, weights))]
    return Container(_narrowed(tree, _titled(tree, widest, prose), prose, sentences), scores)


def _narrowed(tree: Tree, widest: int, prose: list[float], sentences: list[float]) -> int:
    """The innermost box that still holds nearly all the prose of `widest`; less will do where the page names the body, or
    where what it leaves out is no sentence (a masthead, a date)."""
    best = widest
    mains = sum(box.tag == "main" for box in tree.boxes)
    end = tree.boxes[widest].end
    whole = prose[end] - prose[tree.boxes[widest].start]
    least = min(_NEARLY_ALL, _NAMED_SHARE, _MAIN_SHARE)
    for index in range(widest + 1, len(tree.boxes)):
        box = tree.boxes[index]
        if box.start >= end:
            break
        share = prose[box.end] - prose[box.start]
        if share <= least * whole or box.tag in _LEAVES:
            continue
        told = sentences[box.end] - sentences[box.start]
        all_told = sentences[end] - sentences[tree.boxes[best].start]
        enough = share >= _MOST * whole and told >= _NEARLY_ALL * all_told > 0
        if enough or share >= _enough(box, mains) * whole:
            if share < _NEARLY_ALL * whole and _is_continued(tree, index, best, prose):
                break
            best, end, whole = index, box.end, share
    return best


def _is_continued(tree: Tree, index: int, within: int, prose: list[float]) -> bool:
    """Whether prose stands in another box of the same name: the body is split over several."""
    box, whole = tree.boxes[index], tree.boxes[within]
    if not box.words:
        return False
    for other in tree.boxes[within + 1 :]:
        if other.start >= whole.end:
            return False
        beside = other.end <= box.start or other.start >= box.end
        if beside and (other.tag, other.words) == (box.tag, box.words) and prose[other.end] > prose[other.start]:
            return True
    return False


def _titled(tree: Tree, widest: int, prose: list[float]) -> int:
    """Of several articles in one box, the one that holds the page's title, if it has a text of its own."""
    whole = tree.boxes[widest]
    articles: list[int] = []
    for index, box in enumerate(tree.boxes):
        inside = box.tag == "article" and index > widest and box.start < whole.end
        if inside and not (articles and box.start < tree.boxes[articles[-1]].end):
            articles.append(index)
    if len(articles) < 2:
        return widest
    titles = [index for index in range(whole.start, whole.end) if tree.blocks[index].tag == "h1"]
    if len(titles) != 1:
        return widest
    share = _TITLED_SHARE * (prose[whole.end] - prose[whole.start])
    for index in articles:
        box = tree.boxes[index]
        if box.start <= titles[0] < box.end and prose[box.end] - prose[box.start] >= max(_TITLED_LEAST, share):
            return index
    return widest


def _enough(box: Box, mains: int) -> float:
    if box.tag == "main" and mains == 1:
        return _MAIN_SHARE
    if box.tag in {"main", "article"} or box.body:
        return _NAMED_SHARE
    return _NEARLY_ALL


def _weights(tree: Tree, inside: list[str]) -> list[float]:
    """What each block says for its box being the body. Prose that stands alone in its card says little, in a teaser nothing."""
    groups = _groups(tree, inside)
    sizes = Counter(group for group in groups if group >= 0)
    total = clustered = 0
    for block, group in zip(tree.blocks, groups, strict=True):
        if group >= 0:
            total += block.size
            clustered += block.size if sizes[group] > 1 else 0
    alone = _ALONE if clustered > 0.5 * total else 1.0
    teasers = _teasers(tree, groups, sizes)
    weights = [_weight(block, furniture) for block, furniture in zip(tree.blocks, inside, strict=True)]
    for index, group in enumerate(groups):
        if sizes[group] == 1:
            weights[index] *= 0.0 if index in teasers else alone
    return weights


def _teasers(tree: Tree, groups: list[int], sizes: Counter[int]) -> set[int]:
    """The blocks that stand alone in a card under a link, where cards of the same name come in a row."""
    cards: dict[tuple[str, str], list[int]] = {}
    for index, group in enumerate(groups):
        if sizes[group] == 1 and index > tree.boxes[group].start:
            above, box = tree.blocks[index - 1], tree.boxes[group]
            if 2 * above.links > len(above.text):
                cards.setdefault((box.tag, box.words), []).append(index)
    return {index for row in cards.values() if len(row) >= _ROW for index in row}


def _groups(tree: Tree, inside: list[str]) -> list[int]:
    """For each block of prose the box in which it meets others, -1 for the rest."""
    return [
        group_of(tree, block) if not inside[index] and is_prose(block) else -1
        for index, block in enumerate(tree.blocks)
    ]


def _sentences(block: Block, weight: float) -> float:
    """The weight of a block that is a sentence, or as long as one."""
    return max(weight, 0.0) if block.size >= _LONG or (block.size >= _LEAST and is_ended(block.text)) else 0.0


def _weight(block: Block, furniture: str) -> float:
    length = len(block.text)
    if furniture:
        return 0.0
    density = block.links / length
    if density > 0.5:
        return -min(length, 60) * 0.5
    if block.size < 30:
        return 0.0
    return min(block.size, 1000) * (1 - 1.5 * density)


def group_of(tree: Tree, block: Block) -> int:
    """The box in which a block meets others: the parent of the largest box that holds it alone."""
    at = block.box
    while tree.boxes[at].parent >= 0 and tree.boxes[at].end - tree.boxes[at].start == 1:
        at = tree.boxes[at].parent
    return at

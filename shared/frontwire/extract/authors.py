"""Who wrote an article: names, without the words around them.

What the page states of its authors is believed first (JSON-LD, meta elements), then what is marked as an author in the
lines around the title, then a line that begins with "By".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from frontwire.extract import jsonld
from frontwire.extract.told import Told
from frontwire.extract.tree import Tree

_META = (
    "author", "sailthru.author", "parsely-author", "byl", "dc.creator", "dcterms.creator", "article:author_name", "cxenseparse:author",
    "citation_author", "article_author", "article:author",
)  # fmt: skip
_BY = re.compile(
    r"^\W*(?:(?:written|posted|published|reported|story|words|text|article|edited|content|review|reviewed) by|posted on .{0,20} by|by the|by|author|authors|von|par|por|di|av|door|od|автор|автори|авторы|текст|글)(?:\s*:\s*|\s+)",
    re.I,
)
_BY_GLUED = re.compile(r"^(?:By|Von|Par|Por)(?=[A-ZА-ЯІЇЄ][a-zа-яіїє])")
# Where a name ends in a line that goes on.
_CUT = re.compile(
    r"\s*(?:[|·•–—(\[]|\b(?:updated|published|posted|last|on|for|at|in|is|was|has|reviewed|senior|staff|contributing|editor|reporter|min read|minutes)\b|"
    r"(?<=[a-zа-яіїє.])(?=(?:Updated|Published|Posted|Last|Senior|Founder|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)|\d).*",
    re.S,
)
_AND = re.compile(r"\s+(?:and|und|et|y|e|и|та|і|&|with|mit)\s+|\s*[,;|·•]\s*|\s/\s")
_MARKS = re.compile(r"\b(?:by ?lines?|authors?|author ?name|writers?|contributors?|vcard|autor|redakteur|reporter)\b")
_NAME = re.compile(r"(?:[^\W\d_][\w.'’\-()]*)(?:\s(?:[^\W\d_][\w.'’\-()]*|&)){0,5}")
_NOT_A_NAME = re.compile(
    r"\b(?:about|author|authors|by|more|read|view|see|all|posts?|share|follow|bio|website|email|twitter|contributor|contributors|written|reviewed|staff|comments?|says|updated|published|newsletter|subscribe|posted|table|contents)\b",
    re.I,
)
_ABOVE, _BELOW, _INTO = 6, 30, 2
_MAX_NAME, _MAX_LINE = 60, 140


def authors(page: Told, tree: Tree, body_start: int) -> tuple[str, ...]:
    for found in (_stated(page.node.get("author")), _meta(page), _marked(tree, body_start), _said(tree, body_start)):
        names = _clean(found)
        if names:
            return names
    return ()


def _stated(value: Any) -> Iterator[str]:
    for person in value if isinstance(value, list) else [value]:
        yield jsonld.text(person)


def _meta(page: Told) -> Iterator[str]:
    stated = (page.meta.get(key, "") for key in _META)
    yield next((words for words in stated if _is_name(words)), "")


def _marked(tree: Tree, body_start: int) -> Iterator[str]:
    """The first line of a box named "author" or "byline" that reads like a name."""
    for index in _around_title(tree, body_start):
        block = tree.blocks[index]
        if len(block.text) > _MAX_LINE or not _is_marked(tree, block.box):
            continue
        words = _CUT.sub("", _bare(block.text)).strip(" ,.-–—|:")
        if _reads_like_name(words):
            yield words
            return


def _said(tree: Tree, body_start: int) -> Iterator[str]:
    """The name in the first line that says "By ..."."""
    for index in _around_title(tree, body_start):
        text = tree.blocks[index].text
        bare = _bare(text)
        if len(text) <= _MAX_LINE and len(bare) < len(text):
            words = _CUT.sub("", bare).strip(" ,.-–—|:")
            if _reads_like_name(words):
                yield words
                return


def _is_marked(tree: Tree, at: int) -> bool:
    for _ in range(3):
        box = tree.boxes[at]
        if _MARKS.search(box.words):
            return True
        if box.parent < 0:
            break
        at = box.parent
    return False


def _around_title(tree: Tree, body_start: int) -> range:
    title = next(
        (index for index in range(min(body_start + 2, len(tree.blocks) - 1), -1, -1) if tree.blocks[index].tag == "h1"),
        body_start - 8,
    )
    last = min(title + _BELOW, max(body_start + _INTO, title + 4), len(tree.blocks))
    return range(max(0, title - _ABOVE), max(0, last))


def _bare(words: str) -> str:
    """The words after "By", "Written by", "Автор:"; the same words when they do not begin so."""
    return _BY.sub("", _BY_GLUED.sub("", words.strip(), count=1), count=1).strip()


def _reads_like_name(words: str) -> bool:
    if not 3 <= len(words) <= _MAX_NAME or _NOT_A_NAME.search(words):
        return False
    parts = [part for part in _AND.split(words) if part]
    return bool(parts) and all(_NAME.fullmatch(part) and part[0].upper() == part[0] for part in parts)


def _clean(words: Iterable[str]) -> tuple[str, ...]:
    names: list[str] = []
    for person in words:
        if _is_name(person):
            names.extend(_split(_bare(person).strip(" ,-–—|")))
    return tuple(dict.fromkeys(name for name in names if name))


def _split(words: str) -> list[str]:
    """Several people in one line: parted only where each part is more than a title, a degree or a first name."""
    parts = [part.strip() for part in _AND.split(words) if part.strip()]
    return parts if len(parts) > 1 and all(" " in part and "." not in part[-3:] for part in parts) else [words]


def _is_name(words: str) -> bool:
    return 1 < len(words) <= 200 and "://" not in words and not words.startswith(("www.", "@"))

"""Who wrote an article: names, without the words around them.

What the page states of its authors is believed first (JSON-LD, meta elements, marked elements), then what the lines around the
title say: a box named "byline", a line that begins with "By", a name that links to a person's page or stands beside the
date. An outlet that states itself as its author is taken only where no person is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from frontwire.extract import bylines, dates, jsonld, told, top
from frontwire.extract.told import Told
from frontwire.extract.tree import HEADINGS, Tree

_META = (
    "author", "sailthru.author", "parsely-author", "byl", "dc.creator", "dcterms.creator", "article:author_name", "cxenseparse:author",
    "citation_author", "article_author", "article:author", "og:article:author", "authors",
)  # fmt: skip
_NAME = re.compile(r"(?:[^\W\d_][\w.'’\-()]*)(?:\s(?:[^\W\d_][\w.'’\-()]*|&)){0,5}")
_FULL_NAME = re.compile(r"[^\W\d_][\w.'’\-]*(?:\s[^\W\d_][\w.'’\-]*){1,3}")
_PART = re.compile(r"\s*[|·•∙⋅–—]\s*|\s+[-/]\s+|,\s+|\s{2,}")
_EDGES = " ,.-–—|:·•/）"
_MAX_NAME, _MAX_LINE, _MAX_IDEOGRAMS = 60, 140, 8
_MOST_MARKED = 10
_STATED = "JSON-LD author"


class Byline(NamedTuple):
    """The authors of an article and where on the page they were found."""

    names: tuple[str, ...] = ()
    source: str = ""


def authors(page: Told, tree: Tree, title: str, body_start: int) -> Byline:
    lines = top.lines(tree, title, body_start)
    outlet: Byline | None = None
    for source, found in _candidates(page, tree, lines):
        names = _clean(found)
        people = tuple(name for name in names if not _is_outlet(page, name))
        if people:
            return _complete(Byline(names if source == _STATED else people, source), tree, lines)
        outlet = outlet or (Byline(names, source) if names else None)
    return outlet or Byline()


def _candidates(page: Told, tree: Tree, lines: Sequence[int]) -> Iterator[tuple[str, list[str]]]:
    yield _STATED, list(_stated(page.node.get("author")))
    for name in _META:
        yield f"meta {name}", [words for key, words in page.metas if key == name]
    yield "itemprop or rel author", _marked(page, tree, lines)
    yield "twitter label", list(_labelled(page))
    yield "box named byline", list(_boxed(tree, lines))
    yield "line that says by", list(_said(tree, lines))
    yield "link to a person", list(_linked(page, tree, lines))
    yield "name beside the date", list(_dated(tree, lines))
    signed = [index for index, block in enumerate(tree.blocks) if bylines.SIGNED.search(block.text)]
    yield "line anywhere that says by", list(_said(tree, signed))


def _complete(stated: Byline, tree: Tree, lines: Sequence[int]) -> Byline:
    """The line that says by, where it holds the stated names and more."""
    said = _clean(_said(tree, lines))
    if len(said) > len(stated.names) and all(any(name in shown for shown in said) for name in stated.names):
        return Byline(said, "line that says by")
    return stated


def _stated(value: Any) -> Iterator[str]:
    for person in value if isinstance(value, list) else [value]:
        yield jsonld.text(person)


def _marked(page: Told, tree: Tree, lines: Sequence[int]) -> list[str]:
    """The names in elements marked as authors: those that stand near the title, else the first (commenters are marked too)."""
    names: list[str] = []
    for element in page.page.css("[itemprop~='author'], [rel~='author']")[:_MOST_MARKED]:
        name = element.css_first("[itemprop~='name']")
        words = " ".join(((name or element).text_lexbor() or "").split())
        if not words and name is not None:
            words = name.attributes.get("content") or ""
        if _reads_like_name(_cut(words)):
            names.append(_cut(words))
    near = _short(tree, lines)
    return [name for name in names if any(name in line for line in near)] or names[:1]


def _short(tree: Tree, lines: Sequence[int]) -> list[str]:
    return [tree.blocks[index].text for index in lines if len(tree.blocks[index].text) <= _MAX_LINE]


def _boxed(tree: Tree, lines: Sequence[int]) -> Iterator[str]:
    """The first line of a box named "author" or "byline" that reads like a name."""
    for index in lines:
        block = tree.blocks[index]
        if len(block.text) <= _MAX_LINE and _is_marked(tree, block.box):
            words = _cut(block.text)
            if _reads_like_name(words):
                yield words
                return


def _said(tree: Tree, lines: Sequence[int]) -> Iterator[str]:
    """The name in the first line or part of a line that says "By ...", or in the line after one that says "By:" alone."""
    for index in lines:
        text = tree.blocks[index].text
        if len(text) > _MAX_LINE:
            continue
        if bylines.BY.fullmatch(f"{text} ") and index + 1 < len(tree.blocks):
            text = f"{text} {tree.blocks[index + 1].text[:_MAX_LINE]}"
        for part in (text, *_PART.split(text)):
            if len(_bare(part)) < len(part.strip()) and _reads_like_name(_cut(part)):
                yield _cut(part)
                return


def _labelled(page: Told) -> Iterator[str]:
    for number in "1234":
        if bylines.BY.fullmatch(page.meta.get(f"twitter:label{number}", "") + " "):
            yield page.meta.get(f"twitter:data{number}", "")


def _linked(page: Told, tree: Tree, lines: Sequence[int]) -> Iterator[str]:
    """The words of links to pages of persons, where they stand in the lines around the title."""
    near = _short(tree, lines)
    for element in page.page.css(bylines.PERSON_PAGES)[:_MOST_MARKED]:
        words = " ".join((element.text_lexbor() or "").split())
        if _is_full_name(words) and any(words in line for line in near):
            yield words


def _dated(tree: Tree, lines: Sequence[int]) -> Iterator[str]:
    """The part of a line that is a full name, where another part of the line, or the next line, is a date."""
    for index in lines:
        text = tree.blocks[index].text
        if len(text) > _MAX_LINE or index < lines[0] or tree.blocks[index].tag in HEADINGS:
            continue
        parts = [part.strip() for part in _PART.split(text) if part and part.strip()]
        near = [part for part in parts if not _is_full_name(part)]
        near += [tree.blocks[other].text for other in (index - 1, index + 1) if 0 <= other < len(tree.blocks)]
        if any(_is_date(words) for words in near):
            found = [part for part in parts if _is_full_name(part)]
            if found:
                yield found[0]
                return


def _is_date(words: str) -> bool:
    return len(words) <= 40 and any(map(str.isdigit, words)) and dates.find(words) is not None


def _is_marked(tree: Tree, at: int) -> bool:
    for _ in range(3):
        box = tree.boxes[at]
        if bylines.MARKS.search(box.words):
            return True
        if box.parent < 0:
            break
        at = box.parent
    return False


def _is_outlet(page: Told, name: str) -> bool:
    """Whether a name is that of the site, its publisher or its host, or stated as an organisation's."""
    try:
        host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    author = page.node.get("author")
    stated = author if isinstance(author, list) else [author]
    outlets = [told.site_name(page).value, jsonld.text(page.node.get("publisher")), host, *host.split(".")]
    outlets += [
        jsonld.text(one)
        for one in stated
        if isinstance(one, dict) and any("Organi" in kind for kind in jsonld.types(one))
    ]
    return name.casefold() in {outlet.casefold() for outlet in outlets}


def _bare(words: str) -> str:
    """The words after "By", "Written by", "Автор:"; the same words when they do not begin so."""
    return bylines.BY.sub("", bylines.BY_GLUED.sub("", words.strip(), count=1), count=1).strip()


def _cut(words: str) -> str:
    """The words after "By", up to where a date, a role or another sentence begins."""
    cut = bylines.OFFICE.sub("", bylines.CUT.sub("", _bare(words[: 2 * _MAX_LINE]))).strip(_EDGES)
    return cut if "(" in cut else cut.rstrip(")")


def _reads_like_name(words: str) -> bool:
    if bylines.TEAM.fullmatch(words):
        return True
    if not 3 <= len(words) <= _MAX_NAME or bylines.NOT_A_NAME.search(words):
        return False
    parts = [part for part in bylines.AND.split(words) if part]
    return bool(parts) and all(map(_is_one_name, parts))


def _is_one_name(words: str) -> bool:
    if words[0] > "\u2e80" and len(words) > _MAX_IDEOGRAMS:
        return False
    return bool(_NAME.fullmatch(words)) and words[0].upper() == words[0]


def _is_full_name(words: str) -> bool:
    """Two to four words with capitals, particles aside: surely a person where an author is looked for."""
    if not 5 <= len(words) <= 40 or bylines.NOT_A_NAME.search(words) or not _FULL_NAME.fullmatch(words):
        return False
    parts = [part for part in words.split() if part not in bylines.PARTICLES]
    return len(parts) > 1 and all(part[0] != part[0].lower() for part in parts) and not words.isupper()


def _clean(words: Iterable[str]) -> tuple[str, ...]:
    names: list[str] = []
    for person in words:
        if _is_name(person):
            names.extend(bylines.ROLES.sub("", name).strip(" ,-–—|") for name in _split(_bare(person).strip(" ,-–—|")))
    return tuple(dict.fromkeys(name for name in names if _is_name(name)))


def _split(words: str) -> list[str]:
    """Several people in one line: parted only where each part is more than a title, a degree or a first name."""
    parts = [part.strip() for part in bylines.AND.split(words) if part.strip()]
    return parts if len(parts) > 1 and all(map(_stands_alone, parts)) else [words]


def _stands_alone(part: str) -> bool:
    return part[0] > "\u2e80" or (" " in part and "." not in part[-3:])


def _is_name(words: str) -> bool:
    return (
        1 < len(words) <= 200
        and "://" not in words
        and not words.startswith(("www.", "@", "("))
        and any(map(str.isalpha, words))
        and words.casefold() not in bylines.NOBODY
    )

"""Who wrote an article: names, without the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from frontwire.extract import jsonld
from frontwire.extract.told import Told

_META = (
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "cxenseparse:author",
)
_MARKED = '[itemprop~="author"] [itemprop~="name"], [itemprop~="author"], a[rel~="author"], [class~="byline"] a, [class~="author"] a, [class*="author-name" i], [class*="byline" i]'
_BY = re.compile(
    r"^(?:written by|posted by|published by|reported by|story by|words by|article by|author|by|von|par|por|di|av|od|автор|текст|text)\s*:?\s+",
    re.I,
)
_AND = re.compile(r"\s+(?:and|und|et|y|e|и|та|і|&)\s+|\s*[,;|/·•]\s*", re.I)
_MAX_NAME = 60


def authors(page: Told) -> tuple[str, ...]:
    for found in (_stated(page.node.get("author")), _meta(page), _marked(page)):
        names = _clean(found)
        if names:
            return names
    return ()


def _stated(value: Any) -> Iterator[str]:
    for person in value if isinstance(value, list) else [value]:
        yield jsonld.text(person)


def _meta(page: Told) -> Iterator[str]:
    yield page.first(*_META)


def _marked(page: Told) -> Iterator[str]:
    for element in page.page.css(_MARKED)[:3]:
        words = " ".join(element.text_lexbor().split())
        if 3 < len(words) <= _MAX_NAME:
            yield words


def _clean(words: Iterable[str]) -> tuple[str, ...]:
    names: list[str] = []
    for person in words:
        person = _BY.sub("", person).strip(" ,.-–—|")
        for name in _AND.split(person) if len(person) < 200 else []:
            if _is_name(name):
                names.append(name.strip())
    return tuple(dict.fromkeys(names))


def _is_name(words: str) -> bool:
    return (
        1 < len(words) <= _MAX_NAME
        and not words.startswith(("http", "www.", "@"))
        and not any(c.isdigit() for c in words)
    )

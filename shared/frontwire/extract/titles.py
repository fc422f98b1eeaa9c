"""The title of an article: the heading that the page shows, or what it states, without the name of the site."""

from __future__ import annotations

import re

from frontwire.extract import jsonld
from frontwire.extract.told import Told, site_name

_MARK = re.compile(r"\s+[|–—·•«»:\-/]\s+|\s*[|]\s*|\s[:]\s")
_EDGE = " |–—·•«»:-/"


def title(page: Told) -> str:
    headings = [words for node in page.page.css("h1")[:5] if (words := " ".join(node.text_lexbor().split()))]
    element = page.page.css_first("title")
    whole = " ".join(element.text_lexbor().split()) if element is not None else ""
    stated = page.first("og:title", "twitter:title")
    headline = jsonld.text(page.node.get("headline"))
    evidence = " ".join((whole, stated, headline)).casefold()
    for heading in headings:
        if heading.casefold() in evidence and not _is_site(heading, whole):
            return heading
    site = site_name(page)
    if headline or stated:
        return headline or without_site(stated, site)
    if len(headings) == 1 and len(headings[0]) > 10:
        return headings[0]
    return without_site(whole, site)


def _is_site(heading: str, whole: str) -> bool:
    """Whether a heading is the lesser piece of the page's title, which is the site or its section."""
    pieces = [piece.strip().casefold() for piece in _MARK.split(whole)]
    return heading.casefold() in pieces and len(heading) < max(map(len, pieces))


def without_site(words: str, site: str) -> str:
    """A page title without the name of its site at either end."""
    marks = list(_MARK.finditer(words))
    if not marks:
        return words
    first, last = marks[0], marks[-1]
    if site and words[last.end() :].strip().casefold() == site.casefold():
        return words[: last.start()].strip(_EDGE)
    if site and words[: first.start()].strip().casefold() == site.casefold():
        return words[first.end() :].strip(_EDGE)
    bar = words.rfind("|")
    return words[:bar].strip(_EDGE) if bar > 10 else words

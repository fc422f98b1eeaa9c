"""The title of an article: the heading that the page shows, or what it states, without the name of the site."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from frontwire.extract import jsonld
from frontwire.extract.told import Told, site_name

_MARK = re.compile(r"\s+[|–—·•«»:\-/]\s+|\s*[|ㅣ｜]\s*|\s[:]\s")
_EDGE = " |–—·•«»:-/"
_WORD = re.compile(r"\w+")
# A heading in other words than the page states shares this much of them, and so many at least.
_SHARE, _SHARED = 0.4, 2
_MOST_HEADINGS = 5


class Title(NamedTuple):
    """A title and where on the page it was found."""

    words: str
    source: str


def title(page: Told) -> Title:
    headings = [words for node in page.page.css("h1")[:_MOST_HEADINGS] if (words := _line(node))]
    element = page.page.css_first("title")
    whole = _line(element) if element is not None else ""
    stated = page.first("og:title", "twitter:title")
    headline = jsonld.text(page.node.get("headline"))
    site = site_name(page).value
    titles = [heading for heading in headings if not _is_site(page, heading, whole, site)]
    evidence = " ".join((whole, stated, headline))
    shown = _same(titles, evidence) or ("" if page.is_news else _alike(titles, evidence))
    if shown:
        return Title(_without_kicker(shown, stated), "heading")
    if headline:
        return Title(headline, "JSON-LD headline")
    if stated:
        return Title(without_site(stated, site, _host(page.url)), "og:title")
    if len(headings) == 1 and titles and len(titles[0]) > 10:
        return Title(titles[0], "heading")
    return Title(without_site(whole, site, _host(page.url)), "title element")


def _line(node: object) -> str:
    return " ".join((node.text_lexbor() or "").split())  # type: ignore[attr-defined]


def _same(headings: list[str], evidence: str) -> str:
    """The longest heading that the page states too."""
    known = evidence.casefold()
    return max((heading for heading in headings if heading.casefold() in known), key=len, default="")


def _alike(headings: list[str], evidence: str) -> str:
    """The first heading that shares enough words with what the page states: pages that are no news title themselves for
    search engines in other words than for readers."""
    known = set(_WORD.findall(evidence.casefold()))
    for heading in headings:
        words = set(_WORD.findall(heading.casefold()))
        if len(words & known) >= max(_SHARED, _SHARE * len(words)):
            return heading
    return ""


def _without_kicker(heading: str, stated: str) -> str:
    """The stated title, where the heading says it after some words and a colon."""
    before = heading.removesuffix(stated)
    return stated if stated and before != heading and before.rstrip().endswith(":") else heading


def _is_site(page: Told, heading: str, whole: str, site: str) -> bool:
    """Whether a heading is the name of the site or of its section: a lesser piece of the page's title, at its end or so called."""
    name = heading.casefold()
    if name in {site.casefold(), _host(page.url)}:
        return True
    pieces = [piece.strip().casefold() for piece in _MARK.split(whole)]
    if name not in pieces or len(name) >= max(map(len, pieces)):
        return False
    return name != pieces[0] or not page.first("og:title").casefold().startswith(name)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def without_site(words: str, site: str, host: str = "") -> str:
    """A page title without the name of its site at either end, as the site or its host spells it."""
    marks = list(_MARK.finditer(words))
    if not marks:
        return words
    names = {_squeezed(site), _squeezed(host.rpartition(".")[0])} - {""}
    first, last = marks[0], marks[-1]
    if _squeezed(words[last.end() :]) in names:
        return words[: last.start()].strip(_EDGE)
    if _squeezed(words[: first.start()]) in names:
        return words[first.end() :].strip(_EDGE)
    bar = words.rfind("|")
    return words[:bar].strip(_EDGE) if bar > 10 else words


def _squeezed(name: str) -> str:
    """The letters of a name: "La Stampa" is lastampa."""
    return "".join(filter(str.isalnum, name.casefold()))

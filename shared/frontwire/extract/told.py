"""What a page states about itself, read once: meta elements, JSON-LD, links of its head."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from frontwire.extract import jsonld
from frontwire.extract.leads import Lead

_MAX_META = 500
_MAX_SCRIPTS = 50
_NEWS = re.compile(r"News|Reportage|LiveBlog|ClaimReview")
# Endings of hosts in lands that write English with the day first.
_DAY_FIRST = {"uk", "ie", "au", "nz", "in", "za", "sg", "my", "hk", "ng", "ke", "gh", "pk", "lk", "mt", "eu"}
_TAGS = re.compile(r"<[^<>]{1,500}>")


class Told(NamedTuple):
    """`meta` holds contents by lowercase name or property, the first of each, `metas` all of them in order; `node` is the
    article's JSON-LD object.

    `page` is the parsed page, `now` what relative dates count from (None when not known).
    """

    page: Any
    meta: dict[str, str]
    node: jsonld.Node
    nodes: list[jsonld.Node]
    url: str
    now: datetime | None = None
    metas: tuple[tuple[str, str], ...] = ()

    def first(self, *names: str) -> str:
        return next((self.meta[name] for name in names if self.meta.get(name)), "")

    @property
    def is_news(self) -> bool:
        return any(_NEWS.search(kind) for kind in jsonld.types(self.node))


def read(page: Any, url: str, now: datetime | None = None) -> Told:
    metas: list[tuple[str, str]] = []
    for element in page.css("meta[content]")[:_MAX_META]:
        attributes = element.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        content = " ".join((attributes.get("content") or "").split())
        if name and content:
            metas.append((name.lower(), content[:2000]))
    scripts = [script.text_lexbor() or "" for script in page.css('script[type*="ld+json" i]')[:_MAX_SCRIPTS]]
    nodes = jsonld.nodes(scripts)
    return Told(page, dict(reversed(metas)), jsonld.article(nodes), nodes, url, now, tuple(metas))


def lead(told: Told) -> Lead:
    """The summary of the page, as it states it: believed of news, elsewhere written for search engines as often as not."""
    return Lead(jsonld.text(told.node.get("description")) or told.first("og:description", "description"), told.is_news)


def body(told: Told) -> list[str]:
    """The paragraphs of the text that the page states in JSON-LD, [] when it states none."""
    stated = told.node.get("articleBody")
    if not isinstance(stated, str):
        return []
    plain = _TAGS.sub("\n", html.unescape(stated)) if "<" in stated or "&" in stated else stated
    return [" ".join(line.split()) for line in plain.splitlines() if line.strip()]


class Found(NamedTuple):
    """A value and where on the page it stands; two empty strings where it stands nowhere."""

    value: str = ""
    source: str = ""


def canonical_url(told: Told) -> Found:
    link = told.page.css_first('link[rel="canonical" i][href]')
    stated = (link.attributes.get("href") or "") if link is not None else ""
    addresses = (("link canonical", stated), ("meta og:url", told.meta.get("og:url", "")), ("address", told.url))
    wholes = (Found(absolute(told.url, address), source) for source, address in addresses if address)
    return next((found for found in wholes if found.value), Found())


def absolute(base: str, address: str) -> str:
    """`address` as an http(s) URL, "" when it is none."""
    try:
        whole = urljoin(base, address.strip())
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if parts.scheme in {"http", "https"} and parts.netloc else ""


def image(told: Told) -> Found:
    stated = told.node.get("image")
    while isinstance(stated, list):
        stated = stated[0] if stated else ""
    if isinstance(stated, dict):
        stated = stated.get("url") or ""
    found = _found(told, ("og:image", "twitter:image"), "image", stated if isinstance(stated, str) else "")
    address = absolute(told.url, found.value) if found.value else ""
    return Found(address, found.source) if address else Found()


def site_name(told: Told) -> Found:
    return _found(told, ("og:site_name", "application-name"), "publisher", jsonld.text(told.node.get("publisher")))


def section(told: Told) -> Found:
    return _found(told, ("article:section", "section"), "articleSection", jsonld.text(told.node.get("articleSection")))


def _found(told: Told, names: tuple[str, ...], key: str, stated: str) -> Found:
    """The first meta element of these names, else what JSON-LD states under the key."""
    for name in names:
        if told.meta.get(name):
            return Found(told.meta[name], f"meta {name}")
    return Found(stated, f"JSON-LD {key}") if stated else Found()


def language(told: Told) -> Found:
    """The ISO 639-1 code that the page claims, "" when it claims none."""
    claims = (
        ("html lang", _root_language(told.page)),
        ("JSON-LD inLanguage", jsonld.text(told.node.get("inLanguage"))),
        ("meta og:locale", told.meta.get("og:locale", "")),
    )
    for source, stated in claims:
        code = re.split(r"[-_]", stated.strip().lower())[0]
        if len(code) == 2 and code.isalpha() and code.isascii():
            return Found(code, source)
    return Found()


def month_first(told: Told) -> bool:
    """Whether 3/4/2025 is the fourth of March: in American English, and nowhere else. Bare English is British in British lands."""
    stated = (_root_language(told.page) or told.meta.get("og:locale", "")).lower().replace("_", "-")
    if stated in {"", "en"}:
        return _land(told.url) not in _DAY_FIRST
    return stated in {"en-us", "en-ca", "en-ph"}


def _land(url: str) -> str:
    """The last label of a URL's host."""
    try:
        return (urlsplit(url).hostname or "").rpartition(".")[2]
    except ValueError:
        return ""


def _root_language(page: Any) -> str:
    return (page.root.attributes.get("lang") or "") if page.root is not None else ""

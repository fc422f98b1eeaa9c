"""What a page states about itself, read once: meta elements, JSON-LD, links of its head."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from frontwire.extract import jsonld

_MAX_META = 500
_MAX_SCRIPTS = 50
_NEWS = re.compile(r"News|Reportage|LiveBlog|ClaimReview")
_TAGS = re.compile(r"<[^<>]{1,500}>")


class Told(NamedTuple):
    """`meta` holds contents by lowercase name or property, the first of each; `node` is the article's JSON-LD object.

    `page` is the parsed page, `now` what relative dates count from (None when not known).
    """

    page: Any
    meta: dict[str, str]
    node: jsonld.Node
    nodes: list[jsonld.Node]
    url: str
    now: datetime | None = None

    def first(self, *names: str) -> str:
        return next((self.meta[name] for name in names if self.meta.get(name)), "")

    @property
    def is_news(self) -> bool:
        return any(_NEWS.search(kind) for kind in jsonld.types(self.node))


def read(page: Any, url: str, now: datetime | None = None) -> Told:
    meta: dict[str, str] = {}
    for element in page.css("meta[content]")[:_MAX_META]:
        attributes = element.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        content = " ".join((attributes.get("content") or "").split())
        if name and content:
            meta.setdefault(name.lower(), content[:2000])
    scripts = [script.text_lexbor() or "" for script in page.css('script[type*="ld+json" i]')[:_MAX_SCRIPTS]]
    nodes = jsonld.nodes(scripts)
    return Told(page, meta, jsonld.article(nodes), nodes, url, now)


def lead(told: Told) -> str:
    """The summary of a news article, as the page states it; "" elsewhere, where it is written for search engines."""
    if not told.is_news:
        return ""
    return jsonld.text(told.node.get("description")) or told.first("og:description", "description")


def body(told: Told) -> list[str]:
    """The paragraphs of the text that the page states in JSON-LD, [] when it states none."""
    stated = told.node.get("articleBody")
    if not isinstance(stated, str):
        return []
    plain = _TAGS.sub("\n", html.unescape(stated)) if "<" in stated or "&" in stated else stated
    return [" ".join(line.split()) for line in plain.splitlines() if line.strip()]


def canonical_url(told: Told) -> str:
    link = told.page.css_first('link[rel="canonical" i][href]')
    stated = (link.attributes.get("href") or "") if link is not None else ""
    for address in (stated, told.meta.get("og:url", ""), told.url):
        whole = absolute(told.url, address) if address else ""
        if whole:
            return whole
    return ""


def absolute(base: str, address: str) -> str:
    """`address` as an http(s) URL, "" when it is none."""
    try:
        whole = urljoin(base, address.strip())
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if parts.scheme in {"http", "https"} and parts.netloc else ""


def image(told: Told) -> str:
    stated = told.node.get("image")
    while isinstance(stated, list):
        stated = stated[0] if stated else ""
    if isinstance(stated, dict):
        stated = stated.get("url") or ""
    address = told.first("og:image", "twitter:image") or (stated if isinstance(stated, str) else "")
    return absolute(told.url, address) if address else ""


def site_name(told: Told) -> str:
    return told.first("og:site_name", "application-name") or jsonld.text(told.node.get("publisher"))


def section(told: Told) -> str:
    return told.first("article:section", "section") or jsonld.text(told.node.get("articleSection"))


def language(told: Told) -> str:
    """The ISO 639-1 code that the page claims, "" when it claims none."""
    stated = _root_language(told.page) or jsonld.text(told.node.get("inLanguage")) or told.meta.get("og:locale", "")
    code = re.split(r"[-_]", stated.strip().lower())[0]
    return code if len(code) == 2 and code.isalpha() else ""


def month_first(told: Told) -> bool:
    """Whether 3/4/2025 is the fourth of March: in American English, and nowhere else."""
    stated = (_root_language(told.page) or told.meta.get("og:locale", "")).lower().replace("_", "-")
    return stated in {"", "en", "en-us", "en-ca", "en-ph"}


def _root_language(page: Any) -> str:
    return (page.root.attributes.get("lang") or "") if page.root is not None else ""

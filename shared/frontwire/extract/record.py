"""What a page says about its article: title, authors, dates, address, section, image, site and language."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from frontwire.extract import dates, jsonld
from frontwire.models import Stamp

_SEPARATED = re.compile(r"\s+[|–—·•«»:-]\s+|\s+\|\s*")


@dataclass(slots=True)
class Record:
    title: str = ""
    authors: tuple[str, ...] = ()
    published: Stamp | None = None
    modified: Stamp | None = None
    canonical_url: str = ""
    section: str = ""
    image: str = ""
    site_name: str = ""
    language: str = ""


@dataclass(slots=True)
class Told:
    """The page's own statements, read once: meta elements by name, the article's JSON-LD node, and the parsed page."""

    page: Any
    meta: dict[str, str]
    node: jsonld.Node
    nodes: list[jsonld.Node]
    url: str
    now: datetime | None


def told(page: Any, url: str, now: datetime | None = None) -> Told:
    meta: dict[str, str] = {}
    for element in page.css("meta[content]")[:500]:
        attributes = element.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        content = " ".join((attributes.get("content") or "").split())
        if name and content:
            meta.setdefault(name.lower(), content[:2000])
    scripts = [script.text_lexbor() or "" for script in page.css('script[type*="ld+json" i]')[:50]]
    nodes = jsonld.nodes(scripts)
    return Told(page, meta, jsonld.article(nodes), nodes, url, now)


def read(facts: Told) -> Record:
    site = _site_name(facts)
    return Record(
        title=title(facts, site),
        authors=authors(facts),
        published=_date(facts, _PUBLISHED, "datePublished"),
        modified=_date(facts, _MODIFIED, "dateModified"),
        canonical_url=_canonical(facts),
        section=_first(facts, "article:section", "section") or jsonld.text(facts.node.get("articleSection")),
        image=_image(facts),
        site_name=site,
        language=_language(facts),
    )


_NEWS = re.compile(r"News|Reportage|LiveBlog|ClaimReview|OpinionNews|AnalysisNews|BackgroundNews")
_TAGS = re.compile(r"<[^<>]{1,500}>")


def lead(facts: Told) -> str:
    """The summary of a news article, as the page states it; "" elsewhere, where it is written for search engines."""
    if not any(_NEWS.search(kind) for kind in jsonld.types(facts.node)):
        return ""
    return jsonld.text(facts.node.get("description")) or _first(facts, "og:description", "description")


def stated_body(facts: Told) -> list[str]:
    """The paragraphs of the text that the page states in JSON-LD, [] when it states none."""
    stated = facts.node.get("articleBody")
    if not isinstance(stated, str):
        return []
    plain = _TAGS.sub("\n", html.unescape(stated)) if "<" in stated or "&" in stated else stated
    return [" ".join(line.split()) for line in plain.splitlines() if line.strip()]


_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
    "rnews:datepublished",
    "article:published",
    "published_time",
    "last-modified",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified", "last-modified")


def _first(facts: Told, *names: str) -> str:
    return next((facts.meta[name] for name in names if facts.meta.get(name)), "")


def title(facts: Told, site: str) -> str:
    headings = [" ".join(node.text_lexbor().split()) for node in facts.page.css("h1")[:5]]
    stated = _without_site(_first(facts, "og:title", "twitter:title"), site) or jsonld.text(facts.node.get("headline"))
    element = facts.page.css_first("title")
    whole = " ".join(element.text_lexbor().split()) if element is not None else ""
    for heading in headings:
        if heading and (heading in whole or heading in stated):
            return heading
    if stated:
        return stated
    if len(headings) == 1 and len(headings[0]) > 10:
        return headings[0]
    return _without_site(whole, site)


def _without_site(words: str, site: str) -> str:
    """A page title without the name of its site at either end."""
    pieces = _SEPARATED.split(words)
    if len(pieces) < 2:
        return words
    if site:
        for end in (-1, 0):
            if pieces[end].strip().lower() == site.lower():
                edge = words.rfind(pieces[-1]) if end else len(pieces[0])
                return words[:edge].rstrip(" |–—·•«»:-") if end else words[edge:].lstrip(" |–—·•«»:-")
    cut = words.rfind("|")
    return words[:cut].strip() if cut > 10 else words


def authors(facts: Told) -> tuple[str, ...]:
    stated = facts.node.get("author")
    people = stated if isinstance(stated, list) else [stated]
    names = [jsonld.text(person) for person in people]
    names = [name for name in names if name and not name.startswith("http")]
    if not names:
        names = [
            name for name in (_first(facts, "author", "article:author", "byl", "dc.creator", "parsely-author"),) if name
        ]
        names = [name.removeprefix("By ").strip() for name in names if not name.startswith("http")]
    return tuple(dict.fromkeys(names))


def _date(facts: Told, names: tuple[str, ...], key: str) -> Stamp | None:
    for raw in (jsonld.text(facts.node.get(key)), *(facts.meta.get(name, "") for name in names)):
        read = dates.stamp(raw, facts.now)
        if read and read.utc:
            return read
    if key == "datePublished":
        for element in facts.page.css("time[datetime], [itemprop='datePublished']")[:3]:
            attributes = element.attributes
            raw = attributes.get("datetime") or attributes.get("content") or element.text_lexbor()
            read = dates.stamp(raw, facts.now)
            if read and read.utc:
                return read
    return None


def _canonical(facts: Told) -> str:
    link = facts.page.css_first('link[rel="canonical" i][href]')
    stated = (link.attributes.get("href") or "") if link is not None else ""
    for address in (stated, facts.meta.get("og:url", ""), facts.url):
        whole = _absolute(facts.url, address)
        if whole:
            return whole
    return ""


def _absolute(base: str, address: str) -> str:
    try:
        whole = urljoin(base, address.strip())
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if parts.scheme in {"http", "https"} and parts.netloc else ""


def _image(facts: Told) -> str:
    stated = facts.node.get("image")
    if isinstance(stated, list):
        stated = stated[0] if stated else ""
    if isinstance(stated, dict):
        stated = stated.get("url") or ""
    address = _first(facts, "og:image", "twitter:image") or (stated if isinstance(stated, str) else "")
    return _absolute(facts.url, address) if address else ""


def _site_name(facts: Told) -> str:
    return _first(facts, "og:site_name", "application-name") or jsonld.text(facts.node.get("publisher"))


def _language(facts: Told) -> str:
    root = facts.page.root
    stated = (root.attributes.get("lang") or "") if root is not None else ""
    stated = stated or jsonld.text(facts.node.get("inLanguage")) or facts.meta.get("og:locale", "")
    code = re.split(r"[-_]", stated.strip().lower())[0]
    return code if len(code) == 2 and code.isalpha() else ""

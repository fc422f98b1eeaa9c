"""From the bytes of a page to an Article. Pure: no network, no clock; hostile input gives a kind, never an error.

bytes -> charset.decode -> parse -> told.read (what the page states) ------------> record.read --> Article
                                 -> tree.read (blocks in boxes) -> body.choose --^
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from frontwire.extract import body as bodies
from frontwire.extract import sites as site_rules
from frontwire.extract import titles
from frontwire.extract import told as tellings
from frontwire.extract import tree as trees
from frontwire.extract.parse import parse
from frontwire.extract.sites import Site, Sites
from frontwire.extract.told import Told

# What only a whole record needs is loaded with the first one, so that the text alone starts quickly.
if TYPE_CHECKING:
    from datetime import datetime

    from frontwire.article import Article
    from frontwire.extract.record import Record

__all__ = ["explain", "extract", "record_of", "text_of"]

# The page's own statement of its text is taken when what is shown is less than this share of it: a wall stands before
# the rest, or a script writes it.
_SHOWN = 0.5
# Below this many characters a page shows no text, and its scripts are looked into.
_EMPTY = 300


class Reading(NamedTuple):
    """A parsed page with what it states, its blocks and the body chosen from them. `scripted`: from a script's data."""

    told: Told
    tree: trees.Tree
    body: bodies.Body
    scripted: bool = False

    @property
    def body_start(self) -> int:
        return self.tree.boxes[self.body.container.box].start if self.body.container else 0

    def text(self) -> str:
        stated = tellings.body(self.told)
        if len(self.body.text) < _SHOWN * sum(map(len, stated)):
            return "\n\n".join(stated)
        return self.body.text


def extract(
    body: bytes | str,
    url: str,
    *,
    content_type: str = "",
    fetched_at: datetime | None = None,
    sites: Sites | None = None,
) -> Article:
    """The article of a page. `fetched_at` (aware) is what relative dates count from; `sites` holds the user's rules."""
    from frontwire.article import Article
    from frontwire.extract import charset, record

    html = body if isinstance(body, str) else charset.decode(body, content_type)[0]
    reading = _read(html, url, fetched_at, site_rules.for_url(sites, url) if sites else None)
    if reading is None:
        return Article(url=url, title="", text="", kind="empty")
    return _article(reading, url, record.read(reading.told, reading.tree, reading.body_start))


def _article(reading: Reading, url: str, facts: Record) -> Article:
    from frontwire.article import Article
    from frontwire.extract import kinds, language

    text = reading.text()
    return Article(
        url=url,
        title=facts.title,
        text=text,
        canonical_url=facts.canonical_url,
        authors=facts.authors,
        published=facts.published,
        modified=facts.modified,
        language=language.identify(text or facts.title) or facts.language,
        section=facts.section,
        image=facts.image,
        site_name=facts.site_name,
        kind=kinds.kind_of(reading.told, reading.tree, facts.title, text),
    )


def text_of(html: str, url: str) -> str:
    """The body text alone: paragraphs separated by one blank line."""
    reading = _read(html, url)
    return reading.text() if reading else ""


def record_of(html: str, url: str) -> dict[str, Any]:
    """Title, authors (list), published (ISO 8601 in the zone that the page wrote, or "") and language."""
    from frontwire.extract import dates

    article = extract(html, url)
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published": dates.local(article.published) if article.published else "",
        "language": article.language,
    }


def explain(body: bytes | str, url: str, content_type: str = "") -> dict[str, Any]:
    """How a page was read: its encoding, where each field was found, the chosen box, its rivals, what was dropped and why."""
    from frontwire.article import Article
    from frontwire.extract import charset, record, why

    html, encoding = (body, "text") if isinstance(body, str) else charset.decode(body, content_type)
    reading = _read(html, url)
    if reading is None:
        nothing = Article(url=url, title="", text="", kind="empty")
        return why.trace(nothing, encoding, None, trees.Tree([], []), bodies.Body([], [], None))
    facts = record.read(reading.told, reading.tree, reading.body_start)
    trace = why.trace(_article(reading, url, facts), encoding, facts, reading.tree, reading.body)
    if reading.scripted:
        trace["because"].append("the page shows no text: this is what a script would write")
    return trace


def _read(html: str, url: str, now: datetime | None = None, site: Site | None = None) -> Reading | None:
    page = parse(html)
    if page is None:
        return None
    told = tellings.read(page, url, now)
    part = parse(site_rules.body_of(html, site)) if site else None
    title, lead = titles.title(told).words, tellings.lead(told)
    tree = trees.read(page.body if part is None else part.body)
    body = bodies.choose(tree, title, lead, whole=part is not None)
    if part is None and len(body.text) < _EMPTY and "<script" in html:
        from frontwire.extract import scripted

        written = scripted.body(page, title)
        if written is not None:
            tree = trees.read(written.body)
            return Reading(told, tree, bodies.choose(tree, title, lead), scripted=True)
    return Reading(told, tree, body)

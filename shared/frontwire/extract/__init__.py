"""From the bytes of a page to an Article. Pure: no network, no clock; hostile input gives a kind, never an error.

bytes -> charset.decode -> lexbor parse -> tree.read -> body.choose -> text
                                        -> record.read -> title, authors, dates, address
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from frontwire.extract import body as body_of
from frontwire.extract import charset, kinds, language, record, tree
from frontwire.models import Article

__all__ = ["explain", "extract", "record_of", "text_of"]

MAX_CHARS = 8_000_000


def extract(body: bytes | str, url: str, *, content_type: str = "", fetched_at: datetime | None = None) -> Article:
    """The article of a page. `fetched_at` (aware) is what relative dates count from."""
    html = body if isinstance(body, str) else charset.decode(body, content_type)[0]
    page = _parse(html)
    if page is None:
        return Article(url=url, title="", text="", kind="empty")
    told = record.told(page, url, fetched_at)
    facts = record.read(told)
    text = _text(page, told, facts.title)
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
        kind=kinds.kind_of(page, facts, text),
    )


def text_of(html: str, url: str) -> str:
    """The body text alone: paragraphs separated by one blank line."""
    page = _parse(html)
    if page is None:
        return ""
    told = record.told(page, url)
    return _text(page, told, record.title(told, ""))


def record_of(html: str, url: str) -> dict[str, Any]:
    """Title, authors (list), published (ISO 8601, as the page wrote it, or "") and language."""
    article = extract(html, url)
    published = article.published
    stamped = published.utc.isoformat() if published and published.utc else ""
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published": stamped,
        "language": article.language,
    }


def explain(body: bytes | str, url: str) -> dict[str, Any]:
    """How the body was found: the encoding, the chosen box, its rivals, and what was dropped and why."""
    html, encoding = (body, "text") if isinstance(body, str) else charset.decode(body)
    page = _parse(html)
    if page is None:
        return {"url": url, "encoding": encoding, "container": "", "rivals": [], "dropped": [], "kept": 0}
    found = tree.read(page.body)
    told = record.told(page, url)
    read = body_of.choose(found, record.title(told, ""), record.lead(told))
    names = [f"{box.tag}.{box.words.strip().replace(' ', '-')}".rstrip(".") for box in found.boxes]
    chosen = read.container
    return {
        "url": url,
        "encoding": encoding,
        "container": names[chosen.box] if chosen else "",
        "rivals": [{"box": names[index], "score": round(score)} for index, score in chosen.rivals] if chosen else [],
        "kept": len(read.blocks),
        "dropped": [
            {"why": fate, "text": block.text[:80]}
            for block, fate in zip(found.blocks, read.fates, strict=True)
            if fate and fate != "outside"
        ],
    }


def _parse(html: str) -> Any:
    if not html.strip():
        return None
    html = html[:MAX_CHARS].replace("\x00", "").encode("utf-8", "replace").decode()
    try:
        page = LexborHTMLParser(html)
    except (ValueError, RuntimeError):
        return None
    return page if page.body is not None else None


# The page's own statement of its text is taken when what is shown is less than this share of it: a wall stands before
# the rest, or a script writes it.
_SHOWN = 0.5


def _text(page: Any, told: record.Told, title: str) -> str:
    shown = body_of.choose(tree.read(page.body), title, record.lead(told)).text
    stated = record.stated_body(told)
    if len(shown) < _SHOWN * sum(map(len, stated)):
        return "\n\n".join(stated)
    return shown

"""When an article was published and changed: what the page states, what it shows near its title, what its address says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frontwire.extract import dates, jsonld, told
from frontwire.extract.told import Told
from frontwire.extract.tree import Tree
from frontwire.models import Stamp

_PUBLISHED = (
    "article:published_time", "article:published:time", "og:published_time", "article:published", "datepublished", "published_time", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "rnews:datepublished", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "publication_date", "publish-date", "publishdate", "pubdate", "date", "dc.date", "dcterms.date", "citation_publication_date",
    "citation_date", "article.published", "article_date_original", "originalpublicationdate", "dc.created", "release_date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "article:modified:time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified", "dc.date.modified", "last-modified",
    "article:modified", "updated", "last_updated", "revised",
)  # fmt: skip
_FIRST_SAID = re.compile(
    r"\b(?:publi|posted|veröffentlicht|erstellt|опубл|published|written|입력|등록|작성|created|on the)", re.I
)
_LAST_SAID = re.compile(
    r"\b(?:updat|modif|revis|edited|aktualisier|bearbeitet|оновлен|обновлен|수정|mis à jour|actualizad|review)", re.I
)
_IN_ADDRESS = re.compile(r"/(?P<year>20\d{2})[/-](?P<month>0?[1-9]|1[0-2])[/-](?P<day>0?[1-9]|[12]\d|3[01])(?:[/-]|$)")
# How many blocks above and below the title, and into the body, a date is looked for; how long its line may be.
_ABOVE, _BELOW, _INTO = 4, 30, 3
# How long a line with a date may be: one that says what the date is, and a bare one. The rank of a last revision.
_LINE, _BARE = 160, 80
_LAST = 2


def published(page: Told, tree: Tree, body_start: int) -> Stamp | None:
    stated = _first(page, _stated(page))
    shown = _shown(page, tree, body_start)
    if stated is None:
        return _unstated(page, tree, shown[0][1] if shown else None)
    if page.is_news or any(_day(stamp) == _day(stated) for _, stamp in shown):
        return stated
    # An evergreen page is dated by the day that it says was its first.
    return shown[0][1] if shown and shown[0][0] == 0 else stated


def _unstated(page: Told, tree: Tree, shown: Stamp | None) -> Stamp | None:
    """The date of a page that states none: what it shows, to the minute where an element says so, or what is left."""
    marked = _first(page, _marked(page))
    if shown:
        return marked if marked and _day(marked) == _day(shown) else shown
    return marked or _addressed(page) or _labelled(page, tree) or _first(page, _last_resorts(page))


def modified(page: Told) -> Stamp | None:
    return _first(
        page, iter((jsonld.text(page.node.get("dateModified")), *(page.meta.get(name, "") for name in _MODIFIED)))
    )


def _first(page: Told, words: Iterator[str]) -> Stamp | None:
    month_first = told.month_first(page)
    for raw in words:
        stamp = dates.stamp(raw, page.now, month_first=month_first) if raw else None
        if stamp and stamp.utc:
            return stamp
    return None


def _day(stamp: Stamp) -> str:
    return dates.local(stamp)[:10]


def _stated(page: Told) -> Iterator[str]:
    yield jsonld.text(page.node.get("datePublished"))
    for name in _PUBLISHED:
        yield page.meta.get(name, "")
    for node in page.nodes:
        yield jsonld.text(node.get("datePublished"))
    for element in page.page.css("[itemprop~='datePublished'], time[pubdate]")[:3]:
        attributes = element.attributes
        yield attributes.get("datetime") or attributes.get("content") or element.text_lexbor()


def _marked(page: Told) -> Iterator[str]:
    for element in page.page.css("time[datetime]")[:3]:
        yield element.attributes.get("datetime") or element.text_lexbor()


def _last_resorts(page: Told) -> Iterator[str]:
    yield jsonld.text(page.node.get("dateCreated"))
    yield jsonld.text(page.node.get("uploadDate"))


def _labelled(page: Told, tree: Tree) -> Stamp | None:
    """A short line anywhere on the page that says it holds the day of publication, or else of the last revision."""
    month_first = told.month_first(page)
    for label in (_FIRST_SAID, _LAST_SAID):
        for block in tree.blocks:
            if len(block.text) <= _BARE and label.search(block.text):
                stamp = dates.find(block.text, page.now, month_first=month_first)
                if stamp and stamp.precision != "month":
                    return stamp
    return None


def _shown(page: Told, tree: Tree, body_start: int) -> list[tuple[int, Stamp]]:
    """The dates in the lines around the title, those said to be the first before those said to be nothing, and so on."""
    month_first = told.month_first(page)
    ranked: list[tuple[int, int, Stamp]] = []
    for index in _around_title(tree, body_start):
        text = tree.blocks[index].text
        if len(text) > _LINE or not any(char.isdigit() for char in text):
            continue
        rank = 0 if _FIRST_SAID.search(text) else _LAST if _LAST_SAID.search(text) else 1
        stamp = dates.find(text, page.now, month_first=month_first) if rank != 1 or len(text) <= _BARE else None
        if stamp and stamp.precision != "month":
            ranked.append((rank, index, stamp))
    return [(rank, stamp) for rank, _, stamp in sorted(ranked, key=lambda found: found[:2])]


def _around_title(tree: Tree, body_start: int) -> range:
    titles = [index for index, block in enumerate(tree.blocks) if block.tag == "h1"]
    title = next(
        (index for index in reversed(titles) if index <= body_start + _INTO), titles[0] if titles else body_start - 8
    )
    last = min(title + _BELOW, max(body_start + _INTO, title + 4))
    return range(max(0, title - _ABOVE), max(0, min(last, len(tree.blocks))))


def _addressed(page: Told) -> Stamp | None:
    match = _IN_ADDRESS.search(page.url)
    return dates.stamp(f"{match['year']}-{int(match['month']):02d}-{int(match['day']):02d}") if match else None

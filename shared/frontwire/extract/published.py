"""When an article was published and changed: what the page states, what it shows near its title, what its address says.

A page states its date in data for machines and shows one to its readers. On a news page the two agree, or the first is
right. Elsewhere the stated one may be the day of a move or of the first draft, and the one that the page shows decides.
What only says when the page was last changed is no date of publication.

Each source of a date weighs as much as it is likely to be meant for readers, and to be kept true. Where two of little weight
name different days, no day is told: none is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from frontwire.article import Stamp
from frontwire.extract import calendar_words, dates, jsonld, told, top
from frontwire.extract.told import Told
from frontwire.extract.tree import Tree

_PUBLISHED = (
    "article:published_time", "article:published:time", "og:published_time", "og:article:published_time", "article:published", "datepublished",
    "published_time", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "rnews:datepublished", "dc.date.issued",
    "dcterms.issued", "publication_date", "publish-date", "publishdate", "publish_date", "pubdate", "citation_publication_date", "citation_date",
    "article.published", "article_date_original", "originalpublicationdate", "release_date",
)  # fmt: skip
# Names that some systems give to the day of publication and others to that of the last change.
_VAGUE = ("date", "dc.date", "dcterms.date", "dcterms.created", "dc.created", "dc.date.created")
_MODIFIED = (
    "article:modified_time", "article:modified:time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified", "dc.date.modified", "last-modified",
    "article:modified", "updated", "last_updated", "revised",
)  # fmt: skip


def _saying(words: str, signs: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split())})|{'|'.join(signs.split())}", re.I)


_FIRST_SAID = _saying(calendar_words.FIRST_SAID, calendar_words.FIRST_SIGNS)
_LAST_SAID = _saying(calendar_words.LAST_SAID, calendar_words.LAST_SIGNS)
_AT_FIRST = re.compile(calendar_words.AT_FIRST, re.I)
_IN_ADDRESS = re.compile(r"/(?P<year>20\d{2})[/-](?P<month>0?[1-9]|1[0-2])[/-](?P<day>0?[1-9]|[12]\d|3[01])(?:[/-]|$)")
# How long a line with a date may be: a sentence that tells the first day, a line that says what the date is, a bare one,
# one that begins with what it is, and one that is nothing else.
_SENTENCE, _LINE, _BARE, _SAYING, _ALONE = 300, 160, 100, 40, 30
_FIRST, _BARELY, _LAST = 0, 1, 2


class Dated(NamedTuple):
    """A date and where on the page it was found."""

    stamp: Stamp
    source: str


class Shown(NamedTuple):
    """A date in a line near the title. `rank` is 0 where the line says that it is the first day, 2 the last change, else 1."""

    rank: int
    stamp: Stamp


def published(page: Told, tree: Tree, title: str, body_start: int) -> Dated | None:
    stated = _first(page, _stated(page))
    shown = _shown(page, tree, title, body_start)
    if stated is None:
        return _unstated(page, tree, shown)
    stated = _in_shown_zone(stated, shown)
    if any(_day(said.stamp) == _day(stated.stamp) for said in shown):
        return stated
    if _is_out_of_step(stated, shown, modified(page)):
        return None
    return stated if page.is_news else _evergreen(page, tree, stated, shown)


def _in_shown_zone(stated: Dated, shown: list[Shown]) -> Dated:
    """A moment stated in UTC, in the zone in which the page shows the same moment to its readers."""
    moment = stated.stamp
    if moment.zone != "+00:00" or moment.utc is None:
        return stated
    for said in shown:
        zone = dates.zone_between(moment.utc, said.stamp) if said.rank != _LAST else ""
        if zone:
            return Dated(Stamp(moment.raw, moment.utc, zone, moment.precision), stated.source)
    return stated


def _is_out_of_step(stated: Dated, shown: list[Shown], last: Dated | None) -> bool:
    """Whether a page shows a change on a day that its data do not know: data that nobody keeps tell no day."""
    if not shown or shown[0].rank != _LAST or shown[0].stamp.precision == "month":
        return False
    return last is not None and _day(stated.stamp) < _day(shown[0].stamp) != _day(last.stamp)


def _evergreen(page: Told, tree: Tree, stated: Dated, shown: list[Shown]) -> Dated | None:
    """The date of a page that is no news: the day that it says was its first, near the title or once at all, or shows alone.

    A day that is shown without a word may be that of the last change: it is believed where the stated one was set by
    hand, without a time of day. Else either may be meant, and none is told.
    """
    if shown and shown[0].rank == _FIRST:
        return Dated(shown[0].stamp, "said near the title")
    told_first = _told_first(page, tree)
    if told_first:
        return told_first
    said = [
        stamp for stamp in _said(page, tree, _FIRST_SAID) if len(stamp.raw) <= _SAYING and _FIRST_SAID.match(stamp.raw)
    ]
    if len(set(map(_day, said))) == 1:
        return Dated(said[0], "said on the page")
    bare = next((said.stamp for said in shown if said.rank == _BARELY), None)
    if bare is None:
        return stated
    if _is_surer(bare, stated.stamp) or _day(bare) in _vague_days(page):
        return Dated(bare, "shown near the title")
    last = modified(page)
    if last and _day(bare) == _day(last.stamp):
        return None if _has_clock(stated.stamp) else Dated(bare, "shown near the title")
    return stated


def _has_clock(stamp: Stamp) -> bool:
    """Whether a date has a time of day that no hand has set: no full hour of the night."""
    if stamp.utc is None or stamp.precision not in {"second", "minute"}:
        return False
    local = dates.local(stamp)[11:16]
    return not (local.endswith(":00") and local < "06")


def _vague_days(page: Told) -> set[str]:
    stamps = (dates.stamp(page.meta.get(name, "")) for name in _VAGUE)
    return {_day(stamp) for stamp in stamps if stamp}


def _is_surer(shown: Stamp, stated: Stamp) -> bool:
    """Whether a line that is nothing but a date says more than the stated one: it is well before it, which is then the day
    of a move; it has a time of day; or it is the same day in the zone of the page's readers."""
    if shown.utc is None or stated.utc is None or len(shown.raw) > _ALONE:
        return False
    later = stated.utc - shown.utc
    same = stated.zone == "+00:00" and shown.precision == "day" and timedelta(hours=-14) <= later < timedelta(hours=36)
    return later > timedelta(days=2) or _has_clock(shown) or same


def _unstated(page: Told, tree: Tree, shown: list[Shown]) -> Dated | None:
    """The date of a page that states none: what it shows, to the minute where an element says so, or what is left."""
    marked = _first(page, _marked(page))
    if shown:
        stamp = shown[0].stamp
        told_first = _told_first(page, tree) if shown[0].rank != _FIRST else None
        if told_first:
            return told_first
        if shown[0].rank == _LAST and dates.is_ambiguous(stamp.raw):
            return None
        return marked if marked and _day(marked.stamp) == _day(stamp) else Dated(stamp, "shown near the title")
    return marked or _addressed(page) or _labelled(page, tree) or _first(page, _last_resorts(page))


def modified(page: Told) -> Dated | None:
    names = ((f"meta {name}", page.meta.get(name, "")) for name in _MODIFIED)
    return _first(page, [("JSON-LD dateModified", jsonld.text(page.node.get("dateModified"))), *names])


def _first(page: Told, words: Iterable[tuple[str, str | None]]) -> Dated | None:
    month_first = told.month_first(page)
    for source, raw in words:
        stamp = dates.stamp(raw, page.now, month_first=month_first) if raw else None
        if stamp and stamp.utc:
            return Dated(stamp, source)
    return None


def _day(stamp: Stamp) -> str:
    return dates.local(stamp)[:10]


def _stated(page: Told) -> Iterator[tuple[str, str | None]]:
    yield "JSON-LD datePublished", jsonld.text(page.node.get("datePublished"))
    for name in _PUBLISHED:
        yield f"meta {name}", page.meta.get(name)
    for node in page.nodes:
        yield "JSON-LD datePublished of another object", jsonld.text(node.get("datePublished"))
    for element in page.page.css("[itemprop~='datePublished'], time[pubdate]")[:3]:
        attributes = element.attributes
        yield (
            "datePublished in the page",
            attributes.get("datetime") or attributes.get("content") or element.text_lexbor(),
        )


def _marked(page: Told) -> Iterator[tuple[str, str | None]]:
    for element in page.page.css("time[datetime]")[:3]:
        yield "time element", element.attributes.get("datetime") or element.text_lexbor()


def _last_resorts(page: Told) -> Iterator[tuple[str, str | None]]:
    for name in _VAGUE:
        yield f"meta {name}", page.meta.get(name)
    for key in ("dateCreated", "uploadDate"):
        yield f"JSON-LD {key}", jsonld.text(page.node.get(key))


def _labelled(page: Told, tree: Tree) -> Dated | None:
    """A short line anywhere on the page that says it holds the day of publication, or else of the last revision."""
    found = _said(page, tree, _FIRST_SAID) or _said(page, tree, _LAST_SAID)
    return Dated(found[0], "said on the page") if found else None


def _told_first(page: Told, tree: Tree) -> Dated | None:
    """The day on which a sentence of the page says that it was first published."""
    month_first = told.month_first(page)
    for block in tree.blocks:
        match = _AT_FIRST.search(block.text) if len(block.text) <= _SENTENCE else None
        stamp = dates.find(block.text[match.end() :], page.now, month_first=month_first) if match else None
        if stamp and stamp.precision != "month":
            return Dated(stamp, "said on the page")
    return None


def _said(page: Told, tree: Tree, label: re.Pattern[str]) -> list[Stamp]:
    """The dates of the short lines anywhere on the page that say what the label says."""
    month_first = told.month_first(page)
    lines = (block.text for block in tree.blocks if len(block.text) <= _BARE and label.search(block.text))
    stamps = (dates.find(line, page.now, month_first=month_first) for line in lines)
    return [stamp for stamp in stamps if stamp]


def _shown(page: Told, tree: Tree, title: str, body_start: int) -> list[Shown]:
    """The dates in the lines around the title, those said to be the first before those said to be nothing, and so on."""
    month_first = told.month_first(page)
    found: list[Shown] = []
    for index in top.lines(tree, title, body_start):
        text = tree.blocks[index].text
        if len(text) > _LINE or "(@" in text or not any(map(str.isdigit, text)):
            continue
        rank = _rank(text)
        stamp = dates.find(text, page.now, month_first=month_first) if rank != _BARELY or len(text) <= _BARE else None
        if stamp:
            found.append(Shown(rank, stamp))
    months = {_day(shown.stamp) for shown in found if shown.stamp.precision == "month"}
    if len(months) == len({_day(shown.stamp) for shown in found}) > 1:
        return []  # the months of an archive
    return sorted(found, key=lambda shown: (shown.stamp.precision == "month", shown.rank))


def _rank(line: str) -> int:
    """What a line says of the date in it: the word nearest before its first number decides, else any word."""
    before = line[: next(index for index, char in enumerate(line) if char.isdigit())]
    first = max((match.end() for match in _FIRST_SAID.finditer(before)), default=0)
    last = max((match.end() for match in _LAST_SAID.finditer(before)), default=0)
    if first or last:
        return _FIRST if first > last else _LAST
    return _FIRST if _FIRST_SAID.search(line) else _LAST if _LAST_SAID.search(line) else _BARELY


def _addressed(page: Told) -> Dated | None:
    match = _IN_ADDRESS.search(page.url)
    stamp = dates.stamp(f"{match['year']}-{int(match['month']):02d}-{int(match['day']):02d}") if match else None
    return Dated(stamp, "address") if stamp else None

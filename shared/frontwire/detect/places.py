"""Places of recent wars and exchanges named in a text, with their coordinates.

The gazetteer is data/places.json, made by tools/build_places.py: names in Latin, Cyrillic and Hangul, in every case.
"""

from __future__ import annotations

from functools import cache

import msgspec

from frontwire.detect import names, tables
from frontwire.late import late
from frontwire.models import Place, Span


class _Entry(msgspec.Struct, array_like=True, frozen=True):
    """A row of the gazetteer; `ordinary` is true for names that are also ordinary words."""

    id: str
    name: str
    country: str
    lat: float
    lon: float
    ordinary: bool = False


def find(text: str) -> list[Place]:
    """The places in the order of the text, each mention with its span."""
    return [
        Place(
            entry.id,
            entry.name,
            entry.country,
            entry.lat,
            entry.lon,
            Span(hit.start, hit.end, text[hit.start : hit.end]),
        )
        for hit in _table().find(names.split(text))
        if (entry := hit.payload) and _named(text, hit)
    ]


_SENTENCE_END = late(r"(?:^|[.!?…»\"\n])\s*[–—-]?\s*$")
_BEHIND_HANGUL = late(
    r"(?:주|시|지역|항|공항|전선|방면|인근|국경)?(?:에서|에선|에서는|에|의|을|를|은|는|이|가|와|과|로|으로|까지|부터|에도|에는|만|도|발|산|군)?(?![가-힣])"
)


def _named(text: str, hit: names.Hit[_Entry]) -> bool:
    """Places have a capital in the scripts that know capitals, and only particles behind them in Korean; datelines are no news."""
    if names.in_dateline(text, hit.start, hit.end):
        return False
    first, name = text[hit.start], text[hit.start : hit.end]
    if names.is_hangul(first):
        return _BEHIND_HANGUL.match(text, hit.end) is not None
    if first.islower() and name == name.lower():
        return False
    return not (hit.payload.ordinary and _SENTENCE_END.search(text, max(0, hit.start - 4), hit.start))


@cache
def _table() -> names.Table[_Entry]:
    return msgspec.json.decode(tables.read("data", "places.json"), type=names.Table[_Entry])

"""Places of recent wars and exchanges named in a text, with their coordinates.

The gazetteer is data/places.json, made by tools/build_places.py: names in Latin, Cyrillic and Hangul, in every case.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from frontwire.detect import names
from frontwire.models import Place, Span

_DATA = Path(__file__).parent / "data" / "places.json"


class _Entry(msgspec.Struct, array_like=True, frozen=True):
    """A row of the gazetteer. Names are in lower case, joined by "|"; `words` are names that are also ordinary words."""

    id: str
    name: str
    country: str
    lat: float
    lon: float
    names: str
    words: str


def find(text: str) -> list[Place]:
    """The places in the order of the text, each mention with its span."""
    words = names.split(text)
    return [
        Place(
            entry.id,
            entry.name,
            entry.country,
            entry.lat,
            entry.lon,
            Span(hit.start, hit.end, text[hit.start : hit.end]),
        )
        for hit in _table().find(words)
        if (entry := hit.payload) and _named(text, words, hit)
    ]


_SENTENCE_END = re.compile(r"(?:^|[.!?…»\"\n])\s*[–—-]?\s*$")
_BEHIND_HANGUL = re.compile(
    r"(?:주|시|지역|항|공항|전선|방면|인근|국경)?(?:에서|에선|에서는|에|의|을|를|은|는|이|가|와|과|로|으로|까지|부터|에도|에는|만|도|발|산|군)?(?![가-힣])"
)


def _named(text: str, words: names.Words, hit: names.Hit[_Entry]) -> bool:
    """Places have a capital in the scripts that know capitals, and only particles behind them in Korean; datelines are no news."""
    if names.in_dateline(text, hit.start, hit.end):
        return False
    first, name = text[hit.start], words.text[hit.start : hit.end]
    if names.is_hangul(first):
        return _BEHIND_HANGUL.match(text, hit.end) is not None
    if name == text[hit.start : hit.end] and first.islower():
        return False
    ordinary = name.replace("-", " ") in hit.payload.words.split("|")
    return not (ordinary and _SENTENCE_END.search(text, max(0, hit.start - 4), hit.start))


@cache
def _table() -> names.Table[_Entry]:
    table: dict[str, _Entry] = {}
    for entry in msgspec.json.decode(_DATA.read_bytes(), type=list[_Entry]):
        table.update(dict.fromkeys(entry.names.split("|"), entry))
        if entry.words:
            table.update(dict.fromkeys(entry.words.split("|"), entry))
    return names.Table(table)

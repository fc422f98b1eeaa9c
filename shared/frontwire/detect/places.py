"""Places of recent wars and exchanges named in a text, with their coordinates.

The gazetteer is data/places.json, made by tools/build_places.py: names in Latin, Cyrillic and Hangul, in every case.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from frontwire.detect import names
from frontwire.models import Place, Span

_DATA = Path(__file__).parent / "data" / "places.json"


class _Entry(msgspec.Struct, array_like=True, frozen=True):
    """A row of the gazetteer; `names` are in lower case, joined by "|"."""

    id: str
    name: str
    country: str
    lat: float
    lon: float
    names: str


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
        if _named(text, hit) and (entry := hit.payload)
    ]


def _named(text: str, hit: names.Hit[_Entry]) -> bool:
    """Places have a capital in the scripts that know capitals."""
    first = text[hit.start]
    return first.isupper() or not first.islower()


@cache
def _table() -> names.Table[_Entry]:
    table: dict[str, _Entry] = {}
    for entry in msgspec.json.decode(_DATA.read_bytes(), type=list[_Entry]):
        table.update(dict.fromkeys(entry.names.split("|"), entry))
    return names.Table(table)

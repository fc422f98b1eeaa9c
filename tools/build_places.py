# /// script
# requires-python = ">=3.11"
# dependencies = ["pymorphy3>=2.0", "pymorphy3-dicts-uk", "pymorphy3-dicts-ru"]
# ///
"""Make shared/frontwire/detect/data/places.json from tools/sources/places.txt: a payload is a place, its names
are in every case.

uv run tools/build_places.py
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from inflect import noun_phrase, spaced
from name_index import write

HERE = Path(__file__).parent
OUT = HERE.parent / "shared/frontwire/detect/data/places.json"


def items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(",") if item.strip()]


def slug(name: str) -> str:
    """A stable id: "Kursk Oblast" is kursk-oblast."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")


def row(line: str) -> tuple[list[object], list[str]]:
    """The place, and its names in every case; a name that is also a word ends in ^."""
    country, where, english, ukrainian, russian, korean = (cell.strip() for cell in line.split("|"))
    lat, lon = (float(number) for number in where.split())
    found = items(english) + items(korean)
    for lang, cell in (("uk", ukrainian), ("ru", russian)):
        for name in items(cell):
            mark = "^" if name.endswith("^") else ""
            found += [shape + mark for shape in noun_phrase(name.rstrip("^"), lang)]
    first = items(english)[0].rstrip("^")
    return [slug(first), first, country, lat, lon], found


def main() -> None:
    lines = (HERE / "sources/places.txt").read_text(encoding="utf-8").splitlines()
    rows = [row(line) for line in lines if line and not line.startswith("#")]
    doubled = [place for place, times in Counter(str(place[0]) for place, _ in rows).items() if times > 1]
    if doubled:
        sys.exit(f"these ids stand twice: {doubled}")
    payloads: list[list[object]] = []
    names: dict[str, int] = {}
    for place, found in rows:
        for ordinary in (False, True):
            known = [name for name in found if name.endswith("^") == ordinary]
            if known:
                names.update((spaced(name.rstrip("^")), len(payloads)) for name in known)
                payloads.append([*place, True] if ordinary else place)
    write(OUT, payloads, names)
    print(len(rows), "places,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

# /// script
# requires-python = ">=3.11"
# dependencies = ["pymorphy3>=2.0", "pymorphy3-dicts-uk", "pymorphy3-dicts-ru"]
# ///
"""Make shared/frontwire/detect/data/places.json from tools/sources/places.txt: one row a place: its names in every case, then
those that are also words.

uv run tools/build_places.py
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from inflect import noun_phrase, spaced

HERE = Path(__file__).parent
OUT = HERE.parent / "shared/frontwire/detect/data/places.json"


def items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(",") if item.strip()]


def slug(name: str) -> str:
    """A stable id: "Kursk Oblast" is kursk-oblast."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")


def row(line: str) -> list[str | float]:
    country, where, english, ukrainian, russian, korean = (cell.strip() for cell in line.split("|"))
    lat, lon = (float(number) for number in where.split())
    plain = items(english) + items(korean)
    for lang, cell in (("uk", ukrainian), ("ru", russian)):
        for name in items(cell):
            mark = "^" if name.endswith("^") else ""
            plain += [shape + mark for shape in noun_phrase(name.rstrip("^"), lang)]
    first = items(english)[0].rstrip("^")
    known = "|".join(dict.fromkeys(spaced(name) for name in plain if not name.endswith("^")))
    inner = "|".join(dict.fromkeys(spaced(name.rstrip("^")) for name in plain if name.endswith("^")))
    return [slug(first), first, country, lat, lon, known, inner]


def main() -> None:
    lines = (HERE / "sources/places.txt").read_text(encoding="utf-8").splitlines()
    rows = [row(line) for line in lines if line and not line.startswith("#")]
    doubled = [place for place, times in Counter(str(row[0]) for row in rows).items() if times > 1]
    if doubled:
        sys.exit(f"these ids stand twice: {doubled}")
    OUT.write_text("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n", encoding="utf-8")
    print(len(rows), "places,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

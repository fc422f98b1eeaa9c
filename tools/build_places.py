# /// script
# requires-python = ">=3.11"
# dependencies = ["pymorphy3>=2.0", "pymorphy3-dicts-uk", "pymorphy3-dicts-ru"]
# ///
"""Make shared/frontwire/detect/data/places.json from tools/sources/places.txt: one row a place, its names in every case.

uv run tools/build_places.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from inflect import noun_phrase

HERE = Path(__file__).parent
OUT = HERE.parent / "shared/frontwire/detect/data/places.json"


def items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(",") if item.strip()]


def key(name: str) -> str:
    return name.lower().replace("’", "'").replace("-", " ")


def row(line: str) -> list[str | float]:
    place, country, where, english, ukrainian, russian, korean = (cell.strip() for cell in line.split("|"))
    lat, lon = (float(number) for number in where.split())
    found = [key(name) for name in items(english) + items(korean)]
    for lang, cell in (("uk", ukrainian), ("ru", russian)):
        found += [key(shape) for name in items(cell) for shape in noun_phrase(name, lang)]
    return [place, items(english)[0], country, lat, lon, "|".join(dict.fromkeys(found))]


def main() -> None:
    lines = (HERE / "sources/places.txt").read_text(encoding="utf-8").splitlines()
    rows = [row(line) for line in lines if line and not line.startswith("#")]
    OUT.write_text("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n", encoding="utf-8")
    print(len(rows), "places,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

"""How well dates, authors and titles are read: `python -m bench.extract_records [FOLDER ...]`.

A folder holds truth.json ({id: {url, title, date, authors}}) and html/ID.html.gz. Per folder, over the pages whose truth
has the field:

  day     the published date falls on the day of the truth (both in the truth's zone when both have one)
  wrong   a date was given and it is another day
  author  the set of names is the truth's set, case and spacing aside
  title   the title is the truth's title, spacing, quotes and dashes aside
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

Record = dict[str, Any]
DATA = Path(__file__).resolve().parents[2] / "shared/data/extraction"
SETS = ("fundus", "wcxb")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "\u00ad": ""})


def pages(folder: Path) -> Iterator[tuple[str, Record, str]]:
    """(id, truth, html) of each page, in the order of ids."""
    truth = json.loads((folder / "truth.json").read_text("utf8"))
    for page in sorted(truth):
        with gzip.open(folder / "html" / f"{page}.html.gz", "rt", encoding="utf8", errors="replace") as file:
            yield page, truth[page], file.read()


def plain(words: str) -> str:
    return " ".join(words.translate(_PLAIN).split()).casefold()


def day_verdict(truth: str, told: str) -> str:
    """right, wrong or missing. Where the truth is a month, any day of it is right."""
    if not told:
        return "missing"
    if len(truth) < len("2025-01-01"):
        return "right" if told.startswith(truth) else "wrong"
    expected, given = datetime.fromisoformat(truth), datetime.fromisoformat(told)
    days = {given.date()}
    if expected.tzinfo and given.tzinfo:
        days.add(given.astimezone(expected.tzinfo).date())
    return "right" if expected.date() in days else "wrong"


def names(people: list[str]) -> set[str]:
    return {plain(name) for person in people for name in re.split(r",? and |, |; ", person) if name.strip()}


def verdicts(truth: Record, told: Record) -> dict[str, str]:
    """The verdict per field that the truth has: right, wrong or missing."""
    found = {}
    if truth.get("date"):
        found["day"] = day_verdict(truth["date"], told.get("published") or "")
    if truth.get("authors"):
        same = names(truth["authors"]) == names(told.get("authors") or [])
        found["author"] = "right" if same else "wrong" if told.get("authors") else "missing"
    if truth.get("title"):
        same = plain(truth["title"]) == plain(told.get("title") or "")
        found["title"] = "right" if same else "wrong" if told.get("title") else "missing"
    return found


def measure(folder: Path, read: Callable[[str, str], Record]) -> dict[str, list[tuple[str, str]]]:
    """Per field, (page id, verdict) of every page whose truth has it."""
    found: dict[str, list[tuple[str, str]]] = {"day": [], "author": [], "title": []}
    for page, truth, html in pages(folder):
        for field, verdict in verdicts(truth, read(html, truth.get("url") or "")).items():
            found[field].append((page, verdict))
    return found


def share(found: list[tuple[str, str]], verdict: str) -> float:
    return sum(given == verdict for _, given in found) / len(found) if found else 0.0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[DATA / name for name in SETS])
    parser.add_argument("--reader", default="frontwire.extract:record_of", help="module:function(html, url) -> dict")
    parser.add_argument("--show", default="", help="a field whose wrong pages are printed")
    arguments = parser.parse_args(argv)
    module, _, name = arguments.reader.partition(":")
    read = getattr(importlib.import_module(module), name)
    print(f"{'set':<14}{'pages':>6}{'day':>8}{'wrong':>8}{'author':>8}{'title':>8}")
    for folder in arguments.folders:
        found = measure(folder, read)
        figures = (
            share(found["day"], "right"),
            share(found["day"], "wrong"),
            share(found["author"], "right"),
            share(found["title"], "right"),
        )
        print(f"{folder.name:<14}{len(found['title']):>6}" + "".join(f"{figure:>8.3f}" for figure in figures))
        for page, verdict in found.get(arguments.show, []):
            if verdict != "right":
                print(f"  {verdict:<8}{page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Our feed parser beside feedparser and fastfeedparser on feedparser's own test corpus of well-formed and ill-formed feeds.

    python bench/collect_corpus.py --corpus <feedparser>/tests

For each folder: how many files a parser refuses though feedparser (the oracle) finds entries, in how many the entries are
as many, and of the oracle's titles, links, ids and dates, how many are the same. Entries that say nothing (no title, link,
id or text) are left out: many files of the corpus hold a lone author or category. The corpus is used where it lies; nothing of it is copied. Peers that
are not installed are left out. `--differences` prints each file in which we differ.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from calendar import timegm
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from frontwire.collect import feed
from frontwire.collect.feed import plain
from frontwire.errors import ParseError

FOLDERS = (
    "rss",
    "atom",
    "atom10",
    "rdf",
    "namespace",
    "node_precedence",
    "lang",
    "base",
    "feedburner",
    "xml",
    "itunes",
)
BASE = "http://127.0.0.1:8097/tests/x.xml"
Entry = dict[str, Any]


def ours(body: bytes) -> list[Entry]:
    found = feed.parse(body, BASE)
    return [
        {
            "title": link.title,
            "link": "" if "#fw-" in link.url else link.url,
            "id": link.guid,
            "date": link.published.utc if link.published else None,
        }
        for link in found
    ]


def by_feedparser(body: bytes) -> list[Entry]:
    import feedparser  # type: ignore[import-not-found]

    parsed = feedparser.parse(
        body, sanitize_html=False, resolve_relative_uris=True, response_headers={"content-location": BASE}
    )
    return [
        {
            "title": plain(entry.get("title", ""), 500),
            "link": entry.get("link", ""),
            "id": entry.get("id", ""),
            "date": _moment(
                entry.get("published_parsed") or entry.get("updated_parsed") or entry.get("created_parsed")
            ),
        }
        for entry in parsed.entries
        if any(entry.get(key) for key in ("title", "link", "id", "summary", "content"))
    ]


def by_fastfeedparser(body: bytes) -> list[Entry]:
    import fastfeedparser  # type: ignore[import-not-found]

    parsed = fastfeedparser.parse(body)
    return [
        {
            "title": plain(entry.get("title") or "", 500),
            "link": entry.get("link") or "",
            "id": entry.get("id") or "",
            "date": _iso(entry.get("published") or entry.get("updated")),
        }
        for entry in parsed.entries
        if any(entry.get(key) for key in ("title", "link", "id", "description", "content"))
    ]


def _moment(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (OverflowError, ValueError):
        return None


def _iso(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


READERS: dict[str, Callable[[bytes], list[Entry]]] = {
    "frontwire": ours,
    "fastfeedparser": by_fastfeedparser,
    "feedparser": by_feedparser,
}


def files(corpus: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted((corpus / "wellformed" / folder).glob("*.xml")):
            yield f"wellformed/{folder}", path
    for path in sorted((corpus / "illformed").rglob("*.xml")):
        yield "illformed", path


def same(field: str, mine: Any, truth: Any) -> bool:
    if field == "link":
        mine, truth = (re.sub(r"^https?://[^/]*/(?:tests/)?", "", str(url)).rstrip("/") for url in (mine, truth))
    return bool(mine == truth)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--corpus", type=Path, required=True)
    arguments.add_argument("--differences", action="store_true")
    options = arguments.parse_args()
    readers = {name: read for name, read in READERS.items() if _works(read)}
    if "feedparser" not in readers:
        sys.exit("feedparser is the oracle of this measurement: install it")
    score: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    seconds: dict[str, float] = defaultdict(float)
    for folder, path in files(options.corpus):
        body = path.read_bytes()
        truth = by_feedparser(body)
        for name, read in readers.items():
            tally = score[folder][name]
            tally["files"] += 1
            begun = time.process_time()
            try:
                entries = read(body)
            except (ParseError, ValueError) as error:
                entries = []
                tally["refused"] += bool(truth)
                if truth and name == "frontwire" and options.differences:
                    print(f"{path.parent.name}/{path.name}: refused: {error}")
            seconds[name] += time.process_time() - begun
            tally["counts"] += len(entries) == len(truth)
            if len(entries) != len(truth) and name == "frontwire" and options.differences:
                print(f"{path.parent.name}/{path.name}: {len(entries)} entries, not {len(truth)}")
            for mine, true in zip(entries, truth, strict=False):
                for field, value in true.items():
                    if not value:
                        continue
                    tally[f"{field} of"] += 1
                    agrees = same(field, mine[field], value)
                    tally[field] += agrees
                    if not agrees and name == "frontwire" and options.differences:
                        print(f"{path.parent.name}/{path.name}: {field}: {mine[field]!r} not {value!r}")
    _print(score, seconds)
    _speed(readers)


def _speed(readers: dict[str, Callable[[bytes], list[Entry]]]) -> None:
    """CPU microseconds an entry, on a feed of 100 entries with a paragraph each; the best of five rounds, interleaved."""
    text = "The office said that the second list had been handed over to the mediators on Friday evening. " * 3
    items = "".join(
        f"<item><title>Report {n}</title><link>https://a.example/{n}</link><guid isPermaLink='false'>{n}</guid>"
        f"<pubDate>Sat, 11 Jan 2025 09:{n % 60:02}:00 +0200</pubDate><description><![CDATA[<p>{text}</p>]]></description></item>"
        for n in range(100)
    )
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>A</title>{items}</channel></rss>".encode()
    best: dict[str, float] = defaultdict(lambda: float("inf"))
    for _ in range(5):
        for name, read in readers.items():
            begun = time.process_time()
            for _ in range(10):
                assert len(read(body)) == 100
            best[name] = min(best[name], (time.process_time() - begun) / 1_000 * 1e6)
    print("CPU µs an entry:", ", ".join(f"{name} {seconds:.0f}" for name, seconds in best.items()))


def _works(read: Callable[[bytes], list[Entry]]) -> bool:
    try:
        read(b"<rss version='2.0'><channel><item><title>x</title><link>http://a.example/</link></item></channel></rss>")
    except ImportError:
        return False
    return True


def _print(score: dict[str, dict[str, Counter[str]]], seconds: dict[str, float]) -> None:
    total: dict[str, Counter[str]] = defaultdict(Counter)
    print(
        f"{'folder':28}{'parser':16}{'files':>6}{'refused':>8}{'counts':>8}{'title':>10}{'link':>10}{'id':>10}{'date':>10}"
    )
    for folder, by_name in score.items():
        for name, tally in by_name.items():
            total[name] += tally
            _row(folder, name, tally)
    for name, tally in total.items():
        _row("all", name, tally)
    print("CPU seconds:", ", ".join(f"{name} {seconds[name]:.2f}" for name in total))


def _row(folder: str, name: str, tally: Counter[str]) -> None:
    shares = "".join(f"{tally[field]:>5}/{tally[f'{field} of']:<4}" for field in ("title", "link", "id", "date"))
    print(f"{folder:28}{name:16}{tally['files']:>6}{tally['refused']:>8}{tally['counts']:>8} {shares}")


if __name__ == "__main__":
    main()

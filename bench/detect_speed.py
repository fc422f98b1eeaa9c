"""What detection costs, in CPU time: `python -m bench.detect_speed`.

    random news    texts of one paragraph, read once by a fresh engine, as a scorer does; most should end at the first look
    articles       whole ones, each the least of three readings: ordinary news, and articles of 2-6 thousand characters in
                   which every paragraph is of war, captives or their exchange
    long texts     the time of a thousand characters as one article grows: the same, where reading is linear
    init           import and topics in a fresh process from bytecode, the least of five
    weight         bytes of what detection needs: its code and data, the compiled topics
    own topics     microseconds a text with ever more simple topics of a desk

Random news and ordinary articles are research data that is not part of the project; without it, the project's own
passages stand for both.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from frontwire.detect import Engine, document, topics
from frontwire.detect.compile import COMPILED, compile_topics
from frontwire.models import Article, ArticleRef

ROOT = Path(__file__).resolve().parents[1]
RESEARCH = ROOT.parent / "shared/data"
POOL = RESEARCH / "detection/random_pool_dev.jsonl.gz"
PAGES = ("scrapinghub", "fundus", "wcxb")
PASSAGES = ROOT / "tests/data/detection"
DETECT = ROOT / "shared/frontwire/detect"
QUICK = 0.05  # milliseconds in which a text that tells of nothing should be put aside
LEAST_ARTICLE = 1_500  # characters
LENGTHS = (5_000, 25_000, 100_000, 400_000)
COUNTS = (1, 10, 50, 100, 200, 400)
_INIT = (
    "import time, sys; sys.path.insert(0, 'shared'); start = time.process_time(); from frontwire.detect import Engine; "
    "imported = time.process_time(); Engine.load(); print(imported - start, time.process_time() - imported)"
)

Doc = tuple[Article, ArticleRef]


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def passages() -> dict[str, list[dict[str, str]]]:
    """The passages of war that the project has, by language."""
    found: dict[str, list[dict[str, str]]] = {}
    for path in sorted(PASSAGES.glob("*.jsonl")):
        for row in rows(path):
            found.setdefault(row["lang"], []).append(row)
    for path in sorted((PASSAGES / "topics").glob("*.yaml")):
        for language, kinds in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            found[language].extend({"title": "", "text": text} for texts in kinds.values() for text in texts)
    return found


def news() -> list[Doc]:
    """Random news, one paragraph each."""
    texts = rows(POOL) if POOL.exists() else [row for language in passages().values() for row in language]
    return [document({key: str(row.get(key) or "") for key in ("title", "text", "lang", "date")}) for row in texts]


def ordinary() -> list[Doc]:
    """Whole articles of ordinary news, some on wars and courts; none without the research set."""
    docs = []
    for name in PAGES:
        truth = RESEARCH / "extraction" / name / "truth.json"
        for page in json.loads(truth.read_text(encoding="utf-8")).values() if truth.exists() else ():
            if len(page["text"]) >= LEAST_ARTICLE:
                docs.append(document({"title": page.get("title") or "", "text": page["text"]}))
    return docs


def dense(count: int = 200) -> list[Doc]:
    """Articles put together from passages of war, drawn with a fixed seed, a paragraph each."""
    chance, docs = random.Random(7), []
    by_language = passages()
    for number in range(count):
        own = by_language[sorted(by_language)[number % len(by_language)]]
        length, paragraphs = chance.randint(2_000, 6_000), [""]
        while sum(map(len, paragraphs)) < length:
            paragraphs.append(chance.choice(own)["text"])
        docs.append(document({"title": chance.choice(own)["title"] or "", "text": "\n\n".join(paragraphs[1:])}))
    return docs


def spent(engine: Engine, doc: Doc) -> float:
    """Milliseconds of CPU for one article."""
    start = time.process_time_ns()
    engine.examine(*doc)
    return (time.process_time_ns() - start) / 1e6


def least(engine: Engine, doc: Doc) -> float:
    return min(spent(engine, doc) for _ in range(3))


def told(name: str, times: Iterable[float]) -> None:
    sorted_times = sorted(times)
    if not sorted_times:
        return
    p95 = sorted_times[min(len(sorted_times) - 1, len(sorted_times) * 95 // 100)]
    print(
        f"{name:34} mean {statistics.fmean(sorted_times):6.3f} ms, median {statistics.median(sorted_times):6.3f}, "
        f"p95 {p95:6.3f} ({len(sorted_times)} texts)"
    )


def long_texts(engine: Engine) -> Iterator[tuple[str, int, float]]:
    """Name, characters, milliseconds per thousand characters."""
    docs = dense()
    crowded = "\n\n".join(article.text for article, _ in docs if article.language in ("", "en"))
    wall = " ".join(crowded.split())
    for name, text in (("paragraphs of war", crowded), ("the same as one paragraph", wall)):
        for length in LENGTHS:
            whole = (text * (length // len(text) + 1))[:length]
            yield name, length, spent(engine, document({"text": whole, "lang": "en"})) / length * 1e3


def engine_of(count: int) -> Engine:
    """An engine of so many simple topics with words of their own."""
    texts = [
        f"title: Topic {n}\nall: [[ferry{n}, boat{n}, пором{n}], [sank{n}, burned{n}, 침몰{n}]]" for n in range(count)
    ]
    return Engine.of(compile_topics([topics.parse(text, f"t{n}") for n, text in enumerate(texts)]))


def init() -> tuple[float, float]:
    """Milliseconds for import and for the topics, in fresh processes, from bytecode as in the layer."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {**os.environ, "PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        runs = [
            subprocess.run(
                [sys.executable, "-c", _INIT], cwd=ROOT, env=kept, capture_output=True, text=True, check=True
            )
            for _ in range(6)
        ]
    imported, loaded = zip(*(map(float, run.stdout.split()) for run in runs[1:]), strict=True)
    return min(imported) * 1e3, min(loaded) * 1e3


def weight() -> int:
    files = [path for path in DETECT.rglob("*") if path.is_file() and path.suffix in (".py", ".json")]
    return sum(path.stat().st_size for path in (*files, COMPILED))


def main() -> None:
    engine, texts = Engine.load(), news()
    times = [spent(engine, doc) for doc in texts]
    told("random news", times)
    print(f"{'':34} {sum(time < QUICK for time in times) / len(times):.1%} take less than {QUICK} ms")
    whole = ordinary()
    told("whole articles, ordinary", (least(engine, doc) for doc in whole))
    told("whole articles, every line of war", (least(engine, doc) for doc in dense()))
    for name, length, per_thousand in long_texts(engine):
        print(f"{name:26} {length:7} characters {per_thousand:.3f} ms per thousand")
    print("init: import {:.1f} ms, topics {:.1f} ms".format(*init()))
    print(f"weight: {weight() / 1e6:.2f} MB")
    sample = texts[:2_000]
    for count in COUNTS:
        own = engine_of(count)
        for doc in sample:  # once, so that what is remembered is so for all
            own.examine(*doc)
        total = min(sum(spent(own, doc) for doc in sample) for _ in range(3))
        print(f"{count:4} own topics: {total / len(sample) * 1e3:.1f} microseconds a text")


if __name__ == "__main__":
    main()

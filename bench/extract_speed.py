"""Extraction against its peers, interleaved in one run: `python -m bench.extract_speed [FOLDER ...] [--reps N]`.

Pages are the outer loop and extractors the inner, in a shuffled order, so that a busy machine slows all of them alike;
each time is the least of N repetitions. Peers that are not installed are left out (they are a bench extra). The last
column is the total time as a multiple of trafilatura's default, or of the first extractor where that is absent.

    --only NAME [NAME ...]   some of the extractors
    --nameless               pages stripped of their classes and ids: what structure alone tells
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from bench.extract_records import DATA, pages

Extractor = Callable[[str, str], "str | None"]
SETS = ("scrapinghub", "fundus", "wcxb")
_NAMES = re.compile(r"""\s(?:class|id)=("[^"]*"|'[^']*')""", re.I)
_IMPORT = "import time; t = time.process_time(); import {}; print((time.process_time() - t) * 1e3)"
# The text alone, a whole record, and what both can be set against on a busy machine.
_IMPORTS = {
    "the text alone": "frontwire.extract",
    "a whole record": ", ".join(f"frontwire.extract.{part}" for part in ("record", "kinds", "language", "charset")),
    "lxml.html": "lxml.html",
}


def _trafilatura(html: str, url: str) -> str | None:
    import trafilatura

    return str(trafilatura.extract(html, url=url) or "")


def _readability(html: str, url: str) -> str | None:
    import lxml.html
    import readability

    summary = readability.Document(html, url=url).summary()
    return "\n".join(lxml.html.fromstring(summary).itertext())


def _newspaper(html: str, url: str) -> str | None:
    import newspaper

    article = newspaper.Article(url, fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return str(article.text)


def _resiliparse(html: str, url: str) -> str | None:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=True))


def _frontwire(html: str, url: str) -> str | None:
    from frontwire.extract import text_of

    return text_of(html, url)


EXTRACTORS: dict[str, tuple[str, Extractor]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "frontwire": ("frontwire", _frontwire),
    "readability-lxml": ("readability", _readability),
    "newspaper4k": ("newspaper", _newspaper),
    "resiliparse": ("resiliparse", _resiliparse),
}


def present() -> dict[str, Extractor]:
    return {name: run for name, (module, run) in EXTRACTORS.items() if importlib.util.find_spec(module)}


def timed(run: Extractor, html: str, url: str) -> tuple[float, str]:
    """CPU seconds and text; an extractor that fails has found nothing."""
    start = time.process_time()
    try:
        text = run(html, url) or ""
    except Exception:
        text = ""
    return time.process_time() - start, text


def measure(
    folder: Path, extractors: dict[str, Extractor], reps: int, nameless: bool = False
) -> tuple[dict[str, float], dict[str, dict[str, str]]]:
    """Per extractor the total of its least times in seconds, and its texts by page."""
    shuffle = random.Random(1)
    totals = dict.fromkeys(extractors, 0.0)
    texts: dict[str, dict[str, str]] = {name: {} for name in extractors}
    for number, (page, truth, html) in enumerate(pages(folder)):
        html = _NAMES.sub("", html) if nameless else html
        if number == 0:
            for run in extractors.values():
                timed(run, html, truth["url"])
        least = dict.fromkeys(extractors, float("inf"))
        for _ in range(reps):
            order = list(extractors)
            shuffle.shuffle(order)
            for name in order:
                seconds, texts[name][page] = timed(extractors[name], html, truth["url"])
                least[name] = min(least[name], seconds)
        for name in extractors:
            totals[name] += least[name]
    return totals, texts


def scorer(data: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", data / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no score.py in {data}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def import_ms(modules: str) -> float:
    """The import of some modules in a fresh process, in milliseconds of CPU time: the least of nine."""
    code = [sys.executable, "-c", _IMPORT.format(modules)]
    runs = [subprocess.run(code, capture_output=True, text=True, check=True) for _ in range(9)]
    return min(float(run.stdout) for run in runs)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[DATA / name for name in SETS])
    parser.add_argument("--reps", type=int, default=2)
    parser.add_argument("--only", nargs="+", default=list(EXTRACTORS), choices=list(EXTRACTORS))
    parser.add_argument("--nameless", action="store_true")
    arguments = parser.parse_args(argv)
    extractors = {name: run for name, run in present().items() if name in arguments.only}
    score = scorer(arguments.folders[0].parent)
    whole = dict.fromkeys(extractors, 0.0)
    print(f"{'set':<13}{'extractor':<18}{'F1':>7}{'pageF1':>8}{'ms/page':>9}{'time':>8}")
    for folder in arguments.folders:
        truths = {page: truth["text"] for page, truth in score.load(str(folder)).items()}
        totals, texts = measure(folder, extractors, arguments.reps, arguments.nameless)
        for name, total in totals.items():
            whole[name] += total
            figures = score.score(truths, texts[name], boot=1)
            print(
                f"{folder.name:<13}{name:<18}{figures['f1']:>7.3f}{figures['page_f1']:>8.3f}"
                f"{total / len(truths) * 1e3:>9.2f}{total / next(iter(totals.values())):>8.3f}"
            )
    base = next(iter(whole.values()))
    for name, total in whole.items():
        print(f"{'all':<13}{name:<18}{'':>7}{'':>8}{'':>9}{total / base:>8.3f}")
    for name, modules in _IMPORTS.items():
        print(f"import of {name} in a fresh process: {import_ms(modules):.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())

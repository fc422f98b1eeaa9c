"""How extraction's time and memory grow with hostile pages: `python -m bench.extract_hostile [SHAPE ...]`.

Per shape the CPU seconds at four sizes, each four times the one before, and the steepest exponent of growth over two
steps: 1.0 is a line, 2.0 a square. Then what the largest page takes in a process of its own: megabytes at the peak above
what the process had, and as a multiple of the page's bytes. Then the pages that must be read whatever they hold, and the
largest labelled pages. Exit code 1 where an exponent is above 1.4, or a page takes more than 140 MB.
"""

from __future__ import annotations

import argparse
import gzip
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from frontwire.extract import extract

URL = "https://quay.example/x"
SENTENCE = "The harbour opened its gates again on Tuesday, and the ferry left at six with forty aboard. "
SIZES = (80_000, 320_000, 1_280_000, 5_120_000)
WORST, MOST_MB = 1.4, 140
DATA = Path(__file__).resolve().parents[2] / "shared/data/extraction"
# Below so many CPU seconds a time says nothing about growth.
_TELLING = 0.02

# Pages of about so many characters.
SHAPES: dict[str, Callable[[int], str]] = {
    "one long line": lambda size: f"<p>{SENTENCE * (size // len(SENTENCE))}</p>",
    "nested tags": lambda size: "<div>" * (size // 5) + SENTENCE,
    "nested inline tags": lambda size: "<b>" * (size // 3) + SENTENCE,
    "nested furniture": lambda size: '<div class="related">' * (size // 21) + SENTENCE,
    "links": lambda size: '<a href="/1">read on</a> ' * (size // 25),
    "link paragraphs": lambda size: '<p><a href="/1">Related stories</a></p>' * (size // 39),
    "paragraphs": lambda size: f"<p>{SENTENCE}</p>" * (size // 98),
    "headings of link lists": lambda size: "<h3>Related stories</h3>" * (size // 24),
    "entities": lambda size: "&lt;&amp;&nbsp;" * (size // 15),
    "entity bomb": lambda size: "<!DOCTYPE x [" + '<!ENTITY a "&b;&b;&b;&b;">' * (size // 27) + "]><p>&a;</p>",
    "open brackets": lambda size: "<" * size,
    "comments": lambda size: "<!--" * (size // 4),
    "scripts everywhere": lambda size: "<script>x</script><p>y</p>" * (size // 26),
    "attributes": lambda size: "<p " + 'class="a" ' * (size // 10) + ">x</p>",
    "long class": lambda size: f'<div class="{"relatedPost " * (size // 12)}"><p>{SENTENCE}</p></div>',
    "breaks": lambda size: "x<br><br>" * (size // 9),
    "json": lambda size: f'<script type="application/ld+json">{"[" * size}</script><p>x</p>',
    "json objects": lambda size: (
        '<script type="application/ld+json">[' + '{"@type":"A"},' * (size // 14) + "{}]</script>"
    ),
    "json commas": lambda size: f'<script type="application/ld+json">[{", " * (size // 2)}</script><p>x</p>',
    "meta": lambda size: '<meta name="a" content="b">' * (size // 27),
    "meta authors": lambda size: '<meta name="author" content="Mara Lind, Jon Aas and Tor Vik">' * (size // 62),
    "dates": lambda size: "<p>1 2 3 4 5 2025 " + "12:" * (size // 3) + "</p>",
    "short dates": lambda size: "<h1>Harbour</h1>" + "<p>Published 3/4/2025</p>" * (size // 25),
    "letters": lambda size: "a" * size,
    "NUL bytes": lambda size: "<p>a\x00b</p>\x00" * (size // 11),
    "headings": lambda size: "<h1>Harbour</h1>" * (size // 16),
    "a long title": lambda size: f"<title>{'Quay | ' * (size // 14)}</title><h1>{'Quay ' * (size // 10)}</h1>",
    "authors": lambda size: '<h1>x</h1><a rel="author" href="/author/a/">Mara Lind</a>' * (size // 57),
    "a long author": lambda size: f'<h1>x</h1><p itemprop="author">{"Mara, " * (size // 6)}</p>',
    "tables": lambda size: "<table><tr><td>" * (size // 15),
    "forms": lambda size: "<form><p>x</form>" * (size // 17),
    "templates": lambda size: "<template><p>x" * (size // 14),
    "by": lambda size: f"<h1>x</h1><p>By {'A ' * 60}</p>" * (size // 140),
    "quotes in a script": lambda size: "<title>Harbour</title><script>" + '"\\"' * (size // 3) + "</script>",
    "texts in scripts": lambda size: (
        "<title>Harbour</title>" + f'<script>["<p>{"Harbour " * 80}"]</script>' * (size // 664)
    ),
    "tooltips": lambda size: "<p>" + 'x<span class="tooltip">y</span>' * (size // 31),
    "written by": lambda size: "<p>Written by</p>" * (size // 17),
}
# Whole pages, and how many CPU seconds they may take at most.
LARGEST: dict[str, tuple[Callable[[], str | bytes], float]] = {
    "five megabytes in a line": (lambda: SHAPES["one long line"](5_000_000), 10),
    "five megabytes in no encoding": (lambda: bytes(range(128, 256)) * 39_000, 10),
    "200,000 nested tags": (lambda: "<div>" * 200_000 + SENTENCE, 10),
    "100,000 links": (lambda: '<a href="/1">Related stories</a> ' * 100_000, 10),
    "100,000 link paragraphs": (lambda: '<p><a href="/1">Related stories</a></p>' * 100_000, 10),
}


def seconds(html: str | bytes) -> float:
    """CPU seconds for the article of a page."""
    start = time.process_time()
    extract(html, URL)
    return time.process_time() - start


def exponent(times: list[float], step: float) -> float:
    """The steepest growth of the time over two steps; 0 where it is too short to tell."""
    ends = zip(times, times[2:], strict=False)
    grown = [math.log(last / first) / (2 * math.log(step)) for first, last in ends if first >= _TELLING]
    return max(grown, default=0.0)


def peak(page: str) -> int:
    """The bytes that a process takes at its peak for a page, above what it had: measured in a process of its own."""
    code = [sys.executable, "-m", "bench.extract_hostile", "--peak", page]
    return int(subprocess.run(code, capture_output=True, text=True, check=True).stdout)


def _peak(page: str) -> int:
    extract(SHAPES["paragraphs"](2000).encode(), URL)
    body = gzip.decompress(Path(page).read_bytes()) if page.endswith(".gz") else SHAPES[page](SIZES[-1]).encode()
    before = _most_held()
    extract(body, URL)
    return _most_held() - before


def _most_held() -> int:
    """The most bytes that this process has held so far. Linux counts those of the process that started it into `ru_maxrss`."""
    status = Path("/proc/self/status")
    if status.exists():
        held = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def largest_labelled(count: int = 5) -> Iterator[tuple[Path, int]]:
    """The largest pages of the labelled sets, with their bytes; none where the sets are not at hand."""
    sizes = {path: len(gzip.decompress(path.read_bytes())) for path in DATA.glob("*/html/*.gz")}
    yield from sorted(sizes.items(), key=lambda item: -item[1])[:count]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "shapes", nargs="*", default=list(SHAPES), metavar="SHAPE", help="a name of the table; all without one"
    )
    parser.add_argument("--peak", default="", help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if arguments.peak:
        print(_peak(arguments.peak))
        return 0
    seconds(SHAPES["paragraphs"](SIZES[0]))
    print(
        f"{'CPU seconds at':<26}"
        + "".join(f"{size // 1000:>7}k" for size in SIZES)
        + f"{'grows':>8}{'MB':>8}{'times':>8}"
    )
    steepest = heaviest = 0.0
    for shape in arguments.shapes:
        times = [min(seconds(SHAPES[shape](size)) for _ in range(2)) for size in SIZES]
        growth = exponent(times, SIZES[-1] / SIZES[-2])
        taken = peak(shape) / 1e6
        steepest, heaviest = max(steepest, growth), max(heaviest, taken)
        print(
            f"{shape:<26}" + "".join(f"{spent:>8.3f}" for spent in times) + f"{growth:>8.2f}"
            f"{taken:>8.0f}{taken * 1e6 / SIZES[-1]:>8.1f}",
            flush=True,
        )
    for name, (make, most) in LARGEST.items():
        print(f"{name:<30}{seconds(make()):>8.2f} of {most:.0f} s")
    for path, size in largest_labelled():
        spent = seconds(gzip.decompress(path.read_bytes()).decode("utf8", "replace"))
        taken = peak(str(path)) / 1e6
        heaviest = max(heaviest, taken)
        name = f"{path.parents[1].name} {path.name[:12]}"
        print(f"{name:<26}{spent:>8.3f} s, {size / 1e6:.1f} MB of page, {taken:.0f} MB, {taken * 1e6 / size:.1f} times")
    print(f"steepest growth {steepest:.2f} (at most {WORST}), most memory {heaviest:.0f} MB (at most {MOST_MB})")
    return 1 if steepest > WORST or heaviest > MOST_MB else 0


if __name__ == "__main__":
    sys.exit(main())

"""Feed mutated pages to extraction and look for crashes and slowness: `python -m bench.fuzz_extract [--seconds S]`.

With atheris (the environment of `make prove` on Linux) the mutations follow what the code covers, from the golden pages as
seeds; without it they are drawn with a fixed seed. A page fails if extraction raises, or takes longer than a second and
another for each hundred kilobytes. The page that failed is left in crash.html, or in the crash-* file that atheris names.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
import tempfile
import time
from pathlib import Path

PAGES = Path(__file__).resolve().parents[1] / "tests/data/pages"
URL = "https://quay.example/fuzz"
MOST_BYTES = 64_000  # of a page that atheris makes
_SECONDS_PER_BYTE = 1 / 100_000
_PIECES = (
    b"<div class='related'>", b"</div>", b"<p>", b"<!--", b"<script>", b"<table><td>", b"&#0;", b"\xff", b"\x00", b"<br><br>", b"<a href='",
    b'<script type="application/ld+json">{"@type":"NewsArticle","author":[', b"<h1>By ", b"2025-13-45T99:99", b"<svg><template>", b"\xd0\xbf" * 40,
    b'<a rel="author" href="/author/x/">', b'<meta name="author" content="', b"<time datetime='", b"Posted on 3/4/", b"Written by:",
)  # fmt: skip


def check(body: bytes) -> None:
    """Raises AssertionError where extraction breaks its promises for these bytes."""
    from frontwire.extract import explain, extract

    start = time.process_time()
    article = extract(body, URL)
    seconds = time.process_time() - start
    assert seconds < 1 + len(body) * _SECONDS_PER_BYTE, f"{seconds:.1f} s for {len(body)} bytes"
    assert article.kind != "article" or article.text
    assert explain(body, URL)["kind"] == article.kind


def mutated(seeds: list[bytes], chance: random.Random) -> bytes:
    body = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(body) + 1)
        action = chance.randrange(4)
        if action == 0:
            body[place:place] = chance.choice(_PIECES) * chance.choice((1, 1, 1, 50))
        elif action == 1:
            del body[place : place + chance.randint(1, 80)]
        elif action == 2:
            other = chance.choice(seeds)
            start = chance.randrange(len(other))
            body[place:place] = other[start : start + chance.randint(1, 400)]
        elif place < len(body):
            body[place] = chance.randrange(256)
    return bytes(body)


def seeded(seconds: float) -> int:
    """Mutations with a fixed seed, for so many seconds."""
    seeds = [path.read_bytes() for path in sorted(PAGES.glob("*.html"))]
    chance = random.Random(7)
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        body = mutated(seeds, chance)
        try:
            check(body)
        except Exception:
            Path("crash.html").write_bytes(body)
            print(f"page {count} failed; it is in crash.html")
            raise
        count += 1
    print(f"{count} pages read in {seconds:.0f} s, none failed")
    return 0


def covering(seconds: float) -> None:
    """Mutations that follow coverage. Ends the process: 0 if no page failed."""
    import atheris

    with atheris.instrument_imports(include=["frontwire"]):
        import frontwire.extract  # noqa: F401
    with tempfile.TemporaryDirectory() as found:
        limits = [
            f"-max_total_time={max(1, round(seconds))}",
            f"-max_len={MOST_BYTES}",
            "-timeout=20",
            "-rss_limit_mb=2048",
        ]
        atheris.Setup([sys.argv[0], *limits, "-verbosity=0", "-print_final_stats=1", found, str(PAGES)], check)
        atheris.Fuzz()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seeded", action="store_true", help="a fixed seed, even where atheris is at hand")
    arguments = parser.parse_args(argv)
    if importlib.util.find_spec("atheris") and not arguments.seeded:
        covering(arguments.seconds)
    return seeded(arguments.seconds)


if __name__ == "__main__":
    sys.exit(main())

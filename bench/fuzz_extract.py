"""Feed mutated pages to extraction and look for crashes and slowness: `python -m bench.fuzz_extract [SECONDS]`.

With atheris installed it is a coverage-guided target (its own arguments apply: `python -m bench.fuzz_extract -runs=100000`);
without it, the golden pages are mutated with a fixed seed. A page fails if extraction raises, or takes longer than a
second for each hundred kilobytes.
"""

from __future__ import annotations

import importlib.util
import random
import sys
import time
from pathlib import Path

from frontwire.extract import explain, extract

PAGES = Path(__file__).resolve().parents[1] / "tests/data/pages"
URL = "https://quay.example/fuzz"
_SECONDS_PER_BYTE = 1 / 100_000
_PIECES = (
    b"<div class='related'>", b"</div>", b"<p>", b"<!--", b"<script>", b"<table><td>", b"&#0;", b"\xff", b"\x00", b"<br><br>", b"<a href='",
    b'<script type="application/ld+json">{"@type":"NewsArticle","author":[', b"<h1>By ", b"2025-13-45T99:99", b"<svg><template>", b"\xd0\xbf" * 40,
)  # fmt: skip


def check(body: bytes) -> None:
    """Raises AssertionError where extraction breaks its promises for these bytes."""
    start = time.process_time()
    article = extract(body, URL)
    seconds = time.process_time() - start
    assert seconds < 1 + len(body) * _SECONDS_PER_BYTE, f"{seconds:.1f} s for {len(body)} bytes"
    assert article.kind != "article" or article.text
    explain(body, URL)


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


def main(argv: list[str]) -> int:
    if importlib.util.find_spec("atheris"):
        import atheris

        atheris.Setup([sys.argv[0], *argv], check)
        atheris.Fuzz()
        return 0
    seconds = float(argv[0]) if argv else 20.0
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

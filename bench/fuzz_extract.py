"""Feed mutated pages to extraction and look for crashes and slowness: `python -m bench.fuzz_extract [--seconds S]`.

The golden pages are the seeds. A page fails if extraction raises, or takes longer than a second and another for each hundred
kilobytes. See `bench.fuzz` for how pages are mutated.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.fuzz import Target, run

PAGES = Path(__file__).resolve().parents[1] / "tests/data/pages"
URL = "https://quay.example/fuzz"
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


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
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


def seeds() -> list[bytes]:
    return [path.read_bytes() for path in sorted(PAGES.glob("*.html"))]


TARGET = Target("pages", "frontwire.extract", check, seeds, mutated, crash="crash.html", most_bytes=64_000)

if __name__ == "__main__":
    sys.exit(run(TARGET, __doc__))

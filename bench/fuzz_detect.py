"""Feed mutated articles to detection and look for broken promises: `python -m bench.fuzz_detect [--seconds S] [--seeded]`.

With atheris the mutations follow what the code covers; without it the topics' own examples are mutated with a fixed seed.
An article fails if detection raises, if a span does not hold the words that it names, if reading it again gives other
verdicts, if another paragraph turns an alert off, or if it takes longer than a second and another for each 20,000 characters.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from frontwire.detect import Engine
from frontwire.detect.compile import TOPICS, load_folder
from frontwire.models import Article, ArticleRef, Span, Verdict

OTHER = "Rain is expected in the north at the weekend, with strong gusts along the coast."
MOST_BYTES = 20_000  # of an article that atheris makes
_SECONDS_PER_CHARACTER = 1 / 20_000
_PIECES = (
    "\n", "\n\n", ". ", "\u200b", "\u0301", "а", "ＡＢ", "𝐬𝐰𝐚𝐩", "İ", "\ud800", " 84 for 84 ", " обмін ", " пленных ", " 포로 ", " Ukraine ",
    " released ", " in exchange for ", "((", "1" * 400, "포로교환" * 30, "\u202e", "\u1100\u1161", " each ",
)  # fmt: skip


@cache
def engine() -> Engine:
    return Engine.load()


def examine(title: str, text: str) -> tuple[Article, tuple[Verdict, ...]]:
    article = Article(url="", title=title, text=text)
    return article, engine().examine(article, ArticleRef("1", "", title))


def check(body: bytes) -> None:
    """Raises AssertionError where detection breaks its promises; the first line is the title."""
    title, _, text = body.decode("utf-8", "surrogateescape").partition("\n")
    start = time.process_time()
    article, verdicts = examine(title, text)
    seconds = time.process_time() - start
    assert seconds < 1 + len(article.content) * _SECONDS_PER_CHARACTER, f"{seconds:.1f} s for {len(article.content)}"
    for span in spans(verdicts):
        assert article.content[span.start : span.end] == span.text, f"{span} is not in the text"
    if verdicts:
        assert examine(title, text)[1] == verdicts, "read again, other verdicts"
        told = {verdict.topic for verdict in verdicts if verdict.match}
        still = {verdict.topic for verdict in examine(title, f"{text}\n\n{OTHER}")[1] if verdict.match}
        assert told <= still, f"another paragraph silences {told - still}"


def spans(value: Any) -> Iterator[Span]:
    """Every span inside a verdict."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from spans(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from spans(getattr(value, name))


def seeds() -> list[str]:
    """The examples of the topics that ship."""
    return [f"{one.title}\n{one.text}" for topic in load_folder(TOPICS) for one in topic.examples]


def mutated(examples: list[str], chance: random.Random) -> bytes:
    text = chance.choice(examples)
    for _ in range(chance.randint(0, 8)):
        place = chance.randrange(len(text) + 1)
        action = chance.randrange(3)
        if action == 0:
            text = text[:place] + chance.choice(_PIECES) * chance.choice((1, 1, 1, 30)) + text[place:]
        elif action == 1:
            text = text[:place] + text[place + chance.randint(1, 30) :]
        else:
            text = text[:place] + "\n" + chance.choice(examples) + text[place:]
    return text.encode("utf-8", "surrogatepass")


def seeded(seconds: float) -> int:
    """Mutations with a fixed seed, for so many seconds."""
    examples, chance, count = seeds(), random.Random(7), 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        body = mutated(examples, chance)
        try:
            check(body)
        except Exception:
            Path("crash.txt").write_bytes(body)
            print(f"article {count} failed; it is in crash.txt")
            raise
        count += 1
    print(f"{count} articles examined in {seconds:.0f} s, none failed")
    return 0


def covering(seconds: float) -> None:
    """Mutations that follow coverage. Ends the process: 0 if no article failed."""
    import atheris

    atheris.instrument_all()
    limits = [
        f"-max_total_time={max(1, round(seconds))}",
        f"-max_len={MOST_BYTES}",
        "-timeout=20",
        "-rss_limit_mb=2048",
    ]
    atheris.Setup([sys.argv[0], *limits, "-verbosity=0", "-print_final_stats=1"], check)
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

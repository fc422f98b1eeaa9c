"""Feed mutated articles to detection and look for broken promises: `python -m bench.fuzz_detect [--seconds S] [--seeded]`.

The topics' own examples are the seeds, the first line of an article is its title. An article fails if detection raises, if a
span does not hold the words that it names, if reading it again gives other verdicts, if another paragraph turns an alert off,
or if it takes longer than a second and another for each 20,000 characters. See `bench.fuzz` for how articles are mutated.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from bench.fuzz import Target, run

if TYPE_CHECKING:  # imported when first needed, so that atheris can watch it
    from frontwire.detect import Engine
    from frontwire.models import Article, Span, Verdict

OTHER = "Rain is expected in the north at the weekend, with strong gusts along the coast."
_SECONDS_PER_CHARACTER = 1 / 20_000
_PIECES = (
    "\n", "\n\n", ". ", "\u200b", "\u0301", "а", "ＡＢ", "𝐬𝐰𝐚𝐩", "İ", "\ud800", " 84 for 84 ", " обмін ", " пленных ", " 포로 ", " Ukraine ",
    " released ", " in exchange for ", "((", "1" * 400, "포로교환" * 30, "\u202e", "\u1100\u1161", " each ",
)  # fmt: skip


@cache
def engine() -> Engine:
    from frontwire.detect import Engine

    return Engine.load()


def examine(title: str, text: str) -> tuple[Article, tuple[Verdict, ...]]:
    from frontwire.models import Article, ArticleRef

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
    from frontwire.models import Span

    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from spans(part)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            yield from spans(getattr(value, name))


def seeds() -> list[bytes]:
    """The examples of the topics that ship."""
    from frontwire.detect.compile import TOPICS, load_folder

    examples = (one for topic in load_folder(TOPICS) for one in topic.examples)
    return [f"{one.title}\n{one.text}".encode() for one in examples]


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    text = chance.choice(seeds).decode()
    for _ in range(chance.randint(0, 8)):
        place = chance.randrange(len(text) + 1)
        action = chance.randrange(3)
        if action == 0:
            text = text[:place] + chance.choice(_PIECES) * chance.choice((1, 1, 1, 30)) + text[place:]
        elif action == 1:
            text = text[:place] + text[place + chance.randint(1, 30) :]
        else:
            text = text[:place] + "\n" + chance.choice(seeds).decode() + text[place:]
    return text.encode("utf-8", "surrogatepass")


TARGET = Target("articles", "frontwire.detect", check, seeds, mutated, crash="crash.txt", most_bytes=20_000)

if __name__ == "__main__":
    sys.exit(run(TARGET, __doc__))

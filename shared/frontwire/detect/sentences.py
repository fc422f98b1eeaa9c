"""Words and sentences of a text, with their places in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from frontwire.late import late

WORD = late(r"[^\W_]+")
LONGEST = 1200
"""Characters of a sentence: what is longer is no sentence, and would cost time that grows with its square."""
_BREAK = late(r"[.!?…。][\"'”’»)\]]*\s+(?=[\"'“‘«(\[—–-]?\s?[^\sa-zа-яёіїєґ])|\n+")
_ABBREVIATED = late(
    r"(?:\b(?:mr|mrs|ms|dr|st|sen|rep|gov|gen|lt|col|maj|capt|sgt|adm|no|vs|jan|feb|mar|apr|aug|sept?|oct|nov|dec|inc|jr|sr"
    r"|u\.s|u\.k|u\.n|a\.m|p\.m|тис|млн|млрд|грн|рр|ім|обл|руб|тыс|им|г|р|м|с|вул|ул|т\.д|т\.п)|\b[A-ZА-ЯІЇЄҐ])\.$",
    re.IGNORECASE,
)


class Sentence(Struct, frozen=True):
    """Characters `start:end` of the text; `paragraph` counts from 0, the title (if any) is paragraph 0."""

    start: int
    end: int
    paragraph: int


def split(text: str) -> list[Sentence]:
    """Sentences in order. A line break always ends one; a dot after an initial or an abbreviation does not."""
    sentences: list[Sentence] = []
    begin = paragraph = 0
    for found in _BREAK.finditer(text):
        is_line = "\n" in found[0]
        if not is_line and _ABBREVIATED.search(text, max(begin, found.start() - 7), found.start() + 1):
            continue
        _add(sentences, text, begin, found.end(), paragraph)
        begin = found.end()
        paragraph += is_line
    _add(sentences, text, begin, len(text), paragraph)
    return sentences


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence too long for one (a list, a wall of words) in pieces, cut at white space."""
    while end - start > LONGEST:
        gap = text.rfind(" ", start, start + LONGEST)
        cut = gap if gap > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def _add(sentences: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        sentences.extend(Sentence(first, last, paragraph) for first, last in _cut(text, start, end))

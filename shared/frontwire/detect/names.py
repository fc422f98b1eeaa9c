"""Finding names of a table in running text: one pass over its words, one dictionary look-up a word.

A table maps a name in lower case to a payload. Names of several words are written with single spaces; hyphens of the text
count as spaces. Cyrillic adjectives in -ськ and -ск
stand in the table without their endings. Scripts without spaces (Chinese, Japanese) are searched at every character, Korean words at their
beginning, so that particles may follow a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")

_WORD = re.compile(
    r"[^\W\d_]\.[^\W\d_]\.(?:[^\W\d_]\.)*|[^\W\d_]\.[^\W\d_]\b|[가-힣]+"
    r"|(?!(?<=\w')s\b)[^\W_가-힣]+(?:'(?!s\b)[^\W_가-힣]+)*"
)
_APOSTROPHES = {ord(mark): "'" for mark in "’ʼ‘`´"}
_JOINTS = frozenset((" ", "'s ", "·", "ㆍ", "-", "\u00a0", "\u2011", "\u2010", ". "))
_SEMITIC, _UNSPACED = "\u0590", "\u1100"  # where the letters of these scripts begin
_ENDINGS = frozenset(
    (
        "ий",
        "ого",
        "ому",
        "им",
        "ім",
        "а",
        "ої",
        "ій",
        "у",
        "ою",
        "е",
        "і",
        "их",
        "ими",
        "о",
        "ом",
        "ая",
        "ой",
        "ую",
        "ое",
        "ие",
    )  # of Ukrainian and Russian adjectives
)
_PARTICLES = 5  # characters of Korean particles after the last word of a longer name


def folded(text: str) -> str:
    """Lower case with one kind of apostrophe, of the same length as `text`."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else low[0] for char in text)
    return lower.translate(_APOSTROPHES) if not lower.isascii() or "`" in lower else lower


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in lower case, where each starts, and the lower text itself."""

    text: str
    items: list[str]
    starts: list[int]

    def end(self, index: int) -> int:
        return self.starts[index] + len(self.items[index])


@lru_cache(maxsize=4)
def split(text: str) -> Words:
    """The words of `text`; several finders ask for the same text in a row."""
    lower = folded(text)
    items = _WORD.findall(lower)
    starts, at = [], 0
    for word in items:
        at = lower.index(word, at)
        starts.append(at)
        at += len(word)
    return Words(lower, items, starts)


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A name found: its payload, its characters, and the first and last of its words."""

    payload: T
    start: int
    end: int
    first: int
    last: int


class Table(Generic[T]):
    """Names and their payloads, made once, searched often."""

    def __init__(self, names: dict[str, T]) -> None:
        self._names = names
        self._heads: dict[str, int] = {}
        for name in [name for name in names if " " in name]:
            head, rest = name.split(" ", 1)
            self._heads[head] = max(self._heads.get(head, 0), rest.count(" ") + 1)
        self._lengths: dict[str, set[int]] = {}
        for name in [name for name in names if name > _UNSPACED]:
            self._lengths.setdefault(name[0], set()).add(len(name))

    def get(self, name: str) -> T | None:
        return self._names.get(name)

    def names(self) -> Iterator[str]:
        return iter(self._names)

    def find(self, words: Words) -> Iterator[Hit[T]]:
        """Every name, leftmost and longest first, none inside another."""
        names, heads, items = self._names, self._heads, words.items
        index, count = 0, len(items)
        while index < count:
            word = items[index]
            if word in heads and (long := self._phrase(words, index)) is not None:
                yield long
                index = long.last + 1
                continue
            payload = names.get(word)
            if payload is None and "к" in word:
                payload = self._adjective(word)
            if payload is not None:
                start = words.starts[index]
                yield Hit(payload, start, start + len(word), index, index)
            elif word > _UNSPACED:
                if word[0] in self._lengths or not is_hangul(word[0]):
                    yield from self._unspaced(word, words.starts[index], index)
            elif word > _SEMITIC or "'" in word:
                yield from self._inside(words, index)
            index += 1

    def _adjective(self, word: str) -> T | None:
        """The payload of a Cyrillic adjective, which the table holds without its ending (українськ, российск)."""
        stem, mark, ending = word.rpartition("к")
        return self._names.get(stem + mark) if stem[-1:] in "ьсц" and ending in _ENDINGS else None

    def _phrase(self, words: Words, index: int) -> Hit[T] | None:
        best: Hit[T] | None = None
        phrase, items, starts = words.items[index], words.items, words.starts
        for last in range(index + 1, min(index + self._heads[phrase] + 1, len(items))):
            if words.text[words.end(last - 1) : starts[last]] not in _JOINTS:
                break
            phrase = f"{phrase} {items[last]}"
            cut = self._cut(phrase, len(items[last]))
            if cut is not None:
                best = Hit(self._names[phrase[: len(phrase) - cut]], starts[index], words.end(last) - cut, index, last)
        return best

    def _cut(self, phrase: str, last: int) -> int | None:
        """How many characters of particles to drop from `phrase` to make a known name, or None."""
        if phrase in self._names:
            return 0
        if not is_hangul(phrase[-1]):
            return None
        return next((cut for cut in range(1, min(_PARTICLES, last - 1) + 1) if phrase[:-cut] in self._names), None)

    def _inside(self, words: Words, index: int) -> Iterator[Hit[T]]:
        """Names inside one word: beside an apostrophe, after a Semitic prefix, or in a script without spaces."""
        word, start = words.items[index], words.starts[index]
        if word < _SEMITIC:
            head, _, tail = word.partition("'")
            stem, start = (head, start) if len(head) > 2 else (tail, start + len(head) + 1)
            if len(stem) > 2 and (payload := self._names.get(stem)) is not None:
                yield Hit(payload, start, start + len(stem), index, index)
        else:
            for skip in (1, 2):
                if len(word) - skip > 2 and (payload := self._names.get(word[skip:])) is not None:
                    yield Hit(payload, start + skip, start + len(word), index, index)
                    return

    def _unspaced(self, word: str, start: int, index: int) -> Iterator[Hit[T]]:
        """Names in a word of a script without spaces: anywhere, but in Korean only at its head or behind another name."""
        at, size, fresh = 0, len(word), True
        while at < size:
            hangul, found = is_hangul(word[at]), 0
            if fresh or not hangul:
                found = self._longest(word, at)
            if found:
                yield Hit(self._names[word[at : at + found]], start + at, start + at + found, index, index)
            elif hangul and all(map(is_hangul, word[at:])):
                return
            fresh = bool(found) or not hangul
            at += found or 1

    def _longest(self, word: str, at: int) -> int:
        lengths = self._lengths.get(word[at], ())
        return max((size for size in lengths if word[at : at + size] in self._names), default=0)


def is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"

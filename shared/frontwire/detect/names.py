"""Finding names of a table in running text: one pass over its words, one dictionary look-up a word.

A table maps a name in lower case to a payload. Names of several words are written with single spaces; hyphens of the text
count as spaces. Scripts without spaces (Chinese, Japanese) are searched at every character, Korean words at their
beginning, so that particles may follow a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")

_WORD = re.compile(r"[^\W\d_]\.[^\W\d_]\.(?:[^\W\d_]\.)*|[^\W\d_]\.[^\W\d_]\b|[^\W_]+(?:'(?!s\b)[^\W_]+)*")
_APOSTROPHES = {ord(mark): "'" for mark in "’ʼ‘`´"}
_JOINTS = frozenset((" ", "-", "\u00a0", "\u2011", "\u2010", ". "))
_LONGEST = 14  # characters of a name in a script without spaces
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
    items: tuple[str, ...]
    starts: tuple[int, ...]

    def end(self, index: int) -> int:
        return self.starts[index] + len(self.items[index])


@lru_cache(maxsize=4)
def split(text: str) -> Words:
    """The words of `text`; several finders ask for the same text in a row."""
    lower = folded(text)
    found = [(match.group(), match.start()) for match in _WORD.finditer(lower)]
    return Words(lower, tuple(word for word, _ in found), tuple(start for _, start in found))


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
        for name in names:
            if " " in name:
                head, rest = name.split(" ", 1)
                self._heads[head] = max(self._heads.get(head, 0), rest.count(" ") + 1)

    def get(self, name: str) -> T | None:
        return self._names.get(name)

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
            if payload is not None:
                start = words.starts[index]
                yield Hit(payload, start, start + len(word), index, index)
            elif word > "\u0590" or "'" in word:
                yield from self._inside(words, index)
            index += 1

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
        """Names inside one word: before an apostrophe, after a Semitic prefix, or in a script without spaces."""
        word, start = words.items[index], words.starts[index]
        if word[0] < "\u0590":
            stem = word.split("'", 1)[0]
            if len(stem) > 2 and (payload := self._names.get(stem)) is not None:
                yield Hit(payload, start, start + len(stem), index, index)
        elif word[0] < "\u0700":
            for skip in (1, 2):
                if len(word) - skip > 2 and (payload := self._names.get(word[skip:])) is not None:
                    yield Hit(payload, start + skip, start + len(word), index, index)
                    return
        elif word[0] >= "\u1100":
            yield from self._unspaced(word, start, index)

    def _unspaced(self, word: str, start: int, index: int) -> Iterator[Hit[T]]:
        at, size, fresh = 0, len(word), True
        while at < size:
            found = 0
            if fresh or not is_hangul(word[at]):
                for length in range(min(_LONGEST, size - at), 0, -1):
                    if (payload := self._names.get(word[at : at + length])) is not None:
                        yield Hit(payload, start + at, start + at + length, index, index)
                        found = length
                        break
            fresh = bool(found) or not is_hangul(word[at])
            at += found or 1


def is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"

"""Finding names of a table in running text: one pass over its words, one dictionary look-up a word.

A table maps a name in lower case to a payload. Names of several words are written with single spaces; hyphens, middle dots
and the full stops of abbreviations count as spaces in the text. Cyrillic adjectives in -ськ and -ск stand in the table
without their endings. Scripts without spaces (Chinese, Japanese) are searched at every character, Korean words at their
beginning, so that particles may follow a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")

_WORD = re.compile(r"[\w']+")
_APOSTROPHES = "’ʼ‘`´"
_JOINTS = frozenset((" ", "-", "·", "ㆍ", ".", ". ", "\u00a0", "\u2010", "\u2011"))
_SEMITIC, _UNSPACED, _HANGUL = "\u0590", "\u1100", "\uac00"  # where the letters of these scripts begin
# Endings of Ukrainian and Russian adjectives.
_ENDINGS = frozenset(
    [
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
    ]
)
_PARTICLES = 5  # characters of Korean particles after the last word of a longer name


def folded(text: str) -> str:
    """Lower case with one kind of apostrophe and е for ё, of the same length as `text`."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else low[0] for char in text)
    for mark in _APOSTROPHES:
        if mark in lower:
            lower = lower.replace(mark, "'")
    return lower.replace("ё", "е") if "ё" in lower else lower


class Words:
    """The words of a text in lower case (`items`), and the lower text itself (`text`)."""

    __slots__ = ("_starts", "items", "text")

    def __init__(self, lower: str) -> None:
        self.text = lower
        self.items: list[str] = _WORD.findall(lower)
        self._starts: list[int] = []

    def start(self, index: int) -> int:
        """Where a word begins; most texts name nothing, so places are counted when first asked for."""
        if not self._starts:
            at = 0
            for word in self.items:
                at = self.text.index(word, at)
                self._starts.append(at)
                at += len(word)
        return self._starts[index]

    def end(self, index: int) -> int:
        return self.start(index) + len(self.items[index])

    def gap(self, index: int) -> str:
        """What stands between a word and the next one."""
        return self.text[self.end(index) : self.start(index + 1)]


@lru_cache(maxsize=4)
def split(text: str) -> Words:
    """The words of `text`; several finders ask for the same text in a row."""
    return Words(folded(text))


class Hit(Struct, Generic[T], frozen=True):
    """A name found: its payload, its characters, and the first and last of its words."""

    payload: T
    start: int
    end: int
    first: int
    last: int


class Table(Struct, Generic[T]):
    """Names and what they stand for, as tools/name_index.py writes them.

    `names` maps a name to the number of its payload, `heads` a first word to the most words that may follow it, `lengths`
    the beginning of an unspaced name to the lengths of the names that begin so.
    """

    payloads: list[T]
    names: dict[str, int]
    heads: dict[str, int]
    lengths: dict[str, list[int]]

    def get(self, name: str) -> T | None:
        number = self.names.get(name)
        return None if number is None else self.payloads[number]

    def find(self, words: Words) -> Iterator[Hit[T]]:
        """Every name, leftmost and longest first, none inside another."""
        names, heads, done = self.names, self.heads, -1
        for index, word in enumerate(words.items):
            if index <= done:
                continue
            if word in heads and (long := self._phrase(words, index)) is not None:
                yield long
                done = long.last
            elif word in names:
                yield self._hit(words, index, 0, len(word), self.payloads[names[word]])
            elif word[0] > _HANGUL:
                if word[:2] in self.lengths:
                    yield from self._unspaced(words, index, word)
            elif "'" in word or "к" in word or word > _SEMITIC or word[-1] > _UNSPACED:
                yield from self._inside(words, index, word)

    def _hit(self, words: Words, index: int, start: int, end: int, payload: T) -> Hit[T]:
        """The characters `start:end` of one word as a hit."""
        base = words.start(index)
        return Hit(payload, base + start, base + end, index, index)

    def _phrase(self, words: Words, index: int) -> Hit[T] | None:
        """The longest name of several words that begins here."""
        best: Hit[T] | None = None
        phrase, items = words.items[index], words.items
        for last in range(index + 1, min(index + self.heads[phrase] + 1, len(items))):
            if words.gap(last - 1) not in _JOINTS:
                break
            phrase = f"{phrase} {items[last]}"
            cut = self._cut(phrase, len(items[last]))
            if cut is not None:
                payload = self.payloads[self.names[phrase[: len(phrase) - cut]]]
                best = Hit(payload, words.start(index), words.end(last) - cut, index, last)
        return best

    def _cut(self, phrase: str, last: int) -> int | None:
        """How many characters to drop behind the last word of `phrase` to make a known name, or None."""
        if phrase in self.names:
            return 0
        if "'" in phrase[-last:]:
            cut = len(phrase) - phrase.rindex("'")
            return cut if phrase[:-cut] in self.names else None
        if not is_hangul(phrase[-1]):
            return None
        return next((cut for cut in range(1, min(_PARTICLES, last - 1) + 1) if phrase[:-cut] in self.names), None)

    def _inside(self, words: Words, index: int, word: str) -> Iterator[Hit[T]]:
        """A name inside a word that is not English: with an ending, a prefix or particles around it."""
        if word > _UNSPACED or word[-1] > _UNSPACED:
            yield from self._unspaced(words, index, word)
        elif word > _SEMITIC:
            yield from self._prefixed(words, index, word)
        elif "к" in word and (payload := self._adjective(word)) is not None:
            yield self._hit(words, index, 0, len(word), payload)
        elif "'" in word:
            yield from self._beside_apostrophe(words, index)

    def _adjective(self, word: str) -> T | None:
        """The payload of a Cyrillic adjective, which the table holds without its ending (українськ, российск)."""
        stem, mark, ending = word.rpartition("к")
        return self.get(stem + mark) if stem[-1:] in "ьсц" and ending in _ENDINGS else None

    def _beside_apostrophe(self, words: Words, index: int) -> Iterator[Hit[T]]:
        """Russia's, l'Ukraine, 'Kyiv', Rusya'nın."""
        at = 0
        for part in words.items[index].split("'"):
            if len(part) > 1 and (payload := self.get(part)) is not None:
                yield self._hit(words, index, at, at + len(part), payload)
                return
            at += len(part) + 1

    def _prefixed(self, words: Words, index: int, word: str) -> Iterator[Hit[T]]:
        """Arabic and Hebrew names behind one or two letters that mean "and", "in" or "the"."""
        for skip in (1, 2):
            if len(word) - skip > 2 and (payload := self.get(word[skip:])) is not None:
                yield self._hit(words, index, skip, len(word), payload)
                return

    def _unspaced(self, words: Words, index: int, word: str) -> Iterator[Hit[T]]:
        """Names in a word of a script without spaces: anywhere, but in Korean only at its head or behind another name."""
        at, size, fresh = 0, len(word), True
        while at < size:
            hangul = is_hangul(word[at])
            found = self._longest(word, at) if fresh or not hangul else 0
            if found:
                yield self._hit(words, index, at, at + found, self.payloads[self.names[word[at : at + found]]])
            fresh = bool(found) or not hangul
            at += found or 1

    def _longest(self, word: str, at: int) -> int:
        """The length of the longest name that begins at `at`; Latin letters before Korean ones are a name as a whole."""
        if word[at] < _UNSPACED:
            if at:
                return 0
            end = next((i for i in range(at, len(word)) if word[i] > _UNSPACED), len(word))
            return end if word[:end] in self.names else 0
        sizes = self.lengths.get(word[at : at + 2] if is_hangul(word[at]) else word[at], ())
        room, best = len(word) - at, 0
        for size in sizes:
            if best < size <= room and word[at : at + size] in self.names:
                best = size
        return best


def is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"


def in_dateline(text: str, start: int, end: int) -> bool:
    """Whether a place only tells where an agency writes from: "(서울=연합뉴스)", "MOSCOW/KIEV Ukraine said"."""
    if text[end : end + 1] == "=":
        return True
    if not text[start:end].isupper() or text[start - 1 : start] not in ("", "\n", "/"):
        return False
    line_end = text.find("\n", end)
    line = text[text.rfind("\n", 0, start) + 1 : line_end if line_end > 0 else len(text)]
    return not line.isupper()

"""The first look at a text: which concepts it holds. This is all that most texts cost.

Nothing is remembered of what a text holds besides words of the lexicon, so that the first thousand texts are read as
quickly as the next, and what is looked up stays small enough for the caches of a processor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from frontwire.detect.meaning import KOREAN, is_known
from frontwire.detect.program import Lexicon
from frontwire.detect.sentences import WORD

KEPT = 20_000
"""Words that are remembered, at most."""
_KOREAN = re.compile(f"[{KOREAN}-\uffff]")
_NEVER = re.compile(r"(?!)")


Longer = tuple[tuple[int, ...], int, int]
"""A term of several words, kept by the longest of them: its words, which of them that is, and its concept as a set."""
Beside = dict[int, list[Longer]]
"""Longer terms by the word that they ask for beside their longest."""


class Sight(NamedTuple):
    """What a word of a text may hold: concepts (as a set) by itself, and the longer terms of which it may be the longest
    word, by the word that stands behind it, or before it where it is the last."""

    concepts: int
    behind: Beside
    before: Beside


class Glance(dict[str, "Sight"]):
    """Looks at the words of a text for the concepts in `asked` (a set). What a word holds that is not common to all texts
    is remembered.

    `forms` are the words that may hold anything by their looks; Korean words and stems are looked at one by one.
    """

    def __init__(self, lexicon: Lexicon, asked: int) -> None:
        self.lexicon = lexicon
        self.asked = asked
        self.alone: set[int] = set()
        self.longer: dict[int, list[Longer]] = {}
        self._index()
        senses = {number for number, words in enumerate(lexicon.senses) if not self._holds_nothing(words)}
        self.forms = {form for form, sense in lexicon.forms.items() if sense in senses}
        self.stems = _any_of(
            stem for stems in lexicon.stems.values() for stem, words in stems if not self._holds_nothing(words)
        )

    def _index(self) -> None:
        letters = self.lexicon.letters
        bits = {concept: 1 << concept for concept in range(self.asked.bit_length()) if self.asked >> concept & 1}
        for first, terms in self.lexicon.terms.items():
            for rest, concept in terms:
                if concept not in bits:
                    continue
                if not rest:
                    self.alone.add(first)
                    continue
                words = (first, *rest)
                sizes = [letters[word] for word in words]
                place = sizes.index(max(sizes))
                self.longer.setdefault(words[place], []).append((words, place, bits[concept]))

    def _holds_nothing(self, words: Iterable[int]) -> bool:
        return self.alone.isdisjoint(words) and self.longer.keys().isdisjoint(words)

    def concepts(self, low: str) -> int:
        """The concepts asked for that a lower-case text holds, as a set."""
        words = WORD.findall(low)
        distinct = set(words)
        told = distinct & self.forms
        if self.stems.search(low) or (not low.isascii() and _KOREAN.search(low)):
            told.update(word for word in distinct if is_known(self.lexicon, word))
        bits = 0
        begun: dict[str, Sight] = {}
        for word in told:
            sight = self[word]
            bits |= sight.concepts
            if sight.behind or sight.before:
                begun[word] = sight
        return bits | self._longer(words, begun) if begun else bits

    def _longer(self, words: list[str], begun: dict[str, Sight]) -> int:
        """The concepts of the longer terms whose words stand in a row, as a set."""
        meanings, bits, end = self.lexicon.meanings, 0, len(words) - 1
        for place, word in enumerate(words):
            if word not in begun:
                continue
            _, behind, before = begun[word]
            beside = [behind[each] for each in meanings[words[place + 1]] if each in behind] if place < end else []
            if before and place:
                beside += [before[each] for each in meanings[words[place - 1]] if each in before]
            for term, at, bit in chain.from_iterable(beside):
                if len(term) == 2 or self._follow(term, words, place - at):
                    bits |= bit
        return bits

    def _follow(self, term: tuple[int, ...], words: list[str], start: int) -> bool:
        """Whether the words of a term stand in a row from `start` on."""
        if start < 0 or start + len(term) > len(words):
            return False
        meanings = self.lexicon.meanings
        return all(each in meanings[words[start + step]] for step, each in enumerate(term))

    def __missing__(self, word: str) -> Sight:
        if len(self) >= KEPT:
            self.clear()
        sight = self[word] = self._look(word)
        return sight

    def _look(self, word: str) -> Sight:
        words = self.lexicon.meanings[word]
        begins = self.lexicon.entries[word]
        concepts = begins.bits & self.asked if begins else 0  # what Korean writes together is among them
        behind, before = Beside(), Beside()
        for term in (term for each in words for term in self.longer.get(each, ())):
            row, place, _ = term
            if place + 1 < len(row):
                behind.setdefault(row[place + 1], []).append(term)
            else:
                before.setdefault(row[place - 1], []).append(term)
        return Sight(concepts, behind, before)


def _any_of(stems: Iterable[str]) -> re.Pattern[str]:
    texts = "|".join(map(re.escape, stems))
    return re.compile(texts) if texts else _NEVER

"""The first look at a text: which concepts it may hold. This is all that most texts cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from frontwire.detect.meaning import meaning
from frontwire.detect.program import Lexicon
from frontwire.detect.sentences import WORD

KEPT = 100_000
"""Pieces of text that are remembered, at most, of each kind: bounded memory whatever is read."""
LONGEST = 40
"""Characters of a piece that is remembered."""


class Sight(NamedTuple):
    """What a piece of text may hold: concepts (as a set) by itself, the words that it may be, and the longer terms that
    it may begin, by their next word."""

    concepts: int
    words: frozenset[int]
    followed: tuple[dict[int, list[tuple[list[int], int]]], ...]


@dataclass(slots=True)
class Glance:
    """Looks at a text as pieces between white space. What a piece may hold is worked out once and then remembered; `dull`
    ones are no words of the lexicon."""

    lexicon: Lexicon
    dull: set[str] = field(default_factory=set)
    telling: dict[str, Sight] = field(default_factory=dict)

    def look(self, low: str) -> dict[str, Sight]:
        """The pieces of a lower-case text that are not dull."""
        telling = self.telling
        found = {}
        for piece in set(low.split()) - self.dull:
            sight = telling.get(piece) or self._learn(piece)
            if sight:
                found[piece] = sight
        return found

    def _learn(self, piece: str) -> Sight | None:
        lexicon = self.lexicon
        known = [word for word in WORD.findall(piece) if meaning(lexicon, word)]
        if not known:
            if len(piece) <= LONGEST:
                if len(self.dull) >= KEPT:
                    self.dull.clear()
                self.dull.add(piece)
            return None
        begun = [begins for word in known if (begins := lexicon.entries[word])]
        concepts = 0
        for begins in begun:
            concepts |= begins.bits
        words = frozenset(one for word in known for one in lexicon.meanings[word])
        sight = Sight(concepts, words, tuple(begins.followed for begins in begun if begins.followed))
        if len(piece) <= LONGEST:
            if len(self.telling) >= KEPT:
                self.telling.clear()
            self.telling[piece] = sight
        return sight


def concepts(sights: Iterable[Sight]) -> int:
    """The concepts that pieces may hold together: those of a longer term where all its words are there, in any order."""
    bits = 0
    words: set[int] = set()
    begun: list[dict[int, list[tuple[list[int], int]]]] = []
    for sight in sights:
        bits |= sight.concepts
        words |= sight.words
        begun += sight.followed
    for followed in begun:
        for following in followed.keys() & words:
            for rest, concept in followed[following]:
                if len(rest) == 1 or words.issuperset(rest):
                    bits |= 1 << concept
    return bits

"""The first look at a text: which concepts it may hold. This is all that most texts cost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from frontwire.detect.program import Lexicon
from frontwire.detect.sentences import WORD

KEPT = 50_000
"""Pieces of text that are remembered, at most, of each kind: bounded memory whatever is read."""
LONGEST = 40
"""Characters of a piece that is remembered."""
_KOREAN = "\u3400"
_EAST_ASIAN = re.compile("[\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(slots=True)
class Glance:
    """Looks at a text as pieces between white space. What a piece may mean is worked out once and then remembered:
    nothing for the `dull` ones, a set of concepts (as an int) for the `telling` ones."""

    lexicon: Lexicon
    dull: set[str] = field(default_factory=set)
    telling: dict[str, int] = field(default_factory=dict)

    def look(self, low: str) -> dict[str, int]:
        """The telling pieces of a lower-case text, each with the concepts of which its words are the telling ones."""
        found: dict[str, int] = {}
        telling = self.telling
        for piece in set(low.split()) - self.dull:
            bits = telling.get(piece)
            if bits is None:
                bits = self._learn(piece)
            if bits:
                found[piece] = bits
        return found

    def _learn(self, piece: str) -> int:
        bits = union(self._bits(word) for word in WORD.findall(piece))
        if len(piece) <= LONGEST:
            if bits:
                if len(self.telling) >= KEPT:
                    self.telling.clear()
                self.telling[piece] = bits
            else:
                if len(self.dull) >= KEPT:
                    self.dull.clear()
                self.dull.add(piece)
        return bits

    def _bits(self, word: str) -> int:
        lexicon = self.lexicon
        number = lexicon.forms.get(word)
        bits = 0 if number is None else lexicon.bits[number]
        if word[:3] in lexicon.stem_heads:
            bits |= union(lexicon.stem_bits.get(word[:length], 0) for length in lexicon.stem_lengths)
        return bits if word.isascii() or not _EAST_ASIAN.search(word) else bits | self._east_asian(word)

    def _east_asian(self, word: str) -> int:
        """The concepts of stems that may stand in a Korean word: at its beginning, or further on behind another stem or
        a sign that is no Hangul."""
        known = self.lexicon.hangul_bits
        bits = union(bit for sign, bit in self.lexicon.single_bits.items() if sign in word)
        if word[:2] in known or (word[-1] >= _KOREAN and not "\uac00" <= word[0] <= "\ud7a3"):
            bits |= union(known.get(word[place : place + 2], 0) for place in range(len(word) - 1))
        return bits


def union(bits: object) -> int:
    found = 0
    for bit in bits:  # type: ignore[attr-defined]
        found |= bit
    return found

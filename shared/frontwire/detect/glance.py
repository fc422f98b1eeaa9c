"""The first look at a text: which concepts it may hold. This is all that most texts cost."""

from __future__ import annotations

from typing import NamedTuple

from frontwire.detect.meaning import is_known
from frontwire.detect.program import Lexicon
from frontwire.detect.sentences import WORD

KEPT = 150_000
"""Pieces of text that are remembered, at most: bounded memory whatever is read."""
LONGEST = 40
"""Characters of a piece that is remembered."""


_MARKS = '.,:;!?…"“”„«»()[]·‘’'


class Sight(NamedTuple):
    """What a piece of text may hold: concepts (as a set) by itself, the words that it may be, and by the next word that
    they ask for the longer terms that it may begin, each as its other words and its concept."""

    concepts: int
    words: frozenset[int]
    followed: dict[int, list[tuple[list[int], int]]]


class Glance(dict[str, "Sight | None"]):
    """Looks at a text as pieces between white space. What a piece may hold, None for most, is worked out when it is first
    asked for, and remembered."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __missing__(self, piece: str) -> Sight | None:
        core = piece.strip(_MARKS)
        if core != piece and core.isalnum():
            return self[core]  # with a comma behind it a word means the same
        sight = self._learn(piece)
        if len(piece) <= LONGEST:
            if len(self) >= KEPT:
                self.clear()
            self[piece] = sight
        return sight

    def concepts(self, low: str) -> int:
        """The concepts that a lower-case text may hold, as a set."""
        sights = list(map(self.__getitem__, low.split()))
        bits, last = 0, len(sights) - 1
        for place, sight in enumerate(sights):
            if sight is None:
                continue  # most pieces
            bits |= sight.concepts
            following = sights[place + 1] if sight.followed and place < last else None
            if following is not None:
                for word in following.words:
                    for rest, concept in sight.followed.get(word, ()):
                        if len(rest) == 1 or _stand(rest, sights[place + 1 : place + 1 + len(rest)]):
                            bits |= 1 << concept
        return bits

    def _learn(self, piece: str) -> Sight | None:
        lexicon = self.lexicon
        known = [word for word in ((piece,) if piece.isalnum() else WORD.findall(piece)) if is_known(lexicon, word)]
        if not known:
            return None
        words = frozenset(one for word in known for one in lexicon.meanings[word])
        concepts = 0
        followed: dict[int, list[tuple[list[int], int]]] = {}
        for begins in filter(None, (lexicon.entries[word] for word in known)):
            concepts |= begins.bits
            for rest, concept in (term for terms in begins.followed.values() for term in terms):
                further = [word for word in rest if word not in words] if len(known) > 1 else rest
                if further:
                    followed.setdefault(further[0], []).append((further, concept))
                else:
                    concepts |= 1 << concept
        return Sight(concepts, words, followed)


def _stand(rest: list[int], sights: list[Sight | None]) -> bool:
    """Whether the words of a term stand in the pieces after its first, in any order."""
    words = {word for sight in sights if sight is not None for word in sight.words}
    return words.issuperset(rest)

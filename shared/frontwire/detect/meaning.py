"""What a word of a text may mean: the words of the lexicon that its form may be, and the terms that they begin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from frontwire.detect.program import Lexicon

KEPT = 50_000
"""Forms that are remembered between texts, at most: bounded memory whatever is read."""
STEM_HEAD, HANGUL_HEAD = 3, 2
"""First letters under which stems are kept, and those of Korean."""
KOREAN = "\u3400"
"""The least letter of Korean words, Chinese signs among them."""
_NOTHING: list[int] = []


class Meanings(dict[str, list[int]]):
    """By form the words of the lexicon that it may be; worked out when first asked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __missing__(self, form: str) -> list[int]:
        if len(self) >= KEPT:
            self.clear()
        found = self[form] = meaning(self.lexicon, form)
        return found


class Beginnings(NamedTuple):
    """What a form may begin: concepts of the form alone (`bits`: the same as a set), and by next word those of longer terms."""

    alone: tuple[int, ...]
    bits: int
    followed: dict[int, list[tuple[list[int], int]]]


class Entries(dict[str, "Beginnings | None"]):
    """By form what it may begin, None for most; worked out when first asked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __missing__(self, form: str) -> Beginnings | None:
        if len(self) >= KEPT:
            self.clear()
        found = self[form] = _beginnings(self.lexicon, form)
        return found


def _beginnings(lexicon: Lexicon, form: str) -> Beginnings | None:
    sense = lexicon.meanings[form]
    if not sense:
        return None
    alone: dict[int, None] = {}
    followed: dict[int, list[tuple[list[int], int]]] = {}
    for word in sense:
        for rest, concept in lexicon.terms.get(word, ()):
            if not rest:
                alone[concept] = None
            else:
                followed.setdefault(rest[0], []).append((rest, concept))
    if form[-1] >= KOREAN:  # Korean writes some terms together that it also writes apart (포로교환, 포로 교환)
        terms = (term for word in sense for term in followed.get(word, ()))
        held = frozenset(sense)
        alone.update((concept, None) for rest, concept in terms if held.issuperset(rest))
    return Beginnings(tuple(alone), bits_of(alone), followed) if alone or followed else None


def bits_of(concepts: Iterable[int]) -> int:
    """Concepts as a set, which is an int."""
    bits = 0
    for concept in concepts:
        bits |= 1 << concept
    return bits


def meaning(lexicon: Lexicon, form: str) -> list[int]:
    """The words of the lexicon that a form may be, found anew."""
    number = lexicon.forms.get(form)
    known = lexicon.senses[number] if number is not None else _NOTHING
    if form[-1] >= KOREAN or form[0] >= KOREAN:
        pieces = _pieces(lexicon, form)
        return [*known, *pieces] if pieces else known
    stems = lexicon.stems.get(form[:STEM_HEAD])
    if stems is None:
        return known
    return [*known, *(word for stem, words in stems if form.startswith(stem) for word in words)]


def is_known(lexicon: Lexicon, form: str) -> bool:
    """Whether a form may be any word of the lexicon; quick where it is none."""
    if form in lexicon.forms:
        return True
    first = form[0]
    if first >= KOREAN:
        hangul = lexicon.hangul
        if "\uac00" <= first <= "\ud7a3" and first not in hangul and form[:HANGUL_HEAD] not in hangul:
            return False
    elif form[-1] < KOREAN and form[:STEM_HEAD] not in lexicon.stems:
        return False
    return bool(lexicon.meanings[form])


def _pieces(lexicon: Lexicon, form: str) -> list[int]:
    """Stems inside a Korean word: at its beginning, or where another stem, a Chinese sign or a digit ends.

    This keeps 대포로 (by cannon) from being 포로 (captive).
    """
    found: dict[int, None] = {}  # each once: a long word may hold one stem a thousand times
    hangul = lexicon.hangul
    starts, done = [0], set()
    while starts:
        place = starts.pop()
        if place in done or place == len(form):
            continue
        done.add(place)
        sign = form[place]
        if not "\uac00" <= sign <= "\ud7a3":
            starts.append(place + 1)
        for head in (form[place : place + HANGUL_HEAD], sign):
            for stem, words in hangul.get(head, ()):
                if form.startswith(stem, place):
                    found.update(dict.fromkeys(words))
                    starts.append(place + len(stem))
    return list(found)

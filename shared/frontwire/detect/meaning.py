"""What a word of a text may mean: the words of the lexicon that its form may be, and the terms that they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from frontwire.detect.program import Lexicon

KEPT = 20_000
"""Forms that are remembered between texts, at most: bounded memory whatever is read."""
_KOREAN = "\u3400"
_NOTHING: list[int] = []


class Meanings(dict[str, list[int]]):
    """By form the words of the lexicon that it may be; worked out when first asked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __missing__(self, form: str) -> list[int]:
        found = _meaning(self.lexicon, form)
        if len(self) < KEPT:
            self[form] = found
        return found


class Beginnings(NamedTuple):
    """What a form may begin: concepts of the form alone, and by next word those of longer terms."""

    alone: tuple[int, ...]
    followed: dict[int, list[tuple[list[int], int]]]


class Entries(dict[str, "Beginnings | None"]):
    """By form what it may begin, None for most; worked out when first asked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __missing__(self, form: str) -> Beginnings | None:
        found = _beginnings(self.lexicon, form)
        if len(self) < KEPT:
            self[form] = found
        return found


def _beginnings(lexicon: Lexicon, form: str) -> Beginnings | None:
    sense = lexicon.meanings[form]
    alone: dict[int, None] = {}
    followed: dict[int, list[tuple[list[int], int]]] = {}
    for word in sense:
        for rest, concept in lexicon.terms.get(word, ()):
            if not rest:
                alone[concept] = None
            else:
                followed.setdefault(rest[0], []).append((rest, concept))
    if form[-1] >= _KOREAN:  # Korean writes some terms together that it also writes apart (포로교환, 포로 교환)
        terms = (term for word in sense for term in followed.get(word, ()))
        alone.update((concept, None) for rest, concept in terms if all(word in sense for word in rest))
    return Beginnings(tuple(alone), followed) if alone or followed else None


def _meaning(lexicon: Lexicon, form: str) -> list[int]:
    number = lexicon.forms.get(form)
    known = lexicon.senses[number] if number is not None else _NOTHING
    if form[-1] >= _KOREAN or form[0] >= _KOREAN:
        return [*known, *_pieces(lexicon, form)]
    if form[:3] not in lexicon.stem_heads:
        return known
    stems = lexicon.stems
    return [*known, *(word for n in lexicon.stem_lengths if len(form) >= n for word in stems.get(form[:n], ()))]


def _pieces(lexicon: Lexicon, form: str) -> list[int]:
    """Stems inside a Korean word: at its beginning, or where another stem, a Chinese sign or a digit ends.

    This keeps 대포로 (by cannon) from being 포로 (captive).
    """
    found: list[int] = []
    starts = {0}
    for place, sign in enumerate(form):
        if place not in starts:
            continue
        if not "\uac00" <= sign <= "\ud7a3":
            starts.add(place + 1)
        for head in (form[place : place + 2], sign):
            for stem, words in lexicon.hangul.get(head, ()):
                if form.startswith(stem, place):
                    found.extend(words)
                    starts.add(place + len(stem))
    return found

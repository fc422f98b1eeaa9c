"""Topics and lexicons compiled into tables that load in milliseconds and read a text in one pass.

A *word* is one entry of a lexicon with all its forms; a *concept* is a named list of terms (`captive`, `swap`), each
term a sequence of words. Compiling gives plain lists and dicts, so that the shipped topics are one JSON file.

    Compiled JSON: {"concepts": [name], "forms": {form: [word]}, "stems": {prefix: [word]}, "hangul": {stem: [word]},
                    "terms": {first word: [[[later words], concept]]}, "keys": {telling word of a term: [concept]}, "topics": [topic as plain data, rules compiled]}

A compiled rule is a list: ["is", concept], ["any"|"all"|"not"|"sentence"|"title"|"lead", rule...],
["outside", rule, [rule...]],
["near"|"then", within, [rule...], [rule that may not lie between...]].
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from frontwire.detect.inflect import forms

DYNAMIC = ("side", "number", "national", "old_year", "past_year", "place")
"""Concepts that are found by code (names of countries and groups, numbers, names of peoples, years, places), not by a lexicon."""

# Words of longer terms that tell too little to look at a text for them.
_COMMON = frozenset((
    "about", "after", "alive", "alongside", "battle", "death", "prison", "being", "believed", "camp", "charges",
    "could", "down", "during", "earlier", "enemy", "execution", "face", "facing", "fear", "feared", "fighting",
    "going", "home", "legion", "hands", "have", "hold", "held", "last", "leave", "made", "military", "morning",
    "national", "never", "northern", "people", "possibly", "received", "reportedly", "return", "returned",
    "returns", "round", "said", "sent", "service", "soldier", "soldiers", "taken", "taking", "talks", "their",
    "there", "this", "thought", "took", "trade", "truce", "under", "united", "week", "were", "while", "with",
    "years", "військовий", "військові", "бій", "боки", "сторони", "стороні", "складі", "лавах", "відповідь",
    "руках", "опинився", "опинилися", "военный", "ответ", "ответа", "стороне", "составе", "рядах", "оказался",
    "оказались", "стороны", "руках",
))  # fmt: skip
_PIECE = re.compile(r"[^\W_]+")
_HANGUL = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]")
Rule = list[Any]


@dataclass(slots=True)
class Compiler:
    """Collects words and concepts while topics are compiled."""

    table: dict[str, list[str]]
    concepts: dict[str, int] = field(default_factory=lambda: {name: i for i, name in enumerate(DYNAMIC)})
    words: dict[tuple[str, str], int] = field(default_factory=dict)
    forms: dict[str, list[int]] = field(default_factory=dict)
    stems: dict[str, list[int]] = field(default_factory=dict)
    hangul: dict[str, list[int]] = field(default_factory=dict)
    terms: dict[int, list[list[Any]]] = field(default_factory=dict)
    keys: dict[int, set[int]] = field(default_factory=dict)

    def lexicon(self, prefix: str, lexicon: dict[str, dict[str, list[str]]]) -> None:
        """Add `{language: {concept: [term]}}`; the concepts are known as `prefix + name` afterwards."""
        for language, concepts in lexicon.items():
            for name, terms in concepts.items():
                concept = self.concepts.setdefault(prefix + name, len(self.concepts))
                for term in terms:
                    self._term(term, language, concept)

    def literal(self, term: str, language: str) -> Rule:
        """A term written in a rule itself."""
        key = f"'{term}'"
        if key not in self.concepts:
            self.concepts[key] = len(self.concepts)
            self._term(term, language, self.concepts[key])
        return ["is", self.concepts[key]]

    def _term(self, term: str, language: str, concept: int) -> None:
        exact = term.startswith("=")
        pieces = [
            piece + "*" * term.startswith("*", match.end())
            for match in _PIECE.finditer(term.lower())
            if (piece := match[0])
        ]
        words = [self._word(piece, "" if exact else language) for piece in pieces]
        key = max(
            range(len(pieces)),
            key=lambda place: (pieces[place] not in _COMMON and len(pieces[place]) > 3, len(pieces[place])),
        )
        self.keys.setdefault(words[key], set()).add(concept)
        first, *rest = words
        entry = [rest, concept]
        if entry not in self.terms.setdefault(first, []):
            self.terms[first].append(entry)

    def _word(self, piece: str, language: str) -> int:
        if (language, piece) in self.words:
            return self.words[language, piece]
        number = self.words[language, piece] = len(self.words)
        if piece.endswith("*"):
            self.stems.setdefault(piece[:-1], []).append(number)
        elif _HANGUL.match(piece) and language:
            self.hangul.setdefault(piece, []).append(number)
        else:
            for form in sorted(forms(piece, language, self.table)):
                self.forms.setdefault(form, []).append(number)
        return number

    def tables(self) -> dict[str, Any]:
        return {
            "concepts": list(self.concepts),
            "forms": self.forms,
            "stems": self.stems,
            "hangul": self.hangul,
            "terms": {str(word): entries for word, entries in self.terms.items()},
            "keys": {str(word): sorted(concepts) for word, concepts in self.keys.items()},
        }


@dataclass(slots=True)
class Lexicon:
    """The tables at work. `bits` maps a form to the set (as an int) of concepts whose terms it is the telling word of."""

    concepts: list[str]
    forms: dict[str, list[int]]
    terms: dict[int, list[tuple[list[int], int]]]
    bits: dict[str, int]
    stems: dict[str, list[int]]
    stem_bits: dict[str, int]
    stem_heads: frozenset[str]
    stem_lengths: tuple[int, ...]
    hangul: dict[str, list[tuple[str, list[int]]]]
    hangul_bits: dict[tuple[str, str], int]
    single_bits: dict[str, int]

    @classmethod
    def load(cls, tables: dict[str, Any]) -> Lexicon:
        terms = {int(word): [(rest, concept) for rest, concept in entries] for word, entries in tables["terms"].items()}
        word_bits = {int(word): _bits(concepts) for word, concepts in tables["keys"].items()}
        bits = {}
        for form, words in tables["forms"].items():
            bit = 0
            for word in words:
                bit |= word_bits.get(word, 0)
            if bit:
                bits[form] = bit
        stem_bits = {stem: _union(word_bits.get(word, 0) for word in words) for stem, words in tables["stems"].items()}
        hangul: dict[str, list[tuple[str, list[int]]]] = {}
        hangul_bits: dict[tuple[str, str], int] = {}
        single_bits: dict[str, int] = {}
        for stem, words in tables["hangul"].items():
            bit = _union(word_bits.get(word, 0) for word in words)
            hangul.setdefault(stem[:2], []).append((stem, words))
            if len(stem) > 1:
                hangul_bits[stem[0], stem[1]] = hangul_bits.get((stem[0], stem[1]), 0) | bit
            else:
                single_bits[stem] = bit
        for group in hangul.values():
            group.sort(key=lambda entry: -len(entry[0]))
        return cls(
            concepts=tables["concepts"],
            forms=tables["forms"],
            terms=terms,
            bits=bits,
            stems=tables["stems"],
            stem_bits=stem_bits,
            stem_heads=frozenset(stem[:3] for stem in stem_bits),
            stem_lengths=tuple(sorted({len(stem) for stem in stem_bits})),
            hangul=hangul,
            hangul_bits=hangul_bits,
            single_bits=single_bits,
        )


def _bits(concepts: Any) -> int:
    return _union(1 << concept for concept in concepts)


def _union(bits: Any) -> int:
    union = 0
    for bit in bits:
        union |= bit
    return union


def needs(rule: Rule) -> list[int]:
    """Sets of concepts (as ints) of which a text must hold at least one each, or the rule cannot fire."""
    kind = rule[0]
    if kind == "is":
        return [] if rule[1] < len(DYNAMIC) else [1 << rule[1]]
    if kind in ("near", "then"):
        return [need for part in rule[2] for need in needs(part)]
    if kind == "outside":
        return needs(rule[1])
    if kind in ("all", "sentence", "title", "lead"):
        return [need for part in rule[1:] for need in needs(part)]
    if kind == "any":
        parts = [needs(part) for part in rule[1:]]
        if not all(parts):
            return []
        # One need that every alternative shares: the union of the rarest (fewest concepts) of each.
        return [_union(min(part, key=int.bit_count) for part in parts)]
    return []

"""Topics and lexicons compiled into tables that load in milliseconds and read a text in one pass.

A *word* is one entry of a lexicon with all its forms; a *concept* is a named list of terms (`captive`, `swap`), each
term a sequence of words. Compiling gives plain lists and dicts, so that the shipped topics are one JSON file.

    Compiled JSON: {"concepts": [name], "forms": {form: sense}, "senses": [[word]], "letters": [how many of each word], "stems": {prefix: [word]}, "hangul": {stem: [word]},
                    "terms": {first word: [[[later words], concept]]}, "topics": [topic as plain data, rules compiled]}

A compiled rule is a list: ["is", concept], ["any"|"all"|"not"|"sentence"|"title"|"lead"|"pair", rule...],
["outside", rule, [rule...]],
["near"|"then", within, [rule...], [rule that may not lie between...]], ["weigh", least, [[weight, rule]...]].
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from frontwire.detect.inflect import forms
from frontwire.detect.meaning import HANGUL_HEAD, STEM_HEAD, Entries, Meanings, bits_of
from frontwire.detect.needs import Ways, ways
from frontwire.late import late

DYNAMIC = (
    "side", "number", "national", "old_year", "past_year", "place", "two_sides", "paired", "full_name", "foes",
    "two_peoples", "two_givers", "far_down", "party", "outsider", "party_quoted", "below_lead",
)  # fmt: skip
"""Concepts that are found by code (names of countries and groups, numbers, names of peoples, years, places, pairs of sides,
numbers for both sides, names of persons, a side and its foe, captives of two peoples, two sides that release, the
sentences after the first six, a side of a war that the text tells of, a state that is none, such a side before a colon or
quotation, the sentences after the first five), not by a lexicon."""

QUICK = ("side", "national", "two_sides", "foes", "paired")
"""Those of them that are found quickly."""

_PIECE = late(r"[^\W_]+")
_HANGUL = late(r"[\u3400-\u9fff\uac00-\ud7a3]")
SYLLABLE = 3
"""Letters that a Korean syllable counts as, where long words are taken for rare ones."""
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
    rules: list[Rule] = field(default_factory=list)
    known_rules: dict[str, int] = field(default_factory=dict)

    def lexicon(self, prefix: str, lexicon: dict[str, dict[str, list[str]]]) -> None:
        """Add `{language: {concept: [term]}}`; the concepts are known as `prefix + name` afterwards."""
        for language, concepts in lexicon.items():
            for name, terms in concepts.items():
                concept = self.concepts.setdefault(prefix + name, len(self.concepts))
                for term in terms:
                    self._term(term, language, concept)

    def rule(self, rule: Rule) -> int:
        """The number of a compiled rule; equal rules are kept once."""
        key = repr(rule)
        if key not in self.known_rules:
            self.known_rules[key] = len(self.rules)
            self.rules.append(rule)
        return self.known_rules[key]

    def literal(self, term: str, language: str) -> int:
        """A term written in a rule itself."""
        key = f"'{term}'"
        if key not in self.concepts:
            self.concepts[key] = len(self.concepts)
            self._term(term, language, self.concepts[key])
        return self.rule(["is", self.concepts[key]])

    def _term(self, term: str, language: str, concept: int) -> None:
        exact = term.startswith("=")
        pieces = [
            piece + "*" * term.startswith("*", match.end())
            for match in _PIECE.finditer(term.lower())
            if (piece := match[0])
        ]
        words = [self._word(piece, "" if exact else language) for piece in pieces]
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
        senses: list[list[int]] = []
        combined: dict[str, int] = {}
        known: dict[tuple[int, ...], int] = {}
        for form, words in self.forms.items():
            key = tuple(sorted(set(words)))
            if key not in known:
                known[key] = len(senses)
                senses.append(list(key))
            combined[form] = known[key]
        asks = asks_code(self.rules)
        for rule in self.rules:
            if rule[0] == "any":  # what asks for no names and numbers is cheap, so it is asked first
                rule[1:] = sorted(rule[1:], key=asks.__getitem__)
        return {
            "concepts": list(self.concepts),
            "forms": combined,
            "senses": senses,
            "stems": self.stems,
            "hangul": self.hangul,
            "rules": self.rules,
            "letters": [len(piece) * (SYLLABLE if _HANGUL.match(piece) else 1) for _, piece in self.words],
            "terms": {str(word): entries for word, entries in self.terms.items()},
        }


@dataclass(slots=True)
class Lexicon:
    """The tables at work. A form has a *sense*: the words it may be. Stems are kept by their first letters."""

    concepts: list[str]
    rules: list[Rule]
    asks_code: list[int]
    needs: dict[int, Ways]
    forms: dict[str, int]
    senses: list[list[int]]
    letters: list[int]
    terms: dict[int, list[tuple[list[int], int]]]
    stems: dict[str, list[tuple[str, list[int]]]]
    hangul: dict[str, list[tuple[str, list[int]]]]
    numbers: dict[str, int]
    meanings: Meanings = field(init=False)
    entries: Entries = field(init=False)

    def __post_init__(self) -> None:
        self.meanings = Meanings(self)
        self.entries = Entries(self)

    @classmethod
    def load(cls, tables: dict[str, Any]) -> Lexicon:
        return cls(
            concepts=tables["concepts"],
            rules=tables["rules"],
            asks_code=asks_code(tables["rules"]),
            needs={},
            forms=tables["forms"],
            senses=tables["senses"],
            letters=tables["letters"],
            terms={int(word): entries for word, entries in tables["terms"].items()},
            stems=_by_head(tables["stems"], STEM_HEAD),
            hangul=_by_head(tables["hangul"], HANGUL_HEAD),
            numbers={name: number for number, name in enumerate(tables["concepts"])},
        )

    def bits(self, names: Iterable[str]) -> int:
        """Concepts of the shared lexicon as a set; those that it does not hold are left out."""
        return bits_of(self.numbers[name] for name in names if name in self.numbers)

    def ways(self, number: int) -> Ways:
        """The ways in which a rule may fire in a range (`needs.ways`, not wide)."""
        known = self.needs.get(number)
        return ways(number, self.rules, self.needs, len(DYNAMIC), wide=False) if known is None else known


def _by_head(stems: dict[str, list[int]], letters: int) -> dict[str, list[tuple[str, list[int]]]]:
    """Stems with their words, under their first letters, the shorter ones first."""
    heads: dict[str, list[tuple[str, list[int]]]] = {}
    for stem in sorted(stems, key=len):
        heads.setdefault(stem[:letters], []).append((stem, stems[stem]))
    return heads


def weighs(number: int, rules: list[Rule]) -> bool:
    """Whether a rule is weighed: it, or a part that it asks for besides others."""
    rule = rules[number]
    return rule[0] == "weigh" or (rule[0] in ("all", "lead") and any(weighs(part, rules) for part in rule[1:]))


def asks_code(rules: list[Rule]) -> list[int]:
    """For each rule, whether it asks for a concept that only code can find: 0 if not, 1 for the names of sides and pairs of
    numbers, which are found quickly, 2 for others. Parts come before their wholes."""
    asks: list[int] = []
    for rule in rules:
        if rule[0] == "is":
            asks.append(0 if rule[1] >= len(DYNAMIC) else 1 if DYNAMIC[rule[1]] in QUICK else 2)
        elif rule[0] in ("near", "then"):
            asks.append(max(asks[part] for part in (*rule[2], *rule[3])))
        elif rule[0] == "outside":
            asks.append(max(asks[part] for part in (rule[1], *rule[2])))
        elif rule[0] == "weigh":
            asks.append(max(asks[part] for _, part in rule[2]))
        else:
            asks.append(max(asks[part] for part in rule[1:]))
    return asks

"""A text as rules see it: its words, its sentences and where each concept stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from frontwire.detect.program import DYNAMIC, Lexicon, Rule
from frontwire.detect.sentences import WORD, Sentence, split

Hit = tuple[int, int]
"""A run of words `first:last` (last excluded), counted over the whole text."""

_KOREAN = "\u3400"
_EAST_ASIAN = re.compile("[\u3400-\u9fff\uac00-\ud7a3]")
_ROUGH_WORD = re.compile(r"\w+")


def rough_words(low: str) -> set[str]:
    """The words of a lower-case text, each once."""
    return set(_ROUGH_WORD.findall(low))


def present(lexicon: Lexicon, low: str, words: set[str]) -> int:
    """The concepts that may occur in a lower-case text, as an int. This is all that most texts cost."""
    found = 0
    for form in words & lexicon.bits.keys():
        found |= lexicon.bits[form]
    if lexicon.stem_bits and not lexicon.stem_heads.isdisjoint([word[:3] for word in words]):
        for length in lexicon.stem_lengths:
            for stem in {word[:length] for word in words} & lexicon.stem_bits.keys():
                found |= lexicon.stem_bits[stem]
    return found | _east_asian(lexicon, low)


def _east_asian(lexicon: Lexicon, low: str) -> int:
    if not _EAST_ASIAN.search(low):
        return 0
    found = 0
    for pair in set(pairwise(low)) & lexicon.hangul_bits.keys():
        found |= lexicon.hangul_bits[pair]
    for sign in lexicon.single_bits.keys() & set(low):
        found |= lexicon.single_bits[sign]
    return found


def confirmed(lexicon: Lexicon, low: str, words: set[str]) -> int:
    """As `present`, but a term of several words counts only when all of them occur somewhere."""
    known = {word for form in words & lexicon.forms.keys() for word in lexicon.forms[form]}
    if lexicon.stems:
        known.update(
            sense for word in words for length in lexicon.stem_lengths for sense in lexicon.stems.get(word[:length], ())
        )
    found = _east_asian(lexicon, low)
    for word in known:
        for rest, concept in lexicon.terms.get(word, ()):
            if known.issuperset(rest):
                found |= 1 << concept
    return found


@dataclass(slots=True)
class Reading:
    """`words[i]` is (form, start, end) in the cleaned text; `hits` maps concept -> runs of words, in order."""

    text: str
    title_end: int
    words: list[tuple[str, int, int]]
    sentences: list[Sentence]
    bounds: list[Hit]
    hits: dict[int, list[Hit]]
    dynamic: dict[int, Callable[[], list[Hit]]] = field(default_factory=dict)

    def of(self, concept: int) -> list[Hit]:
        if concept < len(DYNAMIC) and concept not in self.hits:
            self.hits[concept] = self.dynamic[concept]() if concept in self.dynamic else []
        return self.hits.get(concept, [])

    def chars(self, hit: Hit) -> tuple[int, int]:
        return self.words[hit[0]][1], self.words[hit[1] - 1][2]

    def run(self, start: int, end: int) -> Hit:
        """The words that the characters `start:end` touch."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle][2] <= start:
                low = middle + 1
            else:
                high = middle
        last = low
        while last < len(self.words) and self.words[last][1] < end:
            last += 1
        return low, max(last, low)

    def sentence_of(self, hit: Hit) -> int:
        for number, (first, last) in enumerate(self.bounds):
            if first <= hit[0] < last:
                return number
        return 0

    def snippet(self, hit: Hit) -> str:
        start, end = self.chars(hit)
        return self.text[start:end]


def read(lexicon: Lexicon, text: str, low: str, title_end: int) -> Reading:
    """Find every term of the lexicon in a text. `title_end` is where the title ends (0: no title)."""
    words = [(low[match.start() : match.end()], match.start(), match.end()) for match in WORD.finditer(low)]
    sentences = split(text)
    reading = Reading(text, title_end, words, sentences, _bounds(words, sentences), {})
    senses = [_senses(lexicon, form) for form, _, _ in words]
    for place, sense in enumerate(senses):
        for word in sense:
            for rest, concept in lexicon.terms.get(word, ()):
                if not rest:
                    _add(reading.hits, concept, (place, place + 1))
                elif _follows(senses, place, rest):
                    _add(reading.hits, concept, (place, place + 1 + len(rest)))
                elif _holds(senses[place], rest):
                    _add(reading.hits, concept, (place, place + 1))
    return reading


def _add(hits: dict[int, list[Hit]], concept: int, hit: Hit) -> None:
    known = hits.setdefault(concept, [])
    if not known or known[-1] != hit:
        known.append(hit)


def _follows(senses: list[list[int]], place: int, rest: list[int]) -> bool:
    if place + len(rest) >= len(senses):
        return False
    return all(word in senses[place + 1 + step] for step, word in enumerate(rest))


def _holds(sense: list[int], rest: list[int]) -> bool:
    """Korean writes some terms together that it also writes apart (포로교환, 포로 교환)."""
    return all(word in sense for word in rest)


def _senses(lexicon: Lexicon, form: str) -> list[int]:
    """The words of the lexicon that a form of the text may be."""
    known = lexicon.forms.get(form)
    if form[0] >= _KOREAN or form[-1] >= _KOREAN:
        return [*(known or ()), *_pieces(lexicon, form)]
    if form[:3] not in lexicon.stem_heads:
        return known or []
    found = list(known or ())
    for length in lexicon.stem_lengths:
        found.extend(lexicon.stems.get(form[:length], ()) if len(form) >= length else ())
    return found


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


def _bounds(words: list[tuple[str, int, int]], sentences: list[Sentence]) -> list[Hit]:
    """The words of each sentence."""
    bounds: list[Hit] = []
    place = 0
    for sentence in sentences:
        first = place
        while place < len(words) and words[place][1] < sentence.end:
            place += 1
        bounds.append((first, place))
    return bounds


def find(rule: Rule, reading: Reading, within: Hit) -> list[Hit]:
    """The runs of words inside `within` that satisfy a compiled rule; empty when it does not fire."""
    kind = rule[0]
    if kind == "is":
        return [hit for hit in reading.of(rule[1]) if within[0] <= hit[0] and hit[1] <= within[1]]
    if kind == "any":
        return sorted({hit for part in rule[1:] for hit in find(part, reading, within)})
    if kind == "all":
        return _all(rule[1:], reading, within)
    if kind in ("near", "then"):
        return _close(rule, reading, within)
    if kind == "outside":
        others = [hit for part in rule[2] for hit in find(part, reading, within)]
        return [hit for hit in find(rule[1], reading, within) if not any(hit[0] < b and a < hit[1] for a, b in others)]
    if kind == "sentence":
        return [hit for bound in _inside(reading.bounds, within) for hit in _all(rule[1:], reading, bound)]
    if kind == "lead":
        return (
            _all(rule[1:], reading, (0, reading.bounds[min(1, len(reading.bounds) - 1)][1])) if reading.bounds else []
        )
    if kind == "title":
        titles = [
            bound for bound, s in zip(reading.bounds, reading.sentences, strict=True) if s.start < reading.title_end
        ]
        return [hit for bound in titles for hit in _all(rule[1:], reading, bound)]
    return [] if any(find(part, reading, within) for part in rule[1:]) else [within]


def _inside(bounds: list[Hit], within: Hit) -> Iterable[Hit]:
    return [bound for bound in bounds if within[0] <= bound[0] and bound[1] <= within[1]]


def _all(parts: list[Rule], reading: Reading, within: Hit) -> list[Hit]:
    """The hits of the first part, when every other part fires too."""
    first: list[Hit] = []
    for part in parts:
        hits = find(part, reading, within)
        if not hits:
            return []
        if part[0] != "not" and not first:
            first = hits
    return first or [within]


def _close(rule: Rule, reading: Reading, within: Hit) -> list[Hit]:
    """Runs that begin at a hit of the first part and take the closest hit of each later one, `rule[1]` words apart."""
    kind, gap, parts = rule[0], rule[1], rule[2]
    runs = find(parts[0], reading, within)
    for part in parts[1:]:
        if not runs:
            return []
        others = find(part, reading, within)
        runs = [joined for run in runs for joined in _join(kind, gap, run, others)]
    if len(rule) > 3 and rule[3]:
        barriers = [hit for part in rule[3] for hit in find(part, reading, within)]
        runs = [run for run in runs if not any(run[0] < hit[0] and hit[1] < run[1] for hit in barriers)]
    return runs


def _join(kind: str, gap: int, run: Hit, others: list[Hit]) -> list[Hit]:
    best: list[Hit] = []
    least = gap + 1
    for other in others:
        if other[0] >= run[1]:
            distance = other[0] - run[1]
        elif kind == "near" and other[1] <= run[0]:
            distance = run[0] - other[1]
        elif (other == run and other[1] - other[0] == 1) or (
            kind == "near" and other != run and run[0] <= other[0] < other[1] <= run[1]
        ):
            distance = 0  # two Korean stems in one word, or a part that stands between the others
        else:
            continue
        if distance < least:
            least, best = distance, [(min(run[0], other[0]), max(run[1], other[1]))]
    return best

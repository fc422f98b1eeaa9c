"""A text as rules see it: its words, its sentences and where each concept stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from frontwire.detect.program import DYNAMIC, Entries, Lexicon, needs
from frontwire.detect.sentences import WORD, Sentence, split

KEPT = 20_000
"""Forms whose terms are remembered between texts, at most: bounded memory whatever is read."""
LEAD = 3
"""Sentences of the text that belong to the lead."""

Hit = tuple[int, int]
"""A run of words `first:last` (last excluded), counted over the whole text."""

_KOREAN = "\u3400"
_NOTHING: list[int] = []
_EAST_ASIAN = re.compile("[\u3400-\u9fff\uac00-\ud7a3]")
_ROUGH_WORD = re.compile(r"\w+")


def rough_words(low: str) -> set[str]:
    """The words of a lower-case text, each once."""
    return set(_ROUGH_WORD.findall(low))


def present(lexicon: Lexicon, low: str, words: set[str]) -> int:
    """The concepts that may occur in a lower-case text, as an int. This is all that most texts cost."""
    found = 0
    forms, bits = lexicon.forms, lexicon.bits
    for form in words & forms.keys():
        found |= bits[forms[form]]
    if lexicon.stem_bits and not lexicon.stem_heads.isdisjoint([word[:3] for word in words]):
        for length in lexicon.stem_lengths:
            for stem in {word[:length] for word in words} & lexicon.stem_bits.keys():
                found |= lexicon.stem_bits[stem]
    return found | _east_asian(lexicon, low, words)


def _east_asian(lexicon: Lexicon, low: str, words: set[str]) -> int:
    """The concepts of stems that may stand in Korean words: at their beginning, or further on behind another stem or
    a sign that is no Hangul."""
    if not _EAST_ASIAN.search(low):
        return 0
    found = 0
    bits = lexicon.hangul_bits
    for word in words:
        if word[:2] in bits or (word[-1] >= _KOREAN and not "\uac00" <= word[0] <= "\ud7a3"):
            for place in range(len(word) - 1):
                found |= bits.get(word[place : place + 2], 0)
    for sign, bit in lexicon.single_bits.items():
        if sign in low:
            found |= bit
    return found


def confirmed(lexicon: Lexicon, low: str, words: set[str]) -> int:
    """As `present`, but a term of several words counts only when all of them occur somewhere."""
    known = {word for form in words & lexicon.forms.keys() for word in lexicon.senses[lexicon.forms[form]]}
    if lexicon.stems:
        known.update(
            sense for word in words for length in lexicon.stem_lengths for sense in lexicon.stems.get(word[:length], ())
        )
    found = _east_asian(lexicon, low, words)
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
    lexicon: Lexicon
    dynamic: dict[int, Callable[[], list[Hit]]] = field(default_factory=dict)
    found: dict[tuple[int, Hit], list[Hit]] = field(default_factory=dict)
    homes: list[int] = field(default_factory=list)
    bits: dict[Hit, int] = field(default_factory=dict)
    passages: list[tuple[Hit, ...]] = field(default_factory=list)
    present: int = 0
    sentence_bits: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.homes = [number for number, (first, last) in enumerate(self.bounds) for _ in range(first, last)]

    def settle(self) -> None:
        """Note which concepts the text and each sentence hold, once all their hits are known."""
        self.sentence_bits = [0] * len(self.bounds)
        for concept, hits in self.hits.items():
            bit = 1 << concept
            self.present |= bit
            for first, _ in hits:
                self.sentence_bits[self.homes[first]] |= bit

    def of(self, concept: int) -> list[Hit]:
        if concept < len(DYNAMIC) and concept not in self.hits:
            self.hits[concept] = self.dynamic[concept]() if concept in self.dynamic else []
        return self.hits.get(concept, [])

    def may(self, number: int, within: Hit) -> bool:
        """Whether a range has the concepts without which a rule cannot fire there."""
        needed = self.lexicon.needs.get(number)
        if needed is None:
            needed = self.lexicon.needs[number] = needs(number, self.lexicon.rules, wide=False)
        if not needed:
            return True
        bits = self.bits.get(within)
        if bits is None:
            bits = self.bits[within] = self._bits(within)
        return all(bits & need for need in needed)

    def _bits(self, within: Hit) -> int:
        """The concepts of the sentences that a range touches."""
        bits = 0
        if within[0] < within[1]:
            for number in range(self.homes[within[0]], self.homes[within[1] - 1] + 1):
                bits |= self.sentence_bits[number]
        return bits

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
        """The number of the sentence in which a run of words begins."""
        return self.homes[hit[0]] if hit[0] < len(self.homes) else max(len(self.bounds) - 1, 0)

    def title_sentences(self) -> int:
        return sum(sentence.start < self.title_end for sentence in self.sentences)

    def title(self) -> Hit:
        """The words of the title."""
        ends = [last for (_, last), one in zip(self.bounds, self.sentences, strict=True) if one.start < self.title_end]
        return 0, max(ends, default=0)

    def paragraph(self, number: int) -> Hit:
        """The words of the paragraph that holds a sentence."""
        home = self.sentences[number].paragraph
        bounds = [bound for bound, one in zip(self.bounds, self.sentences, strict=True) if one.paragraph == home]
        return bounds[0][0], bounds[-1][1]

    def leads(self) -> list[tuple[Hit, ...]]:
        """What a reader of a headline takes in: the title with the beginning (three sentences) of a paragraph.

        The first paragraph follows the title without a gap; a later one is a range of its own.
        """
        if not self.passages:
            self.passages = self._passages()
        return self.passages

    def _passages(self) -> list[tuple[Hit, ...]]:
        title = self.title()
        begins: dict[int, list[Hit]] = {}
        for bound, sentence in zip(self.bounds, self.sentences, strict=True):
            if bound[0] >= title[1] and bound[0] < bound[1]:
                begins.setdefault(sentence.paragraph, []).append(bound)
        ranges = [(bounds[0][0], bounds[:LEAD][-1][1]) for bounds in begins.values()]
        if not ranges:
            return [(title,)]
        first = (title[0], ranges[0][1])
        return [(first,), *(((title, begin) if title[1] else (begin,)) for begin in ranges[1:])]

    def pair(self, bound: Hit) -> Hit:
        """A sentence and the next one of its paragraph."""
        number = self.sentence_of(bound)
        if bound != self.bounds[number] or number + 1 == len(self.bounds):
            return bound
        here, there = self.sentences[number], self.sentences[number + 1]
        return (bound[0], self.bounds[number + 1][1]) if here.paragraph == there.paragraph else bound

    def snippet(self, hit: Hit) -> str:
        start, end = self.chars(hit)
        return self.text[start:end]


def read(lexicon: Lexicon, text: str, low: str, title_end: int) -> Reading:
    """Find every term of the lexicon in a text. `title_end` is where the title ends (0: no title)."""
    words = [(low[match.start() : match.end()], match.start(), match.end()) for match in WORD.finditer(low)]
    sentences = split(text)
    reading = Reading(text, title_end, words, sentences, _bounds(words, sentences), {}, lexicon)
    forms = lexicon.forms
    for place, (form, _, _) in enumerate(words):
        if form not in forms and form[-1] < _KOREAN and not lexicon.stems:
            continue  # most words
        entries = _entries(lexicon, form)
        for concept in entries.alone:
            _add(reading.hits, concept, (place, place + 1))
        if entries.followed and place + 1 < len(words):
            for following in _senses(lexicon, words[place + 1][0]):
                for rest, concept in entries.followed.get(following, ()):
                    if _follows(lexicon, words, place, rest):
                        _add(reading.hits, concept, (place, place + 1 + len(rest)))
        if entries.followed and form[-1] >= _KOREAN:
            for concept in _written_together(lexicon, form, entries):
                _add(reading.hits, concept, (place, place + 1))
    reading.settle()
    return reading


def _entries(lexicon: Lexicon, form: str) -> Entries:
    """The terms that a form may begin. Kept for the forms that were met."""
    known = lexicon.entries.get(form)
    if known is None:
        alone: list[int] = []
        followed: dict[int, list[tuple[list[int], int]]] = {}
        for word in _senses(lexicon, form):
            for rest, concept in lexicon.terms.get(word, ()):
                if not rest:
                    alone.append(concept)
                else:
                    followed.setdefault(rest[0], []).append((rest, concept))
        known = Entries(alone, followed)
        if len(lexicon.entries) < KEPT:
            lexicon.entries[form] = known
    return known


def _add(hits: dict[int, list[Hit]], concept: int, hit: Hit) -> None:
    known = hits.setdefault(concept, [])
    if not known or known[-1] != hit:
        known.append(hit)


def _follows(lexicon: Lexicon, words: list[tuple[str, int, int]], place: int, rest: list[int]) -> bool:
    """Whether the words after a place are those of a term; the first of them is known to be."""
    if place + len(rest) >= len(words):
        return False
    return all(rest[step] in _senses(lexicon, words[place + 1 + step][0]) for step in range(1, len(rest)))


def _written_together(lexicon: Lexicon, form: str, entries: Entries) -> list[int]:
    """Korean writes some terms together that it also writes apart (포로교환, 포로 교환)."""
    sense = _senses(lexicon, form)
    terms = (term for word in sense for term in entries.followed.get(word, ()))
    return [concept for rest, concept in terms if all(word in sense for word in rest)]


def _senses(lexicon: Lexicon, form: str) -> list[int]:
    """The words of the lexicon that a form of the text may be."""
    number = lexicon.forms.get(form)
    known = lexicon.senses[number] if number is not None else _NOTHING
    if form[-1] < _KOREAN and not lexicon.stems:
        return known
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

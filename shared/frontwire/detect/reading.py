"""A text as rules see it: its words, its sentences and where each concept stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from msgspec import Struct, field

from frontwire.detect.needs import ALWAYS, may
from frontwire.detect.program import DYNAMIC, Lexicon
from frontwire.detect.sentences import WORD, Sentence, split

LEAD = 3
"""Sentences of the text that belong to the lead."""

FOUND_BY_CODE = len(DYNAMIC)
"""Concepts below this number are found by code, when first asked for."""

Hit = tuple[int, int]
"""A run of words `first:last` (last excluded), counted over the whole text."""


class Reading(Struct):
    """A cleaned text: its words as `forms` in lower case, the words of each sentence (`bounds`), and by concept the runs
    of words where it stands (`hits`), in order."""

    text: str
    low: str
    title_end: int
    forms: list[str]
    sentences: list[Sentence]
    bounds: list[Hit]
    homes: list[int]
    lexicon: Lexicon
    hits: dict[int, list[Hit]] = field(default_factory=dict)
    dynamic: dict[int, Callable[[], list[Hit]]] = field(default_factory=dict)
    found: dict[tuple[int, Hit], list[Hit]] = field(default_factory=dict)
    bits: dict[Hit, int] = field(default_factory=dict)
    passages: list[tuple[Hit, ...]] = field(default_factory=list)
    present: int = 0
    sentence_bits: list[int] = field(default_factory=list)
    _places: list[tuple[int, int]] = field(default_factory=list)
    _paragraphs: dict[int, Hit] = field(default_factory=dict)

    def settle(self) -> None:
        """Note which concepts the text and each sentence hold, once all their hits are known."""
        bits = self.sentence_bits = [0] * len(self.bounds)
        homes = self.homes
        for concept, hits in self.hits.items():
            bit = 1 << concept
            self.present |= bit
            for first, _ in hits:
                bits[homes[first]] |= bit

    @property
    def places(self) -> list[tuple[int, int]]:
        """The characters of each word; most readings never ask for them."""
        if not self._places:
            self._places = [
                found.span() for one in self.sentences for found in WORD.finditer(self.low, one.start, one.end)
            ]
        return self._places

    def of(self, concept: int) -> list[Hit]:
        hits = self.hits.get(concept)
        if hits is None:
            if concept >= FOUND_BY_CODE:
                return _NOWHERE
            hits = self.hits[concept] = self.dynamic[concept]() if concept in self.dynamic else []
        return hits

    def may(self, number: int, within: Hit) -> bool:
        """Whether a range has the concepts without which a rule cannot fire there."""
        options = self.lexicon.ways(number)
        return options is ALWAYS or may(options, self.bits_in((within,)))

    def bits_in(self, ranges: tuple[Hit, ...]) -> int:
        """The concepts of the sentences that ranges touch."""
        found = 0
        for within in ranges:
            bits = self.bits.get(within)
            if bits is None:
                bits = self.bits[within] = self._bits(within)
            found |= bits
        return found

    def _bits(self, within: Hit) -> int:
        """The concepts of the sentences that a range touches."""
        bits = 0
        if within[0] < within[1]:
            for number in range(self.homes[within[0]], self.homes[within[1] - 1] + 1):
                bits |= self.sentence_bits[number]
        return bits

    def chars(self, hit: Hit) -> tuple[int, int]:
        return self.places[hit[0]][0], self.places[hit[1] - 1][1]

    def run(self, start: int, end: int) -> Hit:
        """The words that the characters `start:end` touch."""
        places = self.places
        low = bisect_right(places, start, key=_end)
        last = low
        while last < len(places) and places[last][0] < end:
            last += 1
        return low, max(last, low)

    def sentence_of(self, hit: Hit) -> int:
        """The number of the sentence in which a run of words begins."""
        return self.homes[hit[0]] if hit[0] < len(self.homes) else max(len(self.bounds) - 1, 0)

    def bounds_in(self, within: Hit) -> list[Hit]:
        """The sentences that lie in a range."""
        return self.bounds[bisect_left(self.bounds, (within[0],)) : bisect_right(self.bounds, within[1], key=_end)]

    def title_sentences(self) -> int:
        return bisect_left(self.sentences, self.title_end, key=_start)

    def title(self) -> Hit:
        """The words of the title."""
        last = self.title_sentences()
        return 0, self.bounds[last - 1][1] if last else 0

    def paragraph(self, number: int) -> Hit:
        """The words of the paragraph that holds a sentence."""
        if not self._paragraphs:
            for bound, one in zip(self.bounds, self.sentences, strict=True):
                first = self._paragraphs.get(one.paragraph, bound)[0]
                self._paragraphs[one.paragraph] = first, bound[1]
        return self._paragraphs[self.sentences[number].paragraph]

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


_NOWHERE: list[Hit] = []


def inside(hits: list[Hit], within: Hit) -> list[Hit]:
    """Of sorted hits, those that a range holds."""
    last = within[1]
    start = bisect_left(hits, within[:1])
    if start == len(hits) or hits[start][0] >= last:
        return []
    return [hit for hit in hits[start : bisect_left(hits, (last,), start)] if hit[1] <= last]


def _start(sentence: Sentence) -> int:
    return sentence.start


def _end(run: Hit) -> int:
    return run[1]


def read(lexicon: Lexicon, text: str, low: str, title_end: int) -> Reading:
    """Find every term of the lexicon in a text. `title_end` is where the title ends (0: no title)."""
    sentences = split(text)
    forms: list[str] = []
    bounds: list[Hit] = []
    homes: list[int] = []
    for number, sentence in enumerate(sentences):
        words = WORD.findall(low, sentence.start, sentence.end)
        bounds.append((len(forms), len(forms) + len(words)))
        homes.extend([number] * len(words))
        forms.extend(words)
    reading = Reading(text, low, title_end, forms, sentences, bounds, homes, lexicon)
    _look_up(lexicon, forms, reading.hits)
    reading.settle()
    return reading


def _look_up(lexicon: Lexicon, forms: list[str], hits: dict[int, list[Hit]]) -> None:
    """Note where each term stands."""
    entries, senses, last = lexicon.entries, lexicon.meanings, len(forms) - 1
    for place, form in enumerate(forms):
        begins = entries[form]
        if begins is None:
            continue  # most words
        for concept in begins.alone:
            _add(hits, concept, (place, place + 1))
        if begins.followed and place < last:
            for following in senses[forms[place + 1]]:
                for rest, concept in begins.followed.get(following, ()):
                    if len(rest) == 1 or _follows(lexicon, forms, place, rest):
                        _add(hits, concept, (place, place + 1 + len(rest)))


def _add(hits: dict[int, list[Hit]], concept: int, hit: Hit) -> None:
    known = hits.get(concept)
    if known is None:
        hits[concept] = [hit]
    elif known[-1] != hit:
        known.append(hit)


def _follows(lexicon: Lexicon, forms: list[str], place: int, rest: list[int]) -> bool:
    """Whether the words after a place are those of a term; the first of them is known to be."""
    if place + len(rest) >= len(forms):
        return False
    return all(rest[step] in lexicon.meanings[forms[place + 1 + step]] for step in range(1, len(rest)))

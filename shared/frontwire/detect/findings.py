"""What an article holds besides the words of the rules: sides, numbers, places and days, each looked up when asked for."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from msgspec import Struct

from frontwire.detect import conflicts, entities, numbers, places
from frontwire.detect.program import DYNAMIC
from frontwire.detect.reading import Hit, Reading, inside
from frontwire.late import late
from frontwire.models import Place, Span

SINCE_REACH = 6
"""Words between "since" and the year that belongs to it."""
FOES_REACH = 6
"""Names between a side and a foe of it that a reader still takes together."""
PEOPLES_REACH = 40
"""Words between people of one side and people of another that a reader still takes together."""
GIVER_REACH = 4
"""Words between a side and the verb of release that it belongs to."""
NEAR_THE_TOP = 6
"""Sentences of a text that tell what it is about; what stands further down is background, or one item of many."""
LEAD = 5
"""Sentences in which a report says how it knows: evidence further down is told of by the way."""
TEXT_LANGUAGES = ("en", "uk", "ru", "ko")


class Fired(Struct, frozen=True):
    """A frame that fired, and where."""

    frame: str
    hit: Hit


class Named(Struct, frozen=True):
    """A country or group named in the text: `hit` counts words, `start:end` characters of the cleaned text."""

    code: str
    form: str
    hit: Hit
    start: int
    end: int


class Figure(Struct, frozen=True):
    """A number written in the text; `each`, where both sides have it; `of`, what it counts ("" where unsaid)."""

    value: int
    bound: str
    each: bool
    of: str
    hit: Hit
    start: int
    end: int


Placed = TypeVar("Placed", Named, Figure)


class Findings(Struct):
    """One article under examination. `language` is one of `TEXT_LANGUAGES`, `published` its publication time."""

    reading: Reading
    language: str
    published: datetime | None = None
    _day: date | None = None
    _asked_for_day: bool = False
    _named: list[Named] | None = None
    _voices: list[Named] | None = None
    _figures: list[Figure] | None = None
    _gazetteer: list[Place] | None = None
    _sides: frozenset[str] | None = None

    def __post_init__(self) -> None:
        finders = {
            "side": lambda: [one.hit for one in self.named],
            "number": lambda: [one.hit for one in self.figures],
            "national": lambda: [one.hit for one in self.named if self.is_people(one)],
            "old_year": lambda: self._years(1999),
            "past_year": lambda: self._years(self.published.year - 2 if self.published else 1999),
            "place": self._places,
            "two_sides": self._pairs,
            "paired": self._paired,
            "full_name": self._full_names,
            "foes": self._foes,
            "two_peoples": self._two_peoples,
            "two_givers": self._two_givers,
            "far_down": lambda: self._after(NEAR_THE_TOP),
            "below_lead": lambda: self._after(LEAD),
            "party": lambda: [one.hit for one in self.named if self._is_party(one)],
            "party_quoted": lambda: [
                one.hit for one in self.named if _QUOTED.match(self.reading.text, one.end) and self._is_party(one)
            ],
            "outsider": lambda: [one.hit for one in self.named if not self._is_party(one) and one.form != "group"],
        }
        self.reading.dynamic = {DYNAMIC.index(name): finder for name, finder in finders.items()}

    @property
    def day(self) -> date | None:
        """The day for which the table of conflicts is asked: the publication, or the first year that the text names."""
        if not self._asked_for_day:
            self._day = self.published.date() if self.published else self._first_day()
            self._asked_for_day = True
        return self._day

    def _first_day(self) -> date | None:
        years = (int(form[:4]) for form in self.reading.forms if form[0] in "12" and _YEAR.fullmatch(form))
        return next((date(year, 7, 1) for year in years if year > 1990), None)

    def foes(self, code: str) -> tuple[str, ...]:
        """The opponents of a side at the day of the text (`conflicts.opponents`)."""
        return _opponents(code, self.day)

    def is_foreign(self, captor: str, nationality: str) -> bool | None:
        """`conflicts.foreign` at the day of the text."""
        return _foreign(captor, nationality, self.day)

    def is_people(self, one: Named) -> bool:
        return _is_people(one, self.reading.text)

    def is_locative(self, one: Named) -> bool:
        """Whether a name is where something happens ("held in Somalia"), not who does it."""
        text = self.reading.text
        if self.language == "ko":
            return text.startswith(("에 ", "에서", "내 "), one.end)
        return _LOCATIVE.search(text, max(0, one.start - 12), one.start) is not None

    @property
    def named(self) -> list[Named]:
        """The states and groups: who may be a side of an event."""
        if self._named is None:
            self._named, self._voices = self._look_for_names()
        return self._named

    @property
    def voices(self) -> list[Named]:
        """Organisations, families and the like: who may speak of an event or mediate it."""
        if self._voices is None:
            self._named, self._voices = self._look_for_names()
        return self._voices

    def _look_for_names(self) -> tuple[list[Named], list[Named]]:
        found = entities.find(self.reading.text)
        named = (Named(one.code, one.form, self.reading.run(one.start, one.end), one.start, one.end) for one in found)
        both: tuple[list[Named], list[Named]] = ([], [])
        for one in named:
            if one.hit[0] < one.hit[1]:
                both[one.form in entities.VOICES].append(one)
        return both

    @property
    def figures(self) -> list[Figure]:
        if self._figures is None:
            found = numbers.find(self.reading.text, self.language)
            figures = (
                Figure(one.value, one.bound, one.each, one.of, self.reading.run(one.start, one.end), one.start, one.end)
                for one in found
            )
            self._figures = [one for one in figures if one.hit[0] < one.hit[1]]
        return self._figures

    def _years(self, last: int) -> list[Hit]:
        """Years to `last`, unless the text only counts from them ("since 2014")."""
        words = self.reading.forms
        return [
            (place, place + 1)
            for place, form in enumerate(words)
            if _YEAR.fullmatch(form)
            and int(form[:4]) <= last
            and not any(word in _SINCE for word in words[max(0, place - SINCE_REACH) : place])
        ]

    def _pairs(self) -> list[Hit]:
        """Two different sides named together ("Russia and Ukraine")."""
        text = self.reading.text
        return [
            (one.hit[0], other.hit[1])
            for bound in self.reading.bounds
            for one, other in pairwise(self.named_in(bound))
            if one.code != other.code and _TOGETHER.fullmatch(text, one.end, other.start)
        ]

    def _foes(self) -> list[Hit]:
        """A side with the next foe of it that is named in the same sentence or soon after."""
        return [
            (one.hit[0], other.hit[1])
            for place, one in enumerate(self.named)
            for other in self.named[place + 1 : place + 1 + FOES_REACH]
            if other.code in self.foes(one.code)
        ]

    def _two_peoples(self) -> list[Hit]:
        """People of one side ("two Americans", "Iranian prisoners") with the next people of another, soon after."""
        people = [one for one in self.named if self.is_people(one) or self._has_people(one)]
        return [
            (one.hit[0], other.hit[1])
            for one, other in pairwise(people)
            if one.code != other.code and other.hit[0] - one.hit[1] <= PEOPLES_REACH
        ]

    def _two_givers(self) -> list[Hit]:
        """A side that releases (the name closest before the verb), and the next that does, if it is another."""
        givers: list[tuple[Named, Hit]] = []
        for verb in self.where("release"):
            home = self.reading.bounds[self.reading.sentence_of(verb)]
            before = [one for one in self.named_in(home) if 0 <= verb[0] - one.hit[1] <= GIVER_REACH]
            givers.extend((one, verb) for one in before[-1:])
        return [
            (one.hit[0], there[1])
            for (one, here), (other, there) in pairwise(givers)
            if one.code != other.code and here[1] <= other.hit[0] <= here[1] + PEOPLES_REACH
        ]

    def _after(self, sentences: int) -> list[Hit]:
        """The first word of every sentence after so many of the text."""
        later = self.reading.bounds[self.reading.title_sentences() + sentences :]
        return [(first, first + 1) for first, last in later if first < last]

    def _has_people(self, one: Named) -> bool:
        """Whether a noun of people follows the name, at most one word between."""
        after = one.hit[1], one.hit[1] + 2
        return any(self.where(concept, after) for concept in ("captive", "fighter", "person"))

    def _is_party(self, one: Named) -> bool:
        """Whether a name is that of an armed group or a main belligerent of a war of which the text tells."""
        return one.form == "group" or self.is_told_of(one.code)

    def is_told_of(self, code: str) -> bool:
        """Whether a side is a main belligerent of a war of which the text tells: its scene or the other side is named."""
        return conflicts.is_party(code, self._codes(), self.day)

    def _codes(self) -> frozenset[str]:
        """Every side named, and the countries of the places."""
        if self._sides is None:
            self._sides = frozenset(
                (*(one.code for one in self.named), *(place.country for place in self.places if place.country))
            )
        return self._sides

    def _paired(self) -> list[Hit]:
        """Numbers for both sides."""
        return [one.hit for one in self.figures if one.each] if numbers.may_pair(self.reading.text) else []

    def _full_names(self) -> list[Hit]:
        """Two capitalised words in a row that name no side: mostly persons. Headlines In Title Case are left out."""
        text = self.reading.text
        sides = {one.start for one in self.named}
        found: list[Hit] = []
        for first, last in self.reading.bounds:
            if first == last:
                continue
            start, end = self.reading.chars((first, last))
            names = [match.span() for match in _FULL_NAME.finditer(text, start, end)]
            capitals = sum(text[begin].isupper() for begin, _ in self.reading.places[first:last])
            if names and capitals * 2 <= last - first:
                found.extend(self.reading.run(*span) for span in names if sides.isdisjoint(range(*span)))
        return found

    @property
    def places(self) -> list[Place]:
        """Every place of the gazetteer that the text names."""
        if self._gazetteer is None:
            self._gazetteer = places.find(self.reading.text)
        return self._gazetteer

    def _places(self) -> list[Hit]:
        return [self.reading.run(place.span.start, place.span.end) for place in self.places if place.span]

    def countries(self) -> list[tuple[str, Hit]]:
        """The countries of the places named, and where."""
        return [
            (place.country, self.reading.run(place.span.start, place.span.end)) for place in self.places if place.span
        ]

    def where(self, concept: str, within: Hit | None = None) -> list[Hit]:
        """Where a concept of the shared lexicon stands."""
        number = self.reading.lexicon.numbers.get(concept)
        hits = [] if number is None else self.reading.of(number)
        return hits if within is None or not hits else inside(hits, within)

    def where_number(self, concept: int, within: Hit) -> list[Hit]:
        """Where a concept known by its number stands."""
        return inside(self.reading.of(concept), within)

    def named_in(self, within: Hit) -> list[Named]:
        return _of_range(self.named, within)

    def speaking_in(self, within: Hit) -> list[Named]:
        """Sides and voices, in the order of the text."""
        voices = _of_range(self.voices, within)
        return sorted([*self.named_in(within), *voices], key=_first_word) if voices else self.named_in(within)

    def figures_in(self, within: Hit) -> list[Figure]:
        return _of_range(self.figures, within)

    def span(self, start: int, end: int) -> Span:
        return Span(start, end, self.reading.text[start:end])


def _of_range(found: list[Placed], within: Hit) -> list[Placed]:
    """Those that begin in a range, of names or figures in the order of the text."""
    return found[bisect_left(found, within[0], key=_first_word) : bisect_left(found, within[1], key=_first_word)]


def _first_word(one: Named | Figure) -> int:
    return one.hit[0]


_TOGETHER = late(r"(?: [^\W\d]{1,12}){0,1}(?:,| and| &| і| й| та| и|와|과|·)(?: [^\W\d]{1,12}){0,3} ?")


@lru_cache(maxsize=4096)
def _opponents(code: str, day: date | None) -> tuple[str, ...]:
    return conflicts.opponents(code, day)


@lru_cache(maxsize=4096)
def _foreign(captor: str, nationality: str, day: date | None) -> bool | None:
    return conflicts.foreign(captor, nationality, day)


_FULL_NAME = late(
    r"(?<![^\W_])[A-ZА-ЯІЇЄҐЁ][^\W\d_]+(?:[-’'][^\W\d_]+)*(?: [A-ZА-ЯІЇЄҐЁ][^\W\d_]+(?:[-’'][^\W\d_]+)*){1,2}"
)
_SINCE = frozenset(("since", "until", "till", "від", "от", "відтоді"))
_YEAR = late(r"(?:1[5-9]|20)\d\d(?:s|년|년에|년의|х|му|го)?")
_ADJECTIVE = late(r"(?:ськ|цьк|зьк|ск|цк)[а-яіїєё]{1,4}$")


def _is_people(one: Named, text: str) -> bool:
    """Whether the name is a noun for people ("Britons", «китайців», 영국인) and not an adjective or a country."""
    word = text[one.start : one.end].lower()
    if one.form != "demonym":
        return False
    if not word.isascii():
        return not _ADJECTIVE.search(word)
    if word != "german" and (
        word.endswith(("ns", "is", "briton", "men", "man", "ks", "ds", "es", "ts")) or word in _NOUNS
    ):
        return True
    return (
        _ARTICLE.search(text, max(0, one.start - 12), one.start) is not None
        and _NO_NOUN.match(text, one.end) is not None
    )


_QUOTED = late(r"(?:: |[^\W\d]? [\"“«‘])")
"""What stands behind who is quoted in a headline: "Kyiv: two men captured", 우크라 "2명 생포"."""
_LOCATIVE = late(
    r"\b(?:in|inside|across|near|at|into|в|во|на|у|під|под) (?:the |eastern |western |northern |southern |central )?$",
    re.IGNORECASE,
)
_ARTICLE = late(r"\b(?:an?|the|another|one) $", re.IGNORECASE)
_NO_NOUN = late(r"[.,;:)]|$| (?:who|was|were|is|has|had|be|been|and|in|to|by|captured|taken|held|fighting|said|from)\b")
_NOUNS = frozenset(
    ("briton", "dane", "finn", "pole", "spaniard", "swede", "turk", "scot", "serb", "croat", "czech", "kurd")
)


def guess(text: str) -> str:
    """The language of a text by the letters of its beginning: one of `TEXT_LANGUAGES`."""
    head = text[:2000].lower()
    if head.isascii():
        return "en"
    if len(_HANGUL.findall(head)) * 4 > len(head):
        return "ko"
    if len(_CYRILLIC.findall(head)) * 4 > len(head):
        ukrainian = sum(map(head.count, "іїєґ"))
        return "uk" if ukrainian > sum(map(head.count, "ыэъё")) else "ru"
    return "en"


_HANGUL = late("[\uac00-\ud7a3]")
_CYRILLIC = late("[\u0400-\u04ff]")

"""Numbers that may count people: digits and words, with their bounds.

Left out are years, dates, times, ages, percentages, money, measures, ordinals, and numbers that are part of a name
(F-16, Room 39, article 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from frontwire.detect import dates, entities, names
from frontwire.detect.number_words import (
    ALONE,
    BEFORE,
    BEHIND,
    BODIES,
    BODIES_WORDS,
    COLLECTIVE,
    NUMBERED,
    OF_THEM,
    PEOPLE,
    PEOPLE_WORDS,
    SCALES,
    THINGS,
    VAGUE,
    VALUES,
)
from frontwire.late import late
from frontwire.models import Bound

Counted = Literal["people", "bodies", "things", ""]


class Number(Struct, frozen=True):
    """A number at characters `start:end`; `each` when it stands for both sides ("84 for 84", «по 144»).

    `of` is what the words behind it count, "" where they do not tell.
    """

    value: int
    bound: Bound
    start: int
    end: int
    each: bool = False
    of: Counted = ""


def find(text: str, lang: str = "") -> list[Number]:
    """Numbers in the order of the text; `lang` may be empty, the languages do not clash."""
    words = names.split(text)
    found = [*_digits(words), *_worded(words)]
    if "명" in words.text or "사람" in words.text:
        found.extend(_korean(words))
    if not found:
        return []
    dated = [(item.start, item.end) for item in dates.written(text, lang)]
    kept = [raw for raw in found if not any(start < raw.end and raw.start < end for start, end in dated)]
    described = sorted((_described(raw, words) for raw in kept), key=lambda number: number.start)
    return list(_with_ellipsis(described, words.text))


class _Raw(Struct, frozen=True):
    """A number as it stands: `first` and `last` are the indexes of its words."""

    value: int
    start: int
    end: int
    first: int
    last: int


# --- digits ---------------------------------------------------------------------------------------------------------

_DIGITS = late(r"[1-9]\d{0,2}(?:[,.\u00a0\u202f\u2009' ]\d{3})+(?![\d])|\d{1,7}(?![\d])")
_KOREAN_SCALE = late(r"(?:만\s?(?:(?P<cheon>\d)천)?|천)\s?(?P<rest>\d{1,4}(?=\s?여?\s?(?:명|인|구|개|기|대)))?")
_THOUSAND_RIGHT = late(r"[\s\u00a0]?(?:thousand|тис(?:яч\w*|\b)\.?|тыс(?:яч\w*|\b)\.?)")
_SWAP_LEFT = late(r"\d[ -](?:for|на|x|×|대)[ -]$")
_FORBIDDEN_RIGHT = late(
    r"%|°|(?:st|nd|rd|th|s)\b|[:/·]\d|[.,]\d|\s?[ap]\.?m\b|-(?:й|я|е|го|му|м|ї|ій|у|а|мм|та|летн|річн|ий|ой|ый)\b|(?<=0)-х\b|-?(?:річ|лет)"
    r"|[\s\u00a0-]*(?:percent|per cent|pct|million|billion|trillion|mln|bn|km|kilomet|miles?\b|mph|metres?\b|meters?\b|feet|foot|ft\b|inch"
    r"|mm\b|cm\b|kg\b|tons?\b|tonnes?\b|hours?\b|minutes?\b|seconds?\b|days?\b|nights?\b|weeks?\b|months?\b|years?\b|yrs?\b|decades?\b"
    r"|centur|dollars?|euros?\b|pounds?\b|rubles?|roubles?|hryvni|degrees|o'clock|gmt|utc|local time|liters?|litres?|barrels?|acres?|hectares?"
    r"|square|cents?\b|відсот|процент|проц\b|млн|мільйон|мільярд|млрд|миллион|миллиард|км|кілометр|километр|метр|м\b|мм\b|см\b|кг\b|тонн"
    r"|годин|часов|часа\b|час\b|хвилин|минут|секунд|днів|дні\b|день\b|діб|доби|добу|дней|дня\b|суток|сутки|тижн|недел|місяц|месяц|рок|річ"
    r"|год(?:а|у|ов|ы|ам)?\b|лет\b|літ\b|долар|доллар|євро\b|евро\b|грн|гривен|гривень|гривн|руб|градус|кв\b|гектар|га\b|літр|литр)"
    r"|\s?(?:시간|시\b|시[ 까께경]|분\b|분간|초\b|일|년|월|개월|주\b|주간|주년|킬로|㎞|미터|달러|원\b|유로|도\b|퍼센트|세\b|세의|살|차\b|차례|호\b"
    r"|위\b|회|번|억|조\b|톤|여 ?[년일개]|대(?!\s?\d)|년대)"
)
_RANGE = late(r"(?<!\d)(?<!\d[-.,])[1-9]\d{0,3}-[1-9]\d{1,3}(?![\d-])")
_NOT_JOINED = late(r"-(?:0|\d(?!\d)|[^\W\d](?!or\b|erson|an\b|en\b|ember|trong|[оихь]\b|\b))")
_KOREAN_COUNTER = late(r"여?\s?(?:명|인(?![가-힣])|사람|구(?!역|간|단)|대\s?\d|쌍)|[만천]")
_TIMES = late(r"[xх×]\s?\d")
_YEAR_CUE = late(
    r"(?:\b(?:in|since|of|from|by|until|till|before|after|during|early|late|mid|у|в|з|с|до|від|от|после|після|к|around|year|spring|summer|autumn"
    r"|winter|fall)[\s\u00a0(-]+|[(/–-]\s?)$"
)


def _digits(words: names.Words) -> Iterator[_Raw]:
    """Numbers that begin with a digit and are not part of a name or a measure."""
    done = 0
    for index, word in enumerate(words.items):
        if not word[0].isdecimal() or (start := words.start(index)) < done:
            continue
        match = _DIGITS.match(words.text, start)
        if match is None or _belongs_to_name(words, index):
            continue
        value, done = _value(words.text, match)
        last = index
        while last + 1 < len(words.items) and words.end(last) < done:
            last += 1
        if _is_label(words.text, start, done):
            continue
        if value and not _FORBIDDEN_RIGHT.match(words.text, done) and not _is_year(words, index, match.group(), value):
            yield _Raw(value, start, done, index, last)


def _belongs_to_name(words: names.Words, index: int) -> bool:
    """F-16, 3:1, $5, Room 39: the number is not a count."""
    start, lower = words.start(index), words.text
    left = "  " + lower[max(0, start - 2) : start]
    before, second = left[-1], left[-2]
    if before == "-":
        return not _SWAP_LEFT.search(lower, max(0, start - 8), start) and not _RANGE.search(lower, max(0, start - 9))
    if before in "$€£₴¥₩#№+/=" or (before in ".,:·" and second.isdecimal()):
        return True
    named = index > 0 and words.items[index - 1] in NUMBERED
    return before in " \u00a0." and (second in "$€£₴¥₩#№" or named)


def _is_label(lower: str, start: int, end: int) -> bool:
    """A score, an age in commas or brackets, a code such as 60A, or a Korean number that counts no people."""
    after = lower[end : end + 1]
    if lower[start] == "0" or (after == "-" and _NOT_JOINED.match(lower, end)):
        return True
    if names.is_hangul(after or " "):
        return _KOREAN_COUNTER.match(lower, end) is None
    if after.isalpha():
        return _TIMES.match(lower, end) is None
    brackets = lower[start - 1 : start] == "(" and after == ")"
    commas = lower[max(0, start - 2) : start] == ", " and after == ","
    return end - start == 2 and (brackets or commas)


def _value(lower: str, match: re.Match[str]) -> tuple[int, int]:
    """The value of written digits with the thousands behind them, and where they end."""
    digits, end = match.group(), match.end()
    value = int(digits if digits.isdecimal() else "".join(filter(str.isdecimal, digits)))
    if lower[end : end + 1] in ("만", "천"):
        return _korean_scaled(lower, value, end)
    thousand = _THOUSAND_RIGHT.match(lower, end)
    return (value * 1000, thousand.end()) if thousand else (value, end)


def _korean_scaled(lower: str, value: int, end: int) -> tuple[int, int]:
    """1만2000, 1만2천, 3천, 1천81: the value and where it ends."""
    scale = _KOREAN_SCALE.match(lower, end)
    if scale is None:
        return value, end
    size = 10_000 if lower[end] == "만" else 1000
    total = value * size + int(scale["cheon"] or 0) * 1000 + int(scale["rest"] or 0)
    return total, end + len(scale.group().rstrip())


def _is_year(words: names.Words, index: int, written: str, value: int) -> bool:
    if len(written) != 4 or not 1900 <= value <= 2099:
        return False
    start, before = words.start(index), words.items[index - 1] if index else ""
    if _YEAR_CUE.search(words.text, max(0, start - 12), start) or before in ("a", "the") or before.endswith("'s"):
        return True
    return _counted(words, index, start + 4) not in ("people", "bodies")


# --- words ----------------------------------------------------------------------------------------------------------

_ONE_OF = late(r"[\s\u00a0]+(?:of|more|another|by|day|thing|side|time|who|із|з|зі|из|одного|другого|іншого)\b")
_JOINED = late(r"-(?!for\b|person|man\b|men\b|на\b)")
_GLUE = ("a", "half")
_WORDS = frozenset((*VALUES, *SCALES, "pair", "couple"))


def _worded(words: names.Words) -> Iterator[_Raw]:
    done = -1
    for index, word in enumerate(words.items):
        if word not in _WORDS or index <= done:
            continue
        value, done = _sum(words, index)
        start, end = words.start(index), words.end(done)
        if words.text[max(0, start - 2) : start - 1].isdecimal() and words.text[start - 1] == "-":
            continue
        if not value or _FORBIDDEN_RIGHT.match(words.text, end) or _JOINED.match(words.text, end):
            continue
        if value > 1 or (_counted(words, done, end) == "people" and not _ONE_OF.match(words.text, end)):
            yield _Raw(value, start, end, index, done)


def _sum(words: names.Words, index: int) -> tuple[int, int]:
    """The value of the number words from `index`, 0 where they mean only "many", and the index of the last one."""
    items, total, current, last = words.items, 0, 0, index
    before = items[index - 1] if index else ""
    if items[index] in ("pair", "couple"):
        return (2 if items[index] == "pair" or before == "a" else 0), index
    if items[index] in SCALES and before not in _GLUE and items[index] not in ALONE and items[index] != "hundred":
        return 0, index
    if items[index] in SCALES:
        size = SCALES[items[index]]
        current = 6 if before == "a" and size == 12 and index > 1 and items[index - 2] == "half" else size
        if before not in _GLUE and items[index] not in ALONE:
            return 0, index
    elif items[index] in VAGUE:
        return 0, index
    else:
        current = VALUES[items[index]]
    for at in range(index + 1, len(items)):
        word = items[at]
        if words.gap(at - 1) not in (" ", "-", "\u00a0"):
            break
        if word == "and" and current % 100 == 0 and at + 1 < len(items) and items[at + 1] in VALUES:
            continue
        if word in SCALES:
            size = SCALES[word]
            total, current = (total + current * size, 0) if size == 1000 else (total, current * size)
        elif word in VALUES and _fits(current, VALUES[word]):
            current += VALUES[word]
        else:
            break
        last = at
    return total + current, last


def _fits(current: int, value: int) -> bool:
    """Whether `value` may follow `current` in one number: tens take units, hundreds take tens and units."""
    size = 10 if value < 10 else 100 if value < 100 else 1000
    return current % size == 0 and (current > 0 or value > 0) and (value >= 10 or current % 100 != 10)


_NATIVE_UNITS = {"": 0, "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
_NATIVE_TENS = {"": 0, "열": 10, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70}
_NATIVE = {
    ten + unit: tens + units
    for ten, tens in _NATIVE_TENS.items()
    for unit, units in _NATIVE_UNITS.items()
    if tens + units
}
_NATIVE |= {"스무": 20, "백": 100, "천": 1000}
_NATIVE_HEADS = frozenset(name[0] for name in _NATIVE)
_KOREAN = late(r"(" + "|".join(sorted(_NATIVE, key=len, reverse=True)) + r")\s?(?:명|사람)")


def _korean(words: names.Words) -> Iterator[_Raw]:
    for index, word in enumerate(words.items):
        if word[0] in _NATIVE_HEADS and (match := _KOREAN.match(words.text, words.start(index))):
            yield _Raw(_NATIVE[match[1]], match.start(1), match.end(1), index, index)


# --- what a number says ---------------------------------------------------------------------------------------------

_ARTICLES = (" a", " the", " another", " additional", " ще", " еще")
_BEHIND = [(bound, late(rf"\s?여?\s?(?:명|사람|인)?(?:의\s\w+)?\s?(?:{wording})")) for bound, wording in BEHIND]
_MORE_BEHIND = late(r"여\s?명|\+|[\s\u00a0](?:or more|і більше|и более)")
_FOR_RIGHT = late(r"[ -](?:for|на|x|×|대)[ -]\d")
_CLAUSE_END = late(r"[.!?;\n\d]")
_EACH_LEFT = ("each ", "кожн", "кажд", "각각", "쌍방", "각 ")
_EACH_RIGHT = (
    " each", "apiece", "per side", "from both sides", "on both sides", "from either side", "з кожно", "с кажд", "з обох сторін",
    "с обеих сторон", "кожній стороні", "каждой сторон",
)  # fmt: skip


def _described(raw: _Raw, words: names.Words) -> Number:
    lower, start, end = words.text, raw.start, raw.end
    left = lower[max(0, start - 60) : start].rstrip(" \u00a0")
    of = _counted(words, raw.last, end)
    if not of and lower[start:end].endswith(COLLECTIVE):
        of = "people"
    return Number(raw.value, _bound(left, lower, end), start, end, _each(left, words, raw), of)


def _bound(left: str, lower: str, end: int) -> Bound:
    for article in _ARTICLES:
        left = left.removesuffix(article)
    for bound, wordings in BEFORE:
        if left.endswith(wordings) and _stands_alone(left, wordings):
            return bound
    for bound, wording in _BEHIND:
        if wording.match(lower, end):
            return bound
    return "more_than" if _MORE_BEHIND.match(lower, end) else "exact"


def _stands_alone(left: str, wordings: tuple[str, ...]) -> bool:
    """Whether one of the wordings that end `left` is whole words there."""
    found = [wording for wording in wordings if left.endswith(wording)]
    return any(len(left) == len(wording) or not left[-len(wording) - 1].isalpha() for wording in found)


def _each(left: str, words: names.Words, raw: _Raw) -> bool:
    """Whether the number stands for each of two sides, or is set against another one."""
    lower = words.text
    if _FOR_RIGHT.match(lower, raw.end) or _SWAP_LEFT.search(lower, max(0, raw.start - 8), raw.start):
        return True
    if _is_set_against(words, raw.last + 1, 1) or _is_set_against(words, raw.first - 1, -1):
        return True
    before = _CLAUSE_END.split(left)[-1][-45:]
    if before.endswith((" по", "각")) or before.strip() == "по" or any(word in before for word in _EACH_LEFT):
        return True
    after = _CLAUSE_END.split(lower[raw.end : raw.end + 48], 1)[0]
    return "씩" in after[:4] or any(word in after for word in _EACH_RIGHT)


_DIGIT = late(r"\d")
_PAIRING = late(r"\b(?:for|на|по|each)\b|\d ?[x×х대]|[각씩]|" + "|".join(map(re.escape, (*_EACH_LEFT, *_EACH_RIGHT))))


def may_count(words: names.Words) -> bool:
    """Whether any number may be found; quick, and true too often rather than too seldom."""
    if not _WORDS.isdisjoint(words.items) or _DIGIT.search(words.text):
        return True
    return "명" in words.text or "사람" in words.text


def may_pair(text: str) -> bool:
    """Whether any number of a text may be `each`; quick, and true too often rather than too seldom."""
    return _PAIRING.search(text.lower()) is not None


def _is_set_against(words: names.Words, index: int, step: int) -> bool:
    """Whether the word at `index` is "for" or "на" with another number word beyond it: «шістнадцять на вісім»."""
    if not 0 <= index + step < len(words.items) or index < 0 or words.items[index] not in ("for", "на"):
        return False
    return words.items[index + step] in _WORDS and words.gap(min(index, index + step)) == " "


def _counted(words: names.Words, index: int, end: int) -> Counted:
    """What the nearest noun within five words behind a number says that it counts. `index` is its last word."""
    following = words.text[end : words.end(index)].strip() if end < words.end(index) else ""
    if tuple(words.items[index + 1 : index + 3]) in OF_THEM or words.text[end - 4 : end] in ("pair", "trio"):
        return "people"
    for step in range(6):
        if kind := _kind(following):
            return kind
        index += 1
        if index >= len(words.items) or words.gap(index - 1).strip(" -\u00a0\"«»“”'"):
            return ""
        following = words.items[index] if words.start(index) >= end else ""
        if step and following.isdecimal():
            return ""
    return ""


def _kind(word: str) -> Counted:
    """What a noun counts, by its beginning."""
    word = word.split("'", 1)[0] if word.isascii() else word
    if not word:
        return ""
    if word.startswith(BODIES) or word in BODIES_WORDS:
        return "bodies"
    if word.startswith(PEOPLE) or word in PEOPLE_WORDS or entities.is_people(word):
        return "people"
    return "things" if word.startswith(THINGS) else ""


_ELLIPSIS = late(r"\s*(?:[.,;:!?)\n]|$)|\s(?:to|from|of their own|до|из|з|в|у)\b")
_SENTENCE_END = late(r"[.!?\n](?!\d)")


def _with_ellipsis(found: list[Number], lower: str) -> Iterator[Number]:
    """A bare number counts the people of the number before it in the sentence: "207 prisoners came home, Russia got 195"."""
    before: Number | None = None
    for number in found:
        if (
            not number.of
            and before is not None
            and before.of == "people"
            and _ELLIPSIS.match(lower, number.end)
            and not _SENTENCE_END.search(lower, before.end, number.start)
        ):
            number = replace(number, of="people")
        yield number
        before = number

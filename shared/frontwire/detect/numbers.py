"""Numbers that may count people: digits and words, with their bounds.

Left out are years, dates, times, ages, percentages, money, measures, ordinals, and numbers that are part of a name
(F-16, Room 39, article 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from frontwire.detect import dates, names
from frontwire.detect.number_words import ALONE, BEFORE, BEHIND, SCALES, VAGUE, VALUES
from frontwire.models import Bound

Counted = Literal["people", "bodies", "things", ""]


@dataclass(frozen=True, slots=True)
class Number:
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
    found = [*_digits(words.text), *_worded(words)]
    if "명" in words.text or "사람" in words.text:
        found.extend(_korean(words.text))
    dated = [(item.start, item.end) for item in dates.written(text, lang)]
    kept = [raw for raw in found if not any(start < raw.end and raw.start < end for start, end in dated)]
    return sorted((_described(raw, words.text) for raw in kept), key=lambda number: number.start)


@dataclass(frozen=True, slots=True)
class _Raw:
    value: int
    start: int
    end: int


# --- digits ---------------------------------------------------------------------------------------------------------

_PEOPLE = re.compile(
    r"[\s\u00a0-]*(?:[^\W\d]+[’'ʼ-]?[^\W\d]*[\s\u00a0-]+){0,4}?(?P<noun>"
    r"prisoner|captive|detainee|pow\b|pows\b|hostage|soldier|servicem|servicewom|troop|fighter|militant|mercenar|people|person|men\b|man\b"
    r"|women|woman|civilian|national|citizen|marine|sailor|pilot|officer|guard|serviceman|defender|inmate|convict|child|patient|others?\b"
    r"|volunteer|combatant|rebel|guardsm|spies|spy\b|individual|americans|russians|ukrainians|israelis|palestinians|koreans|britons|iranians"
    r"|полон|військов|солдат|бійц|боєц|захисни|людей|людин|люди|осіб|особ|оборон|українц|росіян|заручник|найман|цивільн|громадян|моряк"
    r"|прикордонник|нацгвард|в'язн|ув'язн|офіцер|морпіх|жінк|жінок|чоловік|діт|пленн|военн|бойц|боец|человек|украинц|россиян|граждан"
    r"|заложник|наемник|наёмник|заключ|защитник|боевик|бойовик|мирн|женщин|мужчин|добровол|кит|грузин|американ|британ"
    r"|명|사람)"
)
_BODIES = re.compile(
    r"[\s\u00a0-]*(?:[^\W\d]+[\s\u00a0-]+){0,3}?(?:bodies|body|remains|corpse|coffin|тіл\b|тіла|тел\b|тела|останк|구의|시신|유해)"
)
_THINGS = re.compile(
    r"[\s\u00a0-]*(?:[^\W\d]+[\s\u00a0-]+){0,2}?(?:drones?\b|missile|tank|vehicle|aircraft|plane|helicopter|village|settlement|town|building|attack|strike"
    r"|countries|nations|states|rounds?\b|times|points|goals|shares|дрон|бпла|ракет|танк|броне|літак|самолет|вертол|селищ|сіл|сел\b|будин|здани"
    r"|атак|удар|країн|стран|раз|대의|발의|척|개국|차례)"
)
_DIGITS = re.compile(
    r"(?<![\w])(?<![\d][.,:/])(?:[1-9]\d{0,2}(?:[,.\u00a0\u202f\u2009' ]\d{3})+(?![\d])|\d{1,7})(?![\d])"
)
_KOREAN_SCALE = re.compile(r"(?:만\s?(?:(?P<cheon>\d)천)?|천)\s?(?P<rest>\d{1,4}(?=\s?여?\s?(?:명|인|구|개|기|대)))?")
_FORBIDDEN_LEFT = re.compile(
    r"(?:[$€£₴¥₩#№+]\s?|[^\W\d_]-|[^\W\d_]|\d[-–]\d*|\b(?:no|nos|number|article|articles|art|section|resolution|chapter|room|day|page|part|protocol|flight"
    r"|channel|route|bus|top|class|grade|under|level|phase|figure|world war|usd|eur|group|brigade|unit|covid|базі|стаття|статті|статтею|ст|статья|статьи"
    r"|статьей|пункт|пункті|частина|частини|часть|части|номер|день|колонія|колонии|колонії|ік|ик|сізо|сизо|група|група|wave|season|episode|section|version)"
    r"\.?[\s\u00a0])$"
)
_SWAP_LEFT = re.compile(r"\d[ -](?:for|на|x|×|대)[ -]$")
_RANGE_LEFT = re.compile(r"\d\s?[-–—]\s?$")
_UNIT = (
    r"%|°|(?:st|nd|rd|th)\b|[:/]\d|[.,]\d|\s?[ap]\.?m\b"
    r"|-(?:й|я|е|го|му|м|х|ї|ій|у|а|мм|ти|ть|та|летн|річн|ий|ой|ый)\b|-?(?:річн|летн)"
    r"|[\s\u00a0-]*(?:percent|per cent|pct|million|billion|trillion|mln|bn|km|kilomet|miles?\b|mph|metres?\b|meters?\b|feet|foot|ft\b|inch|mm\b|cm\b|kg\b"
    r"|tons?\b|tonnes?\b|hours?\b|minutes?\b|seconds?\b|days?\b|nights?\b|weeks?\b|months?\b|years?\b|yrs?\b|decades?\b|centur|dollars?|euros?\b|pounds?\b|rubles?|roubles?"
    r"|hryvni|degrees|o'clock|gmt|utc|local time|liters?|litres?|barrels?|acres?|hectares?|square|cents?\b|km/h"
    r"|відсот|процент|проц\b|млн|мільйон|мільярд|млрд|миллион|миллиард|км|кілометр|километр|метр|м\b|мм\b|см\b|кг\b|тонн|годин|часов|часа\b|час\b|хвилин|минут"
    r"|секунд|днів|дні\b|день\b|діб|доби|добу|дней|дня\b|суток|сутки|тижн|недел|місяц|месяц|рок|річ|год(?:а|у|ов|ы|ам)?\b|лет\b|літ\b|долар|доллар|євро\b|евро\b"
    r"|грн|гривен|гривень|гривн|руб|градус|гектар|га\b|літр|литр"
    r"|시간|시\b|시[ 까께경]|분\b|분간|초\b|일|년|월|개월|주\b|주간|주년|킬로|㎞|미터|달러|원\b|유로|도\b|퍼센트|세\b|세의|살|차\b|차례|호\b|위\b|회|번|억|조\b|톤|kg|km|여 ?[년일개]|대(?!\s?\d)|년대)"
)
_FORBIDDEN_RIGHT = re.compile(_UNIT)
_YEAR_CUE = re.compile(
    r"(?:\b(?:in|since|of|from|by|until|till|before|after|during|early|late|mid|у|в|з|с|до|від|от|после|після|к|around|year|spring|summer|autumn|winter|fall)[\s\u00a0(-]+|[(/–-]\s?)$"
)
_THOUSAND_RIGHT = re.compile(r"[\s\u00a0]?(?:thousand|тис(?:яч\w*|\b)\.?|тыс(?:яч\w*|\b)\.?)")


def _digits(lower: str) -> Iterator[_Raw]:
    for match in _DIGITS.finditer(lower):
        start, end = match.span()
        left = lower[max(0, start - 24) : start]
        swapped = _SWAP_LEFT.search(left) is not None
        if not swapped and not _RANGE_LEFT.search(left) and _FORBIDDEN_LEFT.search(left):
            continue
        value = int(re.sub(r"\D", "", match.group()))
        thousand = _THOUSAND_RIGHT.match(lower, end)
        if thousand:
            value, end = value * 1000, thousand.end()
        elif lower[end : end + 1] in ("만", "천"):
            value, end = _korean_scaled(lower, value, end)
        if _FORBIDDEN_RIGHT.match(lower, end) or _is_year(match.group(), value, lower, start, end) or not value:
            continue
        yield _Raw(value, start, end)


def _korean_scaled(lower: str, value: int, end: int) -> tuple[int, int]:
    """1만2000, 1만2천, 3천, 1천81: the value and where it ends."""
    scale = _KOREAN_SCALE.match(lower, end)
    if scale is None:
        return value, end
    size = 10_000 if lower[end] == "만" else 1000
    total = value * size + int(scale["cheon"] or 0) * 1000 + int(scale["rest"] or 0)
    return total, end + len(scale.group().rstrip())


def _is_year(written: str, value: int, lower: str, start: int, end: int) -> bool:
    if len(written) != 4 or not 1900 <= value <= 2099:
        return False
    if _YEAR_CUE.search(lower, max(0, start - 12), start):
        return True
    counted = _PEOPLE.match(lower, end) or _BODIES.match(lower, end)
    return counted is None or lower[max(0, start - 1) : start] == "/"


# --- words ----------------------------------------------------------------------------------------------------------

_ONE_OF = re.compile(r"[\s\u00a0]+(?:of|more|another|by|day|thing|side|time|who|із|з|зі|из|одного|другого|іншого)\b")
_JOINED = re.compile(r"-(?!for\b|person|man\b|men\b|на\b)")
_GLUE = ("a", "half")


def _worded(words: names.Words) -> Iterator[_Raw]:
    index, items = 0, words.items
    while index < len(items):
        if items[index] not in VALUES and items[index] not in SCALES and items[index] not in ("pair", "couple"):
            index += 1
            continue
        value, last = _sum(words, index)
        start, end = words.starts[index], words.end(last)
        if value and not _FORBIDDEN_RIGHT.match(words.text, end) and not _JOINED.match(words.text, end):
            single = value == 1 and (_ONE_OF.match(words.text, end) or not _PEOPLE.match(words.text, end))
            if not single:
                yield _Raw(value, start, end)
        index = last + 1


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
        gap, word = words.text[words.end(at - 1) : words.starts[at]], items[at]
        if gap not in (" ", "-", "\u00a0"):
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


_NATIVE = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "열한": 11, "열두": 12, "열세": 13,
    "열네": 14, "열다섯": 15, "스무": 20, "서른": 30, "백": 100, "천": 1000,
}  # fmt: skip
_KOREAN = re.compile(r"(?<![가-힣\d])(" + "|".join(sorted(_NATIVE, key=len, reverse=True)) + r")\s?(?:명|사람)")


def _korean(lower: str) -> Iterator[_Raw]:
    for match in _KOREAN.finditer(lower):
        yield _Raw(_NATIVE[match[1]], match.start(1), match.end(1))


# --- what a number says ---------------------------------------------------------------------------------------------

_BEFORE = [
    (
        bound,
        re.compile(
            rf"(?<![^\W\d_])(?:{wording})(?:[\s\u00a0]+(?:a|the|another|additional|ще|ещё|еще|another))?[\s\u00a0]*$"
        ),
    )
    for bound, wording in BEFORE
]
_BEHIND = [(bound, re.compile(rf"여?\s?(?:명|사람|인)?(?:의\s\w+)?\s?(?:{wording})")) for bound, wording in BEHIND]
_MORE_BEHIND = re.compile(r"여\s?명|\+|[\s\u00a0](?:or more|і більше|и более)")
_EACH_LEFT = re.compile(
    r"(?:(?<!\w)по|\beach (?:side|party|country|nation)?[^.!?\n]{0,40}|각각|쌍방|кожн\w+ (?:сторон\w+)?[^.!?\n]{0,30}|кажд\w+ (?:из )?(?:сторон\w*)?[^.!?\n]{0,30})[\s\u00a0]*$"
)
_EACH_RIGHT = re.compile(
    r"(?:[^.!?;\n\d]{0,48}\b(?:each|apiece|per side|from both sides|on both sides|from either side|з кожно\w+|с кажд\w+|з обох сторін|с обеих сторон|кожн\w+ сторон\w+|кажд\w+ сторон\w+)|\s?여?\s?명?씩)"
)
_FOR_RIGHT = re.compile(r"[ -](?:for|на|x|×|대)[ -](\d[\d,.\u00a0]*)")


def _described(raw: _Raw, lower: str) -> Number:
    left, start, end = lower[max(0, raw.start - 60) : raw.start], raw.start, raw.end
    each = bool(
        _EACH_LEFT.search(left)
        or _EACH_RIGHT.match(lower, end)
        or _FOR_RIGHT.match(lower, end)
        or _SWAP_LEFT.search(left)
    )
    return Number(raw.value, _bound(left, lower, end), start, end, each, _counted(lower, end))


def _bound(left: str, lower: str, end: int) -> Bound:
    for bound, wording in _BEFORE:
        if wording.search(left):
            return bound
    for bound, wording in _BEHIND:
        if wording.match(lower, end):
            return bound
    return "more_than" if _MORE_BEHIND.match(lower, end) else "exact"


def _counted(lower: str, end: int) -> Counted:
    """The nearest noun behind a number decides what it counts."""
    if _BODIES.match(lower, end):
        return "bodies"
    people, things = _PEOPLE.match(lower, end), _THINGS.match(lower, end)
    if people and things:
        return "people" if people.end() <= things.end() else "things"
    return "people" if people else "things" if things else ""

"""Days that a text speaks of, resolved against the day it was published.

Words without a year mean the nearest such day before the publication, or within a month after it (a planned event);
weekdays mean the past, unless the text says "next". Without a publication date only full dates are resolved.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from frontwire.detect import names
from frontwire.late import late
from frontwire.models import Span, When

Precision = Literal["day", "month", "year"]

_PLANNED = timedelta(days=31)
_YEARS = range(1900, 2101)


class Written(Struct, frozen=True):
    """A date as the text writes it. Missing parts are 0; `shift` counts days, `month_shift` months and `year_shift`
    years from the publication, None if absent.

    `weekday` runs from 0 (Monday); `direction` is -1 for the past, 1 for a coming day.
    """

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int | None = None
    shift: int | None = None
    month_shift: int = 0
    year_shift: int | None = None
    direction: int = 0


def resolve(text: str, lang: str, published: datetime | None) -> list[When]:
    """The dates of `text` in its order as ISO days, the first day where only the month is known; `lang` may be empty."""
    today = published.date() if published else None
    found = []
    for item in written(text, lang):
        settled = _settled(item, today)
        if settled:
            day, precision = settled
            found.append(When(day.isoformat(), precision, Span(item.start, item.end, text[item.start : item.end])))
    return found


@lru_cache(maxsize=4)
def written(text: str, lang: str = "") -> tuple[Written, ...]:
    """Every expression of a date, none inside another, in the order of the text; numbers and days both ask for them."""
    words = names.split(text)
    found = list(_worded(text, words))
    if _DIGIT.search(text):
        found.extend(_numeric(words.text, lang))
    if "일" in text or "월" in text:
        found.extend(_korean(words))
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[Written] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


# --- reading --------------------------------------------------------------------------------------------------------

_MONTH_WORDS = """
1 january jan січня січень січні january января январь январе
2 february feb лютого лютий лютому февраля февраль феврале
3 march mar березня березень березні марта март марте
4 april apr квітня квітень квітні апреля апрель апреле
5 may травня травень травні мая май мае
6 june jun червня червень червні июня июнь июне
7 july jul липня липень липні июля июль июле
8 august aug серпня серпень серпні августа август августе
9 september sept sep вересня вересень вересні сентября сентябрь сентябре
10 october oct жовтня жовтень жовтні октября октябрь октябре
11 november nov листопада листопад листопаді ноября ноябрь ноябре
12 december dec грудня грудень грудні декабря декабрь декабре
"""
_WEEKDAY_WORDS = """
0 monday mon понеділок понеділка понеділку понедельник понедельника понедельнику 월요일
1 tuesday tue tues вівторок вівторка вівторку вторник вторника вторнику 화요일
2 wednesday wed середу середа середи середі среду среда среды среде 수요일
3 thursday thu thur thurs четвер четверга четвергу четверг 목요일
4 friday fri п'ятницю п'ятниця п'ятниці пятницу пятница пятницы пятнице 금요일
5 saturday sat суботу субота суботи суботі субботу суббота субботы субботе 토요일
6 sunday sun неділю неділя неділі воскресенье воскресенья воскресенью 일요일
"""
_RELATIVE_WORDS = """
0 today tonight сьогодні сегодня 오늘 이날
-1 yesterday вчора учора вчера накануне напередодні 어제 전날
-2 позавчора позавчера 그제 그저께
1 tomorrow завтра 내일
"""


def _numbered(lines: str) -> dict[str, int]:
    rows = (line.split() for line in lines.strip().splitlines())
    return {word: int(number) for number, *row in rows for word in row}


_MONTHS = _numbered(_MONTH_WORDS)
_WEEKDAYS = _numbered(_WEEKDAY_WORDS)
_RELATIVE = _numbered(_RELATIVE_WORDS)
_ALSO_VERBS = frozenset(("may", "march"))
_VOCABULARY = frozenset((*_MONTHS, *_WEEKDAYS, *_RELATIVE, "night"))
_KOREAN_HEADS = frozenset("월화수목금토일오이어전그내")  # first syllables of weekdays and relative days
_SHORT = frozenset(("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"))
_COMING = frozenset(
    (
        "next",
        "coming",
        "наступної",
        "наступного",
        "наступну",
        "наступний",
        "следующий",
        "следующую",
        "следующее",
        "ближайшую",
    )
)
_LAST = frozenset(
    (
        "last",
        "past",
        "previous",
        "минулої",
        "минулого",
        "минулу",
        "минулий",
        "прошлый",
        "прошлую",
        "прошлое",
        "прошлой",
        "지난",
    )
)

_DIGIT = late(r"\d[./-]\d")
_NUMERIC = late(
    r"(?<![\d.:/-])(?:(?P<y>(?:19|20)\d\d)-(?P<m>[01]?\d)-(?P<d>[0-3]?\d)(?=t\d|(?![\d-]))"
    r"|(?P<d2>[0-3]?\d)\.(?P<m2>[01]?\d)\.(?P<y2>(?:19|20)\d\d|\d\d)(?![\d.])"
    r"|(?P<m3>[01]?\d)/(?P<d3>[0-3]?\d)/(?P<y3>(?:19|20)\d\d)(?![\d/]))"
)


def _numeric(lower: str, lang: str) -> Iterator[Written]:
    """2025-01-09, 09.01.2025, and 1/9/2025, which is January in English only."""
    for match in _NUMERIC.finditer(lower):
        part = {key[0]: int(value) for key, value in match.groupdict().items() if value}
        year = part["y"] + 2000 if part["y"] < 100 else part["y"]
        month, day = part["m"], part["d"]
        if match["m3"] and (month > 12 or (lang not in ("", "en") and day <= 12)):
            month, day = day, month
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield Written(*match.span(), year, month, day)


_DAY_BEFORE = late(r"(?<![\d.,:])(?P<d>[0-3]?\d)(?:st|nd|rd|th|-?го|-?е)?(?:\s+of)?[\s\u00a0]+$")
_DAY_AFTER = late(r"\.?[\s\u00a0]+(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)")
_YEAR_AFTER = late(r",?[\s\u00a0]+(?:of[\s\u00a0]+)?(?P<y>(?:19|20)\d\d)(?![\d%]|[.,]\d)")
_YEAR_SHIFTS = {
    "last year": -1, "минулого року": -1, "торік": -1, "прошлого года": -1, "this year": 0, "цього року": 0, "этого года": 0,
    "next year": 1, "наступного року": 1, "следующего года": 1,
}  # fmt: skip
_YEAR_WORDS_AFTER = late(rf",?[\s\u00a0]+(?:of[\s\u00a0]+)?({'|'.join(_YEAR_SHIFTS)})\b")
_IN_BEFORE = late(
    r"\b(?:in|since|by|until|early|late|mid|last|of|у|в|во|з|с|на початку|наприкінці|в начале|в конце)[\s\u00a0-]+$"
)


def _worded(text: str, words: names.Words) -> Iterator[Written]:
    """Dates that begin with, or hang on, a word: a month, a weekday, a relative day."""
    for index, word in enumerate(words.items):
        if word in _VOCABULARY:
            item = _with_word(text, words, index, word)
        elif word[0] in _KOREAN_HEADS and (stem := _korean_stem(word)):
            item = _with_korean_word(words, index, stem)
        else:
            continue
        if item:
            yield item


def _with_word(text: str, words: names.Words, index: int, word: str) -> Written | None:
    if word in _MONTHS:
        written_so = word not in _ALSO_VERBS or text[words.start(index)].isupper()
        return _with_month(words, index) if written_so else None
    if word in _WEEKDAYS:
        return _with_weekday(words, index)
    if word == "night" and (index == 0 or words.items[index - 1] != "last"):
        return None
    return Written(words.start(index), words.end(index), shift=_RELATIVE.get(word, -1))


def _with_month(words: names.Words, index: int) -> Written | None:
    lower, start, end = words.text, words.start(index), words.end(index)
    month, day = _MONTHS[words.items[index]], 0
    before = _DAY_BEFORE.search(lower, max(0, start - 12), start)
    after = None if before else _DAY_AFTER.match(lower, end)
    if before:
        start, day = before.start(), int(before["d"])
    elif after:
        end, day = after.end(), int(after["d"])
    elif lower[end : end + 1] == ".":
        end += 1
    year, shifted = _YEAR_AFTER.match(lower, end), _YEAR_WORDS_AFTER.match(lower, end)
    if day > 31 or (before and day == 0):
        return None
    if year:
        return Written(start, year.end(), int(year["y"]), month, day)
    if shifted:
        return Written(start, shifted.end(), 0, month, day, year_shift=_YEAR_SHIFTS[shifted[1]])
    direction = -1 if index and words.items[index - 1] in _LAST else 0
    if day:
        return Written(start, end, 0, month, day)
    named = words.items[index] not in ("may", "march", "mar", "sept", "mar", "май", "мая", "мае", "листопад")
    if named and _IN_BEFORE.search(lower, max(0, start - 14), start):
        return Written(start, end, 0, month, direction=direction)
    return None


def _with_weekday(words: names.Words, index: int) -> Written | None:
    word, before = words.items[index], words.items[index - 1] if index else ""
    if word in _SHORT and words.text[words.end(index) : words.end(index) + 1] not in (".", ","):
        return None
    if word in ("wed", "sat", "sun", "середа", "середи", "середі", "среда", "среды", "среде", "неділі", "неділя"):
        return None
    direction = 1 if before in _COMING else -1 if before in _LAST else 0
    start = words.start(index - 1) if direction else words.start(index)
    return Written(start, words.end(index), weekday=_WEEKDAYS[word], direction=direction)


_YEARS_KO = {"지난해": -1, "작년": -1, "올해": 0, "내년": 1}
_MONTHS_KO = {"지난달": -1, "이달": 0, "내달": 1, "다음달": 1}
_DIRECTIONS_KO = {"지난": -1, "오는": 1}
_KOREAN_DATE = late(
    r"(?:(?P<y>(?:19|20)\d\d)년\s*)?(?P<m>1?\d)월(?:\s*(?P<d>[0-3]?\d)일(?!간|\s*동안|째))?"
    r"|(?P<d2>[0-3]?\d)일(?!간|차|\s*차|\s*동안|째|\s*만에|\s*전|\s*후|\s*뒤|\s*이상|\s*이내|요)"
)


def _korean(words: names.Words) -> Iterator[Written]:
    """2025년 1월 9일, 1월 9일, 지난 9일, 지난달 20일: numbers with the words for year, month and day behind them."""
    for index, word in enumerate(words.items):
        if not word[0].isdecimal() or not any(mark in word for mark in "년월일"):
            continue
        start, before = words.start(index), words.items[index - 1] if index else ""
        match = _KOREAN_DATE.match(words.text, start)
        if match is None or words.text[max(0, start - 1) : start] in (".", ",") or before.endswith("박"):
            continue
        day, month = int(match["d"] or match["d2"] or 0), int(match["m"] or 0)
        if day > 31 or month > 12 or not day + month:
            continue
        if before in _YEARS_KO or before in _MONTHS_KO or before in _DIRECTIONS_KO:
            start = words.start(index - 1)
        yield Written(
            start,
            match.end(),
            int(match["y"] or 0),
            month,
            day,
            month_shift=0 if month else _MONTHS_KO.get(before, 0),
            year_shift=_YEARS_KO.get(before),
            direction=_DIRECTIONS_KO.get(before, 0),
        )


def _korean_stem(word: str) -> str:
    """The weekday or relative day at the head of a Korean word, or ''."""
    return next((word[:size] for size in (3, 2) if word[:size] in _WEEKDAYS or word[:size] in _RELATIVE), "")


def _with_korean_word(words: names.Words, index: int, stem: str) -> Written:
    start = words.start(index)
    if stem in _WEEKDAYS:
        before = words.items[index - 1] if index else ""
        return Written(start, start + len(stem), weekday=_WEEKDAYS[stem], direction=1 if before == "오는" else 0)
    return Written(start, start + len(stem), shift=_RELATIVE[stem])


# --- resolving ------------------------------------------------------------------------------------------------------


def _settled(item: Written, today: date | None) -> tuple[date, Precision] | None:
    """The day and precision that `item` means, or None where the publication is needed and unknown."""
    if item.year:
        return _day(item.year, item.month, item.day)
    if today is None:
        return None
    if item.shift is not None:
        return today + timedelta(days=item.shift), "day"
    if item.weekday is not None:
        return _weekday(today, item.weekday, item.direction), "day"
    if item.month and item.year_shift is not None:
        return _day(today.year + item.year_shift, item.month, item.day)
    if item.month:
        return _nearest_year(today, item)
    return _nearest_month(today, item)


def _day(year: int, month: int, day: int) -> tuple[date, Precision] | None:
    if year not in _YEARS:
        return None
    if not day:
        return date(year, month, 1), "month"
    try:
        return date(year, month, day), "day"
    except ValueError:  # 30 February
        return None


def _weekday(today: date, weekday: int, direction: int) -> date:
    if direction > 0:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    back = (today.weekday() - weekday) % 7
    return today - timedelta(days=7 if direction < 0 and back == 0 else back)


def _nearest_year(today: date, item: Written) -> tuple[date, Precision] | None:
    """The latest such day that is past or soon to come; "last May" is past, "오는 10월" is to come."""
    limit = today + (timedelta(days=330) if item.direction > 0 else timedelta(0) if item.direction < 0 else _PLANNED)
    for year in range(today.year + 1, today.year - 5, -1):
        found = _day(year, item.month, item.day)
        if found and found[0] <= limit:
            return found
    return None


def _nearest_month(today: date, item: Written) -> tuple[date, Precision] | None:
    """A day of an unnamed month: the latest one by tomorrow (the zone may be ahead), or the coming one."""
    first = today.replace(day=1)
    if item.month_shift or item.direction > 0:
        ahead = item.month_shift or (1 if item.day < today.day else 0)
        year, month = _month_from(first, ahead)
        return _day(year, month, item.day)
    for back in range(4):
        year, month = _month_from(first, -back)
        found = _day(year, month, item.day)
        if found and found[0] <= today + timedelta(days=1):
            return found
    return None


def _month_from(first: date, shift: int) -> tuple[int, int]:
    index = first.year * 12 + first.month - 1 + shift
    return index // 12, index % 12 + 1

"""Dates as pages write them: ISO 8601 with all its liberties, mail dates, words in many languages, "2 hours ago".

Every reading keeps the words, the zone they were read in and how much of the moment is real (`models.Stamp`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

from frontwire.article import Stamp
from frontwire.extract.calendar_words import AGO_AFTER, AGO_BEFORE, DAYS_BACK, MONTHS, UNITS, ZONES

Precision = Literal["second", "minute", "day", "month", "unknown"]
_MAX_RAW = 200
_YEARS = range(1990, 2100)

_WORD = r"([^\W\d_]{2,24})"
_TIME = re.compile(
    r"(?P<half>오전|오후|午前|午後)?\s?(?<!\d)(?P<hour>2[0-3]|[01]?\d)\s?(?::|\.|h|시\s?)(?P<minute>[0-5]\d)(?:(?::|\.)(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?"
    r"\s?(?P<ampm>[ap]\.?\s?m\b\.?)?",
    re.I,
)
_ZONE = re.compile(
    r"\s?\(?(?:(?P<utc>utc|gmt)?(?P<offset>[+-−]\d{1,2}(?::?\d{2})?)(?!\d)|(?P<name>[A-Za-zА-я]{1,4})\b)"
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?(?!\d)"
)
_YMD = re.compile(r"(?<!\d)(?P<year>\d{4})\s?[./년年-]\s?(?P<month>\d{1,2})\s?[./월月-]\s?(?P<day>\d{1,2})(?!\d)")
_DAY_MONTH_YEAR = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.|-го|-е)?\s?(?:de |of |[-/])?\s?(?P<word>{_WORD[1:-1]})(?:\s?/\s?{_WORD[1:-1]})?\.?,?[\s/-]{{0,2}}(?:de |del )?(?P<year>\d{{4}})(?!\d)",
    re.I,
)
_MONTH_DAY_YEAR = re.compile(
    rf"(?P<word>{_WORD[1:-1]})\.?\s{{0,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{0,2}}(?P<year>\d{{4}})(?!\d)", re.I
)
_NUMBERS = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?!\d)"
)
_MONTH_YEAR = re.compile(rf"(?P<word>{_WORD[1:-1]})\.?,?\s(?P<year>\d{{4}})(?!\d)", re.I)
_EPOCH = re.compile(r"(?P<seconds>1\d{9})(?:\d{3})?$")
_AGO = re.compile(
    rf"(?:(?P<count>\d{{1,3}}|an?|one)\s?(?P<unit>{_WORD[1:-1]}|[초분일주秒分天日周週])\.?\s?(?P<after>{AGO_AFTER})(?![^\W\d_])"
    rf"|(?:{AGO_BEFORE})\s(?P<count2>\d{{1,3}}|einer?|une?|una?)\s(?P<unit2>{_WORD[1:-1]}))",
    re.I,
)
# A day and a month beside a time of day: of this year, or of the last one.
_DAY_MONTH = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:\.|º|-го|-е)?\s(?:de |of )?(?P<word>{_WORD[1:-1]})|(?P<word2>{_WORD[1:-1]})\.?\s(?P<day2>\d{{1,2}})(?!\d)"
    r"|(?P<month>\d{1,2})월\s?(?P<day3>\d{1,2})일",
    re.I,
)
# A year to which the next date or time is glued: "5 March 202514 April 2025".
_UNPARTED = re.compile(r"(?<=[\s./-])((?:19|20)\d\d)(?=\d{1,2}[.:\s])")
_GLUED = re.compile(r"(?<=[^\W\d_A-ZА-Я])(?=[A-ZА-ЯІ])")
_DAY_WORDS = "|".join(re.escape(word) for word in sorted(DAYS_BACK, key=len, reverse=True))
_DAY_WORD = re.compile(rf"(?<![^\W\d_])(?:{_DAY_WORDS})(?![a-zа-яіїєґ])", re.I)


def stamp(raw: str, now: datetime | None = None, *, month_first: bool = True) -> Stamp | None:
    """The date of some words, a Stamp without `utc` when they could not be read, None for no words.

    `now` is what relative dates count from; `month_first` decides what 3/4/2025 means where nothing else does.
    """
    raw = " ".join(raw.split())[:_MAX_RAW]
    if not raw:
        return None
    return find(raw, now, month_first=month_first) or Stamp(raw)


def find(words: str, now: datetime | None = None, *, month_first: bool = True) -> Stamp | None:
    """The first date written in some words, None when there is none."""
    parted = _UNPARTED.sub(r"\1 ", words)
    for read in (_iso, _compact, _epoch, _written, lambda text: _numbers(text, month_first), _month_only):
        found = read(parted)
        if found:
            return found if parted == words else Stamp(words, found.utc, found.zone, found.precision)
    return _relative(words, now) if now else None


def local(stamp: Stamp) -> str:
    """ISO 8601 in the zone that the words were read in; only the day where nothing more is known."""
    if stamp.utc is None:
        return ""
    offset = _offset(stamp.zone) if stamp.zone else timedelta()
    moment = stamp.utc.astimezone(timezone(offset))
    return moment.date().isoformat() if stamp.precision in {"day", "month"} else moment.isoformat()


def is_ambiguous(words: str) -> bool:
    """Whether the date in some words is one of numbers that may be read with the day or the month first: 3/4/25."""
    match = _NUMBERS.search(words)
    return match is not None and match["mark"] == "/" and int(match["first"]) <= 12 and int(match["second"]) <= 12


def zone_between(utc: datetime, shown: Stamp) -> str:
    """The zone in which `utc` reads as the time of day that is shown, "" where none does: "+02:00"."""
    if shown.utc is None or shown.precision not in {"minute", "second"}:
        return ""
    gap = shown.utc.replace(second=0) - utc.replace(second=0, microsecond=0)
    if shown.zone:
        return shown.zone if not gap else ""
    minutes = round(gap.total_seconds() / 60)
    return _written_zone(minutes)[0] if minutes % 30 == 0 and -12 * 60 <= minutes <= 14 * 60 else ""


def _iso(words: str) -> Stamp | None:
    return _dated(words, _ISO.match(words), _by_name)


def _written(words: str) -> Stamp | None:
    for pattern in (_YMD, _ISO, _DAY_MONTH_YEAR, _MONTH_DAY_YEAR):
        for match in pattern.finditer(words):
            found = _dated(words, match, _by_name)
            if found:
                return found
    return None


def _numbers(words: str, month_first: bool) -> Stamp | None:
    def order(match: re.Match[str]) -> tuple[int, int, int]:
        first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
        swap = second > 12 or (match["mark"] == "/" and month_first and first <= 12)
        return (year + 2000 if year < 100 else year, first, second) if swap else (year, second, first)

    return next((found for match in _NUMBERS.finditer(words) if (found := _dated(words, match, order))), None)


def _month_only(words: str) -> Stamp | None:
    for match in _MONTH_YEAR.finditer(words):
        month = _month(match["word"])
        if month and int(match["year"]) in _YEARS:
            return Stamp(words, datetime(int(match["year"]), month, 1, tzinfo=UTC), "", "month")
    return None


def _compact(words: str) -> Stamp | None:
    match = _COMPACT.match(words)
    if not match:
        return None
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    clock = (int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0))
    zone, _ = _zone(words[match.end() :]) if match["hour"] else ("", 0)
    precision: Precision = "second" if match["second"] else "minute" if match["hour"] else "day"
    return _stamp(words, (year, month, day), clock, zone, precision)


def _epoch(words: str) -> Stamp | None:
    match = _EPOCH.fullmatch(words)
    if not match:
        return None
    return Stamp(words, datetime.fromtimestamp(int(match["seconds"]), UTC), "+00:00", "second")


def _relative(words: str, now: datetime | None) -> Stamp | None:
    if now is None or len(words) > 60:
        return None
    match = _AGO.search(words)
    if match:
        count, unit = match["count"] or match["count2"], f"{match['unit'] or match['unit2']} {match['after']}".lower()
        seconds = next((length for start, length in UNITS.items() if unit.startswith(start)), 0)
        if seconds:
            past = timedelta(seconds=seconds * (int(count) if count.isdigit() else 1))
            return Stamp(words, now.astimezone(UTC) - past, "", "minute" if seconds < 86400 else "day")
    named = _DAY_WORD.search(words)
    if not named:
        return _yearless(words, now)
    day = now - timedelta(days=DAYS_BACK[named.group().lower()])
    clock, zone, precision = _clock(words, named.start(), named.end())
    # "Hier" is yesterday in French and here in German: alone, or with a time of day, it is a date.
    if precision == "day" and len(words) > len(named.group()) + 2:
        return None
    return _stamp(words, (day.year, day.month, day.day), clock, zone, precision)


def _yearless(words: str, now: datetime) -> Stamp | None:
    """ "5 June, 14:05": the last such day. Without a time of day such words are too often no date of the page."""
    for match in _DAY_MONTH.finditer(words):
        month = int(match["month"]) if match["month"] else _month(match["word"] or match["word2"])
        clock, zone, precision = _clock(words, match.start(), match.end())
        if not month or precision == "day":
            continue
        day = int(match["day"] or match["day2"] or match["day3"])
        for year in (now.year, now.year - 1):
            found = _stamp(words, (year, month, day), clock, zone, precision)
            if found and found.utc and found.utc <= now + timedelta(days=1):
                return found
    return None


def _month(word: str) -> int:
    """The number of a month, 0 for another word. A name may be glued to the word before it: "LindMar 5, 2025"."""
    return MONTHS.get(word.lower()) or MONTHS.get(_GLUED.split(word)[-1].lower(), 0)


def _by_name(match: re.Match[str]) -> tuple[int, int, int]:
    parts = match.groupdict()
    month = int(parts["month"]) if parts.get("month") else _month(parts["word"])
    return int(parts["year"]), month, int(parts["day"])


def _dated(
    words: str, match: re.Match[str] | None, order: Callable[[re.Match[str]], tuple[int, int, int]]
) -> Stamp | None:
    if match is None:
        return None
    clock, zone, precision = _clock(words, match.start(), match.end())
    return _stamp(words, order(match), clock, zone, precision)


def _clock(words: str, before: int, after: int) -> tuple[tuple[int, int, int], str, Precision]:
    """The time of day that stands near a date, its zone as written, and how precise it is."""
    match = _TIME.search(words, after, after + 40) or _TIME.search(words, max(0, before - 20), before)
    if not match:
        return (0, 0, 0), "", "day"
    hour = int(match["hour"])
    half = (match["ampm"] or "").lower()[:1] or {"오전": "a", "午前": "a", "오후": "p", "午後": "p"}.get(
        match["half"] or "", ""
    )
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone, _ = _zone(words[match.end() : match.end() + 12])
    return (hour, int(match["minute"]), int(match["second"] or 0)), zone, "second" if match["second"] else "minute"


def _zone(words: str) -> tuple[str, int]:
    """ "+02:00" and its minutes, ("", 0) when no zone is written."""
    match = _ZONE.match(words)
    if not match:
        return "", 0
    if match["offset"]:
        digits = match["offset"][1:].replace(":", "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        total = hours * 60 + minutes
        return _written_zone(total if match["offset"][0] == "+" else -total)
    name = match["name"].lower()
    return _written_zone(ZONES[name]) if name in ZONES else ("", 0)


def _written_zone(minutes: int) -> tuple[str, int]:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}", minutes


def _offset(zone: str) -> timedelta:
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))


def _stamp(
    words: str, day: tuple[int, int, int], clock: tuple[int, int, int], zone: str, precision: Precision
) -> Stamp | None:
    if day[0] not in _YEARS:
        return None
    try:
        moment = datetime(*day, *clock, tzinfo=timezone(_offset(zone)) if zone else UTC)
        return Stamp(words, moment.astimezone(UTC), zone, precision)
    except (ValueError, OverflowError):
        return None

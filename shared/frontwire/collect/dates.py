"""Dates as feeds write them: RFC 822 and ISO 8601 first, because they are nearly all, then the words of any page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from frontwire.models import Stamp

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?([A-Za-z]{1,5}|[+-]\d\d:?\d\d)?)?\Z"
)
_RFC822 = re.compile(
    r"(?:[^\W\d]{2,12}\.?,?\s)?(\d{1,2})[ -]([^\W\d]{3,12})\.?,?[ -](\d{4}|\d\d),?"
    r"(?:\s(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?\s?(?:\(?([A-Za-z]{1,5})\)?|(?:GMT|UTC)?([+-]\d\d:?\d\d))?(?:\s\([^)]{0,30}\))?)?\Z"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan січ янв 1월", "feb лют фев 2월", "mar бер мар mär 3월", "apr кві апр avr abr 4월", "may тра май мая mai 5월",
            "jun чер июн 6월", "jul лип июл 7월", "aug сер авг aoû ago 8월", "sep вер сен set 9월", "oct жов окт okt 10월",
            "nov лис ноя 11월", "dec гру дек dez déc dic 12월",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
# Hours from UTC of the zone names that feeds use. CST and IST mean several zones: read as feeds in English mean them.
_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2,
    "EEST": 3, "MSK": 3, "MSD": 4, "TRT": 3, "IST": 5.5, "PKT": 5, "KST": 9, "JST": 9, "HKT": 8, "SGT": 8, "EST": -5, "EDT": -4,
    "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AEST": 10, "AEDT": 11, "IDT": 3,
}  # fmt: skip


def stamp(raw: str) -> Stamp | None:
    """A Stamp of a feed's date, None for empty words. Unreadable words are kept with `utc` None."""
    words = " ".join(raw[:200].split())
    if not words:
        return None
    match = _ISO.match(words)
    if match:
        year, month, day, hour, minute, second, zone = match.groups()
        return _stamp(words, int(year), int(month), int(day), hour, minute, second, zone or "")
    match = _RFC822.match(words)
    if match:
        day, name, year, hour, minute, second, zone_name, offset = match.groups()
        month_number = _month(name)
        if month_number:
            return _stamp(words, _year(year), month_number, int(day), hour, minute, second, offset or zone_name or "")
    from frontwire.extract import dates  # the words of any page: rare in feeds, and a slower road

    return dates.stamp(words)


def _stamp(
    raw: str, year: int, month: int, day: int, hour: str | None, minute: str | None, second: str | None, zone: str
) -> Stamp:
    offset = _offset(zone)
    if offset is None:
        zone, offset = "", timedelta(0)
    try:
        moment = datetime(
            year, month, day, int(hour or 0), int(minute or 0), min(int(second or 0), 59), tzinfo=timezone(offset)
        )
        utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return Stamp(raw)
    return Stamp(raw, utc, _written(zone, offset), "second" if second else "minute" if hour else "day")


def _written(zone: str, offset: timedelta) -> str:
    """The offset as +02:00, "" where no zone was written."""
    if not zone:
        return ""
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _offset(zone: str) -> timedelta | None:
    """The distance of a zone from UTC; zero where none is written, None where it is not known."""
    if not zone:
        return timedelta(0)
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        distance = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        if distance >= timedelta(hours=24):
            return None
        return -distance if zone[0] == "-" else distance
    hours = _ZONES.get(zone.upper())
    return None if hours is None else timedelta(hours=hours)


def _month(name: str) -> int:
    return _MONTHS.get(name[:3].lower(), 0)


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year > 69 else 2000)

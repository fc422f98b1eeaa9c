"""Dates as pages write them: ISO 8601 with all its liberties, RFC 822, and words in the languages of our sources."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from frontwire.models import Stamp

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ,]{1,2}(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}\b)?)?",
    re.I,
)


def stamp(raw: str, now: datetime | None = None) -> Stamp | None:
    """A Stamp of the words, None for empty words. `now` is what relative dates count from."""
    raw = " ".join(raw.split())[:200]
    if not raw:
        return None
    return _iso(raw) or Stamp(raw)


def _iso(raw: str) -> Stamp | None:
    match = _ISO.match(raw)
    if not match:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=_zone(zone)
        )
        utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    precision = "second" if second else "minute" if hour else "day"
    return Stamp(raw, utc, _zone_name(zone), precision)  # type: ignore[arg-type]


def _zone(words: str | None) -> timezone:
    if not words or words.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = words[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return timezone(-offset if words[0] == "-" else offset)


def _zone_name(words: str | None) -> str:
    if not words:
        return ""
    if words.upper() in {"Z", "UTC", "GMT"}:
        return "+00:00"
    digits = words[1:].replace(":", "").ljust(4, "0")
    return f"{words[0]}{digits[:2]}:{digits[2:4]}"

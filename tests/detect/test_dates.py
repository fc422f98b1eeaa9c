"""Dates in four languages, resolved against the day of publication."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from frontwire.detect import dates

TUESDAY = datetime(2025, 1, 14, 9, 30, tzinfo=UTC)


def days(text: str, published: datetime | None = TUESDAY) -> list[str]:
    return [when.date for when in dates.resolve(text, "", published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Sunday", ["2025-01-12"]),
        ("on Tuesday", ["2025-01-14"]),
        ("last Tuesday", ["2025-01-07"]),
        ("next Friday", ["2025-01-17"]),
        ("yesterday and today", ["2025-01-13", "2025-01-14"]),
        ("on Jan. 9", ["2025-01-09"]),
        ("on 24th of August 2024", ["2024-08-24"]),
        ("in December", ["2024-12-01"]),
        ("on 20 January", ["2025-01-20"]),
        ("on 20 March", ["2024-03-20"]),
        ("у суботу", ["2025-01-11"]),
        ("9 січня", ["2025-01-09"]),
        ("вчора", ["2025-01-13"]),
        ("24 серпня 2024 року", ["2024-08-24"]),
        ("в воскресенье", ["2025-01-12"]),
        ("9 января", ["2025-01-09"]),
        ("지난 9일", ["2025-01-09"]),
        ("지난 2월", ["2024-02-01"]),
        ("내년 3월", ["2026-03-01"]),
        ("in October last year", ["2024-10-01"]),
        ("9 грудня минулого року", ["2024-12-09"]),
        ("в декабре прошлого года", ["2024-12-01"]),
        ("11일(현지시간)", ["2025-01-11"]),
        ("지난달 20일", ["2024-12-20"]),
        ("오는 20일", ["2025-01-20"]),
        ("2024년 8월 24일", ["2024-08-24"]),
        ("일요일에", ["2025-01-12"]),
        ("2025-01-09T10:00:00Z", ["2025-01-09"]),
        ("09.01.2025", ["2025-01-09"]),
    ],
)
def test_resolved_to_the_nearest_past(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize("text", ["on Sunday", "вчора", "Jan. 9", "지난 9일"])
def test_without_publication_only_full_dates(text: str) -> None:
    assert days(text, None) == []
    assert days(f"{text}, 24 August 2024", None)[-1:] == ["2024-08-24"]


@pytest.mark.parametrize(
    "text",
    ["they may 2 times", "he marched", "9일간", "3박 5일", "15일 이상", "February 30", "in 2014", "середа", "10:30"],
)
def test_what_is_no_date(text: str) -> None:
    assert [when.precision for when in dates.resolve(text, "", TUESDAY) if when.precision == "day"] == []


@pytest.mark.parametrize(("lang", "expected"), [("en", "2025-01-09"), ("uk", "2025-09-01"), ("", "2025-01-09")])
def test_slashes_follow_the_language(lang: str, expected: str) -> None:
    assert [when.date for when in dates.resolve("1/9/2025", lang, None)] == [expected]


def test_span_and_precision() -> None:
    text = "Released in March 2022."
    (when,) = dates.resolve(text, "en", None)
    assert (when.date, when.precision) == ("2022-03-01", "month")
    assert when.span is not None
    assert text[when.span.start : when.span.end] == when.span.text == "March 2022"

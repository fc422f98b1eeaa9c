"""Dates as pages write them, in the languages of our sources."""

from datetime import UTC, datetime

import pytest

from frontwire.extract import dates

NOW = datetime(2025, 6, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "read", "precision"),
    [
        ("2025-06-05T12:36:40+02:00", "2025-06-05T12:36:40+02:00", "second"),
        ("2025-06-05 12:36:40.123Z", "2025-06-05T12:36:40+00:00", "second"),
        ("2025-07-05T06:03:42+0800", "2025-07-05T06:03:42+08:00", "second"),
        ("20250605T101500Z", "2025-06-05T10:15:00+00:00", "second"),
        ("Tue, 03 Jun 2025 10:00:00 +0300", "2025-06-03T10:00:00+03:00", "second"),
        ("June 3rd, 2025 at 3:05 pm EDT", "2025-06-03T15:05:00-04:00", "minute"),
        ("Updated on Jul 9, 2025", "2025-07-09", "day"),
        ("3 نيسان / أبريل 2025 09:22", "2025-04-03T09:22:00+00:00", "minute"),
        ("3 червня 202514 липня 2025", "2025-06-03", "day"),
        ("Friday, December 19, 2025", "2025-12-19", "day"),
        ("3 червня 2025, 14:05", "2025-06-03T14:05:00+00:00", "minute"),
        ("5 января 2024 г. 09:30 (МСК)", "2024-01-05T09:30:00+03:00", "minute"),
        ("2025년 6월 3일 오후 3:20", "2025-06-03T15:20:00+00:00", "minute"),
        ("입력 2025.06.03. 오전 11:02", "2025-06-03T11:02:00+00:00", "minute"),
        ("22. November 2024, 7.57 Uhr", "2024-11-22T07:57:00+00:00", "minute"),
        ("3 de junio de 2025", "2025-06-03", "day"),
        ("2 janv. 2024", "2024-01-02", "day"),
        ("12 maja 2024", "2024-05-12", "day"),
        ("12.05.2024", "2024-05-12", "day"),
        ("25/12/2024", "2024-12-25", "day"),
        ("1735689600", "2025-01-01T00:00:00+00:00", "second"),
        ("December 2023", "2023-12-01", "month"),
        ("2 hours ago", "2025-06-10T10:00:00+00:00", "minute"),
        ("3 години тому", "2025-06-10T09:00:00+00:00", "minute"),
        ("2 часа назад", "2025-06-10T10:00:00+00:00", "minute"),
        ("3시간 전", "2025-06-10T09:00:00+00:00", "minute"),
        ("vor 2 Stunden", "2025-06-10T10:00:00+00:00", "minute"),
        ("вчора, 18:30", "2025-06-09T18:30:00+00:00", "minute"),
        ("сегодня, 10:15", "2025-06-10T10:15:00+00:00", "minute"),
        ("어제", "2025-06-09", "day"),
    ],
)
def test_words_are_read(words: str, read: str, precision: str) -> None:
    stamp = dates.stamp(words, NOW)
    assert stamp is not None
    assert (dates.local(stamp), stamp.precision, stamp.raw) == (read, precision, words)


@pytest.mark.parametrize(("month_first", "day"), [(True, "2025-03-04"), (False, "2025-04-03")])
def test_the_order_of_numbers_follows_the_page(month_first: bool, day: str) -> None:
    stamp = dates.stamp("3/4/2025", month_first=month_first)
    assert stamp is not None
    assert dates.local(stamp) == day


@pytest.mark.parametrize("words", ["soon", "2025-02-30", "0001-01-01T00:00:00", "99/99/9999", "call 555-0199"])
def test_what_is_no_date_keeps_its_words_only(words: str) -> None:
    stamp = dates.stamp(words, NOW)
    assert stamp is not None
    assert (stamp.raw, stamp.utc, stamp.precision) == (words, None, "unknown")


def test_relative_words_need_a_now() -> None:
    assert dates.find("2 hours ago") is None
    assert dates.stamp("   ") is None


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("il y a 3 heures", "2025-06-10T09:00:00+00:00"),
        ("hace 2 horas", "2025-06-10T10:00:00+00:00"),
        ("2 godziny temu", "2025-06-10T10:00:00+00:00"),
        ("3 saat önce", "2025-06-10T09:00:00+00:00"),
        ("5 minuti fa", "2025-06-10T11:55:00+00:00"),
        ("15 хв тому", "2025-06-10T11:45:00+00:00"),
        ("2 год. тому", "2025-06-10T10:00:00+00:00"),
        ("10 минут назад", "2025-06-10T11:50:00+00:00"),
        ("20분 전", "2025-06-10T11:40:00+00:00"),
        ("3小时前", "2025-06-10T09:00:00+00:00"),
        ("5分前", "2025-06-10T11:55:00+00:00"),
        ("сьогодні, 09:05", "2025-06-10T09:05:00+00:00"),
        ("Вчера в 18:30", "2025-06-09T18:30:00+00:00"),
        ("오늘 오후 1:20", "2025-06-10T13:20:00+00:00"),
        ("Gestern, 18:30 Uhr", "2025-06-09T18:30:00+00:00"),
        ("5 червня, 14:05", "2025-06-05T14:05:00+00:00"),
        ("28 декабря, 23:10", "2024-12-28T23:10:00+00:00"),
        ("6월 3일 오전 9:30", "2025-06-03T09:30:00+00:00"),
    ],
)
def test_words_that_count_from_now_are_read(words: str, read: str) -> None:
    stamp = dates.stamp(words, NOW)
    assert stamp is not None
    assert dates.local(stamp) == read


@pytest.mark.parametrize(
    "words", ["2 года назад", "5 червня", "May 10 people came", "3 points ago", "hier steht es", "the player today"]
)
def test_words_that_are_no_day_are_none_even_with_a_now(words: str) -> None:
    assert dates.find(words, NOW) is None


def test_a_month_glued_to_a_name_is_read() -> None:
    stamp = dates.find("By Mara LindMar 5, 2025 | 6 comments")
    assert stamp is not None
    assert dates.local(stamp) == "2025-03-05"


@pytest.mark.parametrize(("words", "day"), [("02-12-2025", "2025-12-02"), ("12-16-2025", "2025-12-16")])
def test_numbers_with_dashes_begin_with_the_day_where_they_can(words: str, day: str) -> None:
    stamp = dates.stamp(words)
    assert stamp is not None
    assert dates.local(stamp) == day


@pytest.mark.parametrize(
    ("shown", "zone"),
    [
        ("5 March 2025, 00:04", "+02:00"),
        ("4 March 2025, 5:04 pm", "-05:00"),
        ("4 March 2025, 5:04 pm EST", "-05:00"),
        ("4 March 2025, 5:04 pm PST", ""),
        ("4 March 2025, 5:11 pm", ""),
        ("4 March 2025", ""),
    ],
)
def test_the_zone_between_a_moment_and_the_clock_that_is_shown(shown: str, zone: str) -> None:
    stamp = dates.find(shown)
    assert stamp is not None
    assert dates.zone_between(datetime(2025, 3, 4, 22, 4, 9, tzinfo=UTC), stamp) == zone

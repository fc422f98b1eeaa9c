"""What "foreign" means, by conflict and date."""

from __future__ import annotations

from datetime import date

import pytest

from frontwire.detect import conflicts, entities


@pytest.mark.parametrize(
    ("captor", "nationality", "day", "expected"),
    [
        ("UA", "RU", date(2023, 1, 1), False),
        ("RU", "UA", date(2015, 1, 1), False),
        ("UA", "RU", date(2014, 8, 25), True),
        ("UA", "RU", None, False),
        ("UA", "KP", date(2025, 1, 11), True),
        ("UA", "CN", None, True),
        ("RU", "US", None, True),
        ("DPR", "GB", date(2022, 6, 9), True),
        ("UA", "WAGNER", None, None),
        ("FLA", "WAGNER", date(2024, 7, 27), True),
        ("ISIL", "JO", date(2014, 12, 24), True),
        ("FSA", "IR", date(2012, 8, 4), True),
        ("ISIL", "TR", date(2016, 12, 1), True),
        ("ISIL", "SY", None, False),
        ("M23", "BI", date(2025, 12, 13), True),
        ("M23", "CD", None, False),
        ("CD", "RW", date(2025, 2, 1), True),
        ("TPLF", "ER", date(2021, 1, 1), True),
        ("TPLF", "ET", date(2021, 1, 1), False),
        ("IQ", "US", date(2003, 3, 23), False),
        ("HOUTHI", "SA", None, True),
        ("HOUTHI", "YE", None, False),
        ("AZ", "AM", date(2020, 11, 1), False),
        ("IL", "PS", None, False),
        ("UA", "UA", None, False),
        ("NO", "SE", None, None),
        ("KP", "US", date(2025, 6, 1), None),
    ],
)
def test_foreign(captor: str, nationality: str, day: date | None, expected: bool | None) -> None:
    assert conflicts.foreign(captor, nationality, day) is expected


def test_opponents_are_named_likeliest_first() -> None:
    assert conflicts.opponents("UA", None)[0] == "RU"
    assert conflicts.opponents("UA", date(2015, 1, 1)) == ("DPR", "LPR")
    assert conflicts.opponents("IL", None)[0] == "HAMAS"
    assert conflicts.opponents("RU", None)[0] == "UA"
    assert conflicts.opponents("NO", date(1990, 1, 1)) == ()


def test_between() -> None:
    assert conflicts.between("UA", "RU", None) == "ukraine"
    assert conflicts.between("RU", "UA", date(2014, 9, 1)) == "ukraine-2014"
    assert conflicts.between("US", "IR", date(2016, 1, 16)) == "us-iran"
    assert conflicts.between("UA", "KP", None) == "ukraine"
    assert conflicts.between("UA", "NO", None) is None


def test_the_table_is_sound() -> None:
    known = {label.code for label in entities._table().payloads}
    rows = conflicts._table()
    assert len({row.id for row in rows}) == len(rows) >= 40
    for row in rows:
        assert row.home in known or row.home == "EH"
        assert date.fromisoformat(row.since) <= date.fromisoformat(row.until or "2100-01-01")
        members = [*row.sides[0], *row.sides[1], *(code for code, _ in row.interveners)]
        assert len(set(members)) == len(members), row.id
        assert set(members) <= known, row.id


@pytest.mark.parametrize(
    ("captor", "nationality", "expected"),
    [("UA", "RU", "main"), ("UA", "KP", "helper"), ("UA", "CN", ""), ("RU", "US", ""), ("RU", "KP", "")],
)
def test_how_a_nationality_stands_against_its_captor(captor: str, nationality: str, expected: str) -> None:
    assert conflicts.faces(captor, nationality, date(2025, 1, 11)) == expected


def test_a_standoff_is_no_war() -> None:
    assert "KP" not in conflicts.enemies("KR", date(2025, 1, 11))
    assert "KP" in conflicts.enemies("UA", date(2025, 1, 11))
    assert conflicts.is_at_war("UA", date(2025, 1, 11))
    assert not conflicts.is_at_war("CN", date(2025, 1, 11))

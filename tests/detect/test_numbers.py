"""Numbers that may count people, in digits and words."""

from __future__ import annotations

import pytest

from frontwire.detect import numbers


def values(text: str) -> list[int]:
    return [number.value for number in numbers.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("84 for 84", [84, 84]),
        ("a 1,000-for-1,000 swap", [1000, 1000]),
        ("one hundred forty-four men and two dozen women", [144, 24]),
        ("a hundred soldiers, half a dozen officers, a pair", [100, 6, 2]),
        ("two hundred and five people", [205]),
        ("обмін 144 на 144", [144, 144]),
        ("сто сорок чотири бійці й двоє цивільних", [144, 2]),
        ("двести пять человек и двоих северокорейцев", [205, 2]),
        ("5 тис. полонених та 1 000 тіл", [5000, 1000]),
        ("포로 두 명과 200여 명, 최대 1만2000명", [2, 200, 12000]),
        ("1천명", [1000]),
        ("10-15 soldiers", [10, 15]),
        ("2000 prisoners", [2000]),
        ("два десятка пленных", [20]),
    ],
)
def test_values(text: str, expected: list[int]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "in 2014 and since 2022, a 2019 attack, his father's 1976 children's book",
        "on 9 January 2025, on Jan. 9, at 10:30 and 5 p.m.",
        "a 24-year-old, 24 years old",
        "50%, 50 percent, $300, €5, 3 billion, 12 million",
        "F-16, Su-24, COVID-19, M23, Room 39, article 5, No. 7",
        "the 24th and the 93rd Brigade, 24/7, 3:1",
        "5 km, 152 mm, 10 hours, three days, two-day talks",
        "24-річний, 24-го, 2025 року, 9 січня, 10 годин, три дні",
        "26-летний, 9 мая 2024 года, 15 лет, три дня",
        "9일, 2025년, 3시, 26세, 20대 병사, 5킬로, 3차",
        "hundreds of soldiers, сотні полонених, тысячи солдат",
        "one of the men, no one, one another",
        "an 8-0 win, a Boeing 787-9, a 7-Eleven, in his 30s, code 64ec52",
        "Ivan Petrov, 23, was among them; 로블레스(28)가",
        "3자 회담, 2만여 건, 1심, 75-летию",
    ],
)
def test_what_is_left_out(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("up to 15 soldiers", "at_most"),
        ("at least three fighters", "at_least"),
        ("more than 1,000 prisoners", "more_than"),
        ("nearly 500 prisoners", "about"),
        ("до 1200 осіб", "at_most"),
        ("щонайменше 84", "at_least"),
        ("понад тисячу полонених", "more_than"),
        ("близько 300", "about"),
        ("не менее ста человек", "at_least"),
        ("более 100 пленных", "more_than"),
        ("около 300 человек", "about"),
        ("최대 300명", "at_most"),
        ("최소 300명", "at_least"),
        ("300명 이상", "at_least"),
        ("약 300명", "about"),
        ("144 men", "exact"),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    assert [number.bound for number in numbers.find(text)] == [bound]


@pytest.mark.parametrize(
    "text",
    [
        "84 for 84",
        "160 people each",
        "each side released 160 people",
        "по 144 військових",
        "по 205 человек",
        "각각 200명",
        "200명씩",
    ],
)
def test_each(text: str) -> None:
    found = numbers.find(text)
    assert found
    assert all(number.each for number in found)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("144 Ukrainian prisoners", "people"),
        ("1,212 bodies of soldiers", "bodies"),
        ("909 тіл загиблих", "bodies"),
        ("300 военнопленных", "people"),
        ("북한군 포로 2명", "people"),
        ("84 drones", "things"),
        ("84 телефони", ""),
        ("84 at once", ""),
        ("23 Saudis and", "people"),
        ("95 з них", "people"),
        ("п'ятнадцятеро", "people"),
        ("four foreign Islamic State fighters", "people"),
        ("four foreign ships", "things"),
    ],
)
def test_what_is_counted(text: str, of: str) -> None:
    assert [number.of for number in numbers.find(text)] == [of]


def test_a_bare_number_counts_the_people_before_it() -> None:
    found = numbers.find("Україна повернула 207 полонених, Росія 195. Температура 12.")
    assert [(number.value, number.of) for number in found] == [(207, "people"), (195, "people"), (12, "")]


@pytest.mark.parametrize("text", ["шістнадцять на вісім", "two for six", "32 на двох"])
def test_numbers_set_against_each_other(text: str) -> None:
    assert all(number.each for number in numbers.find(text)[-1:])


def test_spans() -> None:
    text = "They freed one hundred forty-four men and 5 тис. others"
    assert [text[number.start : number.end] for number in numbers.find(text)] == ["one hundred forty-four", "5 тис."]

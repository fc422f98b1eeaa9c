"""Places in four scripts, with coordinates and stable ids."""

from __future__ import annotations

import pytest

from frontwire.detect import places


def ids(text: str) -> list[str]:
    return [place.id for place in places.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in Kursk Oblast, near Sudzha", ["kursk-oblast", "sudzha"]),
        ("у Курській області, під Суджею", ["kursk-oblast", "sudzha"]),
        ("в Курской области, у Суджи", ["kursk-oblast", "sudzha"]),
        ("쿠르스크에서 포로로", ["kursk-oblast"]),
        ("на Чернігівщині, біля кордону з Білоруссю", ["chernihiv-oblast", "belarus-border"]),
        ("on the Ukraine-Belarus border", ["belarus-border"]),
        ("захисники Маріуполя й «Азовсталі»", ["mariupol", "azovstal"]),
        ("talks in Abu Dhabi, Istanbul and Ankara", ["abu-dhabi", "istanbul", "ankara"]),
        ("아부다비와 이스탄불", ["abu-dhabi", "istanbul"]),
        ("в секторе Газа, у Рафаха", ["gaza", "rafah"]),
        ("Goma, Uvira and North Kivu", ["goma", "uvira", "north-kivu"]),
        ("під Іловайськом і Дебальцевом", ["ilovaisk", "debaltseve"]),
        ("Khan Younis and Kobani", ["khan-younis", "kobani"]),
    ],
)
def test_places_in_four_scripts(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize(
    "text", ["Щастя не купиш", "Суми виплат зростуть", "하마스가 밝혔다", "레임덕", "a place of no name", "고마워요"]
)
def test_ordinary_words(text: str) -> None:
    assert ids(text) == []


@pytest.mark.parametrize("text", ["(서울=연합뉴스) 홍길동 기자 = 정부는", "MOSCOW/KIEV Ukraine says that talks go on"])
def test_datelines_are_no_places(text: str) -> None:
    assert ids(text) == []


def test_ordinary_words_inside_a_sentence_are_places() -> None:
    assert ids("Бої точилися в Щасті та Сумах") == ["shchastia", "sumy"]


def test_coordinates_and_span() -> None:
    text = "Полонених взяли біля Суджі"
    (sudzha,) = places.find(text)
    assert (sudzha.country, round(sudzha.lat), round(sudzha.lon)) == ("RU", 51, 35)
    assert sudzha.span is not None
    assert text[sudzha.span.start : sudzha.span.end] == "Суджі"


def test_the_gazetteer_is_sound() -> None:
    table = places._table()
    known: dict[str, str] = {}
    for name, number in table.names.items():
        entry = table.payloads[number]
        known[entry.id] = known.get(entry.id, "") + name
    assert len(known) >= 400
    assert all(abs(entry.lat) <= 90 and abs(entry.lon) <= 180 and len(entry.country) == 2 for entry in table.payloads)
    for place, letters in known.items():
        assert any("а" <= char <= "ї" for char in letters), place
        assert any("가" <= char <= "힣" for char in letters), place

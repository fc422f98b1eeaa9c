"""Names of states and armed groups: spellings, cases, homonyms, and the cost of finding them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontwire.detect import dates, entities, names, numbers, places


def codes(text: str) -> list[str]:
    return [mention.code for mention in entities.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyiv and Kiev are one capital", ["UA", "UA"]),
        ("Zelenskyy, Zelensky and Zelenskiy", ["UA", "UA", "UA"]),
        ("Зеленському відповів Путін", ["UA", "RU"]),
        ("Зеленского поддержал Эрдоган", ["UA", "TR"]),
        ("젤렌스키와 푸틴", ["UA", "RU"]),
        ("the U.S., the UK and the U.A.E.", ["US", "GB", "AE"]),
        ("North Koreans met South Korean officers", ["KP", "KR"]),
        ("полонені північнокорейські бійці з КНДР", ["KP", "KP"]),
        ("пленных северокорейцев вернут в Северную Корею", ["KP", "KP"]),
        ("북한군 포로와 北포로", ["KP", "KP"]),
        ("국정원은 밝혔다", ["KR"]),
        ("Seoul's National Intelligence Service", ["KR", "KR"]),
        ("Kim Jong Un wrote to the Kremlin", ["KP", "RU"]),
        ("російсько-український обмін", ["RU", "UA"]),
        ("в Об'єднаних Арабських Еміратах", ["AE"]),
        ("Saudi Arabia, South Sudan and Papua New Guinea", ["SA", "SS", "PG"]),
        ("Hamas, Hezbollah, HTS, the Nusra Front and ISIS", ["HAMAS", "HEZBOLLAH", "HTS", "NUSRA", "ISIL"]),
        ("M23 rebels, Boko Haram, Puntland and Somaliland", ["M23", "BOKO HARAM", "PUNTLAND", "SOMALILAND"]),
        ("хуситів, талібів і вагнерівців", ["HOUTHI", "TALIBAN", "WAGNER"]),
        ("Russland und die ukrainischen Soldaten", ["RU", "UA"]),
        ("la Russie et l'Ukraine", ["RU", "UA"]),
        ("US-led, Saudi-backed and Ukrainian-held; Ukrainians’ hopes", ["US", "SA", "UA", "UA"]),
        ("вірмено-азербайджанський кордон", ["AM", "AZ"]),
        ("держава проросійських бойовиків", ["DPR"]),
        ("pro-Russian separatists and Russian-backed rebels", ["DPR", "DPR"]),
        ("Saudi Arabia's and Islamic State's", ["SA", "ISIL"]),
        ("M23이 IS를 러·우", ["M23", "ISIL", "RU", "UA"]),
        ("Rusya'nın Ukrayna'ya", ["RU", "UA"]),
        ("俄罗斯与乌克兰", ["RU", "UA"]),
        ("ロシアとウクライナ", ["RU", "UA"]),
        ("وروسيا وأوكرانيا", ["RU", "UA"]),
        ("רוסיה ואוקראינה", ["RU", "UA"]),
    ],
)
def test_names_in_many_spellings(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Michael Jordan scored", []),
        ("Jordan Henderson passed", []),
        ("Jordan's pilot and Amman, Jordan", ["JO", "JO", "JO"]),
        ("Georgia's governor spoke in Atlanta", []),
        ("Georgia and Armenia opened the border", ["GE", "AM"]),
        ("Chad Smith drums", []),
        ("Chad and Sudan", ["TD", "SD"]),
        ("they ate turkey and told us", []),
        ("Turkey told the US", ["TR", "US"]),
        ("South America and the Washington Post", []),
        ("Мали намір, того дня чад", []),
        ("у Малі загинули", ["ML"]),
        ("인도적 지원과 수단을 가리지", []),
        ("인도 정부와 수단 내전", ["IN", "SD"]),
        ("a Korean pop star", ["KR"]),
        ("two Korean soldiers held by Ukraine", ["KP", "UA"]),
    ],
)
def test_homonyms(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_spans_and_forms() -> None:
    text = "Полонених росіян бачили в Україні, сказав Лубінець. ЗСУ мовчать."
    found = [(text[m.start : m.end], m.form) for m in entities.find(text)]
    assert found == [("росіян", "demonym"), ("Україні", "country"), ("Лубінець", "leader"), ("ЗСУ", "forces")]


def test_an_army_written_in_korean_is_forces() -> None:
    assert [mention.form for mention in entities.find("북한군과 러시아인")] == ["forces", "demonym"]


def test_lower_case_posts_still_name_countries() -> None:
    assert codes("ukraine and russia swap prisoners") == ["UA", "RU"]


def test_every_state_is_known_in_four_languages() -> None:
    table = entities._table()
    by_code: dict[str, set[str]] = {}
    for name in table.names:
        label = table.get(name)
        assert label is not None
        by_code.setdefault(label.code, set()).add(name)
    states = [code for code in by_code if len(code) == 2]
    assert len(states) >= 195
    scripts = {code: {_script(name) for name in by_code[code]} for code in states}
    assert [code for code in states if not {"latin", "cyrillic", "hangul"} <= scripts[code]] == []


def _script(name: str) -> str:
    letter = name[0]
    return "hangul" if names.is_hangul(letter) else "cyrillic" if "Ѐ" <= letter <= "ӿ" else "latin"


@pytest.mark.parametrize("text", ["", "İstanbul'da ’’ʼ", "..." * 50, "北" * 300, "'s", "U.S" * 3, "가" * 400])
def test_odd_texts_keep_spans_inside(text: str) -> None:
    for mention in entities.find(text):
        assert 0 <= mention.start < mention.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine and Russia exchanged prisoners near the Belarus border, Kyiv said. " * 200,
        "가" + "a1" * 6000,
    ],
    ids=["sentences", "one long word"],
)
def test_finding_is_linear(text: str) -> None:
    entities.find(text)

    def spent(part: str) -> float:
        names.split.cache_clear()
        start = time.process_time()
        entities.find(part)
        return time.process_time() - start

    short = min(spent(text[: len(text) // 10]) for _ in range(5))
    whole = min(spent(text) for _ in range(5))
    assert whole < short * 60  # ten times the text: a hundred times would be quadratic


PIECES = [
    "Україна",
    "Russia's",
    "북한군",
    "U.S.",
    "1,000",
    "84 for 84",
    "9 січня",
    "Курську",
    "北",
    "'",
    "’s",
    "-",
    "\u200b",
    "İ",
    "ß",
    "٣",
    "\n",
    ".",
]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=25), st.sampled_from(["", " "]))
def test_every_finder_keeps_its_spans_inside_and_repeats_itself(pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    spans = [(one.start, one.end) for one in (*entities.find(text), *numbers.find(text), *dates.written(text))]
    spans += [(place.span.start, place.span.end) for place in places.find(text) if place.span]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert numbers.find(text) == numbers.find(text)
    assert entities.find(text) == entities.find(text)

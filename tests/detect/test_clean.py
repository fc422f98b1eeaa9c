"""Text cleaned of what hides words, with the way back to the original characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.detect.clean import clean


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("plain text", "plain text"),
        ("pri\u200bsoner sw\u00adap", "prisoner swap"),
        ("pris\u043ener", "prisoner"),  # Cyrillic о
        ("полонeні", "полонені"),  # Latin e
        ("ｓｗａｐ", "swap"),
        ("𝐬𝐰𝐚𝐩", "swap"),
        ("во\u0301йны", "войны"),
        ("и\u0306", "й"),
        (unicodedata.normalize("NFD", "포로 교환"), "포로 교환"),
        ("İstanbul", "Istanbul"),
        ("Київ і Kyiv", "Київ і Kyiv"),
        ("a \ufeffb", "a b"),
    ],
)
def test_what_a_reader_sees(written: str, read: str) -> None:
    assert clean(written).text == read


def test_a_span_leads_back_to_the_original() -> None:
    text = "A pri\u200bso\u00adner swap"
    cleaned = clean(text)
    start = cleaned.text.index("prisoner")
    first, last = cleaned.span(start, start + len("prisoner"))
    assert text[first:last] == "pri\u200bso\u00adner"


@given(st.text(max_size=200))
def test_spans_stay_inside_and_grow_with_the_text(text: str) -> None:
    cleaned = clean(text)
    offsets = cleaned.offsets or tuple(range(len(cleaned.text)))
    assert len(offsets) == len(cleaned.text)
    assert list(offsets) == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)


@given(st.text(alphabet="абвгдежзиклмнопрстуфхцabcdefg hijklmno\u200b\u00ad", max_size=120))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once

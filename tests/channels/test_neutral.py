"""Hostile text and URLs, made harmless."""

from __future__ import annotations

import pytest

from frontwire.channels import neutral


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  two \n lines\t here ", "two lines here"),
        ("\u202eright to left\u202c", "right to left"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("bell\x07 and escape\x1b", "bell and escape"),
        ("\ud83d broken", "broken"),
        ("слова й слова", "слова й слова"),
    ],
)
def test_plain(text, expected):
    assert neutral.plain(text, 100) == expected


def test_plain_cuts_with_an_ellipsis():
    assert neutral.plain("a" * 50, 10) == "a" * 9 + "…"


def test_slack_never_cuts_inside_an_escape():
    for most in range(4, 30):
        cut = neutral.slack("<&>" * 20, most)
        assert len(cut) <= most
        assert cut.rstrip("…").replace("&lt;", "").replace("&amp;", "").replace("&gt;", "") == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/b?c=d&e=f#g", "https://a.example/b?c=d&e=f#g"),
        ("https://a.example/b|c<d>e\"f'g h", "https://a.example/b%7Cc%3Cd%3Ee%22f%27g%20h"),
        ("HTTPS://A.example/%D0%B0", "https://A.example/%D0%B0"),
        ("https://приклад.example/я", "https://xn--80aikifvh.example/%D1%8F"),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.example", ""),
        ("https:///nohost", ""),
        ("https://a b.example/", ""),
        ("https://evil.example|x/", ""),
        ("", ""),
    ],
)
def test_link(url, expected):
    assert neutral.link(url) == expected

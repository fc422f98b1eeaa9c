from __future__ import annotations

import re
from itertools import product

import pytest

from frontwire.channels import mail
from frontwire.web.frame import STYLE

ENOUGH = 4.5
"""WCAG 2.2 AA for text of the usual size."""


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def themes() -> list[dict[str, str]]:
    return [dict(re.findall(r"--([\w-]+):(#\w+)", block)) for block in re.findall(r":root\{(.*?)\}", STYLE, re.DOTALL)]


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(theme: dict[str, str]) -> None:
    pairs = list(product(("ink", "soft", "link", "brand"), ("paper", "card")))
    pairs += [(f"{tone}-ink", tone) for tone in ("amber", "green", "blue", "red", "grey")]
    for front, behind in pairs:
        assert contrast(theme[front], theme[behind]) >= ENOUGH, (front, behind)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_mail_stands_out_from_what_is_behind_it(dark: bool) -> None:
    light, _, night = mail.STYLE.partition("@media (prefers-color-scheme:dark)")
    rules = night if dark else light
    behind = colour_of(rules, ".card", "background")
    fronts = [
        colour_of(rules, "body", "color"),
        colour_of(rules, ".kicker,.by,.foot", "color"),
        colour_of(rules, "a", "color"),
    ]
    assert all(contrast(front, behind) >= ENOUGH for front in fronts), (fronts, behind)


def colour_of(rules: str, selector: str, name: str) -> str:
    found = re.search(rf"^{re.escape(selector)}\{{[^}}]*?(?<![\w-]){name}:(#\w+)", rules, re.MULTILINE)
    assert found, (selector, name)
    return found[1]


def test_the_stylesheet_is_small_and_asks_for_nothing() -> None:
    assert len(STYLE) < 8000
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert "</" not in STYLE

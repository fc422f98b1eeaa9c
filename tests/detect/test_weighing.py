"""Captives told in words that no frame knows."""

from __future__ import annotations

import pytest

from frontwire.detect import Engine, document, weighing
from frontwire.models import Verdict


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load().only(["foreign_troop_capture"])


def examine(engine: Engine, title: str, text: str, date: str) -> Verdict | None:
    found = engine.examine(*document({"title": title, "text": text, "date": date}))
    return next(iter(found), None)


def test_signs_tell_of_a_capture_with_its_sides(engine: Engine) -> None:
    found = examine(
        engine,
        "Kenyan runner tells how he fell captive",
        "He is in Ukrainian hands and told a blogger that he had signed a contract with the Russian army.",
        "2025-09-17",
    )
    assert found is not None
    assert found.match is not None
    assert "KE" in found.match.facts.codes("nationality")
    assert "UA" in found.match.facts.codes("captor")


@pytest.mark.parametrize(
    ("title", "text", "date"),
    [
        (
            "Ukrainian troops capture Russian soldiers",
            "They gave themselves up near Kursk and will be swapped.",
            "2024-08-20",
        ),
        ("Kenyan soldiers captured", "The new film tells of a war that Ukraine and Russia fight.", "2025-09-17"),
        ("British aid worker captured in Ukraine", "Russian troops hold the man, his charity says.", "2022-04-20"),
    ],
)
def test_own_soldiers_fiction_and_helpers_weigh_nothing(engine: Engine, title: str, text: str, date: str) -> None:
    findings = engine.findings(*document({"title": title, "text": text, "date": date}))
    assert weighing.heaviest(findings) is None

"""The page that the first idea of frontwire was told on, read as a whole: it is not part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontwire.detect import Engine, document, score_form

SEED = Path(__file__).parents[2].parent / "shared" / "seed"


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed page (../shared/seed) is not on this machine")
def test_seed_page_tells_of_two_captives_and_of_the_swap_offered_for_them() -> None:
    text = next(iter(sorted(SEED.glob("*.txt")))).read_text(encoding="utf-8")
    article, ref = document({"text": text, "lang": "en", "date": "2025-01-13"})
    verdicts = Engine.load().examine(article, ref)
    found = score_form(verdicts)
    capture, swap = found["foreign_troop_capture"], found["prisoner_swap"]
    assert capture["alert"]
    assert capture["countries"]["captor"] == ["UA"]
    assert capture["countries"]["nationality"] == ["KP"]
    assert capture["counts"] == [2]
    assert capture["place"] == "Kursk Oblast"
    assert swap["alert"]
    assert swap["status"] == "offered"
    assert set(swap["countries"]["parties"]) >= {"UA", "KP"}
    assert 11_000 not in capture["counts"] + swap["counts"]

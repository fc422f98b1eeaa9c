"""The page that the first idea of frontwire was told on, read as a whole: it is not part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontwire.detect import Engine, document, score_form
from frontwire_cli.scan import articles_of, examine

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


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed page (../shared/seed) is not on this machine")
def test_a_desk_is_told_both_events_of_the_seed_page_with_their_facts() -> None:
    """The way of `frontwire scan`: page, article, matches, alerts."""
    engine = Engine.load()
    articles = [article for path in SEED.glob("*.txt") for article in articles_of(str(path))]
    alerts = {alert.topic: alert for article in articles for alert in examine(engine, article, "seed").alerts}
    capture, swap = alerts["foreign_troop_capture"], alerts["prisoner_swap"]
    assert capture.headline == "Ukraine says it captured 2 North Korean soldiers in Kursk"
    assert capture.status == "claimed"
    assert capture.facts.codes("fights_for") == ("RU",)
    assert any("two North Korean" in quote.text for quote in capture.quotes)
    assert swap.status == "offered"
    assert (swap.facts.codes("by"), swap.facts.codes("to"), swap.facts.codes("held_by")) == (("UA",), ("KP",), ("RU",))
    assert 11_000 not in [count.value for alert in alerts.values() for count in alert.facts.counts]

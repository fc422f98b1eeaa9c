"""Captives told in words that no frame knows."""

from __future__ import annotations

import pytest

from frontwire.detect import Engine, capture, document, weighing
from frontwire.detect.findings import Fired
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


def test_who_verifies_a_capture_holds_nobody(engine: Engine) -> None:
    found = examine(
        engine,
        "Seoul's spies have confirmed capture of two North Koreans",
        "South Korea's intelligence agency has confirmed that Ukrainian troops took two wounded soldiers of the North prisoner.",
        "2025-01-12",
    )
    assert found is not None
    assert found.match is not None
    assert found.match.status == "confirmed"
    assert found.match.facts.codes("captor") == ("UA",)
    assert found.match.facts.codes("nationality") == ("KP",)


@pytest.mark.parametrize(
    ("title", "text", "date", "nation"),
    [
        (
            "Fijian peacekeepers seized on Golan",
            "Forty-three soldiers from Fiji were detained by Syrian rebels near the crossing, the UN said.",
            "2014-08-28",
            "FJ",
        ),
        (
            "Romanian fighters for Congo surrender",
            "Some 280 Romanian mercenaries laid down their arms to M23 rebels after the fall of Goma.",
            "2025-01-29",
            "RO",
        ),
        (
            "Kenyan athlete gives himself up",
            "He surrendered to Ukrainian troops after a week in the Russian army.",
            "2025-09-17",
            "KE",
        ),
    ],
)
def test_captives_of_many_wars_are_found(engine: Engine, title: str, text: str, date: str, nation: str) -> None:
    found = examine(engine, title, text, date)
    assert found is not None
    assert found.match is not None
    assert nation in found.match.facts.codes("nationality")


ARTICLE = (
    "Nepali men keep leaving for the front",
    "\n\n".join(
        (
            "Brokers in Kathmandu still sell jobs as guards in Russia, the police chief told parliament on Monday.",
            "At least forty citizens have been killed in the Russian army since the invasion of Ukraine, he said.",
            "Ukrainian forces captured sixty Russian soldiers near the border last week, the general staff in Kyiv said.",
            "A new film about Nepali soldiers taken prisoner by the Japanese in the Second World War opens on Friday.",
            "Moscow police arrested two Nepali students over forged papers.",
        )
    ),
    "2025-06-02",
)


def test_a_whole_article_of_background_own_soldiers_and_history_alerts_nobody_and_says_why(engine: Engine) -> None:
    title, text, date = ARTICLE
    found = examine(engine, title, text, date)
    assert found is None or found.match is None
    judgements = engine.judgements(*document({"title": title, "text": text, "date": date}))
    guards = {held.guard for judgement, _ in judgements for held in judgement.held}
    assert "own_side" in guards


def test_a_captor_alone_claims_and_evidence_confirms(engine: Engine) -> None:
    date = "2025-12-13"
    alone = examine(engine, "", "M23 says it has captured dozens of Burundian soldiers near Uvira.", date)
    shown = examine(
        engine,
        "",
        "M23 says it has captured dozens of Burundian soldiers near Uvira. A video shows them by a lorry.",
        date,
    )
    assert [one.match.status for one in (alone, shown) if one and one.match] == ["claimed", "confirmed"]


def test_the_work_grows_with_the_length_of_an_article(engine: Engine) -> None:
    paragraph = (
        "Ukrainian marines captured two North Korean soldiers near the village, the staff said. They are held in Kyiv."
    )
    asked = []
    for times in (20, 40):
        findings = engine.findings(*document({"text": "\n\n".join([paragraph] * times), "date": "2025-01-12"}))
        bounds = [capture._surroundings(findings, [Fired("took_troops", bound)]) for bound in findings.reading.bounds]
        asked.append(sum(map(len, bounds)))
    assert asked[1] < 2.3 * asked[0]


def test_nations_of_one_list_are_all_told(engine: Engine) -> None:
    found = examine(
        engine,
        "Ukraine shows captured mercenaries",
        "The fighters from Nepal, Cuba, Somalia and Ghana were taken prisoner by Ukrainian troops while fighting for Russia.",
        "2024-03-15",
    )
    assert found is not None
    assert found.match is not None
    assert set(found.match.facts.codes("nationality")) >= {"NP", "CU", "SO", "GH"}

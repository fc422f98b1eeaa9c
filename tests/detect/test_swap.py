"""What a report of a swap shows: the sentence that tells of it, its sides and its numbers."""

from __future__ import annotations

import pytest

from frontwire.detect import Engine, document
from frontwire.models import Match

ENGINE = Engine.load().only(["prisoner_swap"])


def found(text: str, title: str = "", lang: str = "en", date: str = "2025-01-15") -> Match | None:
    verdicts = ENGINE.examine(*document({"id": "a", "title": title, "text": text, "lang": lang, "date": date}))
    return next((one.match for one in verdicts if one.match), None)


def test_evidence_is_what_happened_and_no_last_time() -> None:
    told = "Thirty Ukrainian and thirty Russian prisoners of war went home on Wednesday in an exchange at the border."
    match = found(
        f"{told}\nMany of them are ill.\nThe two countries last exchanged prisoners on 30 December.",
        "Thirty for thirty: Kyiv and Moscow exchange prisoners",
    )
    assert match is not None
    assert match.evidence[0].text == told
    assert all("last exchanged" not in span.text for span in match.evidence)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "The group let 40 captives go on Friday. It had freed 20 more a week ago, the Houthis said.",
            "Yemen's Houthis free 40",
        ),
        ("Army troops freed 60 hostages of Boko Haram in Nigeria.", "Nigeria: soldiers rescue 60 captives"),
        ("Pupils brought toy soldiers and took home others.", "Swap shop: captive dolls exchanged"),
        ("Washington and Beijing lower duties on chips, an exchange that keeps tariffs captive.", ""),
    ],
)
def test_one_release_and_everyday_swaps_are_no_exchange(text: str, title: str) -> None:
    assert found(text, title) is None


def test_a_mention_far_down_alerts_only_with_numbers() -> None:
    filler = " ".join(
        f"The minister spoke of bread in town number {word}." for word in ("one", "two", "three", "four", "five", "six")
    )
    assert found(f"{filler} Some in Kyiv hope for a prisoner exchange with Russia.") is None
    assert found(f"{filler} Kyiv and Moscow exchanged 40 prisoners on Tuesday.") is not None


def test_who_holds_for_a_people_is_a_side() -> None:
    match = found(
        "Three Israeli captives and 90 Palestinian prisoners were exchanged on Sunday. Hamas had threatened to stop.",
        "Israel frees 90 Palestinians for three captives",
    )
    assert match is not None
    assert {"IL", "HAMAS"} <= set(match.facts.codes("parties"))


def test_who_is_asked_for_behind_an_if_offers_nothing() -> None:
    match = found("Ukraine offers to hand over North Korean soldiers if Russia releases Ukrainian prisoners.")
    assert match is not None
    assert match.facts.codes("by") == ("UA",)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("No agreement has been reached yet on an exchange of prisoners between Kyiv and Moscow.", "negotiating"),
        ("The delayed exchange of prisoners between Kyiv and Moscow took place on Friday.", "completed"),
        ("The exchange of prisoners between Kyiv and Moscow did not take place on Friday.", "refused"),
        ("Kyiv and Moscow discussed the exchange of wounded prisoners.", "negotiating"),
        ("Next week Kyiv and Moscow will exchange wounded prisoners.", "agreed"),
    ],
)
def test_the_state_of_a_swap(text: str, status: str) -> None:
    match = found(text)
    assert match is not None
    assert match.status == status


@pytest.mark.parametrize(
    ("title", "text", "lang", "status"),
    [
        (
            "В Йемене начат обмен пленными",
            "Стороны приступили к реализации соглашения об обмене пленными. Всего будут освобождены 600 человек.",
            "ru",
            "completed",
        ),
        ("", "정부와 후티 반군의 포로 교환 합의에 따라 석방된 병사들이 공항에 도착했다.", "ko", "completed"),
        (
            "Kremlin does not rule out prisoner swap",
            "Moscow has not ruled out exchanging the American for a Russian held in the United States; talks are under way.",
            "en",
            "negotiating",
        ),
        (
            "«Найманці не підлягають обміну»",
            "Росія заявила, що полонені найманці не підлягають обміну з Україною.",
            "uk",
            "refused",
        ),
    ],
)
def test_a_deed_outweighs_its_deal_and_an_open_door_is_no_refusal(
    title: str, text: str, lang: str, status: str
) -> None:
    match = found(text, title, lang)
    assert match is not None
    assert match.status == status

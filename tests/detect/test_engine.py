"""The engine on whole stories: who, how many, where, when and with what status."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from frontwire.detect import Engine
from frontwire.models import Article, ArticleRef, Match, Stamp


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def article(title: str, text: str, language: str = "", day: str = "2025-01-13") -> tuple[Article, ArticleRef]:
    published = datetime.fromisoformat(day).replace(tzinfo=UTC)
    page = Article(
        url="https://example.org/1", title=title, text=text, language=language, published=Stamp(day, published)
    )
    return page, ArticleRef(id="a1", url=page.url, title=title, published=published)


def matches(engine: Engine, title: str, text: str, language: str = "") -> dict[str, Match]:
    verdicts = engine.examine(*article(title, text, language))
    return {verdict.topic: verdict.match for verdict in verdicts if verdict.match}


OFFERS = {
    "en": (
        "Kyiv ready to trade captured North Koreans for its people in Russian hands",
        "Ukraine's president said on Sunday that his country was ready to hand over the two North Korean soldiers it had taken "
        "prisoner in the Kursk region in exchange for Ukrainian prisoners held in Russia.\n\n"
        "Western officials believe that up to 11,000 North Korean troops are deployed in the Kursk region.",
    ),
    "uk": (
        "Київ готовий обміняти полонених солдатів КНДР на українців",
        "Президент України сказав у неділю, що держава готова передати двох північнокорейських солдатів, яких взяли в полон у "
        "Курській області, в обмін на українських полонених, яких утримують у Росії.\n\n"
        "За оцінками Заходу, в Курській області розміщено до 11 000 військових КНДР.",
    ),
    "ru": (
        "Киев готов обменять пленных солдат КНДР на украинцев",
        "Президент Украины сказал в воскресенье, что страна готова передать двух северокорейских солдат, взятых в плен в Курской "
        "области, в обмен на украинских пленных, которых удерживают в России.\n\n"
        "По оценкам Запада, в Курской области размещены до 11 000 военных КНДР.",
    ),
    "ko": (
        "우크라이나 “북한군 포로, 러시아에 억류된 우리 국민과 교환할 준비”",
        "우크라이나 대통령은 12일 쿠르스크에서 생포한 북한군 병사 두 명을 러시아에 억류된 우크라이나 포로와 교환할 준비가 돼 있다고 말했다.\n\n"
        "서방은 쿠르스크에 최대 1만1천 명의 북한군이 배치된 것으로 본다.",
    ),
}


@pytest.mark.parametrize("language", OFFERS)
def test_an_offer_to_exchange_foreign_captives_is_a_capture_and_a_swap(engine: Engine, language: str) -> None:
    found = matches(engine, *OFFERS[language], language)

    capture = found["foreign_troop_capture"].facts
    assert capture.codes("captor") == ("UA",)
    assert capture.codes("nationality") == ("KP",)
    assert capture.codes("fights_for") == ("RU",)
    assert [count.value for count in capture.captives()] == [2]
    assert "kursk-oblast" in [place.id for place in capture.places]

    swap = found["prisoner_swap"]
    assert swap.status == "offered"
    assert {"UA", "RU"} <= set(swap.facts.codes("parties"))
    assert "RU" in swap.facts.codes("held_by")
    assert 11000 not in [count.value for count in swap.facts.captives()]
    assert swap.facts.when is not None
    assert swap.facts.when.date == "2025-01-12"


def test_evidence_is_whole_sentences_of_the_content(engine: Engine) -> None:
    page, ref = article(*OFFERS["en"], "en")
    for verdict in engine.examine(page, ref):
        assert verdict.match is not None
        assert verdict.match.evidence[0].text.endswith("held in Russia.")
        for span in verdict.match.evidence:
            assert page.content[span.start : span.end] == span.text


def test_ordinary_news_gives_no_verdict(engine: Engine) -> None:
    page = article("Rain expected across the north", "Heavy showers will cross the region on Friday, forecasters said.")
    assert engine.examine(*page) == ()

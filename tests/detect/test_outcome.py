"""Who says so."""

from __future__ import annotations

import pytest

from frontwire.detect import Engine
from frontwire.models import Article, ArticleRef

ENGINE = Engine.load().only(["foreign_troop_capture"])


def told_by(role: str, text: str, language: str) -> tuple[str, ...]:
    article = Article(url="https://desk.example/a", title="", text=text, language=language)
    ref = ArticleRef(id="a", url=article.url, title="", language=language)
    match = ENGINE.examine(article, ref)[0].match
    assert match
    return match.facts.codes(role)


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("Ukraine captured two North Korean soldiers in Russia's Kursk region, the president said.", "en", ()),
        ("Ukraine said its forces captured two North Korean soldiers.", "en", ("UA",)),
        ("Two North Korean soldiers were captured by Ukraine, South Korea said.", "en", ("KR",)),
        ("The captured North Korean soldiers said that they were taken to Kyiv; Ukraine holds them.", "en", ()),
        ("Україна повідомила, що взяла в полон двох північнокорейських солдатів.", "uk", ("UA",)),
        ("Украинские военные сообщили, что взяли в плен двух солдат КНДР.", "ru", ("UA",)),
    ],
)
def test_a_side_speaks_by_its_name_and_not_through_captives_or_places(
    text: str, language: str, codes: tuple[str, ...]
) -> None:
    assert told_by("says", text, language) == codes


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        (
            "South Korea's spy agency on Sunday confirmed that Ukraine captured two North Korean soldiers.",
            "en",
            ("KR",),
        ),
        (
            "The capture of two North Korean soldiers by Ukraine was confirmed by the South Korean government.",
            "en",
            ("KR",),
        ),
        (
            "Nepal has not commented but its embassy confirmed that two Nepali fighters were captured by Ukraine.",
            "en",
            ("NP",),
        ),
        ("Kenya is verifying a report that a Kenyan national fighting for Russia was captured by Ukraine.", "en", ()),
        ("North Korea has not yet officially confirmed that Ukraine captured two North Korean soldiers.", "en", ()),
        ("North Korea declined to confirm that Ukraine captured two North Korean soldiers.", "en", ()),
        ("Ukraine released a video of two North Korean soldiers whom it captured.", "en", ()),
        (
            "Південна Корея офіційно підтвердила, що Україна взяла в полон двох північнокорейських солдатів.",
            "uk",
            ("KR",),
        ),
        ("Південна Корея не підтвердила, що Україна взяла в полон двох північнокорейських солдатів.", "uk", ()),
        ("В Сеуле подтвердили, что Украина взяла в плен двух северокорейских солдат.", "ru", ("KR",)),
        ("한국 국정원은 우크라이나군이 북한군 2명을 생포한 사실을 확인했다고 밝혔다.", "ko", ("KR",)),
        ("북한은 북한군 2명이 우크라이나군에 생포됐다고 확인한 바 없다.", "ko", ()),
    ],
)
def test_who_confirms_says_so_firmly(text: str, language: str, codes: tuple[str, ...]) -> None:
    assert told_by("confirms", text, language) == codes


@pytest.mark.parametrize(
    ("text", "language", "role", "codes"),
    [
        # A denial in a sentence of its own, by a spokesman with rank and name.
        (
            "Congo's army showed two captured Rwandan soldiers to reporters. "
            "Rwanda Defence Force spokesman Lt Col Jean-Paul Kabera on Sunday denied that the men are its own.",
            "en",
            "denies",
            ("RW",),
        ),
        (
            "M23 rebels captured dozens of Tanzanian soldiers near Sake. The government in Dodoma rejected this.",
            "en",
            "denies",
            ("TZ",),
        ),
        (
            "M23 rebels captured ten Malawian soldiers near Sake, it said. Lilongwe called the claim a fabrication.",
            "en",
            "denies",
            ("MW",),
        ),
        ("Армия Конго взяла в плен двух солдат Руанды. Кигали это отвергает.", "ru", "denies", ("RW",)),
        ("Армія Конго взяла в полон двох солдатів Руанди. У Кігалі це назвали вигадкою.", "uk", "denies", ("RW",)),
        ("콩고군이 르완다 군인 2명을 생포했다. 르완다 국방부는 이를 부인했다.", "ko", "denies", ("RW",)),
        # Something else that is denied, and what is not denied.
        (
            "Ukraine captured two Nepali fighters in Donetsk. Moscow denied that prices of bread will rise in June.",
            "en",
            "denies",
            (),
        ),
        ("Ukraine captured two Nepali fighters. Nepal did not deny the report.", "en", "denies", ()),
        # A confirmation beside the event: by officials in a capital, of who the captives are.
        (
            "Ukraine captured a Senegalese man who fought for Russia. Officials in Dakar confirmed his identity.",
            "en",
            "confirms",
            ("SN",),
        ),
        (
            "Ukraine captured two Moroccan fighters near Pokrovsk. Rabat has identified one of the captives.",
            "en",
            "confirms",
            ("MA",),
        ),
        ("Украина взяла в плен гражданина Ганы. В Аккре подтвердили личность пленного.", "ru", "confirms", ("GH",)),
    ],
)
def test_who_answers_a_report_is_heard_beside_it(text: str, language: str, role: str, codes: tuple[str, ...]) -> None:
    assert told_by(role, text, language) == codes

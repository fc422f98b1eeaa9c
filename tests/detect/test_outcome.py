"""Who says so."""

from __future__ import annotations

import pytest

from frontwire.detect import Engine
from frontwire.models import Article, ArticleRef

ENGINE = Engine.load().only(["foreign_troop_capture"])


def speakers(text: str, language: str = "en") -> tuple[str, ...]:
    article = Article(url="https://desk.example/a", title="", text=text, language=language)
    ref = ArticleRef(id="a", url=article.url, title="", language=language)
    match = ENGINE.examine(article, ref)[0].match
    assert match
    return match.facts.codes("says")


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
    assert speakers(text, language) == codes

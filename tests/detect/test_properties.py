"""What holds for every text: spans lie inside it, the same text gives the same verdicts, and neither look-alike letters
nor another paragraph make an alert go away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.fuzz_detect import spans
from frontwire.detect import Engine
from frontwire.detect.reading import read
from frontwire.models import Article, ArticleRef, Stamp, Verdict

ALERTS = {
    "en": "Russia and Ukraine exchanged 300 prisoners of war on Friday. Each side released 150 soldiers.",
    "uk": "Україна та Росія обмінялися полоненими: додому повернулися 150 захисників. Обмін відбувся у п'ятницю.",
    "ru": "Россия и Украина обменялись пленными: домой вернулись 150 военных. Обмен прошёл в пятницу.",
    "ko": "러시아와 우크라이나가 포로 150명씩을 교환했다. 교환은 금요일에 이뤄졌다.",
    "capture": "Ukrainian soldiers captured two North Korean soldiers in the Kursk region on Saturday.",
}
UNRELATED = (
    "Rain is expected in the north at the weekend, with strong gusts along the coast.",
    "The orchestra will play three symphonies in the new hall, and tickets sold out within an hour.",
    "Учора в столиці відкрили нову станцію метро, нею скористалися перші пасажири.",
    "В музее открылась выставка старинных карт, которую готовили два года.",
    "서울의 한 공원에서 벚꽃 축제가 열려 시민들이 봄을 즐겼다.",
    "Bakers in the old town say that flour has become dearer since the spring.",
)
LOOKALIKES = {
    "a": "а",
    "e": "е",
    "o": "о",
    "p": "р",
    "c": "с",
    "x": "х",
    "а": "a",
    "е": "e",
    "о": "o",
    "с": "c",
    "і": "i",
}

words = st.sampled_from(
    [
        "prisoners",
        "swap",
        "exchange",
        "released",
        "captured",
        "soldiers",
        "Ukraine",
        "Russia",
        "Hamas",
        "Israel",
        "300",
        "two",
        "Britons",
        "bodies",
        "court",
        ".",
        ",",
        "said",
        "полонених",
        "обмін",
        "обмінялися",
        "солдатів",
        "Росія",
        "Україна",
        "пленных",
        "обмен",
        "вернули",
        "КНДР",
        "100",
        "포로",
        "교환",
        "북한군",
        "생포",
        "명",
        "러시아",
        "in",
        "by",
        "for",
        "of",
        "and",
        "from\u200b",
        "pri\xadsoner",
    ]
)
PUBLISHED = datetime(2025, 1, 13, tzinfo=UTC)
texts = st.lists(words, max_size=60).map(" ".join)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def examine(engine: Engine, text: str, title: str = "") -> tuple[Article, tuple[Verdict, ...]]:
    article = Article(url="", title=title, text=text, published=Stamp("", PUBLISHED))
    return article, engine.examine(article, ArticleRef(id="1", url="", title=title, published=PUBLISHED))


def alerts(engine: Engine, text: str, title: str = "") -> set[str]:
    return {verdict.topic for verdict in examine(engine, text, title)[1] if verdict.match}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts)
def test_spans_hold_the_words_that_they_name(engine: Engine, title: str, text: str) -> None:
    article, verdicts = examine(engine, text, title)
    for span in spans(verdicts):
        assert 0 <= span.start <= span.end <= len(article.content)
        assert article.content[span.start : span.end] == span.text


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(engine: Engine, text: str) -> None:
    article, verdicts = examine(engine, text + " prisoner swap ")
    for span in spans(verdicts):
        assert article.content[span.start : span.end] == span.text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts)
def test_the_same_text_gives_the_same_verdicts(engine: Engine, text: str) -> None:
    assert examine(engine, text) == examine(engine, text) == examine(Engine.load(), text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, st.lists(texts, max_size=3).map("\n\n".join))
def test_the_first_look_hides_nothing_that_a_full_reading_alerts(engine: Engine, title: str, text: str) -> None:
    article, verdicts = examine(engine, text, title)
    ref = ArticleRef(id="1", url="", title=title, published=PUBLISHED)
    full = {judged.topic.id for judged, _ in engine.judgements(article, ref) if judged.kept}
    assert {verdict.topic for verdict in verdicts if verdict.match} >= full


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts)
def test_the_first_look_finds_the_concepts_of_a_full_reading(engine: Engine, text: str) -> None:
    low = text.lower()
    assert engine.glance.concepts(low) == read(engine.lexicon, text, low, 0).present & engine.glance.asked


@pytest.mark.parametrize("language", ALERTS)
@pytest.mark.parametrize("other", UNRELATED)
def test_another_paragraph_turns_no_alert_off(engine: Engine, language: str, other: str) -> None:
    text = ALERTS[language]
    alone = alerts(engine, text)
    assert alone
    assert alerts(engine, f"{text}\n\n{other}") >= alone
    assert alerts(engine, f"{other}\n\n{text}") >= alone
    assert alerts(engine, f"{other}\n\n{other}\n\n{text}\n\n{other}") >= alone


@pytest.mark.parametrize("language", ALERTS)
@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u2060", "\ufeff"])
def test_invisible_characters_hide_nothing(engine: Engine, language: str, hidden: str) -> None:
    text = ALERTS[language]
    veiled = "".join(
        letter + hidden if letter.isalpha() and place % 3 == 0 else letter for place, letter in enumerate(text)
    )
    assert alerts(engine, veiled) == alerts(engine, text)


@pytest.mark.parametrize("language", ["en", "uk", "ru", "capture"])
def test_look_alike_letters_hide_nothing(engine: Engine, language: str) -> None:
    text = ALERTS[language]
    disguised = "".join(
        LOOKALIKES.get(letter, letter) if place % 4 == 0 else letter for place, letter in enumerate(text)
    )
    assert disguised != text
    assert alerts(engine, disguised) >= alerts(engine, text)


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_case_hides_nothing(engine: Engine, language: str) -> None:
    assert alerts(engine, ALERTS[language].upper()) == alerts(engine, ALERTS[language])


def test_a_match_is_known_by_article_and_topic(engine: Engine) -> None:
    first, again = (examine(engine, ALERTS["en"])[1][0].match for _ in range(2))
    assert first is not None
    assert again is not None
    assert first.id == again.id
    assert 0.0 <= first.score <= 1.0

"""How the work grows: with the length of a text, and with the number of topics. Ratios, because machines differ."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from frontwire.detect import Engine, topics
from frontwire.detect.compile import compile_topics
from frontwire.models import Article, ArticleRef

NEWS = [
    "The city council voted on Tuesday to repair the old bridge before the winter, and to close it to lorries until then.",
    "Міністерство освіти оприлюднило графік вступної кампанії, заяви прийматимуть з липня.",
    "Врачи советуют пить больше воды в жару и не выходить на улицу без головного убора.",
    "정부는 내년 예산안을 국회에 제출했고 의원들은 다음 주부터 심사를 시작한다.",
    "The company said that sales of its electric vans had doubled, and that a second factory would open in the spring.",
] * 20
WORDS = (
    "ferry",
    "volcano",
    "orchid",
    "glacier",
    "museum",
    "trolley",
    "lantern",
    "harvest",
    "comet",
    "violin",
    "saddle",
    "anchor",
    "pepper",
    "marble",
    "canyon",
    "kettle",
    "feather",
    "walnut",
    "meadow",
    "pigeon",
)


def engine_of(count: int) -> Engine:
    """An engine of so many topics of an analyst, each with words of its own."""
    texts = (
        f"title: Topic {n}\nall: [[{WORDS[n % 20]}{n}, {WORDS[(n + 7) % 20]}], [sank{n}, burned{n}, {WORDS[(n + 3) % 20]}]]"
        for n in range(count)
    )
    return Engine.of(compile_topics([topics.parse(text, f"t{n}") for n, text in enumerate(texts)]))


def seconds(work: Callable[[], object]) -> float:
    """The least time of three runs."""
    best = float("inf")
    for _ in range(3):
        start = time.thread_time()
        work()
        best = min(best, time.thread_time() - start)
    return best


def read_all(engine: Engine, texts: list[str]) -> None:
    for text in texts:
        engine.examine(Article(url="", title="", text=text), ArticleRef(id="1", url="", title=""))


def test_two_hundred_topics_cost_at_most_twice_what_ten_cost() -> None:
    few, many = engine_of(10), engine_of(200)
    assert seconds(lambda: read_all(many, NEWS)) <= 2 * seconds(lambda: read_all(few, NEWS)) + 0.002


def test_ordinary_news_is_put_aside_at_a_fraction_of_a_full_reading() -> None:
    engine = Engine.load()
    alert = ["Russia and Ukraine exchanged 300 prisoners of war on Friday, each side released 150 soldiers."] * len(
        NEWS
    )
    assert seconds(lambda: read_all(engine, NEWS)) * 4 < seconds(lambda: read_all(engine, alert))


@pytest.mark.parametrize(
    "piece", ["prisoner swap ", "released 5 soldiers and ", "포로 교환 ", "a\u200b", "((( ", "Russia and Ukraine "]
)
def test_hostile_texts_cost_linear_time(piece: str) -> None:
    engine = Engine.load()
    small, large = [piece * 200 + "prisoner swap."], [piece * 1000 + "prisoner swap."]
    assert seconds(lambda: read_all(engine, large)) <= 25 * seconds(lambda: read_all(engine, small)) + 0.05


def test_the_engine_loads_fast() -> None:
    assert seconds(Engine.load) < 0.25


def test_a_word_of_ten_thousand_signs_means_no_more_than_its_stems() -> None:
    """Learning a word must not cost the square of its length: what it may be is kept once, however often it holds it."""
    lexicon = Engine.load().lexicon
    once = lexicon.meanings["포로교환" * 2]
    assert once
    assert sorted(set(lexicon.meanings["포로교환" * 2500])) == sorted(lexicon.meanings["포로교환" * 2500])
    assert set(lexicon.meanings["포로교환" * 2500]) == set(once)

"""How the time per text grows with the number of topics, and what loading costs.

    python tools/measure_topics_speed.py

CPU time of one thread; the topics are simple ones with words of their own, the texts ordinary news.
"""

from __future__ import annotations

import time

from frontwire.detect import Engine, topics
from frontwire.detect.compile import compile_topics
from frontwire.models import Article, ArticleRef

NEWS = (
    "The city council voted on Tuesday to repair the old bridge before the winter, and to close it to lorries until then.",
    "Міністерство освіти оприлюднило графік вступної кампанії, заяви прийматимуть з липня.",
    "Врачи советуют пить больше воды в жару и не выходить на улицу без головного убора.",
    "정부는 내년 예산안을 국회에 제출했고 의원들은 다음 주부터 심사를 시작한다.",
)
COUNTS = (1, 10, 50, 100, 200)
ROUNDS = 300


def engine_of(count: int) -> Engine:
    """An engine of so many simple topics."""
    texts = [
        f"title: Topic {n}\nall: [[ferry{n}, boat{n}, пором{n}], [sank{n}, burned{n}, 침몰{n}]]" for n in range(count)
    ]
    return Engine.of(compile_topics([topics.parse(text, f"t{n}") for n, text in enumerate(texts)]))


def microseconds(engine: Engine) -> float:
    """The mean time of one text."""
    pages = [(Article(url="", title="", text=text), ArticleRef(id="1", url="", title="")) for text in NEWS]
    start = time.thread_time()
    for _ in range(ROUNDS):
        for article, ref in pages:
            engine.examine(article, ref)
    return (time.thread_time() - start) / ROUNDS / len(pages) * 1e6


def main() -> None:
    start = time.thread_time()
    shipped = Engine.load()
    print(f"loading {len(shipped.topics)} shipped topics: {(time.thread_time() - start) * 1e3:.1f} ms")
    print(f"shipped topics: {microseconds(shipped):.1f} microseconds a text")
    for count in COUNTS:
        print(f"{count:4} simple topics: {microseconds(engine_of(count)):.1f} microseconds a text")


if __name__ == "__main__":
    main()

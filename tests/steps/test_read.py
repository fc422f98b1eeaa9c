"""read: hostile links and pages fail alone, and what an article is cited by always fits a message and a row."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from frontwire import codec
from frontwire.detect import Engine
from frontwire.errors import FetchError
from frontwire.models import Link, Page, Validators
from frontwire.queues import Queue, ReadRequest
from frontwire.steps import read as step_module
from frontwire.steps.read import ReadStep
from frontwire_cli.inprocess import Account

NOW = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
WORDS = "Russia and Ukraine exchanged 115 prisoners of war each on Saturday, both sides said"
ROW_BYTES, MESSAGE_BYTES = 400_000, 262_144


class Site:
    """Pages by address; an exception in place of a page is raised, an event is waited for."""

    def __init__(self, pages: dict[str, str | Exception | threading.Event]) -> None:
        self.pages = pages

    def get(self, url: str, *, validators: Validators | None = None, accept: str = "") -> Page:
        page = self.pages[url]
        if isinstance(page, Exception):
            raise page
        if isinstance(page, threading.Event):
            page.wait(10)
            raise FetchError("too late", subject=url)
        return Page(url, url, 200, {"content-type": "text/html; charset=utf-8"}, page.encode(), NOW, "0" * 64)


def document(title: str, head: str = "", text: str = WORDS) -> str:
    body = f"<article><h1>{title}</h1><p>{text}.</p><p>The lists were agreed on with mediators.</p></article>"
    return f'<html lang="en"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


def request(name: str, title: str = "") -> ReadRequest:
    return ReadRequest(f"u:{name}", Link(address(name), title=title, summary=title, source="outlet", language="en"))


def address(name: str) -> str:
    return f"https://outlet.example/{name}"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load().only(("prisoner_swap",))


def reader(aws: Account, engine: Engine, pages: dict[str, str | Exception | threading.Event]) -> ReadStep:
    queue = Queue(aws.client("sqs"), aws.queues["AlertQueue"])
    return ReadStep(aws.store, queue, Site({address(name): page for name, page in pages.items()}), engine)


def test_an_endless_title_and_address_still_alert(aws: Account, engine: Engine) -> None:
    head = f'<link rel="canonical" href="https://outlet.example/{"x" * 300_000}">'
    step = reader(aws, engine, {"long": document(f"{WORDS}, {'again and again ' * 20_000}", head)})
    assert step.read(request("long"), NOW)["matches"] == 1
    (match,) = aws.messages()["AlertQueue"]
    assert match["article"]["url"] == address("long")
    assert len(codec.dump(match)) < MESSAGE_BYTES / 10


def test_a_page_of_nothing_but_numbers_still_fits(aws: Account, engine: Engine) -> None:
    text = ". ".join(f"{WORDS.replace('115', str(number))}" for number in range(100, 900))
    step = reader(aws, engine, {"many": document("A long list", text=text)})
    step.read(request("many"), NOW)
    for match in aws.messages().get("AlertQueue", []):
        assert len(codec.dump(match)) < MESSAGE_BYTES / 4
    assert all(len(row.get("body", "")) < ROW_BYTES / 10 for row in aws.rows().values())


def test_half_a_surrogate_pair_in_a_title_is_kept_out(aws: Account, engine: Engine) -> None:
    data = '{"@type": "NewsArticle", "headline": "\\ud800 Prisoners of war exchanged", "inLanguage": "en"}'
    head = f'<script type="application/ld+json">{data}</script>'
    step = reader(aws, engine, {"half": document("\uffff Prisoners of war exchanged", head)})
    assert step.read(request("half"), NOW)["matches"] == 1
    assert len(aws.messages()["AlertQueue"]) == 1


def test_a_page_that_breaks_the_extraction_leaves_the_feeds_own_words(
    aws: Account, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words: object, **more: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(step_module, "extract", broken)
    step = reader(aws, engine, {"deep": document(WORDS)})
    assert step.read(request("deep", WORDS), NOW) == {"articles": 1, "matches": 1, "from_feed": 1}
    reading = aws.store.news.reading("u:deep")
    assert reading is not None
    assert "RecursionError: too deep" in reading.note


def test_what_breaks_one_fetch_leaves_the_others_of_the_batch_alone(aws: Account, engine: Engine) -> None:
    step = reader(aws, engine, {"odd": ValueError("not thought of"), "good": document(WORDS)})
    step.fetch_ahead([request("odd", WORDS), request("good")], 5.0)
    assert step.read(request("good"), NOW)["matches"] == 1
    assert step.read(request("odd", WORDS), NOW)["from_feed"] == 1


def test_a_host_that_never_ends_its_answer_is_postponed(aws: Account, engine: Engine) -> None:
    stuck = threading.Event()
    step = reader(aws, engine, {"slow": stuck, "good": document(WORDS)})
    step.fetch_ahead([request("slow", WORDS), request("good")], 0.2)
    assert step.read(request("good"), NOW)["matches"] == 1
    with pytest.raises(FetchError, match="in the time that a batch has"):
        step.read(request("slow", WORDS), NOW)
    stuck.set()


@pytest.mark.parametrize("url", ["https://desk.example/rss#fw-entry-AbCdEfGhIjKl", "https://t.me/desk/15?single"])
def test_an_entry_that_is_all_there_is_asks_for_no_page(aws: Account, engine: Engine, url: str) -> None:
    """The address of an entry without a page is its feed's: read as a page, all its entries would be one article."""
    step = reader(aws, engine, {})  # any page that is asked for would be a KeyError
    asked = ReadRequest("g:whole", Link(url, "15", "Exchange", WORDS, source="desk"))
    step.fetch_ahead([asked], 5.0)
    assert step.read(asked, NOW) == {"articles": 1, "matches": 1, "from_feed": 1}
    (match,) = aws.messages()["AlertQueue"]
    assert (match["article"]["url"], match["article"]["language"]) == (url, "en")  # where the feed names none

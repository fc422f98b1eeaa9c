"""Articles of real events in four languages, through detection and stories: pinned floors, to be raised and never lowered."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.replay import in_time_order, replay, stories
from bench.stories_score import b_cubed, read, score

SETS = Path(__file__).parent.parent / "data" / "stories"
FILES = ("dev.jsonl", "held.jsonl", "fresh.jsonl", "aside.jsonl", "late.jsonl", "last.jsonl", "whole.jsonl")


@pytest.fixture(scope="module")
def docs():
    return [doc for name in FILES for doc in read(SETS / name)]


def test_stories_are_the_events(docs):
    result = score(docs)
    assert result.events >= 60
    assert result.f1 >= 0.99
    assert result.f1_matched >= 0.995
    assert result.missed_events == ()
    assert result.needless <= 1.3
    assert result.missed_updates == ()


def test_every_event_has_several_articles_in_several_languages(docs):
    events = {doc["event"] for doc in docs} - {""}
    for event in events:
        told = [doc for doc in docs if doc["event"] == event]
        assert len(told) >= 4
        assert len({doc["lang"] for doc in told}) >= 2


def test_the_order_of_the_input_does_not_matter(docs):
    some = docs[:40]
    assert stories(some) == stories(some[::-1])


def test_an_alert_names_its_document_and_says_why(docs):
    ids = {doc["id"] for doc in docs}
    alerts = replay(docs[:30])
    assert alerts
    assert set(alerts[0]) == {"story", "kind", "doc", "topic", "status", "headline", "reason"}
    assert all(alert["doc"] in ids and alert["headline"] and alert["reason"] for alert in alerts)


def test_documents_may_be_bare():
    assert replay([{"id": "x", "text": "Nothing of note."}]) == []
    assert stories([{"id": "x", "text": "Nothing of note.", "date": "someday"}]) == {"x": None}


def test_dates_in_the_form_of_feeds_are_read():
    docs = [
        {"id": "late", "text": "x", "date": "Sun, 12 Jan 2025 10:00:00 +0200"},
        {"id": "early", "text": "x", "date": "2025-01-11"},
        {"id": "none", "text": "x"},
    ]
    assert [doc["id"] for _, doc in in_time_order(docs)] == ["none", "early", "late"]


def test_b_cubed():
    truth = {"a": "1", "b": "1", "c": "2"}
    assert b_cubed(truth, truth) == (1.0, 1.0, 1.0)
    precision, recall, _ = b_cubed(truth, {"a": "x", "b": "x", "c": "x"})
    assert (round(precision, 3), recall) == (0.556, 1.0)
    precision, recall, _ = b_cubed(truth, {"a": "x", "b": "y", "c": "z"})
    assert (precision, round(recall, 3)) == (1.0, 0.667)

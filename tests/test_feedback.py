"""What readers' verdicts add up to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from bench.replay import steps
from bench.stories_score import read
from frontwire import feedback
from frontwire.detect import Engine
from frontwire.detect.compile import TOPICS, load_folder
from frontwire.detect.examples import check_examples
from frontwire.detect.topics import Example
from frontwire.models import Feedback
from frontwire.web import stories_page
from tests.channels.samples import CAPTURE, CONFIRMED

NOW = datetime(2025, 1, 11, 13, 0, tzinfo=UTC)


def said(alert: str, what: Literal["relevant", "not_relevant"], user: str, topic: str = "swap") -> Feedback:
    return Feedback(alert, "s", topic, "desk", what, user, user, NOW)


VERDICTS = [
    said("a-1", "relevant", "U1"),
    said("a-1", "relevant", "U2"),
    said("a-1", "not_relevant", "U3"),
    said("a-2", "not_relevant", "U1"),
    said("a-3", "relevant", "U1"),
    said("a-3", "not_relevant", "U2"),
    said("a-4", "relevant", "U1", "capture"),
]


def test_precision_counts_alerts_not_presses() -> None:
    capture, swap = feedback.precision(VERDICTS)
    assert (capture.topic, capture.share) == ("capture", 1.0)
    assert (swap.relevant, swap.not_relevant, swap.disputed, swap.share) == (1, 1, 1, 0.5)
    assert feedback.precision([]) == []
    assert feedback.Precision("swap", disputed=2).share is None


def test_judged_alerts_become_examples_that_a_topic_file_can_hold() -> None:
    judged: dict[str, feedback.Judged] = {CAPTURE.id: "relevant", CONFIRMED.id: "not_relevant", "gone": "relevant"}
    (lists,) = feedback.examples([CAPTURE, CONFIRMED], judged).values()
    (right,), (wrong,) = lists["match"], lists["ignore"]
    assert right["title"] == CAPTURE.articles[0].title
    assert right["text"] == CAPTURE.quotes[0].text
    assert (right["date"], right["lang"]) == ("2025-01-11", "en")
    fields = set(Example.__struct_fields__)
    assert set(right) | set(wrong) <= fields
    assert feedback.examples([replace(CAPTURE, id="other")], judged) == {}


def test_examples_of_real_alerts_pass_as_the_topics_own() -> None:
    """Each alert of a stream, judged relevant, is an example that `topics test` finds fulfilled."""
    docs = read(Path(__file__).parent / "data" / "stories" / "held.jsonl")
    alerts = [step.decision.alert for step in steps(docs) if step.decision.alert]
    found = feedback.examples(alerts, {alert.id: "relevant" for alert in alerts})
    assert set(found) == {"prisoner_swap", "foreign_troop_capture"}
    engine = Engine.load()
    for topic in load_folder(TOPICS):
        made = [Example(match=True, **one) for one in found.get(topic.id, {}).get("match", [])]
        assert check_examples(replace(topic, examples=made), engine) == []


def test_the_page_shows_how_right_the_alerts_were() -> None:
    page = stories_page([], now=NOW, judged=feedback.precision(VERDICTS))
    assert "How right the alerts were" in page
    assert "50%" in page
    assert "How right" not in stories_page([], now=NOW)

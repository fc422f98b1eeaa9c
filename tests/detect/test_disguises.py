"""Every text that alerts, of every topic and language, alerts however it is written and whatever stands around it."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontwire.detect import Engine, document
from frontwire.detect.compile import TOPICS, load_folder
from frontwire.models import Verdict
from tests.detect.test_properties import LOOKALIKES, UNRELATED, spans
from tools.measure_topics import FOLDER

Disguise = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text that tells of a topic, as written in the topic's examples or among the passages."""

    topic: str
    text: str
    title: str = ""
    date: str = "2025-12-01"


def samples() -> list[Sample]:
    examples = [
        Sample(topic.id, one.text, one.title, one.date or "2025-12-01")
        for topic in load_folder(TOPICS)
        for one in topic.examples
        if one.match
    ]
    passages = [
        Sample(path.stem, text)
        for path in sorted(FOLDER.glob("*.yaml"))
        for kinds in yaml.safe_load(path.read_text(encoding="utf-8")).values()
        for text in kinds["match"]
    ]
    return examples + passages


def examined(sample: Sample, text: str) -> tuple[str, tuple[Verdict, ...]]:
    """The content that was read, and the verdicts."""
    article, ref = document({"text": text, "title": sample.title, "date": sample.date})
    return article.content, ENGINE.examine(article, ref)


def told(sample: Sample, text: str) -> set[str]:
    return {verdict.topic for verdict in examined(sample, text)[1] if verdict.match}


def sprinkled(sign: str) -> Disguise:
    """Letters with a sign behind some of them."""

    def disguise(text: str, chance: random.Random) -> str:
        return "".join(sign_ + sign if (sign_.isalpha() and chance.random() < 0.4) else sign_ for sign_ in text)

    return disguise


def exchanged(others: dict[str, str], share: float = 1.0) -> Disguise:
    """Signs replaced by others, each time by chance."""
    return lambda text, chance: "".join(others.get(sign, sign) if chance.random() < share else sign for sign in text)


FULL_WIDTH = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
DISGUISES: dict[str, Disguise] = {
    "zero width space": sprinkled("\u200b"),
    "zero width joiner": sprinkled("\u200d"),
    "soft hyphen": sprinkled("\u00ad"),
    "word joiner": sprinkled("\u2060"),
    "byte order mark": sprinkled("\ufeff"),
    "variation selector": sprinkled("\ufe0f"),
    "accents of stress": sprinkled("\u0301"),
    "decomposed": lambda text, _: unicodedata.normalize("NFD", text),
    "full width": exchanged(FULL_WIDTH),
    "look-alikes": lambda text, chance: "".join(
        LOOKALIKES.get(sign, sign) if chance.random() < 0.25 else sign for sign in text
    ),
    "odd spaces": exchanged({" ": "\u00a0"}, 0.5),
    "thin spaces": exchanged({" ": "\u2009"}, 0.5),
    "ideographic spaces": exchanged({" ": "\u3000"}, 0.5),
    "odd quotes": exchanged({'"': "\u201e", "'": "\u2019", "«": "“", "»": "”", "’": "'"}),
    "odd apostrophes": exchanged({"'": "\u02bc", "’": "\u02bc"}),
    "odd dashes": exchanged({"-": "\u2011", "–": "\u2014", "—": "\u2212"}),
    "double spaces": exchanged({" ": "  "}, 0.3),
    "capitals": lambda text, _: text.upper(),
}
ENGINE = Engine.load()
SAMPLES = [sample for sample in samples() if sample.topic in told(sample, sample.text)]
no_deadline = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_the_samples_are_of_every_topic_and_language() -> None:
    assert len(SAMPLES) >= 200
    assert {sample.topic for sample in SAMPLES} == {topic.id for topic in ENGINE.topics if not topic.own}


@pytest.mark.parametrize("name", DISGUISES)
def test_no_disguise_blinds_any_topic(name: str) -> None:
    chance = random.Random(name)
    lost = [
        (sample.topic, text)
        for sample in SAMPLES
        if sample.topic not in told(sample, text := DISGUISES[name](sample.text, chance))
    ]
    assert not lost, f"{len(lost)} of {len(SAMPLES)} are lost: {lost[:3]}"


@no_deadline
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.sampled_from(UNRELATED), max_size=3),
    st.lists(st.sampled_from(UNRELATED), max_size=3),
    st.integers(0, 3),
)
def test_no_other_paragraph_turns_an_alert_off(sample: Sample, before: list[str], after: list[str], place: int) -> None:
    paragraphs = sample.text.split("\n\n")
    paragraphs[place:place] = before
    assert sample.topic in told(sample, "\n\n".join([*paragraphs, *after]))


@no_deadline
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.sampled_from(sorted(DISGUISES)), max_size=2),
    st.randoms(use_true_random=False),
)
def test_spans_cite_the_text_as_it_was_written(sample: Sample, names: list[str], chance: random.Random) -> None:
    text = sample.text
    for name in names:
        text = DISGUISES[name](text, chance)
    content, verdicts = examined(sample, text)
    for span in spans(verdicts):
        assert 0 <= span.start <= span.end <= len(content)
        assert content[span.start : span.end] == span.text
    assert examined(sample, text)[1] == verdicts

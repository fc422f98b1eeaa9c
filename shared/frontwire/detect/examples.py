"""A topic's own examples, run: each text must match or be ignored, with the status, facts and guard that it names."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct

from frontwire.detect.engine import Engine
from frontwire.detect.topics import Example, Topic
from frontwire.models import Article, ArticleRef, Match, Stamp, Verdict


class Failure(Struct, frozen=True):
    """An example that did not do what it says: where it stands (`line` of the topic's file), and what happened."""

    example: Example
    line: int
    message: str


def check_examples(topic: Topic, engine: Engine) -> list[Failure]:
    """The examples of a topic that fail under an engine which holds the topic."""
    failures: list[Failure] = []
    for example in topic.examples:
        verdict = _examined(topic, engine, example)
        failures.extend(Failure(example, example.line, message) for message in _wrong(example, verdict))
    return failures


def article_of(example: Example, topic: str = "") -> tuple[Article, ArticleRef]:
    """An example as an article; its date, if it has one, is the day of publication."""
    published = datetime.fromisoformat(example.date).replace(tzinfo=UTC) if example.date else None
    article = Article(
        url="",
        title=example.title,
        text=example.text,
        language=example.lang,
        published=Stamp(example.date, published, precision="day") if published else None,
    )
    return article, ArticleRef(id=f"{topic}:{example.line}", url="", title=example.title, published=published)


def _examined(topic: Topic, engine: Engine, example: Example) -> Verdict:
    verdicts = engine.examine(*article_of(example, topic.id))
    return next((verdict for verdict in verdicts if verdict.topic == topic.id), Verdict(topic.id))


def _wrong(example: Example, verdict: Verdict) -> list[str]:
    match = verdict.match
    if not example.match:
        if match:
            return [f"should be ignored, but {_names(verdict, 'frame')} fired"]
        if example.guard and example.guard not in _names(verdict, "guard").split(", "):
            return [f"should be held back by {example.guard}, but was by {_names(verdict, 'guard') or 'nothing'}"]
        return []
    if not match:
        held = _names(verdict, "guard")
        return [f"should match, but was held back by {held}" if held else "should match, but no frame fired"]
    return [*_wrong_status(example, match), *_wrong_facts(example, match)]


def _names(verdict: Verdict, kind: str) -> str:
    return ", ".join(reason.rule for reason in verdict.why if reason.kind == kind)


def _wrong_status(example: Example, match: Match) -> list[str]:
    if example.status in ("", match.status):
        return []
    return [f"should have the status {example.status}, but has {match.status}"]


def _wrong_facts(example: Example, match: Match) -> list[str]:
    facts = match.facts
    wrong = []
    counts = {count.value for count in facts.captives()}
    if not counts.issuperset(example.counts):
        wrong.append(f"should count {_listed(example.counts)}, but counts {_listed(sorted(counts))}")
    for role, codes in example.sides.items():
        if not set(facts.codes(role)).issuperset(codes):
            wrong.append(f"{role} should be {_listed(codes)}, but is {_listed(facts.codes(role))}")
    if example.place and example.place not in {place.id for place in facts.places}:
        wrong.append(f"place should be {example.place}, but is {_listed([place.id for place in facts.places])}")
    if example.when and (facts.when is None or facts.when.date != example.when):
        wrong.append(f"the day should be {example.when}, but is {facts.when.date if facts.when else 'unknown'}")
    return wrong


def _listed(values: object) -> str:
    return ", ".join(str(value) for value in values) or "nothing"  # type: ignore[attr-defined]

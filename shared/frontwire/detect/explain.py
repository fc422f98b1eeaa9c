"""Why a topic says what it says of a text: every frame, guard and cue that fired, and what each guard held back."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from frontwire.detect.engine import Engine
from frontwire.detect.verdict import verdict
from frontwire.models import Article, ArticleRef, Span, Verdict


class Step(Struct, frozen=True):
    """A rule that fired on some words. A frame is `held_by` a guard when one held it back there."""

    kind: Literal["frame", "guard", "cue"]
    rule: str
    span: Span | None
    held_by: str = ""


class Explanation(Struct, frozen=True):
    """All that one topic made of a text; `silent` names the frames that did not fire."""

    topic: str
    verdict: Verdict
    steps: tuple[Step, ...]
    silent: tuple[str, ...]


def explain(engine: Engine, article: Article, ref: ArticleRef, topic: str = "") -> list[Explanation]:
    """What each topic (or only this one) made of an article, silent topics included."""
    explained = []
    for judged, spans in engine.judgements(article, ref, (topic,) if topic else ()):
        steps = [Step("frame", one.frame, spans.of(one.hit)) for one in judged.kept]
        for held in judged.held:
            steps.append(Step("frame", held.fired.frame, spans.of(held.fired.hit), held.guard))
            steps.append(Step("guard", held.guard, spans.of(held.hit)))
        steps.extend(Step("cue", name, spans.of(hit)) for name, hit in judged.cues)
        fired = {step.rule for step in steps if step.kind == "frame"}
        silent = tuple(frame.name for frame in judged.topic.frames if frame.name not in fired)
        explained.append(Explanation(judged.topic.id, verdict(judged, spans, ref), tuple(steps), silent))
    return explained

"""From a judgement to what the rest of frontwire reads: a match with its facts, evidence and reasons, as spans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from frontwire.detect.clean import Clean
from frontwire.detect.findings import Fired
from frontwire.detect.judgement import Judgement, recalls
from frontwire.detect.reading import LEAD, Hit, Reading
from frontwire.models import ArticleRef, Facts, Match, Reason, Span, Verdict

EVIDENCE = 3
"""Sentences shown as evidence, at most."""


class Spans(Struct, frozen=True):
    """Words and characters of the cleaned text as spans of the article's content."""

    content: str
    cleaned: Clean
    reading: Reading

    def chars(self, start: int, end: int) -> Span:
        first, last = self.cleaned.span(start, end)
        return Span(first, last, self.content[first:last])

    def of(self, hit: Hit) -> Span | None:
        return self.chars(*self.reading.chars(hit)) if hit[0] < hit[1] else None

    def facts(self, facts: Facts) -> Facts:
        """Facts whose spans count in the cleaned text, with spans of the content."""
        if self.cleaned.text == self.content:
            return facts
        return Facts(
            sides=tuple(self._moved(side) for side in facts.sides),
            counts=tuple(self._moved(count) for count in facts.counts),
            places=tuple(self._moved(place) for place in facts.places),
            when=self._moved(facts.when) if facts.when else None,
        )

    def _moved(self, fact: Any) -> Any:
        return fact if fact.span is None else replace(fact, span=self.chars(fact.span.start, fact.span.end))


def _id_of(ref: ArticleRef, topic: str) -> str:
    from hashlib import sha256  # few articles match, and its import takes longer than most of ours

    return sha256(f"{ref.id}|{topic}".encode()).hexdigest()[:16]


def verdict(judged: Judgement, spans: Spans, ref: ArticleRef) -> Verdict:
    """The verdict of a topic; its match is None when nothing fired or guards held everything back."""
    topic = judged.topic
    guards = _once(Reason("guard", one.guard, spans.of(one.hit)) for one in judged.held)
    if not judged.kept:
        return Verdict(topic.id, None, guards)
    frames = _once(Reason("frame", one.frame, spans.of(one.hit)) for one in judged.kept)
    cues = _once(Reason("cue", name, spans.of(hit)) for name, hit in judged.cues)
    match = Match(
        id=_id_of(ref, topic.id),
        topic=topic.id,
        article=ref,
        status=judged.status,
        facts=spans.facts(judged.facts),
        evidence=_evidence(judged, spans),
        score=_score(judged.kept, spans.reading),
        severity=topic.severity,
        why=(*frames, *guards, *cues),
        opening=_opening(spans.content, len(ref.title)),
    )
    return Verdict(topic.id, match, match.why)


def _opening(content: str, title: int) -> int:
    """Where the first paragraph below the title ends."""
    start = next((number for number in range(title, len(content)) if not content[number].isspace()), len(content))
    end = content.find("\n", start)
    return len(content) if end < 0 else end


def _once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The first reason of each rule."""
    first: dict[tuple[str, str], Reason] = {}
    for reason in reasons:
        first.setdefault((reason.kind, reason.rule), reason)
    return tuple(first.values())


def _evidence(judged: Judgement, spans: Spans) -> tuple[Span, ...]:
    """Whole sentences: those of the text before the title, and of these first those that recall no older event, stand at the
    beginning, say the status and hold most frames; where few tell it, the first ones of the text follow."""
    reading = spans.reading
    loose = {frame.name for frame in judged.topic.frames if frame.loose}
    kept = [one for one in judged.kept if one.frame not in loose] or judged.kept
    frames: dict[int, set[str]] = {}
    for one in kept:
        frames.setdefault(reading.sentence_of(one.hit), set()).add(one.frame)

    said = {reading.sentence_of(hit) for _, hit in judged.cues}
    lead = reading.title_sentences() + LEAD

    def rank(number: int) -> tuple[bool, bool, bool, bool, int, int]:
        in_title = reading.sentences[number].start < reading.title_end
        older = recalls(judged.topic, reading, reading.bounds[number])
        return in_title, older, number >= lead, number not in said, -len(frames[number]), number

    ranked = sorted(frames, key=rank)
    if rank(ranked[0])[:2] > (False, False):  # the text tells it in other words than its title, or only an older event
        ranked[:0] = _like(reading, ranked[0])
    first = range(reading.title_sentences(), min(lead, len(reading.sentences)))
    ranked += [number for number in first if number not in ranked]  # what a headline only hints at stands there
    shown = [reading.sentences[number] for number in ranked[:EVIDENCE]]
    return tuple(spans.chars(sentence.start, sentence.end) for sentence in shown)


def _like(reading: Reading, number: int) -> list[int]:
    """The sentence of the beginning of the text that shares most concepts with this one, if any does."""
    first = reading.title_sentences()
    shared = {
        one: (reading.sentence_bits[one] & reading.sentence_bits[number]).bit_count()
        for one in range(first, min(first + LEAD, len(reading.sentences)))
        if one != number
    }
    best = max(shared, key=lambda one: shared[one], default=number)
    return [best] if shared.get(best) else []


def _score(kept: list[Fired], reading: Reading) -> float:
    """How sure the wording is, 0..1: more sentences and frames, and the title, make it surer."""
    sentences = {reading.sentence_of(one.hit) for one in kept}
    in_title = any(reading.sentences[number].start < reading.title_end for number in sentences)
    frames = len({one.frame for one in kept})
    return min(1.0, round(0.55 + 0.1 * min(len(sentences), 3) + 0.05 * min(frames, 2) + 0.2 * in_title, 3))

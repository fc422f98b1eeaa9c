"""What the topics say of an article."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from frontwire.detect import roles
from frontwire.detect.clean import Clean, clean
from frontwire.detect.findings import Findings, Fired
from frontwire.detect.program import Lexicon, Rule, needs
from frontwire.detect.reading import Hit, Reading, confirmed, find, present, read, rough_words
from frontwire.models import Article, ArticleRef, Facts, Match, Reason, Severity, Span, Verdict

SHIPPED = Path(__file__).parent.parent / "config" / "topics.json"
EVIDENCE = 3
"""Sentences shown as evidence, at most."""


@dataclass(frozen=True, slots=True)
class Frame:
    name: str
    scope: str
    rule: Rule
    needs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    name: str
    scope: str
    when: Rule
    unless: Rule | None
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    status: str
    scope: str
    when: Rule
    weight: float


@dataclass(frozen=True, slots=True)
class Program:
    """One topic, compiled. `trigger` holds, for each frame, the concepts of its first need."""

    id: str
    title: str
    severity: Severity
    roles: str
    default: str
    frames: tuple[Frame, ...]
    guards: tuple[Guard, ...]
    cues: tuple[Cue, ...]
    trigger: int


def _program(data: dict[str, Any]) -> Program:
    frames = tuple(Frame(name, scope, rule, tuple(needs(rule))) for name, scope, rule in data["frames"])
    trigger = 0
    for frame in frames:
        trigger |= frame.needs[0] if frame.needs else -1
    return Program(
        id=data["id"],
        title=data["title"],
        severity=data["severity"],
        roles=data["roles"],
        default=data["default"],
        frames=frames,
        guards=tuple(
            Guard(name, scope, when, unless, frozenset(held)) for name, scope, when, unless, held in data["guards"]
        ),
        cues=tuple(Cue(*cue) for cue in data["cues"]),
        trigger=trigger,
    )


@dataclass(frozen=True, slots=True)
class Engine:
    """Compiled topics at work: `examine` is a pure function of the article."""

    lexicon: Lexicon
    topics: tuple[Program, ...]
    trigger: int

    @classmethod
    def load(cls, folder: Path | None = None) -> Engine:
        """The shipped topics, or those of a folder of YAML files. Raises RuleError when one of them is wrong."""
        if folder is None:
            return cls.of(msgspec.json.decode(SHIPPED.read_bytes()))
        from frontwire.detect.compile import compile_topics, load_folder  # reading YAML is slow, and rare

        return cls.of(compile_topics(load_folder(folder)))

    @classmethod
    def of(cls, compiled: dict[str, Any]) -> Engine:
        topics = tuple(_program(topic) for topic in compiled["topics"])
        trigger = 0
        for topic in topics:
            trigger |= topic.trigger
        return cls(Lexicon.load(compiled), topics, trigger)

    def examine(self, article: Article, ref: ArticleRef) -> tuple[Verdict, ...]:
        """One verdict for each topic that fired or was held back by a guard, in the order of the topics."""
        content = article.content
        cleaned = clean(content)
        low = _lower(cleaned.text)
        words = rough_words(low)
        found = present(self.lexicon, low, words)
        if not found & self.trigger or not any(_may_fire(topic, found) for topic in self.topics):
            return ()
        found = confirmed(self.lexicon, low, words)
        topics = [topic for topic in self.topics if _may_fire(topic, found)]
        if not topics:
            return ()
        title_end = _title_end(article.title, cleaned)
        findings = Findings(
            reading=read(self.lexicon, cleaned.text, low, title_end),
            concepts=self.lexicon.concepts,
            language=article.language or ref.language,
            published=_published(article, ref),
        )
        verdicts = (_verdict(topic, found, findings, cleaned, content, ref) for topic in topics)
        return tuple(verdict for verdict in verdicts if verdict.match or verdict.why)


def _lower(text: str) -> str:
    """Lower case of the same length, letter by letter where a letter would grow."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(letter.lower()[:1] for letter in text)


def _title_end(title: str, cleaned: Clean) -> int:
    if cleaned.offsets is None:
        return len(title)
    return sum(offset < len(title) for offset in cleaned.offsets)


def _published(article: Article, ref: ArticleRef) -> datetime | None:
    return (article.published.utc if article.published else None) or ref.published


def _may_fire(topic: Program, found: int) -> bool:
    return any(all(found & need for need in frame.needs) for frame in topic.frames)


def _verdict(topic: Program, found: int, findings: Findings, cleaned: Clean, content: str, ref: ArticleRef) -> Verdict:
    reading = findings.reading
    fired = list(
        dict.fromkeys(
            Fired(frame.name, hit)
            for frame in topic.frames
            if all(found & need for need in frame.needs)
            for bound in _scopes(reading, frame.scope)
            for hit in find(frame.rule, reading, bound)
        )
    )
    held: list[tuple[str, Hit]] = []
    kept = [one for one in fired if not _held(topic, one, reading, held)]
    outcome = roles.read(topic.roles, findings, kept)
    held.extend(outcome.held)
    kept = outcome.kept
    span = _Spans(content, cleaned, reading)
    guards = _once(Reason("guard", name, span.of(hit)) for name, hit in held)
    if not kept:
        return Verdict(topic.id, None, guards)
    status, cues = _status(topic, reading, kept)
    frames = _once(Reason("frame", one.frame, span.of(one.hit)) for one in kept)
    why = (*frames, *guards, *_once(Reason("cue", name, span.of(hit)) for name, hit in cues))
    match = Match(
        id=hashlib.sha256(f"{ref.id}|{topic.id}".encode()).hexdigest()[:16],
        topic=topic.id,
        article=ref,
        status=outcome.status or status,
        facts=span.facts(outcome.facts),
        evidence=_evidence(reading, kept, span),
        score=_score(reading, kept),
        severity=topic.severity,
        why=why,
    )
    return Verdict(topic.id, match, why)


def _once(reasons: Any) -> tuple[Reason, ...]:
    """The first reason of each rule."""
    first: dict[tuple[str, str], Reason] = {}
    for reason in reasons:
        first.setdefault((reason.kind, reason.rule), reason)
    return tuple(first.values())


def _scopes(reading: Reading, scope: str) -> list[Hit]:
    return reading.bounds if scope == "sentence" else [(0, len(reading.words))]


def _scope_of(reading: Reading, hit: Hit, scope: str) -> Hit:
    """The words of the sentence or paragraph that holds a hit, of the title, or of all."""
    if scope == "text":
        return 0, len(reading.words)
    number = reading.sentence_of(hit)
    if scope == "sentence":
        return reading.bounds[number]
    if scope == "title":
        bounds = [
            bound for bound, s in zip(reading.bounds, reading.sentences, strict=True) if s.start < reading.title_end
        ]
    else:
        paragraph = reading.sentences[number].paragraph
        bounds = [bound for bound, s in zip(reading.bounds, reading.sentences, strict=True) if s.paragraph == paragraph]
    return (bounds[0][0], bounds[-1][1]) if bounds else (0, 0)


def _held(topic: Program, one: Fired, reading: Reading, held: list[tuple[str, Hit]]) -> bool:
    """Whether a guard holds this frame back; the guard is noted."""
    for guard in topic.guards:
        if guard.frames and one.frame not in guard.frames:
            continue
        scope = _scope_of(reading, one.hit, guard.scope)
        hits = find(guard.when, reading, scope)
        if hits and not (guard.unless and find(guard.unless, reading, scope)):
            held.append((guard.name, hits[0]))
            return True
    return False


def _status(topic: Program, reading: Reading, kept: list[Fired]) -> tuple[str, list[tuple[str, Hit]]]:
    """The heaviest status over the sentences that fired, and the cues that spoke."""
    weights: dict[str, float] = {}
    said: list[tuple[str, Hit]] = []
    for bound in dict.fromkeys(reading.bounds[reading.sentence_of(one.hit)] for one in kept):
        in_title = reading.sentences[reading.bounds.index(bound)].start < reading.title_end
        for cue in topic.cues:
            hits = find(cue.when, reading, _scope_of(reading, bound, cue.scope))
            if hits:
                weights[cue.status] = max(weights.get(cue.status, 0.0), cue.weight * (1.2 if in_title else 1.0))
                said.append((cue.status, hits[0]))
    best = max(weights, key=lambda status: weights[status], default=topic.default)
    return best, [cue for cue in said if cue[0] == best]


def _evidence(reading: Reading, kept: list[Fired], span: _Spans) -> tuple[Span, ...]:
    """Whole sentences: those with most frames first, sentences before the title's fragment, then in reading order."""
    frames: dict[int, set[str]] = {}
    for one in kept:
        frames.setdefault(reading.sentence_of(one.hit), set()).add(one.frame)

    def rank(number: int) -> tuple[bool, int, int]:
        sentence = reading.sentences[number]
        return sentence.start < reading.title_end, -len(frames[number]), number

    best = sorted(frames, key=rank)[:EVIDENCE]
    return tuple(span.chars(reading.sentences[number].start, reading.sentences[number].end) for number in best)


def _score(reading: Reading, kept: list[Fired]) -> float:
    """How sure the wording is, 0..1: more sentences and frames, and the title, make it surer."""
    sentences = {reading.sentence_of(one.hit) for one in kept}
    in_title = any(reading.sentences[number].start < reading.title_end for number in sentences)
    kinds = len({one.frame for one in kept})
    return min(1.0, round(0.55 + 0.1 * min(len(sentences), 3) + 0.05 * min(kinds, 2) + 0.2 * in_title, 3))


@dataclass(frozen=True, slots=True)
class _Spans:
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
        if self.cleaned.offsets is None:
            return facts
        return Facts(
            sides=tuple(self._moved(side) for side in facts.sides),
            counts=tuple(self._moved(count) for count in facts.counts),
            places=tuple(self._moved(place) for place in facts.places),
            when=self._moved(facts.when) if facts.when else None,
        )

    def _moved(self, fact: Any) -> Any:
        if fact.span is None:
            return fact
        return replace(fact, span=self.chars(fact.span.start, fact.span.end))

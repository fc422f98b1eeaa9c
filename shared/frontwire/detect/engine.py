"""What the topics say of an article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from frontwire.detect import tables
from frontwire.detect.clean import Clean, clean
from frontwire.detect.findings import TEXT_LANGUAGES, Findings, guess
from frontwire.detect.glance import Glance
from frontwire.detect.judgement import Judgement, fires, judge
from frontwire.detect.needs import Gate, Ways, may
from frontwire.detect.possible import Passage, asked, by_code
from frontwire.detect.program import Lexicon
from frontwire.detect.programs import Program
from frontwire.detect.reading import read
from frontwire.detect.verdict import Spans, verdict
from frontwire.errors import ConfigError
from frontwire.models import Article, ArticleRef, Verdict

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Engine:
    """Compiled topics at work: `examine` is a pure function of the article (what it remembers only makes it faster)."""

    lexicon: Lexicon
    topics: tuple[Program, ...]
    glance: Glance
    gate: Gate
    wide: frozenset[int]

    @classmethod
    def load(cls, folder: Path | None = None) -> Engine:
        """The shipped topics, or those of a folder of YAML files. Raises RuleError when one of them is wrong."""
        if folder is None:
            return cls.of(msgspec.json.decode(tables.read("..", "config", "topics.json")))
        from frontwire.detect.compile import compile_topics, load_folder  # reading YAML is slow, and rare

        return cls.of(compile_topics(load_folder(folder)))

    @classmethod
    def of(cls, compiled: dict[str, Any]) -> Engine:
        ways: dict[int, Ways] = {}
        topics = tuple(Program.load(topic, compiled["rules"], ways) for topic in compiled["topics"])
        lexicon = Lexicon.load(compiled)
        concepts = asked((frame.rule for topic in topics for frame in topic.frames), lexicon.rules)
        return cls(lexicon, topics, Glance(lexicon, concepts), _gate(topics), _wide(topics))

    def only(self, names: Iterable[str]) -> Engine:
        """The same engine with these topics, and the desk's own. Raises ConfigError for a name that is none."""
        wanted = set(names)
        if missing := wanted - {topic.id for topic in self.topics}:
            known = ", ".join(topic.id for topic in self.topics)
            raise ConfigError("no such topic", subject=", ".join(sorted(missing)), hint=f"one of {known}")
        topics = tuple(topic for topic in self.topics if topic.own or topic.id in wanted)
        return Engine(self.lexicon, topics, self.glance, _gate(topics), _wide(topics))

    def examine(self, article: Article, ref: ArticleRef) -> tuple[Verdict, ...]:
        """One verdict for each topic that fired or was held back by a guard, in the order of the topics."""
        content = article.content
        cleaned = clean(content)
        low = _lower(cleaned.text)
        title_end = _title_end(article.title, cleaned)
        text, numbers = self._worth_reading(cleaned.text, low, title_end)
        if not numbers:
            return ()
        language = _language(article, ref, cleaned.text)
        findings = self._findings(text, title_end, language, article, ref)
        topics = [self.topics[number] for number in sorted(numbers) if fires(self.topics[number], findings.reading)]
        if not topics:
            return ()
        if text is not cleaned.text:
            findings = self._findings(cleaned.text, title_end, language, article, ref)
        spans = Spans(content, cleaned, findings.reading)
        verdicts = [verdict(judge(topic, findings), spans, ref) for topic in topics]
        return tuple(one for one in verdicts if one.match or one.why)

    def _worth_reading(self, text: str, low: str, title_end: int) -> tuple[str, set[int]]:
        """Title and paragraphs in which a topic may fire, and the topics (by number) that may.

        A long article holds most words somewhere, but a frame reads one paragraph with the title at a time. Only a topic
        that asks for the whole text gets it. The first paragraph always stays: it is read as one with the title.
        """
        if self.wide:
            numbers = self.gate.opened(self.glance.concepts(low))
            if not numbers or not self.wide.isdisjoint(numbers):
                return text, numbers
        title = self.glance.concepts(low[:title_end])
        opened: set[int] = set()
        kept: list[slice] = []
        whole = True
        for paragraph in _paragraphs(low, title_end):
            concepts = self.glance.concepts(low[paragraph])
            found = self._possible(title | concepts, text, title_end, paragraph, opened) if concepts else set()
            opened |= found
            if found or not kept:
                kept.append(paragraph)
            else:
                whole = False
        if title:
            opened |= self._possible(title, text, title_end, slice(0), opened)
        if whole or not opened:
            return text, opened
        return text[:title_end] + "\n\n" + "\n".join(text[paragraph] for paragraph in kept), opened

    def _possible(self, concepts: int, text: str, title_end: int, paragraph: slice, before: set[int]) -> set[int]:
        """The topics that may fire in a paragraph with the title, which hold these concepts.

        Where all have been found possible `before`, the text is read for them anyway, so that a second look saves nothing.
        """
        numbers = self.gate.opened(concepts)
        if numbers <= before:
            return numbers
        passage = Passage(self.lexicon.rules, concepts | by_code(f"{text[:title_end]}\n\n{text[paragraph]}"))
        return {number for number in numbers if _may(self.topics[number], passage, concepts)}

    def _findings(self, text: str, title_end: int, language: str, article: Article, ref: ArticleRef) -> Findings:
        reading = read(self.lexicon, text, _lower(text), title_end)
        return Findings(reading, language, _published(article, ref))

    def findings(self, article: Article, ref: ArticleRef) -> Findings:
        """An article read in full, whatever it holds: for explanations and for fitting weights."""
        cleaned = clean(article.content)
        language = _language(article, ref, cleaned.text)
        return self._findings(cleaned.text, _title_end(article.title, cleaned), language, article, ref)

    def judgements(
        self, article: Article, ref: ArticleRef, topics: Iterable[str] = ()
    ) -> list[tuple[Judgement, Spans]]:
        """All that the topics (these, or every one) made of an article, whatever it holds: for explanations."""
        wanted = set(topics)
        cleaned = clean(article.content)
        language = _language(article, ref, cleaned.text)
        findings = self._findings(cleaned.text, _title_end(article.title, cleaned), language, article, ref)
        spans = Spans(article.content, cleaned, findings.reading)
        return [(judge(topic, findings), spans) for topic in self.topics if not wanted or topic.id in wanted]


def _gate(topics: Iterable[Program]) -> Gate:
    return Gate.of([topic.ways for topic in topics])


def _may(topic: Program, passage: Passage, concepts: int) -> bool:
    """Whether any frame of a topic may fire in a passage: first by its ways, which are quicker asked than its rule."""
    return any(may(frame.ways, concepts) and passage.may(frame.rule) for frame in topic.frames)


def _wide(topics: Iterable[Program]) -> frozenset[int]:
    return frozenset(number for number, topic in enumerate(topics) if topic.wide)


def _paragraphs(text: str, start: int) -> Iterator[slice]:
    """The lines of a text from `start` on that are not empty."""
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            yield slice(start, end)
        start = end + 1


def _lower(text: str) -> str:
    """Lower case of the same length, letter by letter where a letter would grow."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(letter.lower()[:1] for letter in text)


def _title_end(title: str, cleaned: Clean) -> int:
    if cleaned.offsets is None:
        return len(title)
    return bisect_left(cleaned.offsets, len(title))


def _language(article: Article, ref: ArticleRef, text: str) -> str:
    known = article.language or ref.language
    return known if known in TEXT_LANGUAGES else guess(text)


def _published(article: Article, ref: ArticleRef) -> datetime | None:
    return (article.published.utc if article.published else None) or ref.published

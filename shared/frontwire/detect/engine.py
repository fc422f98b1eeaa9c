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
from frontwire.detect.needs import Gate, Ways
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
        return cls(lexicon, topics, Glance(lexicon), _gate(topics))

    def only(self, names: Iterable[str]) -> Engine:
        """The same engine with these topics, and the desk's own. Raises ConfigError for a name that is none."""
        wanted = set(names)
        if missing := wanted - {topic.id for topic in self.topics}:
            known = ", ".join(topic.id for topic in self.topics)
            raise ConfigError("no such topic", subject=", ".join(sorted(missing)), hint=f"one of {known}")
        topics = tuple(topic for topic in self.topics if topic.own or topic.id in wanted)
        return Engine(self.lexicon, topics, self.glance, _gate(topics))

    def examine(self, article: Article, ref: ArticleRef) -> tuple[Verdict, ...]:
        """One verdict for each topic that fired or was held back by a guard, in the order of the topics."""
        content = article.content
        cleaned = clean(content)
        low = _lower(cleaned.text)
        numbers = self.gate.opened(self.glance.concepts(low))
        if not numbers:
            return ()
        title_end = _title_end(article.title, cleaned)
        text, numbers = self._worth_reading(numbers, cleaned.text, low, title_end)
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

    def _worth_reading(self, numbers: set[int], text: str, low: str, title_end: int) -> tuple[str, set[int]]:
        """Title and paragraphs in which a topic may fire, and the topics (by number) that may.

        A long article holds most words somewhere, but a frame reads one paragraph with the title at a time. Only a topic
        that asks for the whole text gets it. The first paragraph always stays: it is read as one with the title.
        """
        if any(self.topics[number].wide for number in numbers):
            return text, numbers
        title = self.glance.concepts(low[:title_end])
        kept: list[str] = []
        opened = self.gate.opened(title) & numbers
        whole = True
        for paragraph in _paragraphs(low, title_end):
            concepts = self.glance.concepts(low[paragraph])
            found = self.gate.opened(title | concepts) & numbers if concepts else set()
            opened |= found
            if found or not kept:
                kept.append(text[paragraph])
            else:
                whole = False
        return text if whole or not opened else text[:title_end] + "\n\n" + "\n".join(kept), opened

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

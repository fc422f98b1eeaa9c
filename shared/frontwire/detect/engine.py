"""What the topics say of an article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from frontwire.detect.clean import Clean, clean
from frontwire.detect.findings import Findings
from frontwire.detect.judgement import Judgement, judge
from frontwire.detect.program import Lexicon
from frontwire.detect.programs import Program
from frontwire.detect.reading import confirmed, present, read, rough_words
from frontwire.detect.verdict import Spans, verdict
from frontwire.errors import ConfigError
from frontwire.models import Article, ArticleRef, Verdict

LONG = 1000
"""Characters from which an article is looked at paragraph by paragraph before it is read."""
SHIPPED = Path(__file__).parent.parent / "config" / "topics.json"


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
        topics = tuple(Program.load(topic, compiled["rules"]) for topic in compiled["topics"])
        return cls(Lexicon.load(compiled), topics, _trigger(topics))

    def only(self, names: Iterable[str]) -> Engine:
        """The same engine with these topics alone. Raises ConfigError for a name that is none."""
        wanted = set(names)
        if missing := wanted - {topic.id for topic in self.topics}:
            known = ", ".join(topic.id for topic in self.topics)
            raise ConfigError("no such topic", subject=", ".join(sorted(missing)), hint=f"one of {known}")
        topics = tuple(topic for topic in self.topics if topic.id in wanted)
        return Engine(self.lexicon, topics, _trigger(topics))

    def examine(self, article: Article, ref: ArticleRef) -> tuple[Verdict, ...]:
        """One verdict for each topic that fired or was held back by a guard, in the order of the topics."""
        content = article.content
        cleaned = clean(content)
        low = _lower(cleaned.text)
        words = rough_words(low)
        found = present(self.lexicon, low, words)
        if not found & self.trigger or not any(topic.may_fire(found) for topic in self.topics):
            return ()
        found = confirmed(self.lexicon, low, words)
        topics = self._worth_reading([topic for topic in self.topics if topic.may_fire(found)], article, low)
        if not topics:
            return ()
        findings = _findings(self.lexicon, article, ref, cleaned, low)
        spans = Spans(content, cleaned, findings.reading)
        verdicts = [verdict(judge(topic, findings), spans, ref) for topic in topics]
        return tuple(one for one in verdicts if one.match or one.why)

    def _worth_reading(self, topics: list[Program], article: Article, low: str) -> list[Program]:
        """Of topics whose words an article holds, those whose words stand together in one paragraph (with the title).

        A long article holds most words somewhere; only topics that ask for the whole text care for that.
        """
        if not topics or len(low) < LONG:
            return topics
        title = article.title.lower()
        waiting = [topic for topic in topics if not topic.wide]
        kept = {topic.id for topic in topics if topic.wide}
        for paragraph in low.split("\n"):
            if len(kept) == len(topics):
                break
            words = rough_words(paragraph + "\n" + title)
            found = present(self.lexicon, paragraph, words)
            if any(topic.id not in kept and topic.may_fire(found) for topic in waiting):
                found = confirmed(self.lexicon, paragraph, words)
                kept.update(topic.id for topic in waiting if topic.may_fire(found))
        return [topic for topic in topics if topic.id in kept]

    def judgements(
        self, article: Article, ref: ArticleRef, topics: Iterable[str] = ()
    ) -> list[tuple[Judgement, Spans]]:
        """All that the topics (these, or every one) made of an article, whatever it holds: for explanations."""
        wanted = set(topics)
        cleaned = clean(article.content)
        findings = _findings(self.lexicon, article, ref, cleaned, _lower(cleaned.text))
        spans = Spans(article.content, cleaned, findings.reading)
        return [(judge(topic, findings), spans) for topic in self.topics if not wanted or topic.id in wanted]


def _trigger(topics: Iterable[Program]) -> int:
    """The concepts of which an article must hold one for any topic to fire."""
    trigger = 0
    for topic in topics:
        trigger |= topic.trigger
    return trigger


def _findings(lexicon: Lexicon, article: Article, ref: ArticleRef, cleaned: Clean, low: str) -> Findings:
    return Findings(
        reading=read(lexicon, cleaned.text, low, _title_end(article.title, cleaned)),
        concepts=lexicon.concepts,
        language=article.language or ref.language,
        published=_published(article, ref),
    )


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

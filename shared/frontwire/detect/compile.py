"""From topic files and the shared lexicon to the one JSON that the engine loads (see `program`)."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from frontwire.detect.program import Compiler
from frontwire.detect.topics import NEAR, SIMPLE, Topic, load, load_lexicon
from frontwire.errors import RuleError

CONFIG = Path(__file__).parent.parent / "config"
TOPICS = CONFIG / "topics"
LEXICON = CONFIG / "lexicon"
OWN = "own"
"""The folder, among the topics, of those that a desk adds."""
COMPILED = CONFIG / "topics.json"

_HANGUL = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ENDING = re.compile(r"[аеєиіїйоуьюяыэё]{1,2}$")


def compile_topics(topics: list[Topic], lexicon: Path = LEXICON) -> dict[str, Any]:
    """Everything the engine needs, as plain data. Raises RuleError for a concept that is not defined."""
    table: dict[str, list[str]] = json.loads((lexicon / "forms.json").read_text(encoding="utf-8"))
    compiler = Compiler(table)
    compiler.lexicon("", load_lexicon(lexicon))
    compiled = [_topic(topic, compiler) for topic in topics]
    return {**compiler.tables(), "topics": compiled}


def load_folder(folder: Path) -> list[Topic]:
    """The topics of a folder, and of its folder `own`: those of a desk, which are always looked for.

    Raises RuleError for a file that is wrong, or whose name is taken.
    """
    return [_loaded(path, folder) for path in _files(folder)]


def sound(folder: Path) -> tuple[list[Topic], list[RuleError]]:
    """The topics of a folder that can be read and compiled, and what is wrong with each of the other files."""
    topics: list[Topic] = []
    wrong: list[RuleError] = []
    for path in _files(folder):
        try:
            topic = _loaded(path, folder)
            compile_topics([topic])
        except RuleError as error:
            wrong.append(error)
        else:
            topics.append(topic)
    return topics, wrong


def _files(folder: Path) -> list[Path]:
    return [*sorted(folder.glob("*.yaml")), *sorted((folder / OWN).glob("*.yaml"))]


def _loaded(path: Path, folder: Path) -> Topic:
    topic = load(path)
    if path.parent == folder:
        return topic
    if (folder / path.name).exists():
        raise RuleError(f"there is a topic {topic.id} already", file=topic.file, hint="give the file another name")
    return replace(topic, own=True)


def write(folder: Path = TOPICS, target: Path = COMPILED) -> None:
    """Compile the shipped topics."""
    target.write_text(render(compile_topics(load_folder(folder))), encoding="utf-8")


def render(compiled: dict[str, Any]) -> str:
    return json.dumps(compiled, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def _topic(topic: Topic, compiler: Compiler) -> dict[str, Any]:
    compiler.lexicon(f"{topic.id}:", topic.lexicon)
    rules = _Rules(topic, compiler)
    return {
        "id": topic.id,
        "title": topic.title,
        **({"own": True} if topic.own else {}),
        "severity": topic.severity,
        "roles": topic.roles,
        "default": topic.default_status,
        "recalled": rules.compile(topic.recalled) if topic.recalled else None,
        **({"opening": True} if topic.opening else {}),
        "frames": [
            [name, "text" if name == SIMPLE else "sentence", rules.at(f"frames.{name}", rule)]
            for name, rule in topic.frames.items()
        ],
        "guards": [
            [
                guard.name,
                guard.scope,
                rules.at(f"guards.{guard.name}.when", guard.when),
                rules.at(f"guards.{guard.name}.unless", guard.unless) if guard.unless else None,
                list(guard.frames),
            ]
            for guard in topic.guards
        ],
        "cues": [
            [cue.status, cue.scope, rules.at(f"status.cues.{i}.when", cue.when), cue.weight]
            for i, cue in enumerate(topic.statuses)
        ],
    }


class _Rules:
    """Compiles the rules of one topic: concepts are looked up in the topic, then among the shared ones."""

    def __init__(self, topic: Topic, compiler: Compiler) -> None:
        self.topic = topic
        self.compiler = compiler
        self.open: list[str] = []
        self.key = ""

    def at(self, key: str, rule: Any) -> int:
        """`compile` for the value of a key, which errors name."""
        self.key = key
        return self.compile(rule)

    def compile(self, rule: Any) -> int:
        """The number of a rule among the compiled rules; equal rules share one."""
        if isinstance(rule, str):
            return self._concept(rule[1:]) if rule.startswith("@") else self._term(rule)
        if isinstance(rule, list):
            return self._joined("any", [self.compile(part) for part in rule])
        keys = [name for name in rule if name not in ("within", "without", "outside", "least")]
        parts = [self._keyed(name, rule[name], rule) for name in sorted(keys, key=lambda name: name == "none")]
        whole = self._joined("all", parts)
        if "outside" not in rule:
            return whole
        return self.compiler.rule(["outside", whole, [self.compile(part) for part in rule["outside"]]])

    def _joined(self, kind: str, parts: list[int]) -> int:
        return parts[0] if len(parts) == 1 else self.compiler.rule([kind, *parts])

    def _keyed(self, name: str, body: Any, rule: dict[str, Any]) -> int:
        if name in ("sentence", "title", "lead", "pair"):
            return self.compiler.rule([name, self.compile(body)])
        if name == "weigh":
            weighed = [[worth, self.compile(part)] for worth, part in body]
            return self.compiler.rule(["weigh", rule.get("least", 1.0), weighed])
        parts = [self.compile(part) for part in body]
        if name in ("near", "then"):
            without = [self.compile(part) for part in rule.get("without", [])]
            return self.compiler.rule([name, rule.get("within", NEAR), parts, without])
        if name == "none":
            return self.compiler.rule(["not", *parts])
        return self._joined(name, parts)

    def _concept(self, name: str) -> int:
        if name in self.topic.define:
            if name in self.open:
                raise self._error(
                    f"@{name} is defined by itself",
                    f"define.{name}",
                    " → ".join(f"@{one}" for one in (*self.open, name)),
                )
            self.open.append(name)
            rule = self.compile(self.topic.define[name])
            self.open.pop()
            return rule
        for known in (f"{self.topic.id}:{name}", name):
            if known in self.compiler.concepts and not known.startswith("'"):
                return self.compiler.rule(["is", self.compiler.concepts[known]])
        shared = [concept for concept in self.compiler.concepts if concept.isidentifier()]
        own = [
            concept.partition(":")[2] for concept in self.compiler.concepts if concept.startswith(f"{self.topic.id}:")
        ]
        close = get_close_matches(name, [*self.topic.define, *own, *shared], 1)
        hint = f"did you mean @{close[0]}?" if close else "add it to `lexicon` or `define`, or drop the @"
        key = f"define.{self.open[-1]}" if self.open else self._written(name)
        raise self._error(f"@{name} is not defined", key, hint)

    def _written(self, name: str) -> str:
        """The key under which a concept is asked for: a simple topic has its rule without a frame of its own."""
        if self.key != f"frames.{SIMPLE}" or self.key in self.topic.lines:
            return self.key
        rule = self.topic.frames[SIMPLE]
        return next((part for part, body in rule.items() if f"@{name}" in str(body)), self.key)

    def _error(self, message: str, key: str, hint: str) -> RuleError:
        lines = self.topic.lines
        line = lines.get(key) or lines.get(key.rpartition(".")[0], 0)
        return RuleError(message, file=self.topic.file, line=line, key=key, hint=hint)

    def _term(self, term: str) -> int:
        if _HANGUL.search(term):
            return self.compiler.literal(term, "ko")
        if not _CYRILLIC.search(term):
            return self.compiler.literal(term, "en")
        if "*" not in term and not term.startswith("="):
            table = self.compiler.table
            term = " ".join(
                piece if f"uk:{piece}" in table or f"ru:{piece}" in table else _stem(piece)
                for piece in term.lower().split()
            )
        return self._joined("any", [self.compiler.literal(term, "uk"), self.compiler.literal(term, "ru")])


def _stem(word: str) -> str:
    """A Cyrillic word that no dictionary expanded, as a stem, so that its cases are found too."""
    stem = _ENDING.sub("", word)
    return f"{stem}*" if len(stem) > 3 else word

"""Topics as files: what may stand in `config/topics/<id>.yaml`, read with located errors.

A simple topic is a title and words; a full one has a lexicon per language, frames, guards, status cues, roles and
examples (docs/topics.md). `RULE_KEYS` is the grammar of a rule:

    "word"  "two words"  "stem*"  "=Exact"  "@concept"      a term, or a concept of a lexicon or of `define`
    [a, b]                                                  any of them
    {any: [..], all: [..], none: [..]}                      together: every key must hold
    {near: [..], within: 6}  {then: [..], within: 3}        close to each other; in this order
    {any: [..], outside: [..]}                              where no term of `outside` overlaps ("exchange rate")
    {sentence: rule}  {title: rule}  {lead: rule}           in one sentence; in the title
    {pair: rule}  {lead: rule}                              in two neighbouring sentences; in the title and the beginning of a paragraph
    {weigh: [[1.5, rule], [-2, rule]], least: 3}            those that hold weigh at least so much together
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from frontwire.detect import yamlfile
from frontwire.errors import RuleError
from frontwire.models import SEVERITIES, Severity

RULE_KEYS = (
    "any",
    "all",
    "none",
    "near",
    "then",
    "within",
    "without",
    "outside",
    "sentence",
    "title",
    "lead",
    "pair",
    "weigh",
    "least",
)
SIMPLE = "words"
"""The frame of a simple topic, which reads the whole text."""
SIMPLE_KEYS = ("any", "all", "none", "near", "within", "sentence", "in_title")
TOPIC_KEYS = (
    "title", "description", "severity", "lexicon", "define", "frames", "guards", "status", "roles", "examples", *SIMPLE_KEYS,
)  # fmt: skip
GUARD_KEYS = ("scope", "when", "unless", "frames")
STATUS_KEYS = ("default", "cues", "recalled", "opening")
CUE_KEYS = ("status", "when", "scope", "weight")
EXAMPLE_KEYS = ("text", "title", "lang", "date", "status", "guard", "counts", "sides", "place", "when")
SCOPES = ("near", "sentence", "paragraph", "lead", "title", "text")
ROLES = ("", "swap", "capture")
LANGUAGES = ("en", "uk", "ru", "ko", "de", "fr", "es", "pl")
_LETTER = re.compile(r"[^\W_]")
NEAR = 8
"""Words between the terms of `near` and `then` when `within` is not written."""


class Guard(Struct, frozen=True):
    """Holds back the frames (all, if none is named) that fire in its scope when `when` fires and `unless` does not."""

    name: str
    when: Any
    unless: Any = None
    scope: str = "sentence"
    frames: tuple[str, ...] = ()


class Cue(Struct, frozen=True):
    """Words that speak for a status. The heaviest status wins; on a tie the one written first."""

    status: str
    when: Any
    scope: str = "sentence"
    weight: float = 1.0


class Example(Struct, frozen=True):
    """A text that the topic must match, or ignore (held back by `guard`, if named)."""

    text: str
    match: bool
    title: str = ""
    lang: str = ""
    date: str = ""
    status: str = ""
    guard: str = ""
    counts: tuple[int, ...] = ()
    sides: dict[str, list[str]] = field(default_factory=dict)
    place: str = ""
    when: str = ""
    line: int = 0


class Topic(Struct, frozen=True):
    """One topic as written. Rules are kept as plain data; `frames` maps a name to a rule and its scope is a sentence,
    except for the frame `words` of a simple topic, which reads the whole text. Sentences in which `recalled` holds tell of an older
    event: their cues weigh less. `opening`: the first sentence of the text speaks for the status whether a frame fires there or not."""

    id: str
    title: str
    description: str = ""
    severity: Severity = "normal"
    lexicon: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    define: dict[str, Any] = field(default_factory=dict)
    frames: dict[str, Any] = field(default_factory=dict)
    guards: tuple[Guard, ...] = ()
    statuses: tuple[Cue, ...] = ()
    default_status: str = "reported"
    recalled: Any = None
    opening: bool = False
    roles: str = ""
    examples: tuple[Example, ...] = ()
    file: str = ""
    lines: dict[str, int] = field(default_factory=dict)
    own: bool = False


class _Source(Struct, frozen=True):
    """A file under reading: its name and the lines of its values."""

    file: str
    lines: dict[str, int]

    def error(self, message: str, key: str, hint: str = "") -> RuleError:
        return RuleError(message, file=self.file, line=self.lines.get(key, 0), key=key, hint=hint)

    def known(self, content: Any, keys: tuple[str, ...], key: str) -> dict[str, Any]:
        """`content` as a mapping that holds none but these keys."""
        if not isinstance(content, dict):
            raise self.error("a mapping is expected here", key, f"write one of: {', '.join(keys)}")
        for name in content:
            if name not in keys:
                close = get_close_matches(name, keys, 1)
                hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(keys)}"
                raise self.error(f"unknown key {name!r}", f"{key}.{name}" if key else name, hint)
        return content

    def yes(self, content: Any, key: str) -> bool:
        if not isinstance(content, bool):
            raise self.error("true or false is expected here", key)
        return content

    def text(self, content: Any, key: str) -> str:
        if isinstance(content, bool):
            raise self.error(f"this is read as {str(content).lower()}", key, "quote the word")
        if not isinstance(content, str | int | float | date):
            raise self.error("a text is expected here", key)
        return str(content).strip()

    def items(self, content: Any, key: str) -> list[Any]:
        """A list, which may be missing."""
        if not isinstance(content, list | None):
            raise self.error("a list is expected here", key, "write each entry on a line that begins with -")
        return content or []

    def names(self, content: Any, key: str) -> dict[str, Any]:
        """A mapping of any names, which may be missing."""
        if not isinstance(content, dict | None):
            raise self.error(
                "a mapping of names is expected here", key, f"write {key.rpartition('.')[2]}: {{name: ...}}"
            )
        return content or {}

    def strings(self, content: Any, key: str) -> list[str]:
        if isinstance(content, str):
            return [content]
        if not isinstance(content, list):
            raise self.error("a list of texts is expected here", key, "write [one, two]")
        return [self.text(item, f"{key}.{i}") for i, item in enumerate(content)]

    def whole(self, content: Any, key: str) -> int:
        if not isinstance(content, int) or isinstance(content, bool):
            raise self.error("a whole number is expected here", key)
        return content

    def day(self, text: str, key: str) -> None:
        try:
            date.fromisoformat(text or "2000-01-01")
        except ValueError as error:
            raise self.error(f"{text!r} is no day", key, "write 2025-01-31") from error

    def choice(self, content: Any, choices: tuple[str, ...], key: str) -> str:
        if content not in choices:
            raise self.error(
                f"{content!r} is none of the choices", key, f"write one of: {', '.join(filter(None, choices))}"
            )
        return str(content)


def load(path: Path) -> Topic:
    """The topic in a file; its id is the file's name. Raises RuleError with file, line, key and a hint."""
    content, lines = yamlfile.load(path)
    return _topic(content, path.stem, _Source(str(path), lines))


def parse(text: str, topic: str, file: str = "") -> Topic:
    """A topic from YAML text."""
    content, lines = yamlfile.parse(text, file or f"{topic}.yaml")
    return _topic(content, topic, _Source(file or f"{topic}.yaml", lines))


def load_lexicon(folder: Path) -> dict[str, dict[str, list[str]]]:
    """The shared lexicon: `<language>.yaml` files, each {concept: [terms]}."""
    lexicon: dict[str, dict[str, list[str]]] = {}
    for path in sorted(folder.glob("*.yaml")):
        content, lines = yamlfile.load(path)
        source = _Source(str(path), lines)
        lexicon[path.stem] = {name: source.strings(terms, name) for name, terms in (content or {}).items()}
    return lexicon


def _topic(content: Any, topic: str, source: _Source) -> Topic:
    content = source.known(content if content is not None else {}, TOPIC_KEYS, "")
    if not content.get("title"):
        raise source.error("a topic needs a title", "title", "add `title: What is looked for`")
    status = source.known(content.get("status") or {}, STATUS_KEYS, "status")
    read = Topic(
        id=topic,
        title=source.text(content["title"], "title"),
        description=source.text(content.get("description") or "", "description"),
        severity=source.choice(content.get("severity", "normal"), SEVERITIES, "severity"),  # type: ignore[arg-type]
        lexicon=_lexicon(content.get("lexicon") or {}, source),
        define={name: _rule(rule, f"define.{name}", source) for name, rule in _named(content, "define", source)},
        frames=_frames(content, source),
        guards=tuple(_guard(name, body, source) for name, body in _named(content, "guards", source)),
        statuses=tuple(
            _cue(body, f"status.cues.{i}", source)
            for i, body in enumerate(source.items(status.get("cues"), "status.cues"))
        ),
        default_status=source.text(status.get("default") or "reported", "status.default"),
        recalled=_rule(status["recalled"], "status.recalled", source) if "recalled" in status else None,
        opening=source.yes(status.get("opening", False), "status.opening"),
        roles=source.choice(content.get("roles") or "", ROLES, "roles"),
        examples=tuple(_examples(content.get("examples") or {}, source)),
        file=source.file,
        lines=source.lines,
    )
    if not read.frames:
        raise source.error("nothing to look for", "", "add `any: [words]`, `all: [...]` or `frames:`")
    for guard in read.guards:
        for frame in guard.frames:
            source.choice(frame, tuple(read.frames), f"guards.{guard.name}.frames")
    return read


def _named(content: dict[str, Any], key: str, source: _Source) -> list[tuple[str, Any]]:
    return list(source.names(content.get(key), key).items())


def _lexicon(content: Any, source: _Source) -> dict[str, dict[str, list[str]]]:
    source.known(content, LANGUAGES, "lexicon")
    return {
        language: {
            name: source.strings(terms, f"lexicon.{language}.{name}")
            for name, terms in source.names(concepts, f"lexicon.{language}").items()
        }
        for language, concepts in content.items()
    }


def _frames(content: dict[str, Any], source: _Source) -> dict[str, Any]:
    frames = {name: _rule(rule, f"frames.{name}", source) for name, rule in _named(content, "frames", source)}
    simple = {("title" if key == "in_title" else key): content[key] for key in SIMPLE_KEYS if key in content}
    if simple:
        if not set(simple) - {"none", "within"}:
            raise source.error("`none` alone matches everything", "none", "say what to look for with `any` or `all`")
        frames[SIMPLE] = _rule(simple, "", source)
    return frames


def _rule(rule: Any, key: str, source: _Source) -> Any:
    """A rule checked for shape; terms stay as written."""
    below = f"{key}." if key else ""
    if isinstance(rule, str | int):
        term = source.text(rule, key)
        if not _LETTER.search(term):
            raise source.error("a term without a letter", key, "write a word")
        if "*" in term and len(term.split("*", maxsplit=1)[0].rsplit(maxsplit=1)[-1].strip("=")) < 3:
            raise source.error("a stem needs at least three letters before *", key, "write more letters")
        return term
    if isinstance(rule, list):
        if not rule:
            raise source.error("an empty list", key, "write at least one term")
        return [_rule(part, f"{below}{i}", source) for i, part in enumerate(rule)]
    checked = dict(source.known(rule, RULE_KEYS, key))
    if not checked:
        raise source.error("an empty rule", key)
    for name in checked:
        if name == "within":
            if not 0 <= source.whole(checked[name], below + name) <= 60:
                raise source.error("`within` is a number of words from 0 to 60", below + name)
        elif name == "least":
            if not isinstance(checked[name], int | float) or isinstance(checked[name], bool):
                raise source.error("`least` is a number", below + name)
        elif name == "weigh":
            checked[name] = [
                _weighed(part, f"{below}weigh.{i}", source)
                for i, part in enumerate(source.items(checked[name], below + name))
            ]
        elif name in ("all", "near", "then", "none", "without", "any", "outside"):
            parts = checked[name] if isinstance(checked[name], list) else [checked[name]]
            if not parts:
                raise source.error("an empty list", below + name, "write at least one term")
            if name in ("near", "then") and len(parts) < 2:
                raise source.error(
                    f"`{name}` needs two things that stand close", below + name, f"write {name}: [this, that]"
                )
            checked[name] = [_rule(part, f"{below}{name}.{i}", source) for i, part in enumerate(parts)]
        else:
            checked[name] = _rule(checked[name], below + name, source)
    return checked


def _weighed(part: Any, key: str, source: _Source) -> list[Any]:
    """One part of `weigh`: its weight and its rule."""
    if not isinstance(part, list) or len(part) != 2 or not isinstance(part[0], int | float):
        raise source.error("a weight and a rule are expected here", key, "write [1.5, rule]")
    return [float(part[0]), _rule(part[1], key, source)]


def _guard(name: str, body: Any, source: _Source) -> Guard:
    key = f"guards.{name}"
    if not isinstance(body, dict) or not set(body) <= set(GUARD_KEYS) or "when" not in body:
        body = (
            {"when": body} if not isinstance(body, dict) or "when" not in body else source.known(body, GUARD_KEYS, key)
        )
    return Guard(
        name=name,
        when=_rule(body["when"], f"{key}.when", source),
        unless=_rule(body["unless"], f"{key}.unless", source) if "unless" in body else None,
        scope=source.choice(body.get("scope", "sentence"), SCOPES, f"{key}.scope"),
        frames=tuple(source.strings(body.get("frames") or [], f"{key}.frames")),
    )


def _cue(body: Any, key: str, source: _Source) -> Cue:
    body = source.known(body, CUE_KEYS, key)
    for needed in ("status", "when"):
        if needed not in body:
            raise source.error(f"a cue needs `{needed}`", key)
    weight = body.get("weight", 1.0)
    if not isinstance(weight, int | float) or isinstance(weight, bool) or not 0 < weight < 1000:
        raise source.error("a weight is a number above 0", f"{key}.weight")
    return Cue(
        status=source.text(body["status"], f"{key}.status"),
        when=_rule(body["when"], f"{key}.when", source),
        scope=source.choice(body.get("scope", "sentence"), SCOPES, f"{key}.scope"),
        weight=float(weight),
    )


def _examples(content: Any, source: _Source) -> list[Example]:
    source.known(content, ("match", "ignore"), "examples")
    found = []
    for kind in ("match", "ignore"):
        for i, body in enumerate(source.items(content.get(kind), f"examples.{kind}")):
            key = f"examples.{kind}.{i}"
            body = {"text": body} if isinstance(body, str) else source.known(body, EXAMPLE_KEYS, key)
            if not body.get("text") and not body.get("title"):
                raise source.error("an example needs a text", key)
            sides = {
                role: source.strings(codes, f"{key}.sides.{role}")
                for role, codes in source.names(body.get("sides"), f"{key}.sides").items()
            }
            texts = {
                name: source.text(body.get(name) or "", f"{key}.{name}")
                for name in EXAMPLE_KEYS
                if name not in ("counts", "sides")
            }
            counts = tuple(
                source.whole(count, f"{key}.counts") for count in source.items(body.get("counts"), f"{key}.counts")
            )
            for name in ("date", "when"):
                source.day(texts[name], f"{key}.{name}")
            found.append(
                Example(match=kind == "match", counts=counts, sides=sides, line=source.lines.get(key, 0), **texts)
            )
    return found

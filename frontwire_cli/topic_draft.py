"""`topics new`: a first version of a topic, as a file that explains itself and passes its own examples."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from frontwire.models import Severity

ID = re.compile(r"[a-z][a-z0-9_]{1,39}")
_SCRIPTS = (
    ("latin", re.compile("[A-Za-z]")),
    ("cyrillic", re.compile("[\u0400-\u04ff]")),
    ("east", re.compile("[\u3400-\ud7a3]")),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person wants to be told about. Each group is a list of words that mean the same; an article must hold one
    word of each group, in one sentence if `close`, and none of `without`."""

    title: str
    groups: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()
    close: bool = False
    severity: Severity = "normal"
    match: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def words(text: str) -> tuple[str, ...]:
    """ "ferry, passenger ship" as its parts."""
    return tuple(part for piece in text.split(",") if (part := piece.strip()))


def render(draft: Draft) -> str:
    """The YAML text."""
    rule = _rule(draft)
    lines = [
        "# One topic. Words stand for their inflections; \"two words\" are a phrase, stem* any word that begins so,",
        "# =Exact this spelling alone. docs/topics.md is the whole language.",
        f"title: {_quoted(draft.title)}",
        f"severity: {draft.severity}  # low, normal, high or critical",
        "",
        "# An article matches that holds one word of each list. Add words of other languages to the lists.",
        *rule,
    ]  # fmt: skip
    if draft.without:
        lines += ["# ... and none of these.", f"none: {_listed(draft.without)}"]
    lines += [
        "",
        "# Texts that must match, and near misses that must not: `frontwire topics test` runs them.",
        "# Put real headlines here; every alert that was wrong belongs under ignore.",
        "examples:",
        "  match:",
        *(f"    - {_quoted(text)}" for text in draft.match or _matching(draft)),
        "  ignore:",
        *(f"    - {_quoted(text)}" for text in draft.ignore or _ignored(draft)),
    ]
    return "\n".join(lines) + "\n"


def _rule(draft: Draft) -> list[str]:
    if len(draft.groups) == 1:
        return [f"any: {_listed(draft.groups[0])}"]
    groups = ", ".join(_listed(group) for group in draft.groups)
    if draft.close:
        return ["# near: at most so many words between them, in any order.", f"near: [{groups}]", "within: 10"]
    return ["# all: anywhere in the article; write `near:` to ask for words close to each other.", f"all: [{groups}]"]


def _matching(draft: Draft) -> list[str]:
    """One text for each script in which every group has a word."""
    texts = []
    for _, letters in _SCRIPTS:
        picked = [next((word for word in group if letters.search(word)), "") for group in draft.groups]
        if all(picked):
            texts.append(" ".join(map(_said, picked)) + ".")
    return texts or [" ".join(_said(group[0]) for group in draft.groups) + "."]


def _ignored(draft: Draft) -> list[str]:
    texts = ["The library opened a new reading room on Monday."]
    if len(draft.groups) > 1:
        texts.append(_said(draft.groups[0][0]) + ".")
    if draft.without:
        texts.append(" ".join(_said(word) for word in [*(group[0] for group in draft.groups), draft.without[0]]) + ".")
    return texts


def _said(word: str) -> str:
    """A term as it may stand in a text."""
    return word.strip("=").replace("*", "")


def _listed(terms: Sequence[str]) -> str:
    return f"[{', '.join(_quoted(term) for term in terms)}]"


def _quoted(text: str) -> str:
    """A YAML scalar: bare where that is safe, else as JSON, which is YAML."""
    if re.fullmatch(r"[^\W\d_][\w -]*[^\W_]", text) and text.lower() not in (
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
    ):
        return text if " " not in text or len(text) > 30 else json.dumps(text, ensure_ascii=False)
    return json.dumps(text, ensure_ascii=False)

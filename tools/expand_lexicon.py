"""Write the inflected forms of the Ukrainian and Russian words of the lexicons and topics.

    python tools/expand_lexicon.py            writes shared/frontwire/config/lexicon/forms.json

Needs pymorphy3 with its Ukrainian and Russian dictionaries (a build-time tool, never part of the layer). Run it after
adding Cyrillic words, then `tools/compile_topics.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pymorphy3

from frontwire.detect.compile import LEXICON, TOPICS, load_folder
from frontwire.detect.topics import load_lexicon

WORD = re.compile(r"[^\W_]+")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
TARGET = LEXICON / "forms.json"


def main() -> None:
    readers = {language: pymorphy3.MorphAnalyzer(lang=language) for language in ("uk", "ru")}
    forms: dict[str, list[str]] = {}
    for language, term in sorted(set(terms())):
        if term.startswith("="):
            continue
        for match in WORD.finditer(term.lower()):
            if CYRILLIC.search(match[0]) and not term.startswith("*", match.end()):
                forms[f"{language}:{match[0]}"] = sorted(expand(readers[language], match[0]))
    TARGET.write_text(json.dumps(forms, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(forms)} words, {sum(map(len, forms.values()))} forms")


def terms() -> Iterator[tuple[str, str]]:
    """(language, term) of the shared lexicon and of every topic; words in rules count in both languages."""
    topics = load_folder(TOPICS)
    for lexicon in (load_lexicon(LEXICON), *(topic.lexicon for topic in topics)):
        for language in ("uk", "ru"):
            for words in lexicon.get(language, {}).values():
                yield from ((language, word) for word in words)
    for topic in topics:
        for word in written(
            [topic.define, topic.frames, [(g.when, g.unless) for g in topic.guards], [c.when for c in topic.statuses]]
        ):
            yield from ((language, word) for language in ("uk", "ru"))


def written(rule: Any) -> Iterator[str]:
    """The terms inside rules."""
    if isinstance(rule, str) and not rule.startswith("@"):
        yield rule
    elif isinstance(rule, dict):
        for part in rule.values():
            yield from written(part)
    elif isinstance(rule, list | tuple):
        for part in rule:
            yield from written(part)


def expand(reader: Any, word: str) -> set[str]:
    """The lexeme whose head is the word itself, of every part of speech it may be; participles with it.

    Each form is also written with е for ё, as most newspapers print it.
    """
    plain = _plain(word)
    found = [parse for parse in reader.parse(word) if plain in (_plain(parse.normal_form), _plain(parse.word))]
    parses = [parse for parse in found if "Fixd" not in parse.tag] or found  # a surname that is never inflected
    likely = [parse for parse in parses if _plain(parse.normal_form) == plain] or parses[:1]
    written_out = {form.word for parse in likely[:3] for form in parse.lexeme}
    forms = {word, *written_out, *map(_plain, written_out)}
    return {form for form in forms if not form.startswith(("най", "наи")) or word.startswith(("най", "наи"))}


def _plain(word: str) -> str:
    return word.replace("ё", "е")


if __name__ == "__main__":
    main()

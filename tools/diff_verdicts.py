"""What a change of engine or rules does to verdicts: note them before, compare after.

    python tools/diff_verdicts.py save BEFORE.json TEXTS...    note the verdicts of all texts
    python tools/diff_verdicts.py BEFORE.json TEXTS...         say which differ now; exit code 1 if any does

TEXTS are JSON lines (also .gz) with id, title, text, lang, date. Every match is compared in whole: status, facts, evidence,
score and reasons; of what was held back, the guards.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frontwire import codec
from frontwire.detect import Engine, document

SHOWN = 40
KEYS = ("id", "title", "text", "lang", "date")
Verdicts = dict[str, dict[str, Any]]


def texts(paths: list[Path]) -> Iterator[dict[str, str]]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            yield from ({key: str(row.get(key) or "") for key in KEYS} for row in map(json.loads, lines))


def verdicts(engine: Engine, text: dict[str, str]) -> dict[str, Any]:
    """{topic: the match without its article, or the reasons why it was held back}."""
    said = {}
    for verdict in engine.examine(*document(text)):
        match = codec.plain(verdict.match) if verdict.match else {"held": codec.plain(verdict.why)}
        said[verdict.topic] = {key: value for key, value in match.items() if key not in ("article", "id")}
    return said


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """One line for each topic and field that differs."""
    for topic in sorted(before.keys() | after.keys()):
        old, new = before.get(topic, {}), after.get(topic, {})
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                yield f"{topic}.{key}: {_short(old.get(key))} -> {_short(new.get(key))}"


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:160]


def main(arguments: list[str]) -> int:
    saving = arguments[0] == "save"
    note, *paths = [Path(name) for name in arguments[saving:]]
    engine = Engine.load()
    now: Verdicts = {text["id"]: said for text in texts(paths) if (said := verdicts(engine, text))}
    if saving:
        note.write_text(json.dumps(now, ensure_ascii=False), encoding="utf-8")
        print(f"{len(now)} texts with verdicts are noted in {note}")
        return 0
    before: Verdicts = json.loads(note.read_text(encoding="utf-8"))
    changed = {
        name: lines
        for name in sorted(before.keys() | now.keys())
        if (lines := list(differences(before.get(name, {}), json.loads(json.dumps(now.get(name, {}))))))
    }
    for name, lines in list(changed.items())[:SHOWN]:
        print(name, *lines, sep="\n    ")
    print(f"{len(changed)} of {len(before.keys() | now.keys())} texts with verdicts differ")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

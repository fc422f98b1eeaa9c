"""The names of a table as frontwire.detect.names reads them: written out, so that loading is one decoding and no work."""

from __future__ import annotations

import json
from pathlib import Path


def index(names: dict[str, int]) -> dict[str, object]:
    """`names` maps a spaced name to the number of its payload. `heads` tells how many words may follow a first word,
    `lengths` how long names are that begin so, in scripts without spaces (Korean by two letters)."""
    heads: dict[str, int] = {}
    lengths: dict[str, set[int]] = {}
    for name in names:
        head, _, rest = name.partition(" ")
        if rest:
            heads[head] = max(heads.get(head, 0), rest.count(" ") + 1)
        if name > "\u1100":
            beginning = name[:2] if "\uac00" <= name[0] <= "\ud7a3" else name[0]
            lengths.setdefault(beginning, set()).add(len(name))
    return {
        "names": dict(sorted(names.items())),
        "heads": dict(sorted(heads.items())),
        "lengths": {beginning: sorted(sizes) for beginning, sizes in sorted(lengths.items())},
    }


def write(path: Path, payloads: list[list[object]], names: dict[str, int]) -> None:
    """One payload or name a line, so that a change reads as one."""
    parts = {"payloads": payloads, **index(names)}
    blocks = []
    for key, part in parts.items():
        if isinstance(part, dict):
            rows = [f"{_json(name)}:{_json(value)}" for name, value in part.items()]
            blocks.append(f"{_json(key)}:{{\n" + ",\n".join(rows) + "\n}")
        else:
            blocks.append(f"{_json(key)}:[\n" + ",\n".join(_json(row) for row in payloads) + "\n]")
    path.write_text("{" + ",\n".join(blocks) + "}\n", encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

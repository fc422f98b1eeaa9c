"""YAML with the line of every value, so that an error in a topic can say where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frontwire.errors import RuleError


def load(path: Path) -> tuple[Any, dict[str, int]]:
    """The content of a file and the line (from 1) of each value by its path (`frames.swap.any.0`).

    Raises RuleError for what is not UTF-8 or not YAML, and for a key written twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RuleError("is not UTF-8", file=str(path), hint="save it as UTF-8") from error
    return parse(text, str(path))


MOST_CHARS, MOST_VALUES, DEEPEST = 500_000, 50_000, 40
"""What a file may hold: far more than any topic, far less than a bomb of aliases unfolds to."""


def parse(text: str, name: str) -> tuple[Any, dict[str, int]]:
    import yaml  # here: reading topics is rare, importing yaml costs 20 ms

    lines: dict[str, int] = {}
    if len(text) > MOST_CHARS:
        raise RuleError(f"more than {MOST_CHARS} characters", file=name, hint="is it a topic?")
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)
        return (None if root is None else _value(root, "", name, lines, yaml.SafeLoader("")), lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RuleError(
            str(error.problem),
            file=name,
            line=line,
            hint="check the indentation (spaces, no tabs), and quote texts that hold ': ' or start with @",
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise RuleError(f"not a YAML text: {error}".splitlines()[0], file=name) from error


def _value(node: Any, path: str, name: str, lines: dict[str, int], loader: Any) -> Any:
    import yaml

    line = lines[path] = node.start_mark.line + 1
    if len(lines) > MOST_VALUES or path.count(".") > DEEPEST:
        raise RuleError(
            "too many values, or too deep", file=name, line=line, hint="write out what aliases (*name) repeat"
        )
    if isinstance(node, yaml.ScalarNode):
        try:
            return loader.construct_object(node)
        except ValueError as error:  # 2025-13-45, a number of thousands of digits
            raise RuleError(f"not a value: {error}", file=name, line=line, key=path, hint="quote it") from error
    if not node.tag.startswith("tag:yaml.org,2002:"):
        raise RuleError(f"an unknown tag {node.tag}", file=name, line=line, key=path, hint="write it without the !")
    below = f"{path}." if path else ""
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, f"{below}{i}", name, lines, loader) for i, child in enumerate(node.value)]
    content: dict[str, Any] = {}
    for key_node, child in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise RuleError("a key is one word", file=name, line=line, key=path)
        key = str(key_node.value)
        if key in content:
            raise RuleError("this key is written twice", file=name, line=line, key=below + key, hint="keep one of them")
        content[key] = _value(child, below + key, name, lines, loader)
        lines[below + key] = line
    return content

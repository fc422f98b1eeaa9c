"""YAML with the line of every value, so that an error in a topic can say where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frontwire.errors import RuleError


def load(path: Path) -> tuple[Any, dict[str, int]]:
    """The content of a file and the line (from 1) of each value by its path (`frames.swap.any.0`).

    Raises RuleError for what is not YAML, and for a key written twice.
    """
    return parse(path.read_text(encoding="utf-8"), str(path))


def parse(text: str, name: str) -> tuple[Any, dict[str, int]]:
    import yaml  # here: reading topics is rare, importing yaml costs 20 ms

    lines: dict[str, int] = {}
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RuleError(
            str(error.problem),
            file=name,
            line=line,
            hint="check the indentation, and quote texts that hold ': ' or start with @",
        ) from error
    except yaml.YAMLError as error:
        raise RuleError(f"not a YAML text: {error}".splitlines()[0], file=name) from error
    if root is None:
        return None, lines
    return _value(root, "", name, lines, yaml.SafeLoader("")), lines


def _value(node: Any, path: str, name: str, lines: dict[str, int], loader: Any) -> Any:
    import yaml

    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_object(node)
    below = f"{path}." if path else ""
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, f"{below}{i}", name, lines, loader) for i, child in enumerate(node.value)]
    content: dict[str, Any] = {}
    for key_node, child in node.value:
        key = str(key_node.value)
        if key in content:
            line = key_node.start_mark.line + 1
            raise RuleError("this key is written twice", file=name, line=line, key=below + key, hint="keep one of them")
        content[key] = _value(child, below + key, name, lines, loader)
        lines[below + key] = key_node.start_mark.line + 1
    return content

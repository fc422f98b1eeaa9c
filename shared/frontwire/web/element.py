"""HTML by construction: elements are made by `el`, and every plain string inside or in an attribute is neutralised.

Only `Html` passes as it is, and only `el`, `raw` and `join` make it. So a value cannot reach a page unescaped by being
forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from frontwire.channels import neutral

MOST_TEXT = 2000
_VOID = frozenset({"link", "meta", "br"})


class Html(str):
    """A piece of HTML that is safe to stand in a page."""

    __slots__ = ()


Child: TypeAlias = "str | Html | None"


def el(name: str, /, *children: Child | Iterable[Child], **attributes: str | None) -> Html:
    """One element. An attribute that is None is left out; `class_` is class, `aria_label` is aria-label."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{neutral.html(value, MOST_TEXT)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{pairs}>")
    return Html(f"<{name}{pairs}>{join(*children)}</{name}>")


def join(*children: Child | Iterable[Child]) -> Html:
    """Children one after the other; plain strings escaped, None left out."""
    return Html("".join(_text(child) for child in children))


def raw(text: str) -> Html:
    """HTML that this package wrote itself. Never for anything that came from outside."""
    return Html(text)


def _text(child: Child | Iterable[Child]) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return _spaced(child)
    return "".join(_text(one) for one in child)


def _spaced(text: str) -> str:
    """Neutral text that keeps the one space at its ends, which stands between it and its neighbours."""
    inner = neutral.html(text, MOST_TEXT)
    if not inner:
        return " " if text[:1] == " " else ""
    return f"{' ' * text.startswith(' ')}{inner}{' ' * text.endswith(' ')}"

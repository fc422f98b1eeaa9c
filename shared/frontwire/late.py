"""Regular expressions that are compiled when they are first asked something.

Compiling those of detection took a third of its import, while most texts ask none of them.
"""

from __future__ import annotations

import re
from typing import Any, cast

_ASKED = ("match", "search", "fullmatch", "finditer", "findall", "sub", "subn", "split", "pattern")


class _Late:
    """Stands for a pattern; after the first question its methods are the pattern's own."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._written = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(*self._written)
        vars(self).update((asked, getattr(compiled, asked)) for asked in _ASKED)
        return getattr(compiled, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, when needed."""
    return cast("re.Pattern[str]", _Late(pattern, flags))

"""Names of those who vouch for an event, deny it or mediate, and are never a side of it (`voices.json`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec


def is_voice(code: str) -> bool:
    """Is it the code of an organisation, a family or the like?"""
    return code in names()


@cache
def names() -> dict[str, str]:
    """Each voice's code, and its name inside a sentence."""
    return msgspec.json.decode(Path(__file__).with_name("voices.json").read_bytes(), type=dict[str, str])

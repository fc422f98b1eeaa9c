"""The tables that ship beside the code, as bytes. `pathlib` takes longer to import than most of them to read."""

from __future__ import annotations

import os

_HERE = os.path.dirname(__file__)


def read(*place: str) -> bytes:
    """A file by its place below the folder of detection."""
    with open(os.path.join(_HERE, *place), "rb") as file:
        return file.read()

"""The door for outside scorers: plain dicts and strings in, plain dicts and strings out.

score.py bench.adapters:detect
score.py FOLDER bench.adapters:extract_text
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "shared")]  # scorers run from anywhere, uninstalled

from bench import replay as _replay
from frontwire.detect import Engine, document, score_form
from frontwire.extract import record_of, text_of


@cache
def _engine() -> Engine:
    return Engine.load()


def extract_text(html: str, url: str) -> str:
    """The body text of a page."""
    return text_of(html, url)


def extract_record(html: str, url: str) -> dict[str, Any]:
    """title, authors (list), published (ISO 8601 or ""), language."""
    return record_of(html, url)


def detect(doc: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """doc: id, title, text, lang, date. For each topic that alerts: alert, status, counts, countries by role, place."""
    article, ref = document(doc)
    return score_form(_engine().examine(article, ref))


def replay(docs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Articles through detection, stories and alert decisions: a dict for each alert that would be sent."""
    return _replay.replay(docs)


def stories(docs: list[dict[str, Any]]) -> dict[str, str | None]:
    """The story of each document, None where it belongs to none."""
    return _replay.stories(docs)

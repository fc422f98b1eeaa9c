"""An article from a page that was saved as plain text: its lines without breadcrumbs, advertisement marks and repeats."""

from __future__ import annotations

import re

from frontwire.article import Article
from frontwire.extract.language import identify

BREADCRUMB = re.compile(r"^\s*[•·*\-–»›>/|]\s*\S.{0,300}$|^.{0,120}[»›>/|]\s*$")
FURNITURE = frozenset(
    {
        "advertisement",
        "advertisements",
        "ad",
        "реклама",
        "광고",
        "share",
        "поділитися",
        "поделиться",
        "공유",
        "read more",
    }
)
SENTENCE_END = (".", "!", "?", "…", ":", ";", "。", "다")
LONGEST_TITLE = 250


def from_text(text: str, url: str) -> Article:
    """Title: the first line, where it stands alone like one. Text: the paragraphs after it."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line and not _is_furniture(line)]
    title = ""
    if len(lines) > 1 and len(lines[0]) <= LONGEST_TITLE and not lines[0].endswith(SENTENCE_END):
        title = lines[0]
    paragraphs = list(dict.fromkeys(line for line in lines if line != title))
    body = "\n\n".join(paragraphs)
    return Article(url, title, body, canonical_url=url, language=identify(body))


def _is_furniture(line: str) -> bool:
    return line.casefold() in FURNITURE or bool(BREADCRUMB.match(line))

"""What kind of page was served: an article, or one of the things that look like one."""

from __future__ import annotations

import re

from frontwire.extract.record import Record
from frontwire.extract.told import Told
from frontwire.models import PageKind

_CHALLENGE = re.compile(
    r"just a moment|attention required|checking your browser|verify(?:ing)? (?:you are|that you are|your) (?:a )?human|are you a robot|"
    r"enable javascript and cookies|ddos[ -]guard|access denied|captcha|проверка браузера|перевірка браузера",
    re.I,
)
_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b|page (?:not found|cannot be found|doesn.t exist)|not found|service unavailable|bad gateway|"
    r"сторінк[ау] не знайден|страниц[аы] не найден|페이지를 찾을 수 없",
    re.I,
)


def kind_of(page: Told, facts: Record, text: str) -> PageKind:
    if len(text) < 600 and _CHALLENGE.search(facts.title):
        return "challenge"
    if len(text) < 600 and _ERROR.search(facts.title):
        return "error"
    if not text and not facts.title:
        return "empty"
    return "article"

"""The language of a text, from its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000
# The commonest short words of each language: function words, which no text of some length lacks.
_STOPWORDS = {
    "en": "the of and to in a is that for it was on with as by he at from his be are this have an which not said has will",
    "de": "der die und in das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach bei",
    "fr": "le la les de des et un une du en à que est pour dans qui par sur au plus pas ce il sont avec se ne",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más este sus pero",
    "it": "di e il la che in un per è del della con non una da sono al si più gli nel alla dei ha",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas foi ao ele das",
    "pl": "w i na z się do nie to że o jest jak po za od przez co tym ale dla są oraz tego jego który",
    "nl": "de van het een en in is dat op te zijn voor met die niet aan er om ook als dan maar bij uit",
    "sv": "och i att det som en på är av för med den till inte har de om ett han men var jag sig från",
    "da": "og i at det som en på er af for med den til ikke har de om et han men var jeg sig fra",
    "cs": "a v se na je že s z do o to i za by ale pro jak po které jsou od který při ve však",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi en kadar sonra ise ne var ancak olduğu",
    "uk": "і в на з що не та до у як про за від для його але це їх є був які після також він",
    "ru": "и в не на что с он по как это к из у за от о для так же все его но был бы только или",
}
_SETS = {code: frozenset(words.split()) for code, words in _STOPWORDS.items()}


def identify(text: str) -> str:
    """The ISO 639-1 code of the language of `text`, "" when it cannot be told."""
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script in {"ko", "ja", "zh", "he", "ar"}:
        return script
    words = Counter(word.lower() for word in _WORD.findall(sample))
    if not words:
        return ""
    candidates = ("uk", "ru") if script == "cyrillic" else tuple(code for code in _SETS if code not in {"uk", "ru"})
    if script == "cyrillic":
        ukrainian = sum(sample.count(char) for char in "іїєґІЇЄҐ")
        russian = sum(sample.count(char) for char in "ыэёъЫЭЁЪ")
        if ukrainian != russian:
            return "uk" if ukrainian > russian else "ru"
    scored = {code: sum(count for word, count in words.items() if word in _SETS[code]) for code in candidates}
    best = max(scored, key=lambda code: scored[code])
    return best if scored[best] else ""


def _script(sample: str) -> str:
    counts = Counter(_class(char) for char in sample)
    letters = sum(counts.values()) - counts[""]
    if not letters:
        return ""
    if counts["kana"] > 0.05 * letters:
        return "ja"
    if counts["ko"] > 0.15 * letters:
        return "ko"
    return next((name for name in ("zh", "he", "ar", "cyrillic") if counts[name] > 0.3 * letters), "latin")


def _class(char: str) -> str:
    if char < "\x80":
        return "latin" if char.isalpha() else ""
    if "Ѐ" <= char <= "ӿ":
        return "cyrillic"
    if "가" <= char <= "힣":
        return "ko"
    if "\u3040" <= char <= "\u30ff":
        return "kana"
    if "一" <= char <= "鿿":
        return "zh"
    if "\u0590" <= char <= "\u05ff":
        return "he"
    if "\u0600" <= char <= "\u06ff":
        return "ar"
    return "latin" if char.isalpha() else ""

"""Text as the rules read it: no zero-width characters, no look-alike letters, one letter for one sign.

The cleaned text may be shorter than the original; `Clean.span` leads back to the characters of the original.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Invisible characters, combining accents, full-width and mathematical letters, decomposed Hangul, İ (grows when
# lowered): only texts that hold one of these, or a word that mixes Latin or Greek with Cyrillic, pay for cleaning.
_RANGES = (
    (0xAD, 0xAD), (0x130, 0x130), (0x300, 0x36F), (0x61C, 0x61C), (0x1100, 0x11FF), (0x180E, 0x180E), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x2064), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFF01, 0xFF5E),
    (0x1D400, 0x1D7FF), (0xE0020, 0xE007F),
)  # fmt: skip
_SUSPECT = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _RANGES) + "]")
_GREEK_OR_CYRILLIC = re.compile("[\u0391-\u052f]")
_MIXED = re.compile(
    r"[A-Za-z][\u0391-\u052f]|[\u0391-\u052f][A-Za-z]|[\u0391-\u03c9][\u0400-\u052f]|[\u0400-\u052f][\u0391-\u03c9]"
)
_INVISIBLE = frozenset(("Cf", "Mn", "Me"))
_WORD = re.compile(r"[^\W\d_]+")

# Letters that look alike. Greek serves both scripts.
_CYRILLIC_FOR_LATIN = str.maketrans("AaBCcEeHIiJjKkMOoPpSsTXxYy", "АаВСсЕеНІіЈјКкМОоРрЅѕТХхУу")
_LATIN_FOR_CYRILLIC = str.maketrans("АаВСсЕеНІіЈјКкМОоРрЅѕТХхУуԁһԛԝ", "AaBCcEeHIiJjKkMOoPpSsTXxYydhqw")
_GREEK_LATIN = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυιχ", "ABEZHIKMNOPTYXavopuix")
_GREEK_CYRILLIC = str.maketrans("ΑΒΕΗΙΚΜΟΡΤΧανορυιχ", "АВЕНІКМОРТХаνоруіх")


@dataclass(frozen=True, slots=True)
class Clean:
    """`text` for the rules; `offsets[i]` is the place of its character i in the original (None: the same place)."""

    text: str
    offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original that `text[start:end]` stands for."""
        if self.offsets is None or start >= end:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def clean(text: str) -> Clean:
    """Undo what hides words from a reader of code points. Linear in the length of the text."""
    if text.isascii():
        return Clean(text)
    mixed = _GREEK_OR_CYRILLIC.search(text) is not None and _MIXED.search(text) is not None
    if not mixed and not _SUSPECT.search(text):
        return Clean(text)
    letters: list[str] = []
    offsets: list[int] = []
    for start, cluster in _clusters(text):
        for letter in unicodedata.normalize("NFKC", cluster).replace("İ", "I"):
            if unicodedata.category(letter) not in _INVISIBLE:
                letters.append(letter)
                offsets.append(start)
    return Clean(_WORD.sub(_one_script, "".join(letters)), tuple(offsets))


def _clusters(text: str) -> list[tuple[int, str]]:
    """Base characters with the marks and jamo that join them, and where each begins. Accents of stress are dropped."""
    clusters: list[tuple[int, str]] = []
    for place, letter in enumerate(text):
        joins = "\u0300" <= letter <= "\u036f" or "\u1160" <= letter <= "\u11ff"
        if joins and clusters and len(clusters[-1][1]) < 4:
            start, base = clusters[-1]
            clusters[-1] = start, base if letter in "\u0300\u0301" else base + letter
        else:
            clusters.append((place, letter))
    return clusters


def _one_script(match: re.Match[str]) -> str:
    """A word in one script: the one that most of its letters have."""
    word = match[0]
    if word.isascii():
        return word
    latin = sum(letter.isascii() for letter in word)
    cyrillic = sum("\u0400" <= letter <= "\u052f" for letter in word)
    if not latin and not cyrillic:
        return word
    if latin >= cyrillic:
        return word.translate(_LATIN_FOR_CYRILLIC).translate(_GREEK_LATIN) if cyrillic or latin < len(word) else word
    return word.translate(_CYRILLIC_FOR_LATIN).translate(_GREEK_CYRILLIC)

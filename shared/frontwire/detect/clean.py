"""Text as the rules read it: no zero-width characters, no look-alike letters, one letter for one sign.

The cleaned text may be shorter than the original; `Clean.span` leads back to the characters of the original.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

# Few classes of characters, each of one plane: a class that spans planes is ten times slower to search for.
_INVISIBLE_BMP = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_INVISIBLE = re.compile(f"[{_INVISIBLE_BMP}\U000e0020-\U000e007f]+")
# Combining accents, full-width and mathematical letters, decomposed Hangul, İ (grows when lowered).
_COMPOSED_BMP = "\u0130\u0300-\u036f\u1100-\u11ff\u20d0-\u20ff\uff01-\uff5e"
_COMPOSED = re.compile(f"[{_COMPOSED_BMP}\U0001d400-\U0001d7ff]")
_ODD = re.compile(f"[{_INVISIBLE_BMP}{_COMPOSED_BMP}]")
_APOSTROPHES = re.compile("[\u02b9-\u02bd\u02c8]")
"""Signs for an apostrophe that count as letters: the Ukrainian one is written so by some."""
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_GREEK = re.compile("[\u0391-\u03ff]")
_LATIN = re.compile("[A-Za-z]+")
_CYRILLIC = re.compile("[\u0400-\u052f]+")
_SEAM = re.compile(
    "[A-Za-z][\u0391-\u052f]|[\u0391-\u052f][A-Za-z]|[\u0391-\u03c9][\u0400-\u052f]|[\u0400-\u052f][\u0391-\u03c9]"
)
_WORD = re.compile(r"[^\W\d_]+")
_DROPPED = frozenset(("Cf", "Mn", "Me"))

# Letters that look alike. Greek serves both scripts.
_CYRILLIC_FOR_LATIN = str.maketrans("AaBCcEeHIiJjKkMOoPpSsTXxYy", "АаВСсЕеНІіЈјКкМОоРрЅѕТХхУу")
_LATIN_FOR_CYRILLIC = str.maketrans("АаВСсЕеНІіЈјКкМОоРрЅѕТХхУуԁһԛԝ", "AaBCcEeHIiJjKkMOoPpSsTXxYydhqw")
_GREEK_LATIN = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυιχ", "ABEZHIKMNOPTYXavopuix")
_GREEK_CYRILLIC = str.maketrans("ΑΒΕΗΙΚΜΟΡΤΧανορυιχ", "АВЕНІКМОРТХаνоруіх")


class Clean(Struct, frozen=True):
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
    offsets: tuple[int, ...] | None = None
    if _ODD.search(text) or _BEYOND.search(text):
        if _COMPOSED.search(text):
            text, offsets = _recomposed(text)
        elif _INVISIBLE.search(text):
            text, offsets = _visible(text)
    if _APOSTROPHES.search(text):
        text = _APOSTROPHES.sub("'", text)
    if _mixes_scripts(text):
        text = _WORD.sub(_one_script, text)
    return Clean(text, offsets)


def _mixes_scripts(text: str) -> bool:
    """Whether letters of two scripts touch. Runs of the rarer script are few, so they are what is looked at."""
    if _GREEK.search(text):
        return _SEAM.search(text) is not None
    if not _CYRILLIC.search(text):
        return False
    mostly_latin = len(text.encode("utf-8", "surrogatepass")) < 1.3 * len(text)  # a Cyrillic letter takes two bytes
    rarer, other = (_CYRILLIC, _LATIN) if mostly_latin else (_LATIN, _CYRILLIC)
    return any(
        other.match(text, run.end()) or (run.start() and other.match(text, run.start() - 1))
        for run in rarer.finditer(text)
    )


def _visible(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without invisible characters."""
    pieces: list[str] = []
    offsets: list[int] = []
    start = 0
    for hidden in _INVISIBLE.finditer(text):
        pieces.append(text[start : hidden.start()])
        offsets.extend(range(start, hidden.start()))
        start = hidden.end()
    return "".join((*pieces, text[start:])), (*offsets, *range(start, len(text)))


def _recomposed(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with plain letters for composed and styled ones, and without accents of stress."""
    letters: list[str] = []
    offsets: list[int] = []
    for start, cluster in _clusters(text):
        for letter in unicodedata.normalize("NFKC", cluster).replace("İ", "I"):
            if unicodedata.category(letter) not in _DROPPED:
                letters.append(letter)
                offsets.append(start)
    return "".join(letters), tuple(offsets)


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
    """A word in one script: the one that all its letters may have, or else the one that most have."""
    word = match[0]
    if word.isascii():
        return word
    latin = sum(letter.isascii() for letter in word)
    cyrillic = sum("\u0400" <= letter <= "\u052f" for letter in word)
    if not latin and not cyrillic:
        return word
    as_latin = word.translate(_LATIN_FOR_CYRILLIC).translate(_GREEK_LATIN)
    as_cyrillic = word.translate(_CYRILLIC_FOR_LATIN).translate(_GREEK_CYRILLIC)
    may_be_latin, may_be_cyrillic = as_latin.isascii(), all("\u0400" <= letter <= "\u052f" for letter in as_cyrillic)
    if may_be_latin != may_be_cyrillic:
        return as_latin if may_be_latin else as_cyrillic
    return as_latin if latin >= cyrillic else as_cyrillic

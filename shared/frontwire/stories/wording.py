"""The telling words of a title, comparable across scripts.

A word becomes a skeleton of sound classes: Zelensky, Зеленський and 젤렌스키 all become "SLNSK". Vowels fall away, like
sounds fall together. It is made for breaking ties between stories, not for reading.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import msgspec

MIN_SOUNDS = 3
MIN_NAME = 4
ONE_MORE = -1
MAX_TITLE = 400
FEW_WORDS = 5

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_LATIN = {
    **dict.fromkeys("bpfvw", "P"),
    **dict.fromkeys("kgqxh", "K"),
    **dict.fromkeys("cszj", "S"),
    **dict.fromkeys("dt", "T"),
    **dict.fromkeys("lr", "L"),
    "m": "M",
    "n": "N",
}
_CYRILLIC = {
    **dict.fromkeys("бпфв", "P"),
    **dict.fromkeys("кгґх", "K"),
    **dict.fromkeys("зжсшщчц", "S"),
    **dict.fromkeys("дт", "T"),
    **dict.fromkeys("лр", "L"),
    "м": "M",
    "н": "N",
}
_DIGRAPHS = {"tch": "s", "sch": "s", "dzh": "s", "sh": "s", "ch": "s", "zh": "s", "ts": "s", "tz": "s", "kh": "k", "gh": "k",
             "ck": "k", "ph": "p", "th": "t", "дж": "ж", "тс": "ц"}  # fmt: skip
"""Letters that stand for one sound together, in the spelling of English and the transcription of names."""
_TOGETHER = re.compile("|".join(_DIGRAPHS) + "|c(?![eiy])")
_HANGUL_FIRST = "KKNTTLMPPSS-SSSKTPK"
_HANGUL_LAST = "-KKKNNNTLLLLLLLLMPPSSNSSKTPK"


def cues(name: str) -> tuple[str, ...]:
    """A list of `wording.json`: words that tell a correction, a retraction, a soldier, a fighter."""
    return _lists()[name]


@cache
def seats() -> frozenset[str]:
    """Seats of government: "Kyiv says" tells nothing of where a thing happened."""
    return frozenset(cues("seats"))


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    raw = Path(__file__).with_name("wording.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, tuple[str, ...]])


def telling(title: str) -> tuple[str, ...]:
    """The skeletons and numbers of a title, each once, in its order."""
    found: dict[str, None] = {}
    for word in _WORD.findall(title[:MAX_TITLE].lower()):
        if word.isdigit():
            found[word] = None
            continue
        sounds = skeleton(word)
        if len(sounds) >= MIN_SOUNDS:
            found[sounds] = None
    return tuple(found)


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """The sounds of a lower-case word, like ones together, repeated ones once."""
    sounds: list[str] = []
    for char in _TOGETHER.sub(lambda found: _DIGRAPHS.get(found.group(), "k"), _bare(word)):
        for sound in _sounds(char):
            if not sounds or sounds[-1] != sound:
                sounds.append(sound)
    return "".join(sounds)


def names(sentence: str, language: str) -> tuple[str, ...]:
    """The skeletons of what may be names in a sentence: capitalised words inside it, in Korean every word.

    Names that any report may hold (countries and peoples, days, heads of state) tell nothing and are left out.
    """
    found = [match.group() for match in _WORD.finditer(sentence[:MAX_TITLE])][1:]
    kept = found if language == "ko" else [word for word in found if word[0].isupper() and len(word) >= MIN_NAME]
    sounds = (skeleton(word) for word in (_bare(one.lower()) for one in kept) if word not in _everyday())
    return tuple(dict.fromkeys(sound for sound in sounds if len(sound) >= MIN_SOUNDS))


def which(text: str) -> int:
    """Which of a kind it tells of: 5 for a fifth exchange, ONE_MORE for another one, 0 when it does not say."""
    low = text[:MAX_TITLE].lower()
    if not _hint().search(low):
        return 0
    numbered, ordinals, one_more = _kinds()
    if found := numbered.search(low):
        return int(found.group(1))
    for number, ordinal in enumerate(ordinals, 1):
        if ordinal.search(low):
            return number
    return ONE_MORE if one_more.search(low) else 0


def in_parts(text: str) -> bool:
    """Does it tell of a part of an exchange: its second day, its first stage, its last flight?"""
    return _parts().search(text[:MAX_TITLE].lower()) is not None


def resumes(text: str) -> bool:
    """Does it tell that an exchange goes on that had been put off?"""
    return _resumed().search(text[:MAX_TITLE].lower()) is not None


def tells_of_death(text: str) -> bool:
    """Does it tell that captives died, or were killed by those who hold them?"""
    return _fates().search(text[:MAX_TITLE].lower()) is not None


@cache
def _fates() -> re.Pattern[str]:
    return re.compile("|".join(cues("fates")))


@cache
def _resumed() -> re.Pattern[str]:
    return re.compile("|".join(cues("resumed")))


@cache
def _parts() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in cues("parts")))


@cache
def _hint() -> re.Pattern[str]:
    """What every text has that `_kinds` can find something in: most texts are done with after one search."""
    words = (word for number in range(1, 11) for word in cues(f"ordinal_{number}"))
    return re.compile("|".join((r"\d-?(?:st|nd|rd|th|й|го|му)\b", *words, *cues("one_more"))))


@cache
def _kinds() -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...], re.Pattern[str]]:
    """The patterns of `wording.json`: "51st exchange", "fifth exchange", "13 more". Bounded, so that searches are linear."""
    # The second day of an exchange is still that exchange.
    rounds = f"(?! (?:{'|'.join(cues('days'))})).{{0,30}}(?:{'|'.join(cues('rounds'))})"
    numbered = re.compile(rf"\b([1-9]\d?)-?(?:st|nd|rd|th|й|го|му)\b{rounds}")
    ordinals = tuple(
        re.compile("|".join(_ordinal(word, rounds) for word in cues(f"ordinal_{number}"))) for number in range(1, 11)
    )
    return numbered, ordinals, re.compile("|".join(f"(?:{pattern})" for pattern in cues("one_more")))


def _ordinal(word: str, rounds: str) -> str:
    """An ordinal counts beside what is counted; the Korean one says so by itself."""
    return word if word[-1] in "차째" else rf"\b{word}\w*{rounds}"


@cache
def _everyday() -> frozenset[str]:
    return frozenset(cues("everyday"))


def likeness(words: frozenset[str], known: frozenset[str]) -> float:
    """The share of the shorter list that the two have in common, in 0..1; a very short list proves little."""
    least = max(FEW_WORDS, min(len(words), len(known)))
    return len(words & known) / least


def _bare(word: str) -> str:
    """A Korean word without its particle; others as they are."""
    if not ("가" <= word[-1] <= "힣"):
        return word
    for particle in cues("particles"):
        if word.endswith(particle) and len(word) > len(particle) + 1:
            return word[: -len(particle)]
    return word


def _sounds(char: str) -> str:
    if "가" <= char <= "힣":
        place = ord(char) - 0xAC00
        first, last = _HANGUL_FIRST[place // 588], _HANGUL_LAST[place % 28]
        return f"{first}{last}".replace("-", "")
    return _LATIN.get(char) or _CYRILLIC.get(char) or ""

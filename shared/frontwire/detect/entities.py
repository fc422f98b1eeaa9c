"""States, armed groups and voices (organisations, families) named in a text, in any spelling and case of English, Ukrainian, Russian and Korean.

Country and people names are also known in German, French, Spanish, Polish, Turkish, Arabic, Hebrew, Chinese and Japanese.
The names stand in data/entities.json, made by tools/build_entities.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec

from frontwire.detect import names, tables
from frontwire.late import late

Form = Literal["country", "demonym", "capital", "leader", "group", "forces", "organisation", "family"]

VOICES = ("organisation", "family")
"""Forms of those who vouch for an event, deny it or mediate, and are never a side of it."""

_NONE = "-"  # the code of names that only look like a state (Washington Post)


class Mention(msgspec.Struct, frozen=True):
    """A state (ISO 3166 alpha-2), an armed group or a voice (its short name) at characters `start:end` of the text."""

    code: str
    form: Form
    start: int
    end: int


class _Label(msgspec.Struct, array_like=True, frozen=True):
    code: str
    form: Form
    rule: str


def find(text: str) -> list[Mention]:
    """Every mention in the order of the text, none inside another."""
    words = names.split(text)
    mentions = [
        mention
        for hit in _table().find(words)
        if hit.payload.code != _NONE and _stands(text, words, hit)
        for mention in _labelled(words, hit)
    ]
    return _settle_koreas(mentions, words.text)


def sides(text: str) -> int:
    """How many different sides a passage may name at most, whatever stands around it."""
    words = names.split(text)
    codes = {
        hit.payload.code
        for hit in _table().find(words)
        if hit.payload.code != _NONE and (hit.payload.rule == "hangul" or _stands(text, words, hit))
    }
    return sum(2 if code == "KOREA" else 1 + code.count("+") for code in codes)


@cache
def _table() -> names.Table[_Label]:
    return msgspec.json.decode(tables.read("data", "entities.json"), type=names.Table[_Label])


def is_people(word: str) -> bool:
    """Whether a word in lower case means people of a state or group as a noun: Russians, українців, хуситы."""
    label = _table().get(word)
    if label is None or label.form not in ("demonym", "group"):
        return False
    return word.endswith("s") if word.isascii() else word[0] < "\u0590" and label.rule != "upper"


def _labelled(words: names.Words, hit: names.Hit[_Label]) -> Iterator[Mention]:
    """The mentions of a hit; a compound such as 러우 names two sides at once."""
    form = _form(words, hit)
    for code in hit.payload.code.split("+"):
        yield Mention(code, form, hit.start, hit.end)


def _form(words: names.Words, hit: names.Hit[_Label]) -> Form:
    """What a Korean name becomes with the syllable behind it: an army or a people."""
    follower = words.text[hit.end : hit.end + 1]
    if hit.payload.form == "country" and follower in ("군", "인"):
        return "forces" if follower == "군" else "demonym"
    return hit.payload.form


# --- does the name mean the state here? -----------------------------------------------------------------------------


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


_GIVEN = _words(
    """aaron adam alex andrew anna barbara ben bill bob brian chris daniel david deandre denzel eddie eric frank george hannah
    henry honus jack jake james jason jeff jennifer jim joe john josh justin karen kate katherine ken kevin kim larry laura lisa
    louis mark marc mary matt max michael mike montell neil nick otto paul peter porter ralph ray richard rob robert ron ryan sam
    sarah scott simon steve susan sven thomas tim tom tony vernon will friedrich ricardo ludwig jordan lukas lindsey jill mac"""
)
_NAMESAKES = frozenset(
    (
        "조지아",
        "jordan",
        "chad",
        "georgia",
        "israel",
        "wagner",
        "paris",
        "london",
        "bennett",
        "vance",
        "merz",
        "washington",
    )
)
_COMMON = frozenset(
    ("turkey", "chad", "jordan", "china", "polish", "pole", "poles", "turk", "guinea", "brit", "того", "чад")
)
_FIRST_NAMES = frozenset(("jordan", "chad", "georgia"))
_AFTER_STATE = _words(
    """king queen prince crown army air armed forces government foreign prime president minister ministry military police
    parliament national royal border ambassador embassy and or in is has had was to for from by on says said"""
)
_US_STATE = late(
    r"\b(?:atlanta|savannah|fulton|governor|sheriff|state (?:senate|house|senator)|county|kemp|bulldogs|georgia tech|florida|alabama"
    r"|tennessee|carolina|gop|primary|runoff|u\.s\. state|state of georgia)\b|애틀랜타|조지아주|미국 이민|주지사"
)
_STATE_WORD = late(
    r"(?<=인도)(?:는|와|에서|·)|(?:군|인(?!도|권|정|식|상|간)|정부|산 )|의 |[은는이가]? ?(?:정부|국적|출신|용병|청년|남성|여성|외교|외무|총리|대통령|국방|당국|군인|병사|포로|인질|측|남부|북부|동부|서부|내전|반군|군부|신속지원군)"
)
_OWN = late(r"(?:\b(?:his|her|their|whose)|['’]s|s['’]) (?:[\w-]{1,12} )?$", re.IGNORECASE)
_OF_SOMEBODY = late(r" (?:of|for) ")
_SENTENCE_END = late(r"[.!?…»\"\n]\s*[–—-]?\s*$")
_HANGUL = late(r"[\uac00-\ud7a3]")


def _stands(text: str, words: names.Words, hit: names.Hit[_Label]) -> bool:
    """Whether the text writes the name as its rule asks, and no namesake is meant."""
    rule, start, end = hit.payload.rule, hit.start, hit.end
    if hit.payload.form == "capital" and names.in_dateline(text, start, end):
        return False
    if rule == "capital":
        written = text[start].isupper() or (text == words.text and words.text[start:end] not in _COMMON)
        return written and not _is_namesake(text, words, hit)
    if rule == "inner":
        return text[start].isupper() and _SENTENCE_END.search(text, max(0, start - 3), start) is None and start > 0
    if rule == "upper":
        return text[start:end].isupper()
    if rule == "whole":
        return words.end(hit.last) == end
    if rule == "hangul":
        return _HANGUL.search(text) is not None
    if rule == "own":
        return bool(_OWN.search(text, max(0, start - 24), start) or _OF_SOMEBODY.match(text, end))
    if rule == "homonym":
        return _STATE_WORD.match(words.text, end) is not None
    return not _is_namesake(text, words, hit)


def _is_namesake(text: str, words: names.Words, hit: names.Hit[_Label]) -> bool:
    """A person called Jordan or Wagner, or the American state of Georgia."""
    name = words.text[hit.start : hit.end]
    if name not in _NAMESAKES:
        return False
    if hit.first and text[hit.start - 1] == " " and words.items[hit.first - 1] in _GIVEN:
        return True
    if name in ("georgia", "조지아") and _US_STATE.search(words.text) is not None:
        return True
    return name in _FIRST_NAMES and _has_surname(text, words, hit)


def _has_surname(text: str, words: names.Words, hit: names.Hit[_Label]) -> bool:
    following = hit.last + 1
    if following >= len(words.items) or words.start(following) != hit.end + 1 or text[hit.end] != " ":
        return False
    return (
        text[hit.end + 1].isupper()
        and words.items[following] not in _AFTER_STATE
        and _table().get(words.items[following]) is None
    )


# --- which Korea? ---------------------------------------------------------------------------------------------------

_WARRIORS = late(
    r"[\w'-]* ?(?:\w+ )?(?:soldier|troop|pow|prisoner|captive|fighter|force|servicem|military|mercenar|солдат|військов|полонен|боєц|бійц"
    r"|бійця|военн|пленн|боец|бойц|войск)"
)


_CAPTURED = late(r"(?:captured|captive|пленн\w{1,3}|полонен\w{1,3}) $")


def _settle_koreas(mentions: list[Mention], lower: str) -> list[Mention]:
    """Bare "Korean" is the Korea that the text names; as soldiers or captives beside Russia or Ukraine, the North."""
    codes = {mention.code for mention in mentions}
    if "KOREA" not in codes:
        return mentions
    return [
        Mention(_which_korea(mention, codes, lower), mention.form, mention.start, mention.end)
        if mention.code == "KOREA"
        else mention
        for mention in mentions
    ]


def _which_korea(mention: Mention, codes: set[str], lower: str) -> str:
    if "KP" in codes and "KR" not in codes:
        return "KP"
    at_war = bool(codes & {"UA", "RU", "KP"})
    called_so = _WARRIORS.match(lower, mention.end) or _CAPTURED.search(
        lower, max(0, mention.start - 16), mention.start
    )
    return "KP" if at_war and called_so else "KR"

"""Bytes to text, whatever the page or feed says of itself.

In order of trust: a byte order mark, valid UTF-8 (no other encoding looks like it by chance), the transport's charset,
the document's own declaration, and then the letters themselves: of the encodings in use in our sources, the one in which
the text reads most like a language.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Labels whose common meaning is a superset of what they name (the WHATWG table, the rows that matter here).
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-cp1251": "cp1251",
    "win-1251": "cp1251",
    "win1251": "cp1251",
    "unicode": "utf-8",
    "utf8": "utf-8",
}
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_:.-]{2,30})""", re.I)
_CHARSET = re.compile(r"""charset\s{0,4}=\s{0,4}["']?\s{0,4}([\w:.-]{2,30})""", re.I)
_RUN = re.compile(rb"[\x80-\xff][^<>]{0,400}")
_WORD_START = re.compile(rb"[A-Za-z]{0,20}\Z")
_HEAD = 4096
_ENOUGH = 6000
# A declared encoding is believed if the text reads nearly as well in it as in the best one.
_BELIEVED = 0.93
_SAMPLE = 60_000
# Multi-byte encodings first: their structure refuses text that is not theirs; single-byte ones accept anything.
_EAST_ASIAN = ("cp949", "cp932", "euc_jp", "gb18030", "big5")
_CYRILLIC = ("cp1251", "koi8_u", "iso8859_5", "cp866")
_LATIN = ("cp1252", "cp1250", "cp1254", "iso8859_2")
_OTHER = ("cp1253", "cp1255", "cp1256")


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of `body` and the name of the encoding it was read in. Never raises; broken bytes become U+FFFD."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    text = _strict_utf8(body)
    if text is not None:
        return text, "utf-8"
    for label in _labels(body, content_type):
        text = _plausible(body, label)
        if text is not None:
            return text, label
    return _guess(body)


def _strict_utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page cut in the middle of a character, or with a few broken bytes in a sea of good ones, is still UTF-8.
        if error.start >= len(body) - 4 and error.start > 0 and not body[: error.start].isascii():
            return body.decode("utf-8", "replace")
    sample = body[:_SAMPLE].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    good = sum(1 for char in sample if char > "\x7f") - broken
    return body.decode("utf-8", "replace") if good > 20 * broken else None


def _labels(body: bytes, content_type: str) -> list[str]:
    """The encodings that the transport and the document name, as Python codecs, each once."""
    named = [match.group(1) for match in _CHARSET.finditer(content_type[:500])]
    named += [match.group(1).decode("ascii") for match in _DECLARED.finditer(body[:_HEAD])]
    found: list[str] = []
    for label in named:
        try:
            codec = codecs.lookup(_MEANT.get(label.lower(), label)).name
        except LookupError:
            continue
        if codec not in found and codec != "utf-8" and _is_text_codec(codec):
            found.append(codec)
    return found


def _is_text_codec(codec: str) -> bool:
    try:
        return isinstance(b"a\xcf\xe0".decode(codec, "replace"), str)
    except (LookupError, ValueError, AssertionError):
        return False


def _plausible(body: bytes, codec: str) -> str | None:
    """The text in a declared encoding, unless its letters betray that the declaration is wrong."""
    likeness = _likeness(_telling(body).decode(codec, "replace"))
    if likeness is not None:
        guess, best = _best(body)
        if likeness < _BELIEVED * best and guess != codec:
            return None
    return body.decode(codec, "replace")


def _guess(body: bytes) -> tuple[str, str]:
    codec, _ = _best(body)
    return body.decode(codec, "replace"), codec


def _telling(body: bytes) -> bytes:
    """The first runs of text with bytes beyond ASCII: what encodings differ in."""
    runs: list[bytes] = []
    size = 0
    for match in _RUN.finditer(body):
        start = _WORD_START.search(body, max(0, match.start() - 20), match.start())
        runs.append(body[start.start() if start else match.start() : match.end()])
        size += len(runs[-1])
        if size > _ENOUGH:
            break
    return b" ".join(runs)


def _best(body: bytes) -> tuple[str, float]:
    """The encoding in which the body reads most like a language, and how much."""
    sample = _telling(body)
    ranked = []
    for rank, codec in enumerate((*_CYRILLIC, *_EAST_ASIAN, *_LATIN, *_OTHER)):
        likeness = _likeness(sample.decode(codec, "replace"))
        ranked.append((likeness if likeness is not None else 0.0, -rank, codec))
    score, _, codec = max(ranked)
    return codec, score


# How common a character is in running text of the languages that use it: what a wrong reading rarely produces.
# Letters beyond ASCII of the Latin alphabets. One text is in one of them, which a wrong reading rarely is.
_ALPHABETS = (
    "éèàùâêîôûëïüçœæ", "äöüß", "áéíóúñü", "áéíóúãõâêôàç", "àèéìòù", "åäöæøé", "ąćęłńóśźż", "áčďéěíňóřšťúůýžľĺŕäô", "áéíóöőúüű",
    "ăâîșțşţ", "çğıöşüâî", "čćđšž", "äöõüšž", "áéíóúýþæöð", "āčēģīķļņšūž", "ąčęėįšųūž",
)  # fmt: skip
_LATIN_CHARS = frozenset("".join(_ALPHABETS))
_COMMON = {
    2.0: "оеаинтсрвлі" + "αοιετσνηυρς" + "יולאהרתבמ" + "اليمنرتوبة",
    1.5: "의이다을는에가를은고한로하지사기도리자인대시서정과어해일만부그전했라나으아면원보장여스구성제수조것들국",
    1.4: "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从今外第两员战新闻记报政府总统部长表示据称月安全际问题关系联合组织"
    "國會這個們說時来對過為學發後進種與還沒無從聞記報總統長據稱問題關係聯組織戰開動體電話經濟議員黨",
    1.3: "のにはをたがでとしてるいなれかられこすまもきくりんだよっさそ"
    + "кмдпуяыьгзбч"
    + "πκμλόάίέήώγδ"
    + "שנהעקדחכצפ"
    + "عدسفهكقحج",
    0.4: "йхжшюцщэфъїєґё" + "θφβχξζψύ" + "גזטסוםןךףץ" + "شطصخذضزثغظئؤإأى",
}
_WEIGHT = {char: weight for weight, chars in _COMMON.items() for char in chars}
_MARKS = frozenset("«»„“”‘’–—…№€°·\xa0\xad§©®™、。「」・，：！？（）")
_MAX_WORD = 60
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[^\x00-@\[-`{-\x7f]+")  # letters, and all beyond ASCII
_BAD, _ODD, _STRANGE, _ACCENTED = -3.0, -2.0, -1.0, 1.6


def _likeness(text: str) -> float | None:
    """Mean commonness of the characters beyond ASCII, from -3 (never a language) to 2; None where there are none."""
    total = 0.0
    count = 0
    latin: Counter[str] = Counter()
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        word = word[:_MAX_WORD]
        beyond = sum(char > "\x7f" and char.isalpha() for char in word)
        mixed = 2 * len(_ASCII_LETTER.findall(word)) >= beyond > 0
        before = " "
        for char in word:
            if char > "\x7f":
                count += 1
                if mixed and char.lower() in _LATIN_CHARS:
                    latin[char.lower()] += 1
                else:
                    total += _worth(char, before, mixed)
            before = char
    if latin:
        total += _ACCENTED * max(sum(latin[char] for char in alphabet) for alphabet in _ALPHABETS)
    return total / count if count else None


def _worth(char: str, before: str, mixed: bool) -> float:
    """What a character says for a reading. `mixed`: its word holds ASCII letters, as accented letters' words do."""
    if char == "\ufffd" or "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff":
        return _BAD
    if char in _MARKS:
        return 0.5
    if char > "\u2e80":
        return _WEIGHT.get(char, 0.4 if "가" <= char <= "힣" or "゠" <= char <= "ヿ" else 0.0)
    if not char.isalpha():
        return _ODD
    if mixed:
        return _STRANGE
    lower = char.lower()
    weight = _WEIGHT.get(lower, 0.0)
    # A capital after a small letter is how a wrong Cyrillic reading looks.
    if char != lower:
        return _STRANGE if before.islower() else min(weight, 0.6)
    return weight

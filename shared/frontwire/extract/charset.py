"""Bytes to text, whatever the page or feed says of itself.

In order of trust: a byte order mark, valid UTF-8 (no other encoding looks like it by chance), the transport's charset,
the document's own declaration, and then the letters themselves: of the encodings in use in our sources, the one in which
the text reads most like a language.
"""

from __future__ import annotations

import codecs
import re

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
_HEAD = 4096
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
        return isinstance(b"a".decode(codec, "replace"), str)
    except (LookupError, ValueError, AssertionError):
        return False


def _plausible(body: bytes, codec: str) -> str | None:
    """The text in a declared encoding, unless its letters betray that the declaration is wrong."""
    text = body.decode(codec, "replace")
    sample = _letters(text)
    if not sample:
        return text
    guess, best = _best(body)
    return text if _likeness(sample) >= 0.8 * best or guess == codec else None


def _guess(body: bytes) -> tuple[str, str]:
    codec, _ = _best(body)
    return body.decode(codec, "replace"), codec


def _best(body: bytes) -> tuple[str, float]:
    sample = body[:_SAMPLE]
    ranked = [
        (_likeness(_letters(sample.decode(codec, "replace"))), -rank, codec)
        for rank, codec in enumerate((*_CYRILLIC, *_EAST_ASIAN, *_LATIN, *_OTHER))
    ]
    score, _, codec = max(ranked)
    return codec, score


def _letters(text: str) -> str:
    """The characters beyond ASCII, which are all that encodings differ in, with the blanks between words."""
    return "".join(char if char > "\x7f" else " " for char in text[:_SAMPLE])


# How common a character is in running text of the languages that use it: what a wrong reading never produces.
_COMMON = {
    2.0: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъіїєґ",
    1.6: "éèàùâêîôûëïüçœæáíóúñäößãõåøğşıąćęłńśźżěščřžýůőűţșăοαιετσνηυρπκμλςόάίέήώγδθφβχ",
    1.5: "의이다을는에가를은고한로하지사기도리자인대시서정과어해일만부그전",
    1.2: "的一是在不了有人这中大国年上会为到和地发展新出时行经学我他要",
    1.3: "のにはをたがでとしてるいなれかられこすまもきくりんだよっさそ",
    1.1: "יולאהרתבמשנהעקדחכצפגזטסוםןךا ليمنرتوبةعدسفهكقحجشطصخذضزثغظئؤإأى",
}
_WEIGHT = {char: weight for weight, chars in _COMMON.items() for char in chars if char != " "}
_BAD = -3.0


def _likeness(letters: str) -> float:
    """Mean commonness of the letters of a sample, from -3 (never a language) to 2; 0 without letters."""
    total = 0.0
    count = 0
    before = " "
    for char in letters:
        if char != " ":
            count += 1
            total += _worth(char, before)
        before = char
    return total / count if count else 0.0


def _worth(char: str, before: str) -> float:
    if char == "\ufffd" or "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff":
        return _BAD
    weight = _WEIGHT.get(char)
    if weight is not None:
        return weight
    lower = _WEIGHT.get(char.lower())
    if lower is not None:
        # A capital after a small letter is how a wrong Cyrillic reading looks.
        return -1.0 if before.islower() else 0.6
    if char in "«»„“”‘’–—…№€°·\xa0\xad§©®™、。「」・，：":
        return 0.5
    if "가" <= char <= "힣" or "一" <= char <= "鿿" or "゠" <= char <= "ヿ":
        return 0.4
    return 0.0 if char.isalpha() else -1.0

"""Organisations, families and the like: whether one speaks where it is named, or mediates.

They are no sides of an event: what stands around their names decides only who vouches for it, denies it or brokers it.
"""

from __future__ import annotations

import re

from frontwire.detect import entities
from frontwire.detect.findings import Findings, Named
from frontwire.detect.reading import Hit
from frontwire.late import late


def is_voice(one: Named) -> bool:
    return one.form in entities.VOICES


def may_speak(text: str, one: Named, verb: int) -> bool:
    """Whether a voice is the subject of a verb behind it, which begins at the character `verb`."""
    if _CLAUSE.search(text, one.end, verb) or _is_genitive(text, one) or _PASSIVE.search(text, one.end, verb):
        return False
    before = max(0, one.start - 40)
    if _SPEAKS_FOR.search(text, before, one.start):
        return True
    if _OFFICE_IN.search(text, before, one.start):
        return one.form == "organisation" and "," not in text[one.end : verb]
    return _OBJECT.search(text, before, one.start) is None


def follows_its_verb(text: str, one: Named, start: int, end: int) -> bool:
    """Whether a voice behind a verb of saying at `start:end` speaks: "according to relatives", "he is held, said his wife"."""
    verb = text[start:end].lower()
    if verb.isascii():
        return verb.startswith("according") or _QUOTED.search(text, max(0, start - 3), start) is not None
    return verb.startswith(("за ", "по ")) or not _is_genitive(text, one)


def is_of_charges(text: str, verb_end: int) -> bool:
    """Whether what is denied is what the captives are accused of, not that they are held."""
    return _ACCUSED.search(text, verb_end, verb_end + 60) is not None


def _is_genitive(text: str, one: Named) -> bool:
    """Родичів повідомили: relatives are told, and tell nothing."""
    return one.form == "family" and _GENITIVE.search(text, one.start, one.end) is not None


def belongs_to(text: str, one: Named, other: Named) -> bool:
    """Whether a name behind a voice only tells whose it is: the family of the Briton, родичі полоненого британця."""
    return (
        one.form == "family"
        and one.end <= other.start
        and _OF_SOMEBODY.fullmatch(text, one.end, other.start) is not None
    )


def with_others(text: str, speaking: list[Named]) -> list[Named]:
    """The last name, and a voice that an "and" binds to it."""
    last = speaking[-1:]
    if len(speaking) > 1 and is_voice(speaking[-2]) and _AND.fullmatch(text, speaking[-2].end, speaking[-1].start):
        return speaking[-2:]
    return last


def through(findings: Findings, bounds: list[Hit]) -> list[Named]:
    """Organisations through which captives are exchanged ("through the Red Cross", 적십자를 통해)."""
    text = findings.reading.text
    return [
        one
        for bound in bounds
        for one in findings.speaking_in(bound)
        if one.form == "organisation"
        and (_THROUGH.search(text, max(0, one.start - 24), one.start) or _BY_WAY_OF.match(text, one.end))
    ]


_DETERMINER = r"(?:(?:the|a|an|his|her|their|its|all|both|two|several|some|international) ){0,2}"
_PERSON = (
    r"(?:spokes\w+|officials?|delegates?|representatives?|head|chief|director|president|lawyers?|experts?|investigators?|monitors?"
    r"|observers?|staff|members?|friends?|statement|report|commissioner)"
)
_SPEAKS_FOR = late(rf"\b{_PERSON} (?:of|for|from|with|at|by) {_DETERMINER}$", re.IGNORECASE)
_OFFICE_IN = late(r"(?<!\w)(?:в|у|во) $", re.IGNORECASE)
_OBJECT = late(
    r"\b(?:in|inside|of|by|from|to|with|against|near|for|at|on|between|about|through|via|without|before"
    r"|told|tell\w*|inform\w*|notif\w+|urg\w+|ask\w*|contact\w*|call\w* on|visit\w*|met|meet\w*|thank\w*|let\w*|allow\w*|sent|send\w*"
    rf"|gave|given?|giv\w+|show\w*|assur\w+|remind\w*|join\w*|accus\w+|invit\w+) {_DETERMINER}$"
    r"|\b(?:від|з|із|зі|до|про|без|для|через|при|на|к|от|с|со|из|о|об|за|із|поінформува\w+|повідоми\w+|закли\w+"
    r"|проинформирова\w+|уведоми\w+|призва\w+|попроси\w+) $",
    re.IGNORECASE,
)
_CLAUSE = late(
    r"\b(?:but|while|that|as|when|after|because|since|until|if|що|але|коли|після|якщо|что|но|когда|после|если)\b"
    r"|\b(?:and|та|і|й|и) (?!(?:the |his |her |their |[A-ZА-ЯІЇЄ]))"
)
"""What stands between a voice and a verb that is somebody else's."""
_GENITIVE = late(r"(?:ів|ей|ов|их|ых|родин|дружин|ж[её]н)$")
_PASSIVE = late(r"\b(?:is|are|was|were|be|been|being|get|got) (?:\w+ly |also |not )?$")
_QUOTED = late(r"[,”\"’'] ?$")
_ACCUSED = late(r"\b(?:mercenar|spy\b|spies\b|spying|guilt|charge|найман|наемн|наёмн|шпигун|шпион)|용병|간첩")
_OF_SOMEBODY = late(r" of (?:[\w'’-]+ ){0,4}|(?: [а-яіїєґё'’-]+(?:ого|его|их|ых|ої|ой)){0,2} ")
_AND = late(r",? (?:and|та|і|й|и) (?:the |his |her |their )?")
_THROUGH = late(
    r"\b(?:through|via|under the auspices of|через|за участі|за участю|при участии|під егідою|под эгидой) (?:the )?$",
    re.IGNORECASE,
)
_BY_WAY_OF = late(r"(?:\([A-Z]+\))?(?:을|를)\s통(?:해|한)|\s주선으로")

"""Who says, denies or confirms what is told.

Who says so is read from the sentences that tell the event; a denial or a confirmation often stands in a sentence of its
own beside them ("Kigali denies it"), so that these are read from the whole beginning of the text, where they speak of captives.
"""

from __future__ import annotations

import re

from frontwire.detect import korean, voices
from frontwire.detect.findings import Findings, Named
from frontwire.detect.reading import Hit
from frontwire.late import late
from frontwire.models import Side

SAYING = 6
"""Words, but for those with a capital, between a name and the verb of saying that belongs to it."""
BEGINNING = 500
"""Characters below the title in which somebody who answers a report is looked for."""
ANSWERS = (("denies", "deny"), ("denies", "call"), ("confirms", "attest"))
NAMES = 6
"""Words between "called" and what it is called, a falsehood."""
OF_CAPTIVES = ("capture", "captured_adj", "captive", "captivity", "pow", "held", "fighter", "person", "national")
"""What a denial or a confirmation of a capture speaks of."""


def speakers(findings: Findings, bounds: list[Hit], *, beside: bool = False) -> list[Side]:
    """The sides that speak, in roles denies, confirms and says.

    `bounds` are the sentences that tell the event; with `beside`, others of the beginning count for answers to it.
    """
    found: dict[tuple[str, str], Side] = {}
    for bound in _beginning(findings, bounds) if beside else bounds:
        told = bound in bounds or _is_about_it(findings, bound)
        for role, concept in ANSWERS if told else ():
            for verb in findings.where(concept, bound):
                if _is_firm(findings, verb, role) and (concept != "call" or _is_called_false(findings, verb, bound)):
                    _add(found, findings, role, verb, bound)
    for bound in bounds:
        for verb in findings.where("say", bound):
            if _is_negated(findings, verb):
                continue
            _add(found, findings, "says", verb, bound)
    return list(found.values())


def _add(found: dict[tuple[str, str], Side], findings: Findings, role: str, verb: Hit, bound: Hit) -> None:
    for one in _speaker(findings, findings.speaking_in(bound), verb):
        if (
            role == "denies"
            and voices.is_voice(one)
            and voices.is_of_charges(findings.reading.text, findings.reading.chars(verb)[1])
        ):
            continue
        found.setdefault((role, one.code), Side(role, one.code, findings.span(one.start, one.end)))


def _beginning(findings: Findings, bounds: list[Hit]) -> list[Hit]:
    """The sentences that tell the event, and those of the beginning of the text."""
    reading = findings.reading
    pairs = zip(reading.bounds, reading.sentences, strict=True)
    end = reading.title_end + BEGINNING
    first = [bound for bound, sentence in pairs if sentence.start < end and bound[0] < bound[1]]  # "." has no words
    return list(dict.fromkeys([*bounds, *first]))


def _is_called_false(findings: Findings, verb: Hit, bound: Hit) -> bool:
    """The army called it "nonsense"."""
    return any(0 <= hit[0] - verb[1] <= NAMES for hit in findings.where("falsehood", bound))


def _is_about_it(findings: Findings, bound: Hit) -> bool:
    """Does a sentence beside the event speak of captives, or of what was just told ("denied this")?"""
    if any(findings.where(concept, bound) for concept in OF_CAPTIVES):
        return True
    start, end = findings.reading.chars(bound)
    return _OF_IT.search(findings.reading.text, start, end) is not None


_OF_IT = late(
    r"\b(?:it|this|claims?|reports?|allegations?|accusations?|identit\w+|nationalit\w+"
    r"|это|этого|эт[уи]|заявлени\w+|сообщени\w+|личност\w+|пленени\w+|це|цього|ц[ію]|заяв[уи]|повідомлення|особ[уи])\b|주장|보도|신원|이를",
    re.IGNORECASE,
)


def _speaker(findings: Findings, named: list[Named], verb: Hit) -> list[Named]:
    """The name closest before a verb of saying, or right behind it; in Korean, whose verbs stand last, its subject."""
    text = findings.reading.text
    sides = [one for one in named if voices.is_voice(one) or not _is_of_people_told_of(findings, one)]
    if findings.language == "ko":
        return korean.speaker(text, sides, findings.reading.chars(verb)[0])
    start, end = findings.reading.chars(verb)
    near = [one for one in sides if one.hit[1] <= verb[0] and _words_between(findings, one, verb) <= SAYING]
    before = [one for one in near if _is_subject(text, one, start)]
    before = [one for one in before if not any(voices.belongs_to(text, other, one) for other in named)]
    if by := _BY.match(text, end):
        return [one for one in sides if one.start == by.end()][:1]  # "was confirmed by Seoul"
    after = [
        one
        for one in sides
        if one.form != "demonym" and 0 <= one.hit[0] - verb[1] <= 2 and not _CLAUSE.search(text, end, one.start)
        if not voices.is_voice(one) or voices.follows_its_verb(text, one, start, end)
    ]
    return voices.with_others(text, before) or after[:1]


def _is_subject(text: str, one: Named, verb: int) -> bool:
    if voices.is_voice(one):
        return voices.may_speak(text, one, verb)
    return _is_government(text, one) or not _is_behind_a_preposition(text, one)


def _words_between(findings: Findings, one: Named, verb: Hit) -> int:
    """Words between a name and a verb; the speaker's own name and rank ("spokesman Brig. Gen. Jean Bosco") count for nothing."""
    text, places = findings.reading.text, findings.reading.places
    return sum(not text[places[word][0]].isupper() for word in range(one.hit[1], verb[0]))


def _is_government(text: str, one: Named) -> bool:
    """В Сеуле подтвердили, officials in Rabat confirmed: the people in a capital speak for their state; else they only stand there."""
    return one.form in ("capital", "forces") and bool(_OFFICE_IN.search(text, max(0, one.start - 24), one.start))


def _is_behind_a_preposition(text: str, one: Named) -> bool:
    return bool(_BEHIND_A_PREPOSITION.search(text, max(0, one.start - 12), one.start))


_BY = late(r" by (?:the |his |her |their )?")
_OFFICE_IN = late(
    r"(?<!\w)(?:в|у|во|(?:ministry|ministries|government|officials|authorities|embassy|army|diplomats) (?:in|of)) $",
    re.IGNORECASE,
)
_CLAUSE = late(r"[,:;]|\b(?:that|what|how|що|что)\b")
"""South Korea's agency confirmed that Ukraine ...: what follows is told of, and does not speak."""


def _is_negated(findings: Findings, verb: Hit) -> bool:
    """Has not confirmed, не підтвердив: who does not say it says nothing of it."""
    start = findings.reading.chars(verb)[0]
    return _NOT.search(findings.reading.text, max(0, start - 24), start) is not None


_NOT = late(r"(?:\b(?:not|never|cannot|не)|n[’']t)(?: (?:yet|\w+ly))? $", re.IGNORECASE)


def _is_firm(findings: Findings, verb: Hit, role: str) -> bool:
    """Does somebody vouch for it: not "has yet to confirm", "it was confirmed", "did not deny", 확인한 바 없다?"""
    text = findings.reading.text
    start, end = findings.reading.chars(verb)
    before = text[max(0, start - 40) : start]
    if _HEDGED.search(before) or _NOTHING_KNOWN.match(text, end):
        return False
    if role == "confirms" and _OF_ITSELF.match(text, end):
        return False
    return role == "denies" or not _NO_VERB.search(before) or bool(_BY.match(text, end))


_HEDGED = late(
    r"\b(?:not|never|neither|nor|cannot|could|would|may|might|must|should|yet|when|until|unless|if|nobody|\w+n[’']t|не|ні|ни)"
    r"(?: [^\W\d]{1,12}){0,2} $",
    re.IGNORECASE,
)
_NO_VERB = late(r"\b(?:to|is|are|was|were|be|been|being|as|a|the|no) (?:\w+ly )?$", re.IGNORECASE)
"""The report was confirmed, a confirmed death: nobody says so there, unless "by" follows."""
_OF_ITSELF = late(
    r",? (?:that )?(?:it|they|he|she)(?: (?:is|was|are|were|had|has|have|also|been)){0,3}"
    r" (?:aware|informed|asked|contacted|working|looking|checking|investigating|in (?:touch|contact)|trying|seeking)\b"
    r"|,? (?:що|что) (?:він |вона |они |вони |оно )?(?:зна[єею]\w*|звернул\w+|обратил\w+|перевіря\w+|проверя\w+)"
)
"""Confirmed that it was aware of the reports: that is no confirmation of them."""
_NOTHING_KNOWN = late(r"\w{0,2}\s?(?:바|적|사실)\w?\s?없|는지|지 ")


_BEHIND_A_PREPOSITION = late(
    r"\b(?:in|inside|of|by|from|to|with|against|near|for|у|в|від|з|із|до|проти|с|из|от|к|против|на|для) $",
    re.IGNORECASE,
)
"""In Russia's Kursk region, the president said: the place of something, not who says it."""


def _is_of_people_told_of(findings: Findings, one: Named) -> bool:
    """The captured North Korean soldiers said, two North Korean soldiers, ...: people of a side, who do not speak for it;
    its military does."""
    counted = any(0 <= one.hit[0] - figure.hit[1] <= 1 for figure in findings.figures)
    concepts = ("captive", "fighter") if counted or findings.language == "en" else ("captive",)
    people = (hit for concept in concepts for hit in findings.where(concept) if 0 <= hit[0] - one.hit[1] <= 1)
    return any(findings.reading.forms[hit[1] : hit[1] + 1] not in _SERVICES for hit in people)


_SERVICES = (["agency"], ["agencies"], ["service"], ["services"], ["chief"])
"""Its spy agency, its prison service: they speak for it."""

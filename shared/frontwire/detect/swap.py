"""A swap: who gives whom to whom, and how many."""

from __future__ import annotations

from frontwire.detect import korean as particles
from frontwire.detect import voices
from frontwire.detect.findings import Findings, Fired, Named
from frontwire.detect.outcome import Outcome, places, sentences, side, when
from frontwire.detect.people import counts
from frontwire.detect.reading import Hit
from frontwire.detect.speakers import speakers
from frontwire.models import Facts, Side

CLOSE = 4
"""Words between a name and what gives it a role."""
OFFERING = 6
"""Words between a side and its offer ("the president of Ukraine, Volodymyr Zelenskyy, on Sunday proposed")."""


def read(findings: Findings, fired: list[Fired]) -> Outcome:
    one_sided = [one for one in fired if not _is_mutual(findings, one)]
    held = [(one, "one_sided") for one in one_sided]
    fired = [one for one in fired if one not in one_sided]
    if not fired:
        return Outcome([], held=held)
    bounds = sentences(findings, fired)
    mediators = _mediators(findings, bounds)
    named = _parties(findings, fired, {one.code for one in mediators})
    sides = {one.code: side(findings, "parties", one) for one in reversed(named)}
    parties = list(reversed(sides.values()))
    parties.extend(_implied(findings, [one.code for one in parties]))
    roles = _roles(findings, bounds, {one.code for one in parties})
    facts = Facts(
        sides=(*parties, *roles, *(side(findings, "mediator", one) for one in mediators), *speakers(findings, bounds)),
        counts=counts(findings, fired, wide=True),
        places=places(findings, fired),
        when=when(findings, fired),
    )
    return Outcome(fired, facts, held)


def _is_mutual(findings: Findings, one: Fired) -> bool:
    """Whether a frame that needs two givers has them."""
    if one.frame == "both_gave":
        return len(_givers(findings, one)) > 1
    return True


def _givers(findings: Findings, one: Fired) -> set[str]:
    """The sides named right before words of release inside a frame: of several names, the one closest to each."""
    named = findings.named_in(one.hit)
    found: set[str] = set()
    for verb in findings.where("release", one.hit):
        before = [name for name in named if 0 <= verb[0] - name.hit[1] <= CLOSE]
        found.update(name.code for name in before[-1:])
    return found


def _passages(findings: Findings, fired: list[Fired]) -> list[Hit]:
    """The sentences that fired, then the others of the leads in which they stand."""
    reading = findings.reading
    telling = sentences(findings, fired)
    around = [
        bound
        for ranges in reading.leads()
        if any(first <= home[0] < last for home in telling for first, last in ranges)
        for bound in reading.bounds
        if any(first <= bound[0] and bound[1] <= last for first, last in ranges)
    ]
    return list(dict.fromkeys([*telling, *around]))


def _mediators(findings: Findings, bounds: list[Hit]) -> list[Named]:
    """The name that words of mediation lead to ("brokered by ..."), else the one right before them ("...-brokered").

    An organisation mediates beside a state; it does so too where the exchange goes through it.
    """
    found: dict[str, Named] = {}
    organisations = [one for one in findings.voices if one.form == "organisation"]
    for hit in findings.where("mediate_by"):
        for kind in (findings.named, organisations):
            for one in [one for one in kind if 0 <= one.hit[0] - hit[1] <= CLOSE][:1]:
                found.setdefault(one.code, one)
    for hit in findings.where("mediate"):
        home = findings.reading.sentence_of(hit)
        inside = [one for one in (*findings.named, *organisations) if findings.reading.sentence_of(one.hit) == home]
        inside.sort(key=lambda one: one.hit)
        before = [one for one in inside if 0 <= hit[0] - one.hit[1] <= 1]
        if findings.language in ("uk", "ru") and not before:
            before = _beside_mediator(findings, inside, hit)
        for one in before[-1:] if findings.language == "ko" else before:
            found.setdefault(one.code, one)
    for one in voices.through(findings, bounds):
        found.setdefault(one.code, one)
    return list(found.values())


def _beside_mediator(findings: Findings, inside: list[Named], noun: Hit) -> list[Named]:
    """«Эмираты стали главным посредником», «посредником выступили Эмираты»; not those between whom it stands."""
    before = [one for one in inside if 0 <= noun[0] - one.hit[1] <= CLOSE]
    if before or findings.reading.forms[noun[1] : noun[1] + 1] in (["між"], ["между"]):
        return before[-1:]
    return [one for one in inside if 0 <= one.hit[0] - noun[1] <= CLOSE][:1]


def _parties(findings: Findings, fired: list[Fired], mediators: set[str]) -> list[Named]:
    """The names in the sentences that fired; where no two of them are foes, those of the leads around them, and their
    foes from the rest of the text too."""
    passages = _passages(findings, fired)
    inside = _named(findings, sentences(findings, fired), mediators)
    if _at_war(findings, inside):
        inside += [one for one in _named(findings, passages, mediators) if _takes_part(findings, one)]
        inside += _holder(findings, inside, mediators)
    else:
        inside = _named(findings, passages, mediators)
        codes = {one.code for one in inside}
        if not _at_war(findings, inside):
            rest = [one for one in findings.named if one.code not in mediators | codes]
            foes = {foe for code in codes for foe in findings.foes(code)}
            inside += [one for one in rest if one.code in foes] or (rest if len(codes) < 2 else [])
    at_war = _at_war(findings, inside)
    if not at_war:
        return inside
    return [one for one in inside if one.code in at_war or _takes_part(findings, one) or _is_of_captives(findings, one)]


def _holder(findings: Findings, inside: list[Named], mediators: set[str]) -> list[Named]:
    """Where one of the foes is named only as a people that is held (Palestinian prisoners), who holds for them: the first
    foe of the other side that the text names."""
    sides = [one for one in inside if not findings.is_people(one) and not _is_of_captives(findings, one)]
    if not sides or _at_war(findings, sides):
        return []
    foes = {foe for one in sides for foe in findings.foes(one.code)} - {one.code for one in inside} - mediators
    return [one for one in findings.named if one.code in foes][:1]


def _named(findings: Findings, bounds: list[Hit], mediators: set[str]) -> list[Named]:
    return [one for bound in bounds for one in findings.named_in(bound) if one.code not in mediators]


def _at_war(findings: Findings, inside: list[Named]) -> set[str]:
    """Of the names, those that are foes of one another, whichever of them the table of conflicts tells it of."""
    codes = {one.code for one in inside}
    foes = {(code, foe) for code in codes for foe in findings.foes(code) if foe in codes}
    return {code for pair in foes for code in pair}


def _takes_part(findings: Findings, one: Named) -> bool:
    """Whether the name gives, offers or refuses, or is where people are let out ("fly home from El Salvador")."""
    if any(_follows(findings, one, verb, 1) for verb in findings.where("release")):
        return True
    if any(_follows(findings, one, verb, OFFERING) for verb in findings.where("offer")):
        return True
    words = findings.reading.forms
    return words[one.hit[0] - 1 : one.hit[0]] == ["from"] and any(
        0 <= one.hit[0] - 1 - verb[1] <= 1 for verb in findings.where("release")
    )


def _is_of_captives(findings: Findings, one: Named) -> bool:
    """Whether the name tells whose people the captives are (North Korean soldiers)."""
    korean = findings.language == "ko"
    if korean and particles.is_closed(findings.reading.text, one.end):
        return False
    reach = 0 if korean else 1
    return any(
        _follows(findings, one, hit, reach)
        for concept in ("captive", "fighter", "person")
        for hit in findings.where(concept)
    )


def _follows(findings: Findings, one: Named, hit: Hit, reach: int) -> bool:
    """Whether words come right after a name, at most `reach` words between, in its sentence."""
    sentence_of = findings.reading.sentence_of
    return 0 <= hit[0] - one.hit[1] <= reach and sentence_of(hit) == sentence_of(one.hit)


def _implied(findings: Findings, codes: list[str]) -> list[Side]:
    """The only opponent that the one named side has."""
    if len(codes) != 1:
        return []
    foes = findings.foes(codes[0])
    return [Side("parties", foes[0], None, inferred=True)] if len(foes) == 1 else []


def _roles(findings: Findings, bounds: list[Hit], parties: set[str]) -> list[Side]:
    """by: the name before words of offering or giving. to: the name they address. held_by: the name by which or in
    which captives are held. of: the nationality of captives."""
    found: dict[tuple[str, str], Side] = {}
    for bound in bounds:
        named = [one for one in findings.named_in(bound) if one.code in parties]
        of = [one for one in named if _is_of_captives(findings, one) or findings.is_people(one)]
        givers = [one for one in named if one not in of]
        verbs = _unconditional(findings, bound)
        if findings.language == "ko":
            for key, value in _by_particles(findings, named).items() if verbs else ():
                if not any(role == key[0] for role, _ in found):
                    found[key] = value
        else:
            for verb in verbs:
                for one in [one for one in givers if 0 <= verb[0] - one.hit[1] <= CLOSE][-1:]:
                    found.setdefault(("by", one.code), side(findings, "by", one))
        for one in givers:
            if _is_held_by(findings, one, bound):
                found.setdefault(("held_by", one.code), side(findings, "held_by", one))
        for one in of:
            found.setdefault(("of", one.code), side(findings, "of", one))
    found.update(_addressed(findings, bounds, found))
    return list(found.values())


def _unconditional(findings: Findings, bound: Hit) -> list[Hit]:
    """Verbs of offering, where there is none those of giving; but none behind an "if": those tell what is wanted."""
    verbs = findings.where("offer", bound) or findings.where("release", bound)
    conditions = [hit[0] for hit in findings.where("prisoner_swap:condition", bound) if hit[0] > bound[0] + 1]
    return [verb for verb in verbs if not conditions or verb[0] < conditions[0]]


def _by_particles(findings: Findings, named: list[Named]) -> dict[tuple[str, str], Side]:
    """Korean verbs stand last, so that particles tell who offers (젤렌스키 대통령은) and to whom (김정은 위원장에게)."""
    text = findings.reading.text
    found: dict[tuple[str, str], Side] = {}
    for one in named:
        if particles.is_addressee(text, one.end):
            found.setdefault(("to", one.code), side(findings, "to", one))
        elif particles.is_subject(text, one.end):
            found.setdefault(("by", one.code), side(findings, "by", one))
    if named and not any(role == "by" for role, _ in found) and particles.opens_headline(text, named[0].end):
        found["by", named[0].code] = side(findings, "by", named[0])
    return found


def _is_held_by(findings: Findings, one: Named, bound: Hit) -> bool:
    """Held in or by the name, in its captivity, or the name is holding."""
    if findings.language == "ko" and not particles.is_place(findings.reading.text, one.end):
        return False
    for hit in findings.where("held", bound):
        if 0 <= one.hit[0] - hit[1] <= 2 or 0 <= hit[0] - one.hit[1] <= 1:
            return True
    return any(0 <= hit[0] - one.hit[1] <= 1 for hit in findings.where("captivity", bound))


def _addressed(
    findings: Findings, bounds: list[Hit], found: dict[tuple[str, str], Side]
) -> dict[tuple[str, str], Side]:
    """Who could take the offer: the side whose people are offered and who does not hold the others."""
    givers = {code for role, code in found if role == "by"}
    holders = {code for role, code in found if role == "held_by"}
    offered = [one for (role, code), one in found.items() if role == "of" and code not in givers | holders]
    if givers and offered and any(findings.where("offer", bound) for bound in bounds):
        one = offered[0]
        return {("to", one.code): Side("to", one.code, one.span)}
    return {}

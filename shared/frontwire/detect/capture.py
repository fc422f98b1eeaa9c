"""A capture: who holds whose people, and for whom they fought."""

from __future__ import annotations

from itertools import pairwise, zip_longest

from frontwire.detect import conflicts, korean, weighing
from frontwire.detect.findings import Findings, Fired, Named
from frontwire.detect.outcome import Outcome, places, sentences, side, when
from frontwire.detect.people import counts
from frontwire.detect.program import DYNAMIC
from frontwire.detect.reading import Hit
from frontwire.detect.speakers import speakers
from frontwire.late import late
from frontwire.models import Facts, Side

_PAUSE = late("[:;,.!?—–]")
_LIST = late(
    r"(?i)(?:\s*\([^()]{1,16}\))?\s*(?:,|и|й|і|та|а также|а також|and|as well as|와|과|·|, and)\s*(?:(?:and|an?|\w+) )?"
)
BY = 4.0
HOLDS = 3.0
"""The grip from which words say who holds the captives."""
_OF_PEOPLE = ("군", "인", "의", "계", "병", "포로", "용병", "국적", "출신", "산")
COURT = ("lead_sentence", "sentenced")
"""Frames of trials, which are of captives only where the court's side is at war."""
NAMING = ("lead_capture", "lead_sentence", "sentenced")
"""Frames too loose for captives of no named nation."""
UNARMED = ("nationals_in_hands", "captives_of")
"""Frames that name a people and no soldiers: they count where its state takes part in the captor's war."""
SIGNS = "signs"
"""The frame that only says that words of capture and of war stand together: their signs are weighed."""
OF_RUSSIA = ("WAGNER",)
"""Groups whose name tells the nationality of their men."""
TELLING = ("capture", "captive", "captivity", "held", "fights_for", "sentence", "trial")
OF_A_GROUP = 3
"""Words between captives, or a word for foreigners, and the group that they belong to."""
PARAGRAPHS, REACH = 4, 24
"""Paragraphs and sentences around a capture in which more is told of it."""
CLOSE = 4
"""Words between a name and what gives it a role."""


def read(findings: Findings, fired: list[Fired]) -> Outcome:
    """Keeps the frames whose captives are foreign to the war; the others are held back as `own_side`."""
    told = [one for one in fired if one.frame != SIGNS]
    served = _served(findings, fired) if told else []
    kept: list[Fired] = []
    held: list[tuple[Fired, str]] = []
    captives: list[Named] = []
    captors: list[Named] = []
    for one in told:
        pairs = [
            (named, _settled(findings, *_captor(findings, one, named, served), named, served))
            for named in _nationals(findings, one, served)
        ]
        foreign = [(named, captor) for named, (is_foreign, captor) in pairs if is_foreign]
        if one.frame in COURT:
            foreign = [(named, captor) for named, captor in foreign if _is_enemy(findings, captor, served)]
        if one.frame in UNARMED:
            foreign = [
                (named, captor) for named, captor in foreign if captor and captor.code in findings.foes(named.code)
            ]
        if foreign or _is_called_foreign(findings, one, bool(pairs)):
            kept.append(one)
            captives.extend(named for named, _ in foreign)
            captors.extend(captor for _, captor in foreign if captor)
        else:
            held.append((one, "own_side"))
    weighed = weighing.heaviest(findings) if not kept and len(told) < len(fired) else None
    if weighed:
        served = served or _served(findings, fired)
        one = Fired(SIGNS, weighed.hit)
        kept.append(one)
        kept.extend(Fired(SIGNS, bound) for bound in _told_beside(findings, weighed))
        holder = _holder(findings, one, weighed, served)
        captors.extend(holder)
        captives.extend((weighed.people, *weighed.others, *_beside(findings, weighed, holder, served)))
    if not kept:
        return Outcome([], held=held)
    captor = captors[0] if captors else None
    if not captives:
        captor = _captor(findings, kept[0], None, served)[0]
        captives = [one for one in _within(findings, kept) if one.code in OF_RUSSIA][:1]
    captives.extend(_listed(findings, captives, captor))
    return Outcome(kept, _facts(findings, kept, captives, captor, served), held)


def _within(findings: Findings, kept: list[Fired]) -> list[Named]:
    """The names in the title and in the sentences of frames."""
    return [one for bound in sentences(findings, kept) for one in findings.named_in(bound)]


def _listed(findings: Findings, captives: list[Named], captor: Named | None) -> list[Named]:
    """Nations that stand in one list with a captive's ("from Nepal, Cuba and Somalia"), whatever frame named the first."""
    reading = findings.reading
    known = {one.code for one in captives} | ({captor.code} if captor else set())
    found: list[Named] = []
    for captive in dict.fromkeys(captives):
        named = findings.named_in(reading.bounds[reading.sentence_of(captive.hit)])
        if captive not in named:
            continue
        at = named.index(captive)
        for row in (named[at:], named[at::-1]):
            for one, other in pairwise(row):
                if not _is_one_list(findings, one, other):
                    break
                if other.code not in known and not _is_at_war_with(findings, other, captor):
                    known.add(other.code)
                    found.append(other)
    return found


def _is_one_list(findings: Findings, one: Named, other: Named) -> bool:
    first, second = sorted((one, other), key=lambda named: named.start)
    forms = {one.form, other.form}
    alike = forms <= {"country", "capital"} or len(forms) == 1
    return alike and _LIST.fullmatch(findings.reading.text, first.end, second.start) is not None


def _is_at_war_with(findings: Findings, one: Named, captor: Named | None) -> bool:
    return one.form == "group" or (captor is not None and findings.is_foreign(captor.code, one.code) is False)


def _holder(findings: Findings, one: Fired, weighed: weighing.Weighed, served: list[Named]) -> list[Named]:
    """Who holds the captives of a weighed passage: whom the words name as holding them, or the likeliest enemy."""
    named, grip = _captor(findings, one, weighed.people, served)
    if named and (grip >= HOLDS or _is_foe(findings, named, served)):
        return [named]
    fought_for = {side.code for side in served}
    captor = weighed.captor
    return [captor] if captor and captor.code not in fought_for else []


def _told_beside(findings: Findings, weighed: weighing.Weighed) -> list[Hit]:
    """Sentences that tell more of what a headline says: the first of the article and the first of the weighed passage."""
    reading = findings.reading
    title = reading.title_sentences()
    if not title or weighed.hit[0] >= reading.title()[1]:
        return []
    body = [bound for bound in (*reading.bounds[title:][:1], *weighed.sentences) if bound[0] >= reading.title()[1]]
    return [bound for bound in dict.fromkeys(body[:2]) if bound[0] < bound[1]]


def _beside(findings: Findings, weighed: weighing.Weighed, holder: list[Named], served: list[Named]) -> list[Named]:
    """Other peoples named as captives in the title and in the sentence of a weighed people ("a Swede, a Croat and two Britons")."""
    reading = findings.reading
    bounds = [*reading.bounds[: reading.title_sentences()], reading.bounds[reading.sentence_of(weighed.people.hit)]]
    known = {weighed.people.code, *(one.code for one in holder)}
    return [
        named
        for bound in dict.fromkeys(bounds)
        for named in _nationals(findings, Fired(SIGNS, bound), served)
        if named.code not in known
        and named.form != "group"
        and not findings.is_locative(named)
        and not any(conflicts.faces(one.code, named.code, findings.day) == "main" for one in findings.named)
        and not conflicts.is_party(named.code, frozenset(one.code for one in findings.named), findings.day)
    ]


def _facts(
    findings: Findings, kept: list[Fired], captives: list[Named], captor: Named | None, served: list[Named]
) -> Facts:
    bounds = sentences(findings, kept)
    sides: list[Side] = []
    if captor:
        sides.append(side(findings, "captor", captor))
    elif foes := [foe for one in (*served, *captives) for foe in findings.foes(one.code) if findings.is_told_of(foe)]:
        sides.append(Side("captor", foes[0], None, inferred=True))
    nationalities = {one.code: side(findings, "nationality", one) for one in reversed(captives) if one.code}
    sides.extend(reversed(nationalities.values()))
    if set(nationalities) & set(OF_RUSSIA) and "RU" not in nationalities:
        sides.append(Side("nationality", "RU", None, inferred=True))
    sides.extend(_fights_for(findings, captor, served, set(nationalities)))
    sides.extend(speakers(findings, bounds, beside=True))
    return Facts(
        sides=tuple(sides),
        counts=counts(findings, kept, wide=True),
        places=places(findings, kept),
        when=when(findings, kept),
    )


def _is_called_foreign(findings: Findings, one: Fired, named: bool) -> bool:
    """Whether the captives are called foreign: the word alone, or mercenaries of no named nation."""
    if one.frame in NAMING or one.frame in UNARMED:
        return False
    return any(findings.where(concept, one.hit) for concept in (("foreign", "mercenary") if named else ("mercenary",)))


def _nationals(findings: Findings, one: Fired, served: list[Named]) -> list[Named]:
    """Names that tell the nationality of captives: "North Korean soldiers", "fighters from Yemen", "Britons"."""
    within = _with_origin(findings, one.hit)
    people = [hit for concept in ("fighter", "captive", "person") for hit in findings.where(concept, within)]
    origins = findings.where("from", within)
    nationals = findings.where_number(DYNAMIC.index("national"), within)
    fought_for = {(named.code, named.start) for named in served}
    found: list[Named] = []
    candidates = findings.named_in(within)
    for named, following in zip_longest(candidates, candidates[1:]):
        if named.form == "group" and named.code not in OF_RUSSIA:
            continue
        limit = min(
            named.hit[1] + 2, following.hit[0] - 1 if following and following.hit != named.hit else named.hit[1] + 2
        )
        adjective = any(named.hit[1] <= hit[0] <= limit or hit[0] == named.hit[0] for hit in people)
        if _ends_in_particle(findings, named):
            adjective = False
        noun = any(hit[0] <= named.hit[0] < hit[1] for hit in nationals)
        origin = bool(people) and any(0 <= named.hit[0] - hit[1] <= 1 for hit in [*origins, *people])
        listed = bool(found) and 0 <= named.hit[0] - found[-1].hit[1] <= 1
        paired = (
            following is not None
            and 0 <= following.hit[0] - named.hit[1] <= 1
            and named.form == following.form == "demonym"
        )
        if (adjective or noun or origin or listed or paired) and (named.code, named.start) not in fought_for:
            found.append(named)
    return found


def _ends_in_particle(findings: Findings, named: Named) -> bool:
    """Whether a Korean name is closed by a particle ("러시아와 포로 교환"): it tells nobody's nationality then."""
    start, end = findings.reading.chars(named.hit)
    rest = findings.reading.text[named.end : end]
    return start <= named.start and "\uac00" <= rest[:1] <= "\ud7a3" and not rest.startswith(_OF_PEOPLE)


def _with_origin(findings: Findings, hit: Hit) -> Hit:
    """The hit, and the countries that follow it ("from Ethiopia, Yemen and Tanzania")."""
    last = findings.reading.bounds[findings.reading.sentence_of(hit)][1]
    follows = hit[1], min(last, hit[1] + 8)
    if any(origin[0] - hit[1] <= 2 for origin in findings.where("from", follows)):
        return hit[0], follows[1]
    return hit


def _served(findings: Findings, fired: list[Fired]) -> list[Named]:
    """The sides for which somebody is said to fight, where the frames fired: the first name after the words."""
    found: list[Named] = []
    for bound in _surroundings(findings, fired):
        named = findings.named_in(bound)
        for hit in findings.where("fights_for", bound):
            if findings.language == "ko":  # the side stands before the words: 우크라이나군에 입대
                close = [one for one in named if hit[0] == one.hit[0]] or [one for one in named if hit[0] == one.hit[1]]
            else:
                close = [one for one in named if 0 <= one.hit[0] - hit[1] <= CLOSE]
            found.extend(one for one in close[:1] if not findings.is_people(one))
        found.extend(one for one in named if one.form == "group" and _has_members(findings, one, bound))
    return found


def _has_members(findings: Findings, group: Named, bound: Hit) -> bool:
    """Whether captives are a group's own people ("two Britons from the Isis cell", "seize five foreign IS fighters")."""
    people = [one for one in findings.named_in(bound) if 0 <= group.hit[0] - one.hit[1] <= OF_A_GROUP and one != group]
    if any(findings.where("from", (one.hit[1], group.hit[0])) for one in people):
        return True
    before = max(bound[0], group.hit[0] - OF_A_GROUP), group.hit[0]
    after = group.hit[0], min(bound[1], group.hit[1] + 2)
    return bool(findings.where("foreign", before)) and bool(findings.where("warrior", after))


def _surroundings(findings: Findings, fired: list[Fired]) -> list[Hit]:
    """The sentences that may tell of a capture: the title, the paragraphs that fired, and of those close by the sentences with
    words of capture.

    What paragraphs far off tell must not change the reading of this one, and reading them for every frame that fired would
    take long articles more than their share of time.
    """
    reading = findings.reading
    own = {reading.sentence_of(one.hit) for one in fired}
    paragraphs = {reading.sentences[number].paragraph for number in own}
    near = set(range(reading.title_sentences()))
    for number in own:
        for step in (-1, 1):
            place = number
            while 0 <= place < len(reading.sentences) and _is_close(findings, place, number):
                near.add(place)
                place += step
    return [
        reading.bounds[number]
        for number in sorted(near)
        if reading.sentences[number].paragraph in paragraphs
        or number < reading.title_sentences()
        or any(findings.where(concept, reading.bounds[number]) for concept in TELLING)
    ]


def _is_close(findings: Findings, place: int, number: int) -> bool:
    sentences_of = findings.reading.sentences
    apart = abs(sentences_of[place].paragraph - sentences_of[number].paragraph)
    return apart <= PARAGRAPHS and (apart == 0 or abs(place - number) <= REACH)


def _captor(findings: Findings, one: Fired, national: Named | None, served: list[Named]) -> tuple[Named | None, float]:
    """The name with the most signs of holding the captives, and how strongly the words say so (`_grip`).

    The sentence of the frame comes first among equals.
    """
    reading = findings.reading
    home = reading.bounds[reading.sentence_of(one.hit)]
    fought_for = {named.code for named in served}
    foes = {foe for code in fought_for for foe in findings.foes(code)}
    best: tuple[float, float, Named | None] = (0.0, 0.0, None)
    for bound in _surroundings(findings, [one]):
        for named in findings.named_in(bound):
            if (national and named.code == national.code) or named.code in fought_for:
                continue
            grip = _grip(findings, named, bound)
            if grip < BY and named.form != "group" and not conflicts.is_at_war(named.code, findings.day):
                continue  # who takes no part in a war holds nobody, unless the words say so
            weight = grip + 4 * (grip >= BY) + 2 * (named.code in foes) + 0.5 * findings.is_told_of(named.code)
            if national:
                weight += 2 * bool(findings.is_foreign(named.code, national.code))
                weight += 3 * (named.code in findings.foes(national.code))
            weight += bound == home
            if weight > best[0]:
                best = weight, grip, named
    return best[2], best[1]


def _grip(findings: Findings, one: Named, bound: Hit) -> float:
    """How strongly the words around a name say that it holds captives."""
    grip = 0.5 if one.form in ("forces", "leader", "group") else 0.25
    if findings.is_people(one) or findings.is_locative(one):
        return grip  # "a Briton in captivity" is held, and holds nobody
    if findings.language == "ko" and korean.is_captor(findings.reading.text, one.end):
        return BY
    if _is_in_hands_of(findings, one, bound):
        return BY
    for verb in [*findings.where("capture", bound), *findings.where("captured_adj", bound)]:
        by = [hit for hit in findings.where("by", bound) if 0 <= hit[0] - verb[1] <= 3]
        # «У» stands before places too: in the Kursk region of Russia nobody was taken by Russia.
        if by and 0 <= one.hit[0] - by[0][1] <= (1 if findings.language in ("uk", "ru") else 2):
            return BY
        pause = _PAUSE.search(findings.reading.text, one.end, findings.reading.chars(verb)[0])
        if 0 <= verb[0] - one.hit[1] <= CLOSE and not pause and not _is_among(findings, one, verb):
            grip = HOLDS
    held, captivity = findings.where("held", bound), findings.where("captivity", bound)
    if any(0 <= one.hit[0] - hit[1] <= 1 for hit in findings.where("asks_of", bound)):
        grip = HOLDS
    beside = any(0 <= one.hit[0] - hit[1] <= 2 or 0 <= hit[0] - one.hit[1] <= 1 for hit in (*held, *captivity))
    holds = any(0 <= hit[0] - one.hit[1] <= CLOSE for hit in findings.where("holds", bound))
    return HOLDS if beside or holds else grip


def _is_in_hands_of(findings: Findings, one: Named, bound: Hit) -> bool:
    """In the hands of the name, in its hands, or taken by it."""
    before = [
        hit for concept in ("in_hands", "came_to", "taken_by", "held_by") for hit in findings.where(concept, bound)
    ]
    if any(0 <= one.hit[0] - hit[1] <= 1 for hit in before):
        return True
    return any(
        hit[0] - one.hit[1] in (0, 1) for concept in ("hand", "cells_of") for hit in findings.where(concept, bound)
    )


def _is_among(findings: Findings, one: Named, verb: Hit) -> bool:
    """Whether a Korean name is where somebody was captured, not by whom (러군에 섞여 싸운 ... 생포)."""
    word = findings.reading.text[one.end : findings.reading.chars(one.hit)[1]]
    return word.endswith(("에", "에서", "와", "과")) and findings.reading.snippet(verb).startswith("생포")


def _settled(
    findings: Findings, captor: Named | None, grip: float, national: Named, served: list[Named]
) -> tuple[bool, Named | None]:
    """Whether the captive is foreign to the war, as the table of conflicts knows it, and the captor, if one is named."""
    if grip < BY and any(
        conflicts.faces(one.code, national.code, findings.day) == "main" for one in _named_close(findings, national)
    ):
        return False, captor  # beside a belligerent's enemy its soldiers are no strangers, whoever else is named
    likeliest = next(iter(findings.foes(national.code)), "")
    usual = findings.is_foreign(likeliest, national.code) if likeliest else None
    if captor is None:
        return usual is not False, None
    foreign = findings.is_foreign(captor.code, national.code)
    if _is_foe(findings, captor, served):
        return foreign is not False, captor
    if captor.code not in findings.foes(national.code) and grip < HOLDS:
        # Nobody is named as captor: the national's own war decides, or none, and then only a side at war holds captives.
        if usual is not None:
            return usual, captor if foreign else None
        return bool(foreign) and (bool(served) or _is_at_war_here(findings, captor.code)), captor
    if foreign is None:
        return bool(served) or usual is True, captor if grip >= HOLDS else None
    return foreign, captor


def _named_close(findings: Findings, one: Named) -> list[Named]:
    """The sides named in the title and in the sentence of a name."""
    reading = findings.reading
    home = reading.bounds[reading.sentence_of(one.hit)]
    return [*findings.named_in(reading.title()), *findings.named_in(home)]


def _is_enemy(findings: Findings, captor: Named | None, served: list[Named]) -> bool:
    """Whether a court is that of a side at war with those for whom the captive served, or the text names two sides at war."""
    if captor and (captor.form == "group" or _is_foe(findings, captor, served)):
        return True
    return not served and any(_is_at_war_here(findings, named.code) for named in findings.named)


def _is_foe(findings: Findings, captor: Named, served: list[Named]) -> bool:
    """Whether a captor fights those for whom the captive served."""
    return any(captor.code in findings.foes(one.code) for one in served)


def _is_at_war_here(findings: Findings, code: str) -> bool:
    """Whether the text names the likeliest foe of a side: else it is no captor of soldiers, but of people under its law."""
    return any(one.code in findings.foes(code)[:1] for one in findings.named)


def _fights_for(findings: Findings, captor: Named | None, served: list[Named], nationalities: set[str]) -> list[Side]:
    """Named as the army they served in, or the captor's opponent, named in the text or not."""
    found = {one.code: side(findings, "fights_for", one) for one in served if one.code not in nationalities}
    if found or captor is None:
        return list(found.values())
    foes = findings.foes(captor.code)
    for one in findings.named:
        if one.code in foes and one.code not in nationalities:
            return [side(findings, "fights_for", one)]
    allied = any(captor.code in findings.foes(code) for code in nationalities)
    return [Side("fights_for", foes[0], None, inferred=True)] if foes and (allied or len(foes) == 1) else []

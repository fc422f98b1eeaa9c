"""Captives told in words that no frame knows: signs of a capture in a passage, weighed.

A passage is a title with the beginning of a paragraph. Every people named there is asked for the same signs: how it is
named (as soldiers, as people, by its state alone), how near the words of capture, holding, trial and release stand, whether
somebody fought, whether its state is foreign to a war whose sides are named. The weights of the signs stand in
data/capture_weights.json, fitted by tools/fit_capture.py; the sum must pass the threshold there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path

import msgspec

from frontwire.detect import conflicts
from frontwire.detect.findings import Findings, Named
from frontwire.detect.program import DYNAMIC
from frontwire.detect.reading import Hit

DATA = Path(__file__).parent / "data" / "capture_weights.json"
ACTS = ("was_caught", "was_held", "was_tried", "was_freed", "was_filmed")
TOUCH, NEAR = 1, 5
"""Words between a people and an act that make them one phrase, or near."""
AGAINST = (
    "kin",
    "police",
    "civil",
    "hostage",
    "captured_thing",
    "of_others",
    "avoided",
    "border",
    "bodies",
    "not_held",
    "swap",
)
VETOES = ("history", "fiction", "avoided", "not_held")
"""What makes a passage no news of a war."""
HOSTAGE_TAKERS = ("ISIL", "HAMAS", "TALIBAN", "ALQAEDA", "JNIM", "BOKO HARAM", "ISWAP", "ABUSAYYAF")
"""Groups whose captives are hostages unless they are called soldiers."""
FOREIGN_GROUPS = ("WAGNER", "HEZBOLLAH")
"""Groups that fight abroad, whose men count as a people."""
BEFORE, AFTER = 2, 2
"""Words before or after the name of a people in which it is called soldiers or persons."""
TOWNS = DYNAMIC.index("place")


class Weights(msgspec.Struct, frozen=True):
    """`signs` in logits; a passage tells of a capture from `threshold` on."""

    threshold: float
    signs: dict[str, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A people in a passage, with the signs of its capture; `captor` is the likeliest one named, `hit` the words that tell."""

    people: Named
    captor: Named | None
    hit: Hit
    signs: frozenset[str]
    others: tuple[Named, ...] = ()
    """Other peoples who are captives as well ("two Britons and a Moroccan")."""

    @property
    def weight(self) -> float:
        return weight(self.signs)


@cache
def weights() -> Weights:
    return msgspec.json.decode(DATA.read_bytes(), type=Weights)


def weight(signs: frozenset[str]) -> float:
    known = weights().signs
    return known["bias"] + sum(known.get(sign, 0.0) for sign in signs)


def heaviest(findings: Findings) -> Weighed | None:
    """The people whose capture the text most likely tells of, if its signs weigh enough."""
    best = max(candidates(findings), key=lambda one: one.weight, default=None)
    return best if best and best.weight >= weights().threshold else None


def candidates(findings: Findings) -> Iterator[Weighed]:
    """Every people foreign to the war in every passage, with its signs."""
    reading = findings.reading
    acts = reading.lexicon.bits((*ACTS, "hands_of"))
    for ranges in reading.leads():
        if not reading.bits_in(ranges) & acts:
            continue  # most passages
        countries = findings.countries()
        bounds = [bound for within in ranges for bound in reading.bounds_in(within)]
        named = [one for bound in bounds for one in findings.named_in(bound)]
        places = {code for code, hit in countries if any(a <= hit[0] < b for a, b in bounds)}
        passage = _Passage(findings, bounds, named, places)
        for one in named if passage.tells() else ():
            found = passage.weigh(one)
            if found:
                yield found


@dataclass(slots=True)
class _Passage:
    findings: Findings
    bounds: list[Hit]
    named: list[Named]
    places: set[str]
    standings: dict[Named, tuple[Named | None, str]] = field(default_factory=dict)

    def tells(self) -> bool:
        """Whether any word of capture stands here, and nothing that makes the passage no news of a war."""
        return any(self._has(act) for act in (*ACTS, "hands_of")) and not any(self._has(one) for one in VETOES)

    def weigh(self, people: Named) -> Weighed | None:
        if self._is_beside_the_point(people) or self._is_taken_from(people):
            return None
        captor, standing = self._standing(people)
        if standing == "own":
            return None
        home = self._home(people)
        kind = self._kind(people, home)
        if kind == "state" and self._names_own_people(people):
            return None
        signs = {f"is:{kind}", f"standing:{standing}"}
        hit = people.hit
        for act in ACTS:
            distance, act_hit = self._nearest(act, people.hit, home)
            signs.add(f"{act}:{distance}")
            if act == "was_caught" and act_hit and distance in ("touch", "near", "same"):
                hit = min(hit[0], act_hit[0]), max(hit[1], act_hit[1])
        signs.update(self._war(people, home))
        signs.update(self._against(home))
        signs.update(self._place(people))
        if self._rival(people, home):
            if not signs & {"was_caught:touch", "was_caught:near"}:
                return None
            signs.add("rival")
        if captor and captor.code in HOSTAGE_TAKERS and (kind != "soldier" or "was_caught:no" in signs):
            return None
        if captor and captor.form == "group":
            signs.add("by_group" if kind == "soldier" else "by_group:unarmed")
        if self._is_in_hands(people):
            signs.add("in_hands")
        if self._takes_a_place(home):
            signs.add("takes_a_place")
        return Weighed(people, captor, hit, frozenset(signs | set(_joined(signs))), self._others(people, kind, home))

    def _others(self, people: Named, kind: str, home: Hit) -> tuple[Named, ...]:
        """Peoples named as this one is, in the same sentence, and as foreign to the war."""
        if kind == "state":
            return ()
        return tuple(
            one
            for one in self.findings.named_in(home)
            if one.code != people.code
            and self._kind(one, home) in ("soldier", "person", "people")
            and self._standing(one)[1] != "own"
            and conflicts.faces(one.code, people.code, self.findings.day) == ""
            and (one.form != "group")
        )

    def _standing(self, people: Named) -> tuple[Named | None, str]:
        """The likeliest captor named, and how the people stands to its war: "own" where it is no third country's.

        "helper": its state helps the captor's enemy; "war": both sides of a war are named, and it is neither; "side": one is.
        """
        if people not in self.standings:
            self.standings[people] = self._stands(people)
        return self.standings[people]

    def _stands(self, people: Named) -> tuple[Named | None, str]:
        day = self.findings.day
        served = {one.code for one in self.named if self._is_of(people, one)}
        others = [one for one in self.named if one.code != people.code and one.code not in served]
        faced = [(one, conflicts.faces(one.code, people.code, day)) for one in others]
        if any(how == "main" for _, how in faced) or people.code in self.places & self._at_war():
            return None, "own"
        helped = [one for one, how in faced if how == "helper"]
        if helped:
            return helped[0], "helper"
        codes = {one.code for one in others} | self.places
        strangers = [one for one in others if self.findings.is_foreign(one.code, people.code)]
        both = [one for one in strangers if codes & conflicts.enemies(one.code, day)]
        if both:
            return both[0], "war"
        alone = [one for one in strangers if conflicts.is_at_war(one.code, day)]
        return (alone[0], "side") if alone else (None, "place" if self._at_war() else "none")

    def _is_of(self, people: Named, other: Named) -> bool:
        """Whether the people is a group's own ("a British ISIS fighter"): it is not the group that holds them."""
        return other.form == "group" and 0 <= other.hit[0] - people.hit[1] <= 1

    def _at_war(self) -> set[str]:
        """The countries of the places named that are at war."""
        return {code for code in self.places if conflicts.is_at_war(code, self.findings.day)}

    def _is_beside_the_point(self, people: Named) -> bool:
        """Whether nobody here bears arms, the name is a group's, or the people mediates ("UAE-brokered") or is the captor
        ("Russian captivity")."""
        if people.form == "group" and people.code not in FOREIGN_GROUPS:
            return True
        if any(hit[0] == people.hit[1] for hit in self.findings.where("hands_of")) and not self.findings.is_people(
            people
        ):
            return True
        if self._has("noncombatant") and not (self._has("fights_for") or self._has("mercenary")):
            return True
        return any(0 <= hit[0] - people.hit[1] <= 0 for hit in self.findings.where("mediate"))

    def _is_taken_from(self, people: Named) -> bool:
        """Whether a place is taken from the people ("captured the town from the army and Burundian troops")."""
        home = self._home(people)
        froms = [hit for hit in self.findings.where("taken_from", home) if hit[1] <= people.hit[0]]
        persons = [hit for concept in ("warrior", "civilian_like", "pow") for hit in self.findings.where(concept, home)]
        return any(not any(hit[1] == one[0] for hit in persons) for one in froms[-1:]) and any(
            hit[0] < froms[-1][0] for hit in self.findings.where("was_caught", home)
        )

    def _has(self, concept: str) -> bool:
        return any(self.findings.where(concept, bound) for bound in self.bounds)

    def _names_own_people(self, people: Named) -> bool:
        """Whether the passage calls people of a belligerent by name, who then are the captives, not those of a bare state."""
        return any(
            one.code != people.code
            and one.form != "forces"
            and self._kind(one, self._home(one)) in ("soldier", "person", "people")
            and self._standing(one)[1] == "own"
            for one in self.named
        )

    def _home(self, people: Named) -> Hit:
        return next(bound for bound in self.bounds if bound[0] <= people.hit[0] < bound[1])

    def _kind(self, people: Named, home: Hit) -> str:
        """How the people is called: soldiers, persons, "Britons", an adjective, or its state alone."""
        findings = self.findings
        after = people.hit[0], min(home[1], people.hit[1] + AFTER)
        before = max(home[0], people.hit[0] - BEFORE), people.hit[0]
        around = [after] if people.form in ("demonym", "forces", "group") else [after, before]
        if findings.language != "en" or people.form == "country":
            around.append(before)
        for concept, kind in (("warrior", "soldier"), ("civilian_like", "person")):
            if any(findings.where(concept, where) for where in around):
                return kind
        if findings.is_people(people):
            return "people"
        return "adjective" if people.form in ("demonym", "group") else "state"

    def _nearest(self, concept: str, hit: Hit, home: Hit) -> tuple[str, Hit | None]:
        hits = self.findings.where(concept, home)
        if hits:
            nearest = min(hits, key=lambda one: _gap(one, hit))
            gap = _gap(nearest, hit)
            return ("touch" if gap <= TOUCH else "near" if gap <= NEAR else "same"), nearest
        return ("else" if any(self.findings.where(concept, bound) for bound in self.bounds) else "no"), None

    def _war(self, people: Named, home: Hit) -> Iterator[str]:
        findings = self.findings
        for concept in ("at_the_front", "warrior", "mercenary", "fights_for", "foreign"):
            if findings.where(concept, home):
                yield f"{concept}:same"
            elif any(findings.where(concept, bound) for bound in self.bounds):
                yield f"{concept}:else"
        words = sum(len(findings.where("war", bound)) for bound in self.bounds)
        yield f"war:{min(words, 3)}"

    def _against(self, home: Hit) -> Iterator[str]:
        for concept in AGAINST:
            if self.findings.where(concept, home):
                yield f"{concept}:same"
            elif any(self.findings.where(concept, bound) for bound in self.bounds):
                yield f"{concept}:else"

    def _place(self, people: Named) -> Iterator[str]:
        reading = self.findings.reading
        if not reading.title_end:
            yield "untitled"
            return
        title = reading.title()
        if people.hit[0] < title[1]:
            yield "title:people"
        for act in ACTS:
            if self.findings.where(act, title):
                yield f"title:{act}"

    def _rival(self, people: Named, home: Hit) -> bool:
        """Whether people of a belligerent stand nearer to the word of capture."""
        hits = self.findings.where("was_caught", home) or self.findings.where("was_held", home)
        mine = min((_gap(hit, people.hit) for hit in hits), default=99)
        return any(
            self._kind(one, home) in ("soldier", "person", "people")
            and min(_gap(hit, one.hit) for hit in hits) < mine
            and self._standing(one)[1] == "own"
            for one in self.findings.named_in(home)
            if hits and one.code != people.code
        )

    def _is_in_hands(self, people: Named) -> bool:
        """Whether another side's hands, custody or prisons are named ("in Ukrainian hands")."""
        findings = self.findings
        hits = [hit for bound in self.bounds for hit in findings.where("hands_of", bound)]
        return any(
            one.code != people.code and not findings.is_people(one) and 0 <= hit[0] - one.hit[1] <= 1
            for one in self.named
            for hit in hits
        )

    def _takes_a_place(self, home: Hit) -> bool:
        """Whether a town is captured, not people."""
        hits = self.findings.where("was_caught", home)
        towns = self.findings.where_number(TOWNS, home)
        return any(0 <= town[0] - hit[1] <= 1 for hit in hits for town in towns)


def _joined(signs: set[str]) -> Iterator[str]:
    """How surely somebody is held, of arms, foreign, and named as people: steps of each, and steps taken together."""
    held = _step(signs, HELD) if "in_hands" not in signs else max(3, _step(signs, HELD))
    armed, foreign, people = _step(signs, ARMED), _step(signs, FOREIGN), _step(signs, PEOPLE)
    steps = {"held": held, "armed": armed, "foreign": foreign, "people": people}
    for name, step in steps.items():
        yield from (f"{name}>={level}" for level in range(1, step + 1))
    for least in (1, 2, 3):
        for one, other in combinations(steps, 2):
            if min(steps[one], steps[other]) >= least:
                yield f"{one}&{other}>={least}"
        for trio in combinations(steps, 3):
            if min(steps[name] for name in trio) >= least:
                yield f"{'&'.join(trio)}>={least}"
        if min(steps.values()) >= least:
            yield f"all>={least}"
    total = sum(steps.values())
    yield from (f"sum>={level}" for level in range(5, total + 1))


def _step(signs: set[str], steps: tuple[tuple[str, ...], ...]) -> int:
    """The highest step of which a sign is there; 0 for none."""
    return max((number for number, those in enumerate(steps, 1) if signs.intersection(those)), default=0)


HELD = (
    (
        "was_held:near",
        "was_held:touch",
        "was_held:same",
        "was_tried:same",
        "was_tried:near",
        "was_tried:touch",
        "was_freed:touch",
        "was_freed:near",
        "was_filmed:near",
        "was_filmed:touch",
    ),
    ("was_caught:else", "was_held:touch", "was_tried:touch", "was_tried:near"),
    ("was_caught:same", "in_hands"),
    ("was_caught:touch", "was_caught:near"),
)
ARMED = (
    ("at_the_front:else", "warrior:else", "war:2", "war:3"),
    ("at_the_front:same", "mercenary:else", "fights_for:else", "warrior:same"),
    ("is:soldier", "fights_for:same", "mercenary:same"),
)
FOREIGN = (("standing:side", "standing:place"), ("standing:war",), ("standing:helper",))
PEOPLE = (("is:adjective",), ("is:people", "is:person"), ("is:soldier",))


def _gap(one: Hit, other: Hit) -> int:
    return max(other[0] - one[1], one[0] - other[1], 0)

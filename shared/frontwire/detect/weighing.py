"""Captives told in words that no frame knows: signs of a capture in a passage, weighed.

A passage is a title with the beginning of a paragraph. Every people named there is asked for the same signs: how it is
named (as soldiers, as people, by its state alone), how near the words of capture, holding, trial and release stand, whether
somebody fought, whether its state is foreign to a war whose sides are named. The weights of the signs stand in
data/capture_weights.json, fitted by tools/fit_capture.py; the sum must pass the threshold there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import msgspec
from msgspec import Struct

from frontwire.detect import conflicts, tables
from frontwire.detect.findings import Findings, Named
from frontwire.detect.program import DYNAMIC
from frontwire.detect.reading import Hit
from frontwire.detect.standing import TAKING, Standings, home_of
from frontwire.late import late

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
    "noncombatant",
    "spying",
    "swap",
)
VETOES = ("history", "fiction", "avoided", "in_absence")
"""What makes a passage no news of a war."""
HOSTAGE_TAKERS = ("ISIL", "HAMAS", "TALIBAN", "ALQAEDA", "JNIM", "BOKO HARAM", "ISWAP", "ABUSAYYAF")
"""Groups whose captives are hostages unless they are called soldiers."""
FOREIGN_GROUPS = ("WAGNER", "HEZBOLLAH")
"""Groups that fight abroad, whose men count as a people."""
OBJECT = 4
"""Words behind a verb of taking in which its object stands."""
FOUGHT = frozenset(("fights_for:same", "fights_for:else", "mercenary:same", "mercenary:else"))
NEARLY = frozenset(("was_caught:touch", "was_caught:near"))
DOUBT = 1.5
"""How much lighter a named nation may weigh than the threshold where others of the text pass it."""
BEHIND, AHEAD = 6, 3
"""Words between a people and words that say that it was taken, or takes."""
CAUGHT = frozenset(
    f"{act}:{distance}"
    for act in ("was_caught", "was_held", "was_tried")
    for distance in ("touch", "near", "same", "else")
)
BEFORE, AFTER = 2, 2
"""Words before or after the name of a people in which it is called soldiers or persons."""
_PAUSE = late("[,;:.—–]")
TOWNS = DYNAMIC.index("place")


class Weights(msgspec.Struct, frozen=True):
    """`signs` in logits; a passage tells of a capture from `threshold` on."""

    threshold: float
    signs: dict[str, float]


class Weighed(Struct, frozen=True):
    """A people in a passage, with the signs of its capture; `captor` is the likeliest one named, `hit` the words that tell."""

    people: Named
    captor: Named | None
    hit: Hit
    signs: frozenset[str]
    others: tuple[Named, ...] = ()
    """Other peoples who are captives as well ("two Britons and a Moroccan")."""
    sentences: tuple[Hit, ...] = ()
    """The words of each sentence of the passage."""

    @property
    def weight(self) -> float:
        return weight(self.signs)

    @property
    def clearness(self) -> float:
        """How much rather this people is meant than others that weigh as much: a named nation, called people or soldiers."""
        return 2.0 * bool(self.people.code) - 1.5 * bool(self.signs & {"is:state", "is:adjective"})


@cache
def weights() -> Weights:
    return msgspec.json.decode(tables.read("data", "capture_weights.json"), type=Weights)


def weight(signs: frozenset[str]) -> float:
    known = weights().signs
    return known["bias"] + sum(known.get(sign, 0.0) for sign in signs)


def heaviest(findings: Findings) -> Weighed | None:
    """The people whose capture the text most likely tells of, if its signs weigh enough."""
    least = weights().threshold
    known = [(one.weight, one) for one in candidates(findings)]
    if all(weight < least for weight, _ in known):
        return None
    likely = [(weight + one.clearness, one) for weight, one in known if weight >= least - DOUBT * bool(one.people.code)]
    return max(likely, key=lambda one: one[0])[1]


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
        passage = _Passage(findings, bounds, named, Standings(findings, bounds, named, places))
        for one in [*named, *passage.strangers()] if passage.tells() else ():
            found = passage.weigh(one)
            if found:
                yield found


class _Passage(Struct):
    findings: Findings
    bounds: list[Hit]
    named: list[Named]
    standings: Standings

    def tells(self) -> bool:
        """Whether any word of capture stands here, and nothing that makes the passage no news of a war."""
        return any(self._has(act) for act in (*ACTS, "hands_of")) and not any(self._has(one) for one in VETOES)

    def strangers(self) -> list[Named]:
        """People of no named nation who are called foreign or mercenaries, or said to fight for a side of a war."""
        reading = self.findings.reading
        called = [
            hit
            for bound in self.bounds
            for hit in self.findings.where("strangers", bound)
            if not any(one.hit[0] <= hit[1] and hit[0] <= one.hit[1] for one in self.named)
        ]
        fought = [
            hit
            for bound in self.bounds
            for hit in self.findings.where("fought_for", bound)
            for one in self.findings.named_in((hit[1], min(bound[1], hit[1] + NEAR - 2)))[:1]
            if conflicts.is_at_war(one.code, self.findings.day)
        ]
        return [Named("", "foreign", hit, *reading.chars(hit)) for hit in (*called, *fought)]

    def weigh(self, people: Named) -> Weighed | None:
        """The people with its signs; None where something says that it is no captive of another side."""
        if self._is_beside_the_point(people) or self._is_taken_from(people):
            return None
        captor, standing = self.standings.of(people)
        home = home_of(people, self.bounds)
        kind = self._kind(people, home)
        if standing == "own" or self._is_only_named(people, kind, standing, home):
            return None
        signs = {f"is:{kind}", f"standing:{standing}", *self._turns(people, home)}
        hit = people.hit
        for act in ACTS:
            distance, act_hit = self._nearest(act, people.hit, home)
            signs.add(f"{act}:{distance}")
            if act == "was_caught" and act_hit and distance in ("touch", "near", "same"):
                hit = min(hit[0], act_hit[0]), max(hit[1], act_hit[1])
        signs.update((*self._war(home), *self._against(home), *self._place(people)))
        if self._rival(people, home):
            signs.add("rival")
        if captor and captor.form == "group":
            signs.add("by_group" if kind == "soldier" else "by_group:unarmed")
        if self._is_in_hands(people):
            signs.add("in_hands")
        if self._takes_a_place(home):
            signs.add("takes_a_place")
        if self._is_not_held(people, kind, captor, home, signs):
            return None
        signs.update(_joined(signs))
        return Weighed(people, captor, hit, frozenset(signs), self._others(people, kind, home), tuple(self.bounds))

    def _is_only_named(self, people: Named, kind: str, standing: str, home: Hit) -> bool:
        """Whether a state, or a people of a land at war, is named for other reasons than captives."""
        armed = self._has("fights_for") or self._has("mercenary")
        if kind == "state" and not (standing == "helper" and self.findings.where("warrior", home)):
            return True
        if kind in ("state", "adjective") and standing != "helper" and not armed:
            return conflicts.is_at_war(people.code, self.findings.day)
        return (kind == "state" or people.form == "foreign") and self._names_own_people(people)

    def _is_not_held(self, people: Named, kind: str, captor: Named | None, home: Hit, signs: set[str]) -> bool:
        """Whether the signs tell of others who are held, of those who take, of an exchange alone, or of hostages."""
        caught = bool(signs & (NEARLY | {"patient"}))
        if not caught and ("rival" in signs or people.form == "foreign"):
            return True
        if "agent" in signs and "patient" not in signs and self.findings.language == "en":
            return True
        if not any(self._hits(act, home) for act in TAKING) and self._takes_own_people(people):
            return True
        if not any(self._hits(act, home) for act in ACTS) and home[0] >= self.findings.reading.title()[1]:
            return True
        if not signs & CAUGHT and not self._has("was_let_go"):
            return True
        if "swap:same" in signs and kind in ("people", "adjective", "state") and not signs & (FOUGHT | NEARLY):
            return True
        armed = kind == "soldier" or (bool(signs & {"fights_for:same", "fights_for:else"}) and not self._has("hostage"))
        return captor is not None and captor.code in HOSTAGE_TAKERS and not armed

    def _others(self, people: Named, kind: str, home: Hit) -> tuple[Named, ...]:
        """Peoples named as this one is, in the same sentence, and as foreign to the war."""
        if kind == "state":
            return ()
        return tuple(
            one
            for one in self.findings.named_in(home)
            if one.code != people.code
            and self._kind(one, home) in ("soldier", "person", "people")
            and self.standings.of(one)[1] != "own"
            and conflicts.faces(one.code, people.code, self.findings.day) == ""
            and (one.form != "group")
        )

    def _is_beside_the_point(self, people: Named) -> bool:
        """Whether nobody here bears arms, the name is a group's, or the people mediates ("UAE-brokered") or is the captor
        ("Russian captivity")."""
        if people.form == "group" and people.code not in FOREIGN_GROUPS:
            return True
        if any(hit[0] == people.hit[1] for hit in self.findings.where("hands_of")) and not self.findings.is_people(
            people
        ):
            return True
        if self._is_unarmed(people) or self.findings.where("officials", (people.hit[0], people.hit[1] + AFTER)):
            return True
        return any(hit[0] == people.hit[1] for hit in self.findings.where("mediate")) or any(
            0 <= people.hit[0] - hit[1] <= 1 for hit in self.findings.where("mediate_by")
        )

    def _is_unarmed(self, people: Named) -> bool:
        """Whether the people is called by a trade of civilians ("an Italian journalist"), and nothing says that it fought."""
        if self._has("fights_for") or self._has("mercenary"):
            return False
        around = people.hit[0] - BEFORE, people.hit[1] + AFTER + 1
        return bool(self.findings.where("noncombatant", around))

    def _is_taken_from(self, people: Named) -> bool:
        """Whether a place is taken from the people ("captured the town from the army and Burundian troops")."""
        home = home_of(people, self.bounds)
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
            and self._kind(one, home_of(one, self.bounds)) in ("soldier", "person", "people")
            and self.standings.of(one)[1] == "own"
            for one in self.named
        )

    def _takes_own_people(self, people: Named) -> bool:
        """Whether those who are taken, in a paragraph below the first, are a belligerent's own people."""
        reading = self.findings.reading
        return reading.bounds[reading.title_sentences() :][:1] != self.bounds[reading.title_sentences() :][:1] and any(
            one.code != people.code
            and "patient" in self._turns(one, home_of(one, self.bounds))
            and self._kind(one, home_of(one, self.bounds)) in ("soldier", "person", "people")
            and self.standings.of(one)[1] == "own"
            for one in self.named
        )

    def _turns(self, people: Named, home: Hit) -> Iterator[str]:
        """Whether the words before or behind the people make it those who are taken ("patient") or those who take ("agent")."""
        findings = self.findings
        fell = [*findings.where("fell", home), *findings.where("was_taken", home)]
        took = findings.where("took", home)
        passive = {hit[0] for hit in fell}
        if any(0 <= hit[0] - people.hit[1] <= BEHIND for hit in fell) or any(
            0 <= people.hit[0] - hit[1] <= BEHIND
            and not self._pauses(hit, people.hit)
            and not findings.named_in((hit[1], people.hit[0]))
            and not self._is_of_things(hit, home)
            for hit in took
        ):
            yield "patient"
        if any(
            0 <= hit[0] - people.hit[1] <= AHEAD and hit[0] not in passive and not self._pauses(people.hit, hit)
            for hit in took
        ):
            yield "agent"
        if any(0 <= people.hit[0] - hit[1] <= AHEAD for hit in findings.where("taken_by", home)):
            yield "agent"

    def _pauses(self, one: Hit, other: Hit) -> bool:
        """Whether a comma or the like stands between two runs of words."""
        chars = self.findings.reading.chars
        return _PAUSE.search(self.findings.reading.text, chars(one)[1], chars(other)[0]) is not None

    def _kind(self, people: Named, home: Hit) -> str:
        """How the people is called: soldiers, persons, "Britons", an adjective, or its state alone."""
        findings = self.findings
        if people.form == "foreign":
            return "soldier" if findings.where("warrior", people.hit) else "person"
        after = people.hit[0], min(home[1], people.hit[1] + AFTER)
        before = max(home[0], people.hit[0] - BEFORE), people.hit[0]
        around = [after, before]
        if findings.language == "en":
            around = [before] if people.form == "country" else [after]
        elif people.form == "forces" and findings.language != "ko":
            around = [after]
        if people.form in ("capital", "leader"):
            around = []
        if findings.is_locative(people):
            around = []  # "soldiers in Somalia" are not Somalia's
        elif people.form in ("country", "capital", "leader"):
            if self._has_own("own_soldiers"):
                return "soldier"
            if self._has_own("own_people"):
                return "person"
        for concept, kind in (("warrior", "soldier"), ("civilian_like", "person")):
            if any(findings.where(concept, where) for where in around):
                return kind
        if findings.is_people(people):
            return "people"
        return "adjective" if people.form in ("demonym", "group") else "state"

    def _hits(self, concept: str, bound: Hit) -> list[Hit]:
        """Where a concept stands, without what is done to places and things ("captured the port")."""
        hits = self.findings.where(concept, bound)
        return [hit for hit in hits if not self._is_of_things(hit, bound)] if concept in TAKING else hits

    def _is_of_things(self, hit: Hit, bound: Hit) -> bool:
        findings = self.findings
        after = hit[1], min(bound[1], hit[1] + OBJECT)
        if findings.where("caught_on", (hit[0], after[1])):
            return True
        if not findings.where("took", (hit[0], hit[1])):
            return False
        towns = [town for town in findings.where_number(TOWNS, after) if town[0] == hit[1]]
        things = [*findings.where("captured_thing", after), *towns]
        if not things:
            return False
        first = min(things)[0]
        if any(
            findings.where(concept, (hit[1], first))
            for concept in ("in_place", "warrior", "civilian_like", "was_taken")
        ):
            return False
        return not any(one.hit[0] < first and findings.is_people(one) for one in findings.named_in(after))

    def _has_own(self, concept: str) -> bool:
        """Whether a sentence tells of a state's own people and of a capture, trial or return."""
        return any(
            self.findings.where(concept, bound) and any(self._hits(act, bound) for act in ACTS) for bound in self.bounds
        )

    def _nearest(self, concept: str, hit: Hit, home: Hit) -> tuple[str, Hit | None]:
        hits = self._hits(concept, home)
        if hits:
            nearest = min(hits, key=lambda one: _gap(one, hit))
            gap = _gap(nearest, hit)
            return ("touch" if gap <= TOUCH else "near" if gap <= NEAR else "same"), nearest
        return ("else" if any(self._hits(concept, bound) for bound in self.bounds) else "no"), None

    def _war(self, home: Hit) -> Iterator[str]:
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
            and self.standings.of(one)[1] == "own"
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

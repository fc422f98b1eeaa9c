"""How a people stands towards the wars and states of a passage: whose captive it may be, and whether as somebody foreign."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from frontwire.detect import conflicts
from frontwire.detect.findings import Findings, Named
from frontwire.detect.reading import Hit

TAKING = ("was_caught", "was_held")


def home_of(people: Named, bounds: Sequence[Hit]) -> Hit:
    """The sentence of the passage in which a name stands."""
    return next(bound for bound in bounds if bound[0] <= people.hit[0] < bound[1])


class Standings(Struct):
    """Of all that are named in the sentences `bounds`; `places` are the countries of the places named there."""

    findings: Findings
    bounds: list[Hit]
    named: list[Named]
    places: set[str]
    known: dict[Named, tuple[Named | None, str]] = field(default_factory=dict)

    def of(self, people: Named) -> tuple[Named | None, str]:
        """The likeliest captor named, and how the people stands to its war: "own" where it is no third country's.

        "helper": its state helps the captor's enemy; "war": both sides of a war are named, and it is neither; "side": one is.
        """
        if people not in self.known:
            self.known[people] = self._stands(people)
        return self.known[people]

    def _stands(self, people: Named) -> tuple[Named | None, str]:
        day = self.findings.day
        served = {one.code for one in self.named if self._is_of(people, one)}
        others = [one for one in self.named if one.code != people.code and one.code not in served]
        faced = [(one, conflicts.faces(one.code, people.code, day)) for one in others]
        groups = [one for one in others if one.form == "group"]
        if any(conflicts.faces(one.code, twin.code, day) == "main" for twin in self._twins(people) for one in groups):
            return None, "own"
        codes = {one.code for one in others} | self.places
        strangers = [one for one in others if self.findings.is_foreign(one.code, people.code)]
        both = [one for one in strangers if codes & conflicts.enemies(one.code, day)]
        home = home_of(people, self.bounds)
        foes = [one for one, how in faced if how == "main"]
        if any(not both or home[0] <= one.hit[0] < home[1] for one in foes) or (
            not both and any(conflicts.faces(place, people.code, day) == "main" for place in self.places)
        ):
            return None, "own"
        helped = [one for one, how in faced if how == "helper"]
        if helped:
            return helped[0], "helper"
        if any(
            conflicts.faces(place, people.code, day) == "helper" or conflicts.intervenes(people.code, place, day)
            for place in self.places
        ):
            return (both[0] if both else None), "helper"
        if people.code in self.places & self._at_war():
            return None, "own"
        if both:
            return both[0], "war"
        alone = [one for one in strangers if conflicts.is_at_war(one.code, day)]
        if alone:
            return alone[0], "side"
        if conflicts.is_at_war(people.code, day):
            return None, "own"
        return None, "place" if self._at_war() else "none"

    def _twins(self, people: Named) -> list[Named]:
        """The other nations of people of two ("Israeli-American")."""
        text = self.findings.reading.text
        return [
            one
            for one in self.named
            if text[one.end : people.start] in ("-", "–") or text[people.end : one.start] in ("-", "–")
        ]

    def _is_of(self, people: Named, other: Named) -> bool:
        """Whether the people is a group's own ("a British ISIS fighter", "fought for M23"): it is not the group that holds them."""
        if other.form != "group":
            return False
        between = people.hit[1], other.hit[0]
        if 0 <= between[1] - between[0] <= 3 and not any(
            self.findings.where(concept, between) for concept in ("took", "was_taken", "by", *TAKING)
        ):
            return True
        home = home_of(other, self.bounds)
        before = max(home[0], other.hit[0] - 4), other.hit[0]
        after = other.hit[0], min(home[1], other.hit[1] + 2)
        return any(self.findings.where(concept, before) for concept in ("member_of", "fights_for")) or (
            bool(self.findings.where("warrior", after))
            and any(self.findings.where(concept, before) for concept in ("took", "foreign"))
        )

    def _at_war(self) -> set[str]:
        """The countries of the places named that are at war."""
        return {code for code in self.places if conflicts.is_at_war(code, self.findings.day)}

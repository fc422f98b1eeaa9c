"""A headline in plain English, made from the facts: the first template of the status whose every slot can be filled.

{by} {to} {other} {held_by} {captor} {denier}   a side's name              {pair}   both parties' names
{to_people} {of_people}   a people ("North Korean", "Ukrainians")           {in_place}   " in Kursk", or nothing
{captives}   "2 North Korean soldiers"    {kind}   soldiers or fighters
{prisoners} "25 prisoners"    {each} {split}   how many on each side, and for whom

A verb beside a side's name agrees with it: "{by offers}" gives "Ukraine offers" and "the Houthis offer".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from string import Formatter

import msgspec

from frontwire.models import Count, Facts
from frontwire.stories import voices, wording
from frontwire.stories.event import event_of
from frontwire.stories.sketch import KIN, telling_places

BOUNDS = {"exact": "", "at_least": "at least ", "at_most": "up to ", "about": "about ", "more_than": "more than "}
PLURALS = {"is": "are", "has": "have", "denies": "deny", "says it": "say they"}
MOST_NAMED = 3
MOST_HEADLINE = 140


def headline(topic: str, status: str, facts: Facts, title: str, text: str = "") -> str:
    """The headline of an event. `title` and `text` are an article's: the fallback, and whether soldiers are meant."""
    templates = event_of(topic).headlines
    slots = _Slots(facts, text or title)
    for template in (*templates.get(status, ()), *templates.get("", ())):
        filled = slots.fill(template)
        if filled:
            return filled[0].upper() + filled[1:]
    best = " ".join(title.split()) or "Untitled report"
    prefix = topic_words(topic)
    whole = f"{prefix[0].upper()}{prefix[1:]}: {best}" if prefix else best
    return whole if len(whole) <= MOST_HEADLINE else whole[: MOST_HEADLINE - 1].rstrip() + "…"


def topic_words(topic: str) -> str:
    """A topic's id as words: "pow_execution" is "POW execution"."""
    words = topic.replace("_", " ").replace("-", " ").split()
    return " ".join(word.upper() if word in wording.cues("acronyms") else word for word in words)


def is_side(code: str) -> bool:
    """Is it the code of a country or group that we know?"""
    return code in _sides()


def name(code: str) -> str:
    """The English name of a country, group or voice, as it stands inside a sentence."""
    return _sides().get(code, (voices.names().get(code, code),))[0]


def demonym(code: str) -> str:
    """The adjective of a country or group: North Korean."""
    entry = _sides().get(code, (code, code))
    return entry[1]


def people(code: str) -> str:
    """The people of a country or group: Ukrainians, Britons, Dutch nationals."""
    entry = _sides().get(code, (code, code))
    if len(entry) > 2:
        return entry[2]
    return f"{entry[1]}s" if entry[1][-1] in "ni" and not entry[1].isupper() else f"{entry[1]} nationals"


def listing(words: Sequence[str]) -> str:
    """Words as a sentence lists them: "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def agreeing(verb: str, subject: str) -> str:
    """The verb of the third person, singular or plural by its subject: Ukraine says, the Houthis say."""
    plural = " and " in subject or (subject.startswith("the ") and subject in _plural_groups())
    return PLURALS.get(verb, verb.removesuffix("s")) if plural else verb


def amount(count: Count) -> str:
    return f"{BOUNDS[count.bound]}{count.value:,}"


class _Slots:
    """Fills the slots of a template from facts; a slot that they leave empty spoils its template."""

    def __init__(self, facts: Facts, text: str) -> None:
        self.facts, self.text = facts, text
        self.counts = facts.captives()
        self.makers: dict[str, Callable[[], str]] = {
            "by": lambda: self._name("by") or self._only_side_that_says(),
            "to": lambda: self._name("to"),
            "other": self._other,
            "held_by": lambda: self._name("held_by"),
            "captor": self._captor,
            "denier": lambda: self._name("denies"),
            "pair": self._pair,
            "to_people": lambda: "".join(demonym(code) for code in facts.codes("to")[:1]),
            "of_people": self._of_people,
            "in_place": self._in_place,
            "captives": self._captives,
            "kind": self._kind,
            "prisoners": self._prisoners,
            "each": self._each,
            "split": self._split,
        }

    def fill(self, template: str) -> str:
        filled = []
        for literal, slot, _, _ in Formatter().parse(template):
            filled.append(literal)
            if slot:
                side, _, verb = slot.partition(" ")
                value = self.makers[side]()
                if not value and side != "in_place":
                    return ""
                filled.append(f"{value} {agreeing(verb, value)}" if verb else value)
        return "".join(filled)

    def _name(self, role: str) -> str:
        codes = self.facts.codes(role)
        return listing([name(code) for code in codes[:MOST_NAMED]]) if codes else ""

    def _only_side_that_says(self) -> str:
        """Whose word an offer may be; an organisation or a family hands nobody over."""
        codes = [code for code in self.facts.codes("says") if not voices.is_voice(code)]
        return name(codes[0]) if len(codes) == 1 else ""

    def _of_people(self) -> str:
        """Whose people are wanted back: not those who are handed over."""
        codes = [code for code in self.facts.codes("of") if code not in self.facts.codes("to")]
        return people(codes[0]) if codes else ""

    def _captor(self) -> str:
        """Who took them, where a text says so; nobody who is also read as taken."""
        taken = self.facts.codes("nationality")
        stated = [side.code for side in self.facts.sides if side.role == "captor" and not side.inferred]
        codes = [code for code in dict.fromkeys(stated) if code not in taken]
        return listing([name(code) for code in codes[:MOST_NAMED]]) if codes else ""

    def _in_place(self) -> str:
        places = telling_places(self.facts)
        return f" in {places[0].name.removesuffix(' Oblast')}" if places else ""

    def _parties(self) -> tuple[str, ...]:
        """The parties; of two names for one side, the first."""
        stated = {side.code: None for side in self.facts.sides if side.role == "parties" and not side.inferred}
        codes = tuple(stated) if len(stated) > 1 else self.facts.codes("parties")
        if len(codes) < 2:
            codes = tuple(code for role in ("parties", "by", "to", "held_by") for code in self.facts.codes(role))
        first: dict[str, str] = {}
        for code in codes:
            first.setdefault(KIN.get(code, code), code)
        return tuple(first.values())

    def _pair(self) -> str:
        parties = self._parties()
        if len(parties) < 2:
            return ""
        names = [name(code) for code in parties[:MOST_NAMED]]
        return listing([*names, "others"] if len(parties) > MOST_NAMED else names)

    def _other(self) -> str:
        by = self.facts.codes("by")
        rest = [code for code in self._parties() if code not in by]
        return name(rest[0]) if len(rest) == 1 else ""

    def _kind(self) -> str:
        text = self.text.lower()
        soldiers = any(cue in text for cue in wording.cues("soldiers"))
        fighters = any(cue in text for cue in wording.cues("fighters"))
        return "soldiers" if soldiers or not fighters else "fighters"

    def _captives(self) -> str:
        """Who they are, with their number where one number is told: "2 North Korean soldiers"."""
        nationality = self.facts.codes("nationality") or self.facts.codes("of")
        if not nationality:
            return ""
        who = listing([demonym(code) for code in nationality[:MOST_NAMED]])
        if len(self.counts) != 1:
            return f"{who} {self._kind()}"
        count = self.counts[0]
        if count.value == 1 and count.bound == "exact":
            return f"{'an' if who[0] in 'AEIO' else 'a'} {who} {self._kind().removesuffix('s')}"
        return f"{amount(count)} {who} {self._kind()}"

    def _prisoners(self) -> str:
        if len(self.counts) != 1:
            return ""
        return f"{amount(self.counts[0])} prisoner{'' if self.counts[0].value == 1 else 's'}"

    def _each(self) -> str:
        """The number of each side, where both sides have the same."""
        sides = {count.side for count in self.counts if count.side}
        values = {count.value for count in self.counts}
        return amount(self.counts[0]) if len(values) == 1 and len(sides) == 2 else ""

    def _split(self) -> str:
        if len(self.counts) != 2 or self.counts[0].side == self.counts[1].side:
            return ""
        if not all(count.side for count in self.counts):
            return ""
        one, other = (f"{amount(count)} {people(count.side)}" for count in self.counts)
        return f"{one} for {other}"


@cache
def _plural_groups() -> frozenset[str]:
    """Groups whose names are plural: the Houthis, the Rapid Support Forces. Countries never are."""
    groups = {code: entry[0] for code, entry in _sides().items() if len(code) > 2}
    return frozenset(name for name in (*groups.values(), voices.names()["LAWYERS"]) if name.endswith("s"))


@cache
def _sides() -> dict[str, tuple[str, ...]]:
    raw = Path(__file__).with_name("sides.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, tuple[str, ...]])

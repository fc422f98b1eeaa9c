"""What a report changes of a story that it joins: a material change, said in plain words, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from msgspec import Struct

from frontwire.models import Facts, Match, Story
from frontwire.stories import reading, wording
from frontwire.stories.counting import agrees
from frontwire.stories.event import SPEAKERS, Event
from frontwire.stories.headline import agreeing, amount, demonym, listing, name
from frontwire.stories.opening import speaks_of
from frontwire.stories.phase import is_part, is_rare
from frontwire.stories.places import near
from frontwire.stories.sketch import KIN, TELLING, Sketch, telling

HELD = "held: "
"""How a timeline marks what was kept in silence; nobody was told of it."""
MOST_OF_A_KIND = {"confirmation": 1, "fate": 1, "another": 2, "side": 1, "place": 1, "source": 1, "number": 2}
"""How many updates of a kind a story makes at most; the other kinds happen once by their nature."""
SECOND = 2
LEAP = 5
"""A number that grew or fell more than so many times is likelier one of something else."""


class Change(Struct, frozen=True):
    """A material change. `what` is its kind, `reason` says it to a person; the story's timeline keeps both.

    One that is not `sure` waits as a rumour until a second report brings it too.
    """

    what: str
    reason: str
    sure: bool = True


class Joining(Struct, frozen=True):
    """A match, the story it joins, and both in comparable form."""

    event: Event
    match: Match
    report: Sketch
    story: Story
    before: Sketch

    @property
    def reached(self) -> int:
        """The highest rank that the story's course has reached; what follows an event takes it for granted."""
        statuses = {moment.status for moment in self.story.timeline if not moment.change.startswith(HELD)}
        if statuses.intersection(self.event.after):
            return max(self.event.ranks.values())
        return max(map(self.event.rank, statuses), default=0)

    @property
    def status(self) -> str:
        """The report's status, as far as anything in it backs it."""
        status = self.match.status
        return status if self.backed else self.event.flat.get(status, status)

    @property
    def backed(self) -> bool:
        """Does anything but the claimants' own word speak for the status? Their evidence makes a claim no fact."""
        return is_backed(self.event, self.match) or bool(self.independent)

    @property
    def confirmation_told(self) -> bool:
        """Was a confirmation told before? One that only stands in the facts was not understood when it came."""
        return any(moment.status == "confirmed" for moment in self.story.timeline) or any(
            moment.change.startswith("confirmation: ") for moment in self.story.timeline
        )

    @property
    def independent(self) -> list[str]:
        """The sides that confirm, do not claim it themselves, and did not confirm before; where a confirmation means something."""
        if self.event.ranks and "confirmed" not in self.event.ranks:
            return []
        roles = ("confirms", "mediator") if self.confirmation_told else ("mediator",)
        told = {code for role in roles for code in self.story.facts.codes(role)}
        ours = claimants(self.event, self.report, self.match.facts)
        known = told | ours | claimants(self.event, self.before, self.story.facts)
        return [code for code in self.match.facts.codes("confirms") if code not in known]


def is_backed(event: Event, match: Match) -> bool:
    """Do words of the report speak for its status? What a claim is the weaker word for needs a title that confirms it."""
    if match.status in event.flat:
        title = match.article.title.lower()
        return reading.cue_in_title(match) and any(cue in title for cue in wording.cues("confirming"))
    return any(reason.kind == "cue" and reason.rule == match.status for reason in match.why)


def claimants(event: Event, sketch: Sketch, facts: Facts) -> frozenset[str]:
    """The sides whose own word the event is: when they confirm it, they say it again. Captors are; the captives' state is not."""
    if not event.claimants:
        return sketch.core
    return frozenset(code for role in event.claimants for code in facts.codes(role))


def material(joining: Joining) -> Change | None:
    """The weightiest change that the report brings and that was not told before."""
    for change in _brought(joining):
        if change.sure or mark(change) in joining.story.rumours:
            return change
    return None


def rumours(joining: Joining) -> tuple[str, ...]:
    """The unsure changes that the report brings, as a story keeps them."""
    return tuple(mark(change) for change in _brought(joining) if not change.sure)


def _brought(joining: Joining) -> list[Change]:
    found = [look(joining) for look in LOOKS]
    return [change for change in found if change and not _told(joining.story, change)]


def mark(change: Change) -> str:
    """How a timeline writes a change: its kind, then its words."""
    return f"{change.what}: {change.reason}"


def _told(story: Story, change: Change) -> bool:
    marks = [moment.change for moment in story.timeline]
    if mark(change) in marks:
        return True
    most = MOST_OF_A_KIND.get(change.what)
    return most is not None and sum(text.startswith(f"{change.what}: ") for text in marks) >= most


def _amended(joining: Joining) -> Change | None:
    title = joining.match.article.title.lower().lstrip("[(«\"'’ ")
    outlet = joining.match.article.site_name or joining.match.article.source or "an outlet"
    for kind, words in (("retractions", "retracts its report"), ("corrections", "corrects its report")):
        if any(title.startswith(cue) for cue in wording.cues(kind)):
            return Change(kind.removesuffix("s"), f"{outlet} {words}")
    return None


def _denial(joining: Joining) -> Change | None:
    event, status = joining.event, joining.match.status
    deniers = [code for code in joining.match.facts.codes("denies") if code not in joining.story.facts.codes("denies")]
    if deniers:
        return Change("denial", f"{_sentence_names(deniers)} denies it")
    denied = any(moment.status in event.denials for moment in joining.story.timeline)
    if joining.story.status in event.once:
        # What is done cannot be refused any more; what is done in parts can stop.
        later = joining.report.day > joining.before.day
        stops = later and status in event.denials and is_part(event, joining.report, joining.before)
        return Change("denial", "the rest of the exchange is put off") if stops else None
    if status in event.denials and not denied:
        return Change("denial", f"{event.phrases.get(status, status)}, earlier {_phrase(joining)}")
    return None


def _progress(joining: Joining) -> Change | None:
    event, status = joining.event, joining.status
    said = {moment.status for moment in joining.story.timeline}
    further = event.rank(status) > joining.reached
    follows = status in event.after and status not in said and not _told_elsewhere(joining)
    unranked = not event.ranks and status and status not in said and status not in event.denials
    if further or follows or unranked:
        settled = event.rank(event.settled)
        if follows:
            sure = reading.cue_in_title(joining.match)
        elif status in event.once and settled:
            # After an agreement one report is enough; from talks straight to the deed it may be a wish misread.
            sure = joining.reached >= settled or reading.cue_in_title(joining.match)
        else:
            sure = joining.backed
        reason = f"{event.phrases.get(status, f'now {status}')}, earlier {_phrase(joining)}"
        return Change("status", reason, sure=sure)
    return None


def _told_elsewhere(joining: Joining) -> bool:
    """Is it another topic's news, which that topic tells from the same report?"""
    return speaks_of(joining.event.elsewhere.get(joining.match.status, ""), joining.match)


def _confirmation(joining: Joining) -> Change | None:
    confirmed = any(
        moment.change.startswith("status: ") and moment.status == "confirmed" for moment in joining.story.timeline
    )
    if joining.independent and not confirmed and joining.story.status not in joining.event.after:
        who = listing([name(code) for code in joining.independent])
        return Change("confirmation", f"{who[0].upper()}{who[1:]} {agreeing('confirms', who)} it")
    return None


def _agreement(joining: Joining) -> Change | None:
    """What is carried out is both sides' deed: the word of the other one, in a title that confirms it."""
    event, story = joining.event, joining.story
    title = joining.match.article.title.lower()
    if story.status not in event.once or not any(cue in title for cue in wording.cues("confirming")):
        return None
    spoke = {code for role in ("says", "confirms") for code in story.facts.codes(role)}
    facts = joining.match.facts
    fresh = [code for code in dict.fromkeys((*facts.codes("confirms"), *facts.codes("says"))) if code not in spoke]
    others = [code for code in fresh if code in joining.before.core]
    return Change("confirmation", f"{_sentence_names(others)} confirms it") if spoke and others else None


def _fate(joining: Joining) -> Change | None:
    if joining.event.ranks and wording.tells_of_death(joining.match.article.title):
        return Change("fate", "captives are reported dead")
    return None


def _another(joining: Joining) -> Change | None:
    """A second one of a kind, told as such, where the first is the story's own."""
    which, known = wording.which(joining.match.article.title), telling(joining.before.marks).which
    if not joining.event.apart or which < SECOND or known >= which or joining.report.day <= joining.before.day:
        return None
    return Change("another", f"a further capture, number {which} of its kind")


def _number(joining: Joining) -> Change | None:
    """More people than the story told of, or fewer, in a report of the same state of things."""
    told, before = joining.report.told, joining.before.told
    if not told or not before or joining.event.once:
        return None
    most = max(told, key=lambda count: count.value)
    earlier = max(before, key=lambda count: count.value)
    mentioned = joining.before.numbers
    sums = {one + other for one, other in combinations(mentioned, 2)}
    if most.value == earlier.value or any(agrees(most, count) for count in before) or most.value in sums:
        return None
    nations = {KIN.get(code, code) for code in joining.story.facts.codes("nationality")}
    if earlier.side and not most.side and len(nations) > 1:
        return None  # the whole group, where the story counted one nationality of it
    grown = most.value > earlier.value  # fewer may be some of them
    corrected = earlier.value in joining.report.numbers  # who names the earlier number too knows what was told
    leap = max(most.value, earlier.value) > LEAP * min(most.value, earlier.value)
    sure = reading.in_title(joining.match, most.span) and (grown or corrected) and not leap
    change = Change("number", f"the number is now {amount(most)}, earlier {amount(earlier)}", sure=sure)
    seen = most.value in mentioned and mark(change) not in joining.story.rumours
    return None if seen else change


def _instalment(joining: Joining) -> Change | None:
    """A further part of an exchange, of another day, with a number of its own."""
    report, story = joining.report, joining.story
    if joining.story.status not in joining.event.once or report.status not in joining.event.once:
        return None
    fresh = [count for count in report.told if count.value not in joining.before.numbers and count.value >= TELLING]
    today = any(moment.at.date() == report.reported.date() for moment in story.timeline)
    if not fresh or today:
        return None
    titled = reading.in_title(joining.match, fresh[0].span) and is_rare(joining.event, report, joining.before)
    if not titled and not is_part(joining.event, report, joining.before):
        return None
    return Change("instalment", f"the exchange goes on with {amount(fresh[0])}")


def _side(joining: Joining) -> Change | None:
    """A side in an identifying role that the title names and the story did not know.

    Who speaks is no new side; and where the number stays, nobody has come to it.
    """
    ours, theirs = joining.report.told, joining.before.told
    if any(agrees(one, other) for one in ours for other in theirs):
        return None
    voices = {side.code for side in joining.match.facts.sides if side.role in SPEAKERS}
    for role in joining.event.apart:
        known = joining.before.roles.get(role)
        added = [
            side.code
            for side in joining.match.facts.sides
            if side.role == role and reading.in_title(joining.match, side.span)
        ]
        fresh = [
            code for code in dict.fromkeys(added) if known and KIN.get(code, code) not in known and code not in voices
        ]
        if fresh and not all(code in joining.before.core for code in fresh):
            words = listing([demonym(code) if role == "nationality" else name(code) for code in fresh])
            return Change("side", f"now also {role}: {words}", sure=False)
    return None


def _place(joining: Joining) -> Change | None:
    ours, theirs = joining.report.places, joining.before.places
    if not ours or not theirs or not joining.event.apart or any(near(a, b) for a in ours for b in theirs):
        return None
    return Change("place", f"the place is now {ours[0].name}, earlier {theirs[0].name}", sure=False)


def _sentence_names(codes: list[str]) -> str:
    words = listing([name(code) for code in codes])
    return words[0].upper() + words[1:]


def _phrase(joining: Joining) -> str:
    return joining.event.phrases.get(joining.story.status, joining.story.status or "without a status")


LOOKS: tuple[Callable[[Joining], Change | None], ...] = (
    _amended,
    _denial,
    _confirmation,
    _progress,
    _agreement,
    _fate,
    _another,
    _number,
    _instalment,
    _side,
    _place,
)

"""One topic on one reading: the frames that fire, the guards that hold them back, the status that the cues speak for."""

from __future__ import annotations

from msgspec import Struct, field

from frontwire.detect import roles
from frontwire.detect.findings import Findings, Fired
from frontwire.detect.needs import may
from frontwire.detect.programs import Frame, Program
from frontwire.detect.reading import Hit, Reading
from frontwire.detect.rules import find, holds
from frontwire.models import Facts

AROUND = 9
"""Words on either side of a frame that count as near."""
TITLE, LATER, RECALLED = 1.2, 0.85, 0.4
"""How much a cue weighs in the title, after the first sentence that tells, and in a sentence that recalls an older event."""


class Held(Struct, frozen=True):
    """A frame that a guard held back, and the words that the guard read."""

    fired: Fired
    guard: str
    hit: Hit


class Judgement(Struct):
    """All that a topic made of a text. `kept` frames make a match; `cues` are those of the status."""

    topic: Program
    kept: list[Fired]
    held: list[Held]
    status: str = ""
    cues: list[tuple[str, Hit]] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)


def judge(topic: Program, findings: Findings) -> Judgement:
    """Weighed frames put an event together from signs, so they are asked only where no other frame tells of it."""
    plain = [frame for frame in topic.frames if not frame.weighed]
    judgement = _judge(topic, findings, plain)
    if judgement.kept or len(plain) == len(topic.frames):
        return judgement
    weighed = _judge(topic, findings, [frame for frame in topic.frames if frame.weighed])
    weighed.held[:0] = judgement.held
    return weighed


def _judge(topic: Program, findings: Findings, frames: list[Frame]) -> Judgement:
    reading = findings.reading
    fired: dict[Fired, None] = {}
    for frame in frames:
        if may(frame.ways, reading.present):
            for bound in _ranges(frame, reading):
                fired.update((Fired(frame.name, hit), None) for hit in find(frame.rule, reading, bound))
    held = [_held(topic, one, reading) for one in fired]
    kept = [one for one, guard in zip(fired, held, strict=True) if guard is None]
    outcome = roles.read(topic.roles, findings, kept)
    all_held = [guard for guard in held if guard] + [Held(one, guard, one.hit) for one, guard in outcome.held]
    if not outcome.kept:
        return Judgement(topic, [], all_held)
    status, cues = _status(topic, reading, outcome.kept)
    return Judgement(topic, outcome.kept, all_held, status, cues, outcome.facts)


def fires(topic: Program, reading: Reading) -> bool:
    """Whether any frame fires, whatever holds it back."""
    return any(
        may(frame.ways, reading.present) and any(holds(frame.rule, reading, bound) for bound in _ranges(frame, reading))
        for frame in topic.frames
    )


def _ranges(frame: Frame, reading: Reading) -> list[Hit]:
    """The sentences that hold what a frame needs; all words at once for one that reads passages or the whole text."""
    if frame.loose or frame.scope != "sentence":
        return [(0, len(reading.forms))]
    return [bound for bound in reading.bounds if reading.may(frame.rule, bound)]


def _held(topic: Program, one: Fired, reading: Reading) -> Held | None:
    """The first guard that holds a frame back."""
    for guard in topic.guards:
        if guard.frames and one.frame not in guard.frames:
            continue
        scope = _scope_of(reading, one.hit, guard.scope)
        hits = find(guard.when, reading, scope)
        if hits and not (guard.unless is not None and holds(guard.unless, reading, scope)):
            return Held(one, guard.name, hits[0])
    return None


def _scope_of(reading: Reading, hit: Hit, scope: str) -> Hit:
    """The words near a hit, of its sentence, paragraph or lead (a title with the first paragraph), of the title, or of all."""
    if scope == "text":
        return 0, len(reading.forms)
    number = reading.sentence_of(hit)
    first, last = reading.bounds[number]
    if scope == "near":
        return max(first, hit[0] - AROUND), max(min(last, hit[1] + AROUND), hit[1])
    if scope == "sentence":
        return first, last
    if scope == "title":
        return reading.title()
    first, last = reading.paragraph(number)
    if scope == "lead" and last <= reading.title()[1] < len(reading.forms):
        return first, reading.paragraph(reading.title_sentences())[1]
    return first, last


def recalls(topic: Program, reading: Reading, bound: Hit) -> bool:
    """Whether a sentence tells of an older event."""
    return topic.recalled is not None and bool(find(topic.recalled, reading, bound))


def _status(topic: Program, reading: Reading, kept: list[Fired]) -> tuple[str, list[tuple[str, Hit]]]:
    """The heaviest status over the title and the sentences that fired, and the cues that spoke for it."""
    weights: dict[str, float] = {}
    said: list[tuple[str, Hit]] = []
    title = reading.title()
    bounds = [reading.bounds[reading.sentence_of(one.hit)] for one in kept]
    above = reading.bounds[: reading.title_sentences() + topic.opening]
    first = min((bound for bound in [*above, *bounds] if bound[0] >= title[1]), default=None)
    for bound in dict.fromkeys([*above, *bounds]):
        factor = TITLE if bound[1] <= title[1] else 1.0 if bound == first else LATER
        if recalls(topic, reading, bound):
            factor = RECALLED
        for cue in topic.cues:
            hits = find(cue.when, reading, _scope_of(reading, bound, cue.scope))
            if hits:
                weights[cue.status] = max(weights.get(cue.status, 0.0), cue.weight * factor)
                said.append((cue.status, hits[0]))
    best = max(weights, key=lambda status: weights[status], default=topic.default)
    return best, [cue for cue in said if cue[0] == best]

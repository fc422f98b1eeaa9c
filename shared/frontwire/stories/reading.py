"""What an editor takes from a report: what its title and lead tell. What stands far down is background.

Detection reads whole articles; real ones recall earlier events below their own. Facts from down there do not tell
which event a report is about, and they are no news.
"""

from __future__ import annotations

from msgspec.structs import replace

from frontwire.models import Match, Reason, Side, Span
from frontwire.stories import wording
from frontwire.stories.event import SPEAKERS, event_of

FIRST, LEAD = 220, 500
"""Characters below the title that make the first paragraph of a news agency, and the first two: the lead."""
SHORT = 60
"""Characters below which a first paragraph is a dateline or a by-line."""
SIGNS = frozenset({"weighed", "signs"})
"""Frames of many weak signs, of which no single one would do. Where they stand tells little."""
DENSE = 0.5
"""Hangul says as much in so much of the characters."""


def read(match: Match) -> Match:
    """The match with the facts of title and lead. A status told only in the background gives way to the plain one."""
    end, first = lead_end(match), opening_end(match)
    when = match.facts.when
    dated = when is not None and (_before(when.span, first) or _in_evidence(match, when.span, end))
    places = [place for place in match.facts.places if _before(place.span, first)] or [
        place for place in match.facts.places if _before(place.span, end)
    ]
    title = len(match.article.title)
    sides = _first_named(_sides(match, end, first), "parties", 2, (title, first))
    sides = _first_named(sides, "nationality", 1, (first,))
    return replace(
        match,
        facts=replace(match.facts, sides=sides, places=tuple(places), when=when if dated else None),
        status=_status(match, end),
    )


def lead_end(match: Match) -> int:
    """Where the lead ends, in characters of `Article.content`."""
    return _end_after(match, LEAD)


def _end_after(match: Match, length: int) -> int:
    """So many characters below the title, and to the end of the sentence of the event that they would cut."""
    title = match.article.title
    dense = match.article.language == "ko" or any("가" <= char <= "힣" for char in title)
    end = len(title) + (int(length * DENSE) if dense else length)
    return max((sentence.end for sentence in match.evidence if sentence.start < end < sentence.end), default=end)


def opening_end(match: Match) -> int:
    """Where the first paragraph ends; of a long one so much as a news agency would write."""
    end = _end_after(match, FIRST)
    short = len(match.article.title) + SHORT
    return min(end, max(match.opening, short)) if match.opening else end


def in_opening(match: Match, span: Span | None) -> bool:
    return _before(span, opening_end(match))


def in_lead(match: Match, span: Span | None) -> bool:
    """Does it stand in the title or the lead? What has no place of its own counts as such."""
    return _before(span, lead_end(match))


def in_title(match: Match, span: Span | None) -> bool:
    return span is not None and span.start < len(match.article.title)


def is_background(match: Match) -> bool:
    """Is the event told nowhere in title and lead?"""
    frames = _frames(match)
    return bool(frames) and not any(in_lead(match, span) for span in frames)


def is_weak(match: Match) -> bool:
    """Do only weak signs together speak for it, while title or lead hold something against it?"""
    frames = {reason.rule for reason in _of_kind(match, "frame")}
    return bool(frames) and frames <= SIGNS and any(in_lead(match, guard.span) for guard in _of_kind(match, "guard"))


def is_titled(match: Match) -> bool:
    """Does the title tell of it? So does a match that does not say where it found its event."""
    frames = _frames(match)
    return not frames or any(in_title(match, span) for span in frames)


def is_asking(match: Match) -> bool:
    """Does the title ask, or call itself an explainer or an opinion? Such a piece turns over what was told; it is no news."""
    title = match.article.title.lower().lstrip("[(«\"'’ ")
    return "?" in title or title.startswith(wording.cues("features"))


def is_mention(match: Match) -> bool:
    """Is it told below the first paragraph only, and does the title not say what became of how many?"""
    first, frames = opening_end(match), _frames(match)
    numbered = any(in_title(match, count.span) for count in match.facts.captives()) and cue_in_title(match)
    return bool(frames) and not numbered and not any(_before(span, first) for span in frames)


def _frames(match: Match) -> list[Span | None]:
    """Where the event is told: by what names it, else by weak signs."""
    frames = _of_kind(match, "frame")
    return [frame.span for frame in frames if frame.rule not in SIGNS] or [frame.span for frame in frames]


def cue_in_lead(match: Match) -> bool:
    """Do words of title or lead speak for the status?"""
    return any(cue.rule == match.status and in_lead(match, cue.span) for cue in _of_kind(match, "cue"))


def cue_in_title(match: Match) -> bool:
    return any(cue.rule == match.status and in_title(match, cue.span) for cue in _of_kind(match, "cue"))


def tells_of_own(match: Match, guard: str, role: str) -> bool:
    """Does the lead tell what this guard holds back, while the title names nobody in the role?"""
    held = any(reason.rule == guard and in_lead(match, reason.span) for reason in _of_kind(match, "guard"))
    return held and not any(in_title(match, side.span) for side in match.facts.sides if side.role == role)


def _sides(match: Match, end: int, first: int) -> tuple[Side, ...]:
    """The sides that title and lead name. One in a role that they leave open is kept as inferred; a voice is not."""
    facts, event = match.facts, event_of(match.topic)
    # Who mediated an exchange is told at its end; below an offer it is who mediated others.
    mediated = event.rank(match.status) >= event.rank(event.settled)
    told = {side.role for side in facts.sides if _before(side.span, end) and not side.inferred}
    served, captives = facts.codes("fights_for"), facts.codes("nationality")
    others_say = any(code not in captives for code in facts.codes("says"))
    witnesses = facts.codes("confirms")
    kept = []
    for side in facts.sides:
        if side.role == "captor" and side.code in served:
            continue  # nobody is taken by those he fought for
        if side.role == "says" and others_say and side.code in captives:
            continue  # captives are quoted; their state has not spoken
        if side.role == "nationality" and side.code in witnesses and len(captives) > 1:
            continue  # who confirms the capture of others is not captive
        if _before(side.span, end) or (side.role == "mediator" and mediated):
            by_the_way = side.role not in SPEAKERS and not _before(side.span, first)
            kept.append(replace(side, inferred=True) if by_the_way else side)
        elif side.role not in told and side.role not in SPEAKERS:
            kept.append(replace(side, inferred=True))
    return tuple(kept)


def _first_named(sides: tuple[Side, ...], role: str, least: int, ends: tuple[int, ...]) -> tuple[Side, ...]:
    """Where the title, or title and first paragraph, name so many sides in a role, those named further on are by the way."""
    for end in ends:
        first = {side.code for side in sides if side.role == role and _before(side.span, end)}
        if len(first) >= least:
            return tuple(
                replace(side, inferred=True) if side.role == role and side.code not in first else side for side in sides
            )
    return sides


def _in_evidence(match: Match, span: Span | None, end: int) -> bool:
    """Does it stand in one of the two best sentences, of those in the lead?"""
    best = [sentence for sentence in match.evidence[:2] if sentence.start < end]
    return span is not None and any(sentence.start <= span.start < sentence.end for sentence in best)


def _status(match: Match, end: int) -> str:
    cues = [cue.span for cue in _of_kind(match, "cue") if cue.rule == match.status]
    plain = event_of(match.topic).plain
    told_below = bool(cues) and not any(_before(span, end) for span in cues)
    return plain if plain and told_below and not is_background(match) else match.status


def _of_kind(match: Match, kind: str) -> list[Reason]:
    return [reason for reason in match.why if reason.kind == kind]


def _before(span: Span | None, end: int) -> bool:
    return span is None or span.start < end

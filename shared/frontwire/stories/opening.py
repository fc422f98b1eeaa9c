"""May a report open a story of its own, or does it only recall, foretell or mention one?

An editor wakes nobody for a family's feature, an anniversary or a paragraph of background. Such a report may join a
story that is open; else it is kept in silence, with the reason.
"""

from __future__ import annotations

from msgspec import Struct

from frontwire.models import Match
from frontwire.stories import reading, wording
from frontwire.stories.event import Event, event_of
from frontwire.stories.sketch import RECALLED, Sketch


class Hold(Struct, frozen=True):
    """Why a report opens no story. One that `waits` is told when a clear report of the event comes."""

    reason: str
    waits: bool = False


BACKGROUND = Hold("background: neither the title nor the first paragraph tells of it")
UNCLEAR = Hold("it speaks of an exchange, which another topic tells; a clear report of its own is awaited", waits=True)
OWN = Hold("it tells of a side's own soldiers first; a clear report of foreign ones is awaited", waits=True)
THIN = Hold("no number, day or word says that it has happened; a clearer report is awaited", waits=True)
NAMELESS = Hold("it names no side of the event; a report that does is awaited", waits=True)
ASKING = Hold("its title asks or explains; a report that tells is awaited", waits=True)
WEAK = Hold("weak signs of it and one against it; a clearer report is awaited", waits=True)
WAITING = frozenset(hold.reason for hold in (UNCLEAR, OWN, THIN, NAMELESS, ASKING, WEAK))


def held_back(match: Match, report: Sketch) -> Hold | None:
    """Why a report may not open a story, None when it may."""
    event = event_of(match.topic)
    late = (report.reported.date() - report.day).days
    if late > (event.stale or RECALLED):
        return Hold(f"background: the event lies far back, {late} days before the report")
    if reading.is_background(match) or reading.is_mention(match):
        return BACKGROUND
    if event.own and reading.tells_of_own(match, event.own, event.apart[-1]):
        return OWN
    if reading.is_weak(match):
        return WEAK
    if reading.is_asking(match):
        return ASKING
    if event.core and not report.core:
        return NAMELESS
    if _is_thin(event, match, report):
        return THIN
    return UNCLEAR if only_speaks_of(event, match) else None


def _is_thin(event: Event, match: Match, report: Sketch) -> bool:
    """Does it tell of a deed without a number, a day or a word for the deed? A capture in the title is enough.

    A refusal that the title does not tell is a sign of talks at best, never of an event.
    """
    if match.status in event.denials:
        return not reading.cue_in_title(match)
    if not reading.is_titled(match) and not report.told:
        return True
    if match.status != event.plain or report.told or report.stated or reading.cue_in_lead(match):
        return False
    return match.status in event.once or not reading.is_titled(match)


def speaks_of(words: str, match: Match) -> bool:
    """Has the report, in its title or evidence, a word of that list of `wording.json`? "" is no list."""
    text = " ".join((match.article.title, *(span.text for span in match.evidence))).lower()
    return bool(words) and any(cue in text for cue in wording.cues(words))


def only_speaks_of(event: Event, match: Match) -> bool:
    """Does the report tell of the event only in sentences that another topic tells (`event.held`), or without its sides?"""
    if not speaks_of(event.held, match):
        return False
    fired = [reason.span.start for reason in match.why if reason.kind == "frame" and reason.span]
    plainly = any(
        span.start >= len(match.article.title)
        and any(span.start <= start < span.end for start in fired)
        and not any(cue in span.text.lower() for cue in wording.cues(event.held))
        for span in match.evidence
    )
    return not (plainly and match.facts.captives() and all(match.facts.codes(role) for role in event.core))

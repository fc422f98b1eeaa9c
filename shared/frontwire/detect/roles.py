"""From frames that fired to facts: who, how many, where, when. One reader for each kind of event."""

from __future__ import annotations

from frontwire.detect import capture, swap
from frontwire.detect.findings import Findings, Fired
from frontwire.detect.outcome import Outcome, facts_of_sentences, places, when

READERS = {"swap": swap.read, "capture": capture.read}


def read(kind: str, findings: Findings, fired: list[Fired]) -> Outcome:
    """The facts of the event, and the frames that its facts hold back."""
    if not fired:
        return Outcome([])
    if kind in READERS:
        return READERS[kind](findings, fired)
    return plain(findings, fired)


def plain(findings: Findings, fired: list[Fired]) -> Outcome:
    """A topic without roles: the sides and places named where it fired."""
    return Outcome(fired, facts_of_sentences(findings, fired, places(findings, fired), when(findings, fired)))

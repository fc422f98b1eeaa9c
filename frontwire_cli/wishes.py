"""What a channel wants, read from a person's words: a wish that nothing can ever meet is refused with what there is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from frontwire import codec
from frontwire.channels import subscriptions
from frontwire.errors import ChannelError
from frontwire.models import Subscription

LISTED = ("topics", "statuses", "languages", "countries")


def subscription(name: str, asked: Mapping[str, Any], command: str) -> Subscription:
    """The subscription of a channel. Raises ChannelError that names each wrong word and the way out."""
    wants = codec.build(Subscription, {**asked, "channel": name}, subject=f"subscription of {name}")
    if wrong := [*subscriptions.problems(wants), *_unknown(wants)]:
        raise ChannelError("; ".join(wrong), subject=name, hint=f"see `frontwire {command} --help`")
    return wants


def parts(words: str) -> list[str]:
    """a, b -> ["a", "b"]; "" -> [], which is all."""
    return [part.strip() for part in words.split(",") if part.strip()]


def _unknown(wants: Subscription) -> list[str]:
    """Topics and statuses that no topic of this project has: no alert would ever come."""
    if not (wants.topics or wants.statuses):
        return []
    known = _known()
    lines = []
    if odd := [topic for topic in wants.topics if topic not in known]:
        lines.append(f"topics: there is no {', '.join(odd)}; there are {', '.join(sorted(known))}")
    statuses = {status for topic in (wants.topics or known) for status in known.get(topic, ())}
    if statuses and (odd := [status for status in wants.statuses if status not in statuses]):
        lines.append(f"statuses: there is no {', '.join(odd)}; there are {', '.join(sorted(statuses))}")
    return lines


@cache
def _known() -> dict[str, frozenset[str]]:
    """The topics that are compiled, your own among them, with the statuses that each may tell."""
    from frontwire.detect import Engine
    from frontwire.stories.event import event_of

    known = {}
    for program in Engine.load().topics:
        event = event_of(program.id)
        told = (cue.status for cue in program.cues)
        known[program.id] = frozenset({program.default, *told, *event.ranks, *event.denials, *event.after} - {""})
    return known

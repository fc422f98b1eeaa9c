"""Which links of a poll are new: by set membership only, never by date.

Three answers besides "these are new": the first poll that shows anything is a baseline (all stored, none new), a poll
with far more than the source's habit is a flood (what is certainly fresh is let through, the rest held), and a key that
stands for several different links names none of them (feeds with one guid for all entries exist, and feeds that number
their entries by place).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from msgspec import Struct

from frontwire.collect import identity
from frontwire.models import Health, Link, Poll

FLOOD_LEAST = 25  # new links in one poll that are never a flood
FLOOD_TIMES = 5.0  # as many times the source's habit are still none
CATCH_UP_TIMES = 3.0  # as many times what its rhythm would bring since the last good poll are none either
SLACK = timedelta(hours=1)  # by which a date may lie before the look that should have seen it
MOST_SHOWN = 1_000  # links of a list that are remembered
_TOKEN = 8  # characters for each of them

Keyed = list[tuple[Link, tuple[str, ...]]]
"""The links of a poll, each with those of its keys that can be its own."""


class Sifted(Struct, frozen=True):
    """`marks` are the keys to remember from now on (of held links too). `held` is what a flood keeps back."""

    new: tuple[Link, ...]
    marks: tuple[str, ...]
    baseline: bool = False
    flood: bool = False
    held: tuple[Link, ...] = ()


def shown(keyed: Keyed) -> str:
    """The links of a list in one word, eight characters for each: what `unseen` compares the next list with."""
    return "".join(sorted({_token(keys) for _, keys in keyed[:MOST_SHOWN]}))


def unseen(keyed: Keyed, before: str) -> Keyed:
    """The links that the list before did not hold with just these keys: all others are known, and so are their keys."""
    tokens = {before[at : at + _TOKEN] for at in range(0, len(before), _TOKEN)}
    return [(link, keys) for link, keys in keyed if _token(keys) not in tokens]


def _token(keys: tuple[str, ...]) -> str:
    return identity.digest(" ".join(keys))[:_TOKEN]


def keys_of(keyed: Keyed) -> tuple[str, ...]:
    """All keys of a poll's links, each once: what to look up before `sift`."""
    return tuple(dict.fromkeys(key for _, keys in keyed for key in keys))


def sift(poll: Poll, health: Health, known: set[str], keyed: Keyed | None = None) -> Sifted:
    """The new links of a poll, given those of its keys that are known already (and its keyed links, made anew if not)."""
    if poll.status in ("failed", "postponed"):
        return Sifted((), ())
    keyed = distinct_keys(poll.links) if keyed is None else keyed
    seen: set[str] = set()
    new: list[Link] = []
    marks: dict[str, None] = {}
    for link, keys in keyed:
        if known.isdisjoint(keys) and seen.isdisjoint(keys):
            new.append(link)
        # A known link may bring a key we have not met, such as its second guid: the chain must not break there.
        marks.update(dict.fromkeys(key for key in keys if key not in known))
        seen.update(keys)
    if not health.baseline:
        empty_at = health.polled_at if health.state == "empty" else None
        return Sifted(_fresh(new, health, empty_at), tuple(marks), baseline=True)
    if len(new) > flood_limit(health, poll.at):
        fresh = _fresh(new, health, health.good_at)
        held = tuple(link for link in new if link not in fresh)
        return Sifted(fresh, tuple(marks), flood=True, held=held)
    return Sifted(tuple(new), tuple(marks))


def flood_limit(health: Health, at: datetime) -> float:
    """How many new links in one poll are still this source's habit; after a long outage, more are."""
    limit = max(FLOOD_LEAST, FLOOD_TIMES * health.usual_new)
    if health.gap > 0 and health.good_at:
        limit = max(limit, CATCH_UP_TIMES * (at - health.good_at).total_seconds() / health.gap)
    return limit


def _fresh(new: list[Link], health: Health, looked_at: datetime | None) -> tuple[Link, ...]:
    """The links that say they were published since the look before, where they are few enough.

    A date may let a link through a flood, or into the first list of a feed that was empty; it never keeps one out of a
    quiet poll.
    """
    if looked_at is None:
        return ()
    since = looked_at - SLACK
    fresh = tuple(link for link in new if link.published and link.published.utc and link.published.utc >= since)
    return fresh if len(fresh) <= max(FLOOD_LEAST, FLOOD_TIMES * health.usual_new) else ()


def distinct_keys(links: tuple[Link, ...]) -> Keyed:
    """Each link with those of its keys that can be its own."""
    keyed = [(link, identity.keys(link)) for link in links]
    shared = _front_pages(keyed)
    owners: dict[str, set[str]] = defaultdict(set)
    for link, keys in keyed:
        owner = keys[0] if keys[0] not in shared else link.summary
        for key in keys:
            owners[key].add(owner)
    # A guid or a text under several addresses is the feed's habit, not one entry's name.
    shared |= {key for key, of in owners.items() if len(of) > 1 and not key.startswith("u:")}
    if _numbered_by_place(links):
        shared |= {key for key in owners if key.startswith("g:")}
    return [
        (link, tuple(key for key in keys if key not in shared) or (identity.last_resort(link),)) for link, keys in keyed
    ]


def _front_pages(keyed: list[tuple[Link, tuple[str, ...]]]) -> set[str]:
    """The URL keys under which three or more entries of differing guid or text stand: no article's own address.

    Two are enough where they have guids of their own and stand at different places of the page, as in a live blog.
    """
    entries: dict[str, set[tuple[str, str]]] = defaultdict(set)
    places: dict[str, dict[str, str]] = defaultdict(dict)
    for link, keys in keyed:
        for key in keys:
            if key.startswith("u:"):
                entries[key].add((link.guid, link.summary))
                if link.guid and "#" in link.url:
                    places[key][link.url.partition("#")[2]] = link.guid
    return {key for key, of in entries.items() if len(of) > 2 or len(set(places[key].values())) > 1}


def _numbered_by_place(links: tuple[Link, ...]) -> bool:
    """Whether guids only count the entries from the top: then the next poll gives them to others."""
    guids = [link.guid.strip() for link in links]
    return len(guids) > 2 and any(
        guids == [str(number) for number in range(first, first + len(guids))] for first in (0, 1)
    )

"""What each state of a source means, and what its owner can do: one table for health alerts and for the command line.

`{...}` are filled by `advice`: id, url, moved_to, held.
"""

from __future__ import annotations

from frontwire.models import Health, Source

MEANING = {
    "new": "was not polled yet",
    "ok": "works",
    "failing": "cannot be polled",
    "half_open": "cannot be polled for days",
    "challenge": "asks for a person or a login",
    "not_a_feed": "answers with something else than news",
    "empty": "answers, and shows nothing",
    "moved": "has moved for good",
    "flood": "showed far more than its habit",
    "gone": "is gone",
    "silent": "has brought nothing new for long",
    "recovered": "works again",
}
TO_DO = {
    "failing": "open {url} yourself; if it works for you, wait, else give the source another address",
    "half_open": "it is asked every six hours; give it another address if it has one",
    "challenge": "look for an official feed or another address: what asks for a person is never evaded",
    "not_a_feed": "open {url}; `frontwire sources add` with the site's address finds its feeds",
    "empty": "nothing, unless it stays so: then see whether its address changed",
    "moved": "nothing: the new address {moved_to} is stored; put it into your sources file",
    "flood": "look at what is held, then `frontwire sources release {id}` reads it, with --forget throws it away",
    "gone": "it is asked once a week; give it another address, or take it out of your sources",
    "silent": "open {url}; if there is news, the address shows it no more: `frontwire sources add` finds another",
}


def advice(state: str, source: Source, health: Health) -> str:
    """What to do about a source in this state; "" where there is nothing to do."""
    return TO_DO.get(state, "").format(id=source.id, url=source.url, moved_to=health.moved_to or source.url)

"""Asking WebSub hubs to call us: after a poll whose feed names one, and again before a lease ends. See `push` for the whole.

Apart from `push`, so that poll need not load the pages of the function URL.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from frontwire.collect import websub
from frontwire.collect.addresses import is_localhost
from frontwire.errors import Conflict, FetchError
from frontwire.models import Health, Page, Poll, Push, Source
from frontwire.rounds import lane_of
from frontwire.store import Store

AGAIN = timedelta(hours=6)  # after this a hub that did not confirm is asked again
PACE = timedelta(minutes=30)  # from one poll to the next where a hub calls
MOST_BODY = 1_000_000  # bytes: a hub sends what is new, not an archive
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def pace(push: Push, due_at: datetime, now: datetime) -> datetime:
    """When a source with a subscription is polled: seldom while its hub calls, and before the lease runs out."""
    if not push.is_live(now):
        return due_at
    return min(max(due_at, now + PACE), max(push.renew_at or due_at, now + timedelta(minutes=5)))


class Subscriber(Struct, frozen=True):
    """Asks hubs. `address` is ours, with a slash at its end; only a hub on this machine can call one without TLS."""

    store: Store
    post: Callable[[str, bytes, dict[str, str]], Page]
    address: str

    def keep(self, source: Source, health: Health, poll: Poll, now: datetime) -> Push | None:
        """The source's subscription after a poll, asked for or asked for again where it is time; None without one."""
        known = self.store.sources.push(health.push)
        if poll.status == "changed" and not poll.hub:
            return None  # the feed names no hub any more: the lease runs out
        if poll.status not in ("changed", "unchanged") or not _is_time(known, now):
            return known
        hub, topic = (poll.hub, poll.topic) if poll.hub else (known.hub, known.topic) if known else ("", "")
        if not self._reachable_by(hub):
            return known
        same = known and (known.hub, known.topic) == (hub, topic)
        push = known if known and same else Push(_token(), source.id, hub, topic, secrets.token_hex(32), now)
        with suppress(Conflict):  # the hub is confirming it right now
            self.store.sources.keep_push(replace(push, asked_at=now), now)
            self._ask(push)
        return self.store.sources.push(push.token)

    def _reachable_by(self, hub: str) -> bool:
        return bool(hub and self.address) and (self.address.startswith("https://") or is_localhost(lane_of(hub)))

    def _ask(self, push: Push) -> None:
        """A hub that refuses is asked again later; polling brings the news meanwhile."""
        callback = f"{self.address}push/{push.token}"
        wanted = websub.Subscription(push.hub, push.topic, callback, push.secret)
        with suppress(FetchError):
            self.post(push.hub, websub.subscription_form(wanted), FORM)


def _is_time(push: Push | None, now: datetime) -> bool:
    """Whether to ask a hub: not yet asked, or the lease ends soon or has ended; never more often than AGAIN."""
    if push is None:
        return True
    due = push.renew_at if push.is_live(now) and push.renew_at else now
    return due <= now and now - push.asked_at >= AGAIN


def _token() -> str:
    return secrets.token_urlsafe(32)

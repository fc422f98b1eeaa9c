"""WebSub: hubs that call when a source has news. Polling goes on beside it, at a slower pace, as the safety net.

    poll reads a feed that names a hub  -> Subscriber (hubs) asks it, with a callback and a secret of this source alone
    the hub asks back (GET)             -> PushDoor confirms what was asked for, and nothing else
    the hub tells (POST)                -> PushDoor checks the signature and hands the body to poll's queue
    the lease runs out                  -> the source is due before that, in its round, and Subscriber asks again

The callback stands open to everybody. Its path holds 256 random bits, what does not bear the signature is answered and
not read, and nothing is parsed here.
"""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from frontwire import codec
from frontwire.collect import websub
from frontwire.models import Push
from frontwire.queues import Message, PollRequest, Pushed, Queue
from frontwire.steps.api import Answer, Asked
from frontwire.steps.hubs import AGAIN, MOST_BODY
from frontwire.store import Store

MOST_IN_MESSAGE = 150_000  # characters of base64
LONGEST_LEASE = 30 * 24 * 3600
TEXT = {"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class PushDoor(Struct, frozen=True):
    """What hubs call."""

    store: Store
    poll_queue: Queue

    def answer(self, asked: Asked, now: datetime) -> Answer:
        token = asked.path.strip("/").partition("/")[2]
        push = self.store.sources.push(token) if _TOKEN.fullmatch(token) else None
        if push is None:
            return Answer(404, "", TEXT, note="no such subscription")
        if asked.method == "POST":
            return self._take_in(push, asked, now)
        if asked.method == "GET":
            return self._confirm(push, asked, now)
        return Answer(405, "", {**TEXT, "Allow": "GET, POST"})

    def _confirm(self, push: Push, asked: Asked, now: datetime) -> Answer:
        """A hub asks whether we meant it, or says that it will not serve us."""
        if asked.query.get("hub.mode") == "denied":
            self._learn(replace(push, until=None, renew_at=None), now)
            return Answer(200, "", TEXT, note=f"{push.source}: denied by its hub")
        wanted = websub.Subscription(push.hub, push.topic, "", push.secret)
        challenge = websub.answer_challenge(asked.query, wanted)
        if not challenge or now - push.asked_at > AGAIN:
            return Answer(404, "", TEXT, note=f"{push.source}: not what was asked for")
        lease = min(websub.lease_granted(asked.query), LONGEST_LEASE)
        until = now + timedelta(seconds=lease)
        self._learn(replace(push, until=until, renew_at=websub.renew_at(now, lease)), now)
        return Answer(200, challenge, TEXT, note=f"{push.source}: its hub calls until {until:%d %b %H:%M}")

    def _learn(self, push: Push, now: datetime) -> None:
        """Raises Conflict where the subscription changed meanwhile: a hub tries again, as its Recommendation asks."""
        self.store.sources.keep_push(push, now)

    def _take_in(self, push: Push, asked: Asked, now: datetime) -> Answer:
        if not push.is_live(now):
            return Answer(410, "", TEXT, note=f"{push.source}: a call after its lease")
        if len(asked.body) > MOST_BODY:
            return Answer(413, "", TEXT, note=f"{push.source}: {len(asked.body):,} bytes")
        if not websub.is_genuine(asked.body, asked.headers.get("x-hub-signature", ""), push.secret):
            return Answer(202, "", TEXT, note=f"{push.source}: a call that is not signed with our secret is not read")
        body = b64encode(gzip.compress(asked.body, mtime=0)).decode()
        kind = asked.headers.get("content-type", "")[:200]
        pushed = Pushed(push.source, kind, body if len(body) <= MOST_IN_MESSAGE else "")
        self.poll_queue.send([Message(codec.dump(PollRequest(pushed=pushed)))])
        return Answer(202, "", TEXT, note=f"{push.source}: its hub brought {len(asked.body):,} bytes")

"""The canary: a made-up article that goes the whole way once an hour, and tells by its absence that the way is broken.

    schedule -> poll -> read (a page of our own, really extracted, examined and archived) -> alert -> deliver -> a row

It passes every queue and function and every right they need, and no channel: the delivery that ends it writes when it
arrived. No desk ever sees it. One that is not there after LATE is told as a health alert, and an alarm rings where
`DeliverCanary` is missing, because a way that is broken may carry no alert either.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from msgspec import Struct

from frontwire.models import HEALTH, Alert, ArticleRef, Link, Match, Page
from frontwire.queues import ReadRequest

NAME = "frontwire:canary"  # no source, round, topic or channel has this name
LATE = timedelta(minutes=20)  # more than a try and its repeat take
BODY = b"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The canary of frontwire sings</title></head>
<body><article><h1>The canary of frontwire sings</h1>
<p>This page is made up. It is read once an hour to prove that pages are read, and nobody is told of it.</p>
<p>Nothing has happened anywhere, no side has said anything, and no number in it means anything at all.</p>
<p>If it stops arriving, somewhere between the clock and the channels the way is broken, and an alarm says so.</p>
</article></body></html>"""


class Flight(Struct, frozen=True):
    """The canary that was sent last, the last one that arrived, and the one whose absence was told ("" if none); each is
    named by its hour."""

    sent: str = ""
    sent_at: datetime | None = None
    arrived: str = ""
    told: str = ""

    def is_late(self, now: datetime) -> bool:
        return self.sent_at is not None and self.arrived < self.sent and now - self.sent_at > LATE

    def is_back(self) -> bool:
        return bool(self.told) and self.arrived > self.told


def hour(now: datetime) -> str:
    return f"{now:%Y-%m-%dT%H}"


def request(name: str) -> ReadRequest:
    return ReadRequest(f"canary-{name}", Link(f"{NAME}/{name}", title="The canary", source=NAME))


def is_one(asked: ReadRequest) -> bool:
    return asked.link.source == NAME


def page(asked: ReadRequest, now: datetime) -> Page:
    headers = {"content-type": "text/html; charset=utf-8"}
    return Page(asked.link.url, asked.link.url, 200, headers, BODY, now, sha256(BODY).hexdigest())


def match(article: ArticleRef) -> Match:
    return Match(article.id, NAME, article, "sings")


def alert(name: str, now: datetime, *, back: bool) -> Alert:
    """What the owner is told: that the canary of this hour did not arrive, or that a later one did."""
    story = f"health-canary-{name}"
    what = "arrives again" if back else "did not arrive"
    reason = (
        "Articles go the whole way again."
        if back
        else "Somewhere between the clock and the channels articles get stuck: see the alarms, the dead-letter queues and "
        "the functions' logs."
    )
    return Alert(
        id=f"{story}-{2 if back else 1}",
        story=story,
        number=2 if back else 1,
        topic=HEALTH,
        kind="update" if back else "new",
        status="recovered" if back else "canary",
        severity="high",
        headline=f"The hourly test article {what}",
        reason=reason,
        at=now,
        confidence=1.0,
    )

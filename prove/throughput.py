"""How many alerts a second go through render and ledger on one core, with AWS and the receivers in memory."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from frontwire import ledger
from frontwire.channels import Links, Tools
from frontwire.models import Alert, ArticleRef, Channel, ChannelKind, Count, Facts, Page, Quote, Side, Subscription
from frontwire.queues import DeliveryOrder
from frontwire.steps.deliver import DeliverStep
from frontwire.store import Store
from prove.fakes import FakeDynamoDB, FakeS3

NOW = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
BAR = 600  # alerts a core-second
ALERTS = 2_000
KINDS: tuple[ChannelKind, ...] = ("slack", "webhook", "teams", "ntfy")


def accepts(url: str, body: bytes, headers: dict[str, str]) -> Page:
    return Page(url, url, 200, {}, b"ok", NOW, "")


def an_alert(number: int) -> Alert:
    """One with as much in it as alerts have: facts, three quotes, five articles."""
    title = f"Officials of both sides said on day {number} that {number % 90 + 10} soldiers had gone home"
    article = ArticleRef(
        f"a{number}", f"https://outlet.example/{number}", title, "outlet", language="en", published=NOW
    )
    quote = Quote("A sentence that says what happened, in some thirty words of plain text. " * 2, article)
    facts = Facts(sides=(Side("parties", "UA"), Side("parties", "RU")), counts=(Count(number % 90 + 10),))
    return Alert(
        id=f"s{number}-1",
        story=f"s{number}",
        number=1,
        topic="prisoner_swap",
        kind="new",
        status="completed",
        severity="high",
        headline=title,
        reason="first report of this event",
        at=NOW,
        facts=facts,
        quotes=(quote,) * 3,
        articles=(article,) * 5,
        languages=("en",),
    )


def through_the_ledger(kind: ChannelKind) -> float:
    """Alerts a core-second from the order to `sent`: read, render, reserve, post, write down."""
    store = Store.on(FakeDynamoDB(), FakeS3(), table="t", bucket="b")  # type: ignore[arg-type]
    store.channels.save(Channel("desk", kind, "https://desk.example/"), Subscription("desk"))
    for number in range(ALERTS):
        store.stories.keep_alert(an_alert(number))
        store.deliveries.write([ledger.opened(f"s{number}-1", "desk", NOW, NOW)])
    step = DeliverStep(store, Tools(post=accepts, secret=lambda name: ""), Links("https://news.example/"))
    begin = time.process_time()
    for number in range(ALERTS):
        step.run(DeliveryOrder("desk", (f"s{number}-1",)), lambda: NOW)
    spent = time.process_time() - begin
    states = {delivery.state for delivery in store.deliveries.of_channel("desk", ALERTS)}
    if states != {"sent"}:
        raise RuntimeError(f"the deliveries ended as {sorted(states)}")
    return ALERTS / spent


def report() -> int:
    """Print the figures; 1 when a kind of channel is below the bar."""
    rates = {kind: through_the_ledger(kind) for kind in KINDS}
    for kind, rate in rates.items():
        print(f"{kind:<8} {rate:6,.0f} alerts a core-second through render and ledger ({1000 / rate:.2f} ms each)")
    return 0 if min(rates.values()) >= BAR else 1

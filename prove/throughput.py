"""How many alerts a second go through render and ledger on one core, with AWS and the receivers in memory."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from frontwire import ledger
from frontwire.channels import Links, Tools
from frontwire.channels.message import Post
from frontwire.collect.fetch import Fetcher
from frontwire.models import Alert, ArticleRef, Channel, ChannelKind, Count, Facts, Page, Quote, Side, Subscription
from frontwire.queues import DeliveryOrder
from frontwire.steps.deliver import DeliverStep
from frontwire.store import Store
from frontwire.wiring import client_config
from prove.fakes import FakeDynamoDB, FakeS3
from prove.local import served

NOW = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
BAR = 600  # alerts a core-second
MOST_MS = 5.0  # of CPU a delivery, with boto3
ALERTS, FEW = 2_000, 400
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
    return ALERTS / _spent(store, Channel("desk", kind, "https://desk.example/"), accepts, ALERTS)


def with_boto3() -> float:
    """Milliseconds of our CPU for one delivery with real clients: boto3 and the fetcher, against a local server."""
    import boto3

    with served() as port:
        address = f"http://127.0.0.1:{port}"
        session = boto3.session.Session("x", "x", region_name="eu-central-1")
        client = session.client("dynamodb", endpoint_url=address, config=client_config())
        store = Store.on(client, FakeS3(), table="t", bucket="b")  # type: ignore[arg-type]
        fetcher = Fetcher("frontwire-prove", allow=(f"127.0.0.1:{port}",))
        return 1000 * _spent(store, Channel("desk", "slack", f"{address}/hook"), fetcher.post, FEW) / FEW


def _spent(store: Store, channel: Channel, post: Post, alerts: int) -> float:
    """Seconds of CPU for so many deliveries, each with an order of its own."""
    store.channels.save(channel, Subscription(channel.id))
    for number in range(alerts):
        store.stories.keep_alert(an_alert(number))
        store.deliveries.write([ledger.opened(f"s{number}-1", channel.id, NOW, NOW)])
    step = DeliverStep(store, Tools(post=post, secret=lambda name: ""), Links("https://news.example/"))
    begin = time.process_time()
    for number in range(alerts):
        step.run(DeliveryOrder(channel.id, (f"s{number}-1",)), lambda: NOW)
    spent = time.process_time() - begin
    states = {delivery.state for delivery in store.deliveries.of_channel(channel.id, alerts)}
    if states != {"sent"}:
        raise RuntimeError(f"the deliveries ended as {sorted(states)}")
    return spent


def report() -> None:
    """Print the figures beside their bars. A slow machine is no fault of the code: only a wrong outcome fails."""
    rates = {kind: through_the_ledger(kind) for kind in KINDS}
    for kind, rate in rates.items():
        reached = "reached" if rate >= BAR else "not reached"
        print(
            f"{kind:<8} {rate:6,.0f} alerts a core-second through render and ledger ({1000 / rate:.2f} ms each, bar {BAR}: {reached})"
        )
    cost = with_boto3()
    reached = "reached" if cost <= MOST_MS else "not reached"
    print(f"boto3    {cost:6.2f} ms of CPU a delivery against a local server (bar {MOST_MS:.0f}: {reached})")

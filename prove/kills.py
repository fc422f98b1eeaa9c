"""The deployed template on the embedded AWS, its functions' processes killed with SIGKILL while messages flow.

What the simulator proves with a clock of its own, this shows once with real processes, queues and sockets: no event is
lost, no alert arrives twice, and whatever was in doubt is called uncertain. A killed sender's lease runs for minutes, so
the clock is moved on at the end, with the same steps on the same tables.
"""

from __future__ import annotations

import json
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

from frontwire import codec
from frontwire.channels import Links, Tools
from frontwire.collect.fetch import Fetcher
from frontwire.models import ArticleRef, Channel, Delivery, Match, Subscription
from frontwire.queues import DeliveryOrder, Message, Queue
from frontwire.steps.deliver import DeliverStep
from frontwire_cli.laptop.laptop import Laptop
from frontwire_cli.run import ends_cleanly
from prove.world import STATUSES, Report, match_of

EVENTS = 20
CHANNELS = ("one", "two")
VICTIMS = ("alert", "deliver")
PAUSE = (0.05, 0.4)  # seconds between two kills, at least
MOST_KILLS = 25
VISIBLE_AGAIN = 4  # seconds; the template's minutes would make the proof as long
ROUNDS = 6


@dataclass
class Sink:
    """Takes webhooks on loopback; `got` counts each alert by the channel it came to."""

    got: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in CHANNELS})
    port: int = 0

    @contextmanager
    def serving(self) -> Iterator[Sink]:
        sink = self

        class Hook(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: the terminal belongs to the proof."""

            def do_POST(self) -> None:
                sink.take(self.path.strip("/"), self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

        server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        self.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()

    def take(self, channel: str, body: bytes) -> None:
        content = json.loads(body)["data"]
        self.got[channel].update(alert["alert"] for alert in content.get("alerts", [content]))

    def arrived(self) -> int:
        return sum(counter.total() for counter in self.got.values())

    def url(self, channel: str) -> str:
        return f"http://hook.localhost:{self.port}/{channel}"


@dataclass
class Killer:
    """Ends the processes of functions, one after the other, until it is stopped; only those that `server` started.

    It kills again only after something arrived: on a slow machine it would else end every process at its start.
    """

    server: int
    arrived: Callable[[], int]
    dice: Random
    killed: Counter[str] = field(default_factory=Counter)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[Killer]:
        thread = threading.Thread(target=self._work, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            thread.join()

    def _work(self) -> None:
        before = -1
        while self.killed.total() < MOST_KILLS and not self._over.wait(self.dice.uniform(*PAUSE)):
            if self.arrived() == before:
                continue
            if victims := [victim for name in VICTIMS for victim in self._processes(name)]:
                name, pid = self.dice.choice(victims)
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    self.killed[name] += 1
                    before = self.arrived()

    def _processes(self, function: str) -> Iterator[tuple[str, int]]:
        """The processes of a function: the server's own children, with the function's name in their command line."""
        mark = f"frontwire-{function}".encode()
        for proc in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, ValueError):
                parent = int((proc / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == self.server and mark in (proc / "cmdline").read_bytes():
                    yield function, int(proc.name)


def matches(now: datetime) -> list[Match]:
    """Two reports of each event, by two outlets; the second one may change its story."""
    topics, found = tuple(STATUSES), []
    for number in range(2 * EVENTS):
        event = number % EVENTS
        topic = topics[event % len(topics)]
        status = STATUSES[topic][-1] if number >= EVENTS else STATUSES[topic][0]
        host = f"outlet{number // EVENTS}"
        report = Report(number, event, topic, status, 0.0, (host,), host)
        ref = ArticleRef(f"r{number}", report.url, report.title, host, reliability="agency", fetched_at=now)
        found.append(match_of(report, ref, now))
    return found


def report(seed: int, seconds: float) -> int:
    """Play it and print what came of it; 1 when an invariant is broken or the time did not do."""
    begin = time.monotonic()
    root = Path(__file__).resolve().parents[1]
    with ends_cleanly(), tempfile.TemporaryDirectory() as folder, Sink().serving() as sink:
        os.environ["FRONTWIRE_HOME"] = folder
        with Laptop(root, Path(folder) / "out", local_hosts=(f"hook.localhost:{sink.port}",)) as laptop:
            told = matches(datetime.now(UTC))
            killed, still = _flow(laptop, sink, told, Random(seed), begin + seconds)  # noqa: S311 - when to kill
            _move_on(laptop, sink)
            rows = _rows(laptop)
            problems = [] if still else ["messages were still under way when the time was over"]
            problems += broken(laptop, sink, rows, {match.id for match in told})
    states = Counter(delivery.state for delivery in rows)
    kills = ", ".join(f"{number} of {name}" for name, number in sorted(killed.items()))
    print(f"{len(told)} reports of {EVENTS} events, {killed.total()} processes killed ({kills}),")
    print(f"{len(rows)} deliveries: {', '.join(f'{number} {state}' for state, number in states.items())}")
    for problem in problems:
        print(f"    {problem}")
    print(f"{'FAILED' if problems else 'every invariant held'} in {time.monotonic() - begin:.0f} s (seed {seed})")
    return 1 if problems else 0


def _flow(laptop: Laptop, sink: Sink, told: list[Match], dice: Random, end: float) -> tuple[Counter[str], bool]:
    """Send all reports and kill until they are worked off; were they, before the time was over?"""
    for step in (laptop.start_sinks, laptop.start_aws, laptop.deploy):
        step()
    for name in CHANNELS:
        laptop.store.channels.save(Channel(name, "webhook", sink.url(name)), Subscription(name, health=False))
    sqs = laptop.emulator.client("sqs")
    for name in ("AlertQueue", "DeliverQueue"):
        dead = sqs.get_queue_attributes(QueueUrl=laptop.stack.resources[name], AttributeNames=["RedrivePolicy"])
        policy = json.loads(dead["Attributes"]["RedrivePolicy"]) | {"maxReceiveCount": MOST_KILLS * 2}
        words = {"VisibilityTimeout": str(VISIBLE_AGAIN), "RedrivePolicy": json.dumps(policy)}
        sqs.set_queue_attributes(QueueUrl=laptop.stack.resources[name], Attributes=words)
    killer = Killer(laptop.emulator.process.pid if laptop.emulator.process else 0, sink.arrived, dice)
    with killer.at_work():
        queue = Queue(sqs, laptop.stack.resources["AlertQueue"])
        queue.send([Message(codec.dump(match), group=match.topic, once=match.id.replace("/", "-")) for match in told])
        still = laptop.settle(max(5.0, end - time.monotonic()))
    return killer.killed, still


def _move_on(laptop: Laptop, sink: Sink) -> None:
    """What waits for its time has it now: the clock of the steps is moved on until nothing is due."""
    fetcher = Fetcher("frontwire-prove", allow=laptop.hosts)
    step = DeliverStep(laptop.store, Tools(post=fetcher.post, secret=lambda name: ""), Links())
    now = datetime.now(UTC)
    for _ in range(ROUNDS):
        now += timedelta(minutes=10)
        for alert, channel, due_at in laptop.store.deliveries.due(now, 1000):
            moment = now
            step.run(DeliveryOrder(channel, (alert,), due_at), lambda moment=moment: moment)  # type: ignore[misc]


def _rows(laptop: Laptop) -> list[Delivery]:
    return [row for name in CHANNELS for row in laptop.store.deliveries.of_channel(name, 1000)]


def broken(laptop: Laptop, sink: Sink, rows: list[Delivery], told: set[str]) -> Iterator[str]:
    """Every invariant that does not hold, in words."""
    stories = laptop.store.stories
    for match in sorted(told):
        if stories.decided(match) is None:
            yield f"lost: {match} was never decided on"
    alerts = stories.alerts(1000)
    new = Counter(alert.facts.sides[0].code for alert in alerts if alert.kind == "new")
    if len(new) != EVENTS or set(new.values()) != {1}:
        yield f"{EVENTS} events became {dict(new)}"
    ledger = {(row.alert, row.channel): row for row in rows}
    for alert in alerts:
        for name in CHANNELS:
            row, times = ledger.get((alert.id, name)), sink.got[name][alert.id]
            if row is None:
                yield f"{alert.id} has no delivery to {name}"
            elif row.state not in ("sent", "uncertain"):
                yield f"{alert.id} to {name} ended as {row.state}"
            elif times > 1:
                yield f"repeated: {alert.id} arrived {times} times at {name}"
            elif row.state == "sent" and not times:
                yield f"{alert.id} to {name} is called sent and never arrived"

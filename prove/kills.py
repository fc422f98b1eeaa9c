"""The deployed template on the embedded AWS, its functions' processes killed with SIGKILL while messages flow.

What the simulator proves with a clock of its own, this shows once with real processes, queues and sockets: no page and no
event is lost, no alert arrives twice, and whatever was in doubt is called uncertain. The demo's outlets are polled and
read; beside them many more matches come than so few pages make. Leases of the killed run for minutes, so the clock is
moved on at the end, with the same steps on the same tables.

A slow machine makes it longer and fails nothing: it is over when all is worked off, and fails when nothing moves.
"""

from __future__ import annotations

import json
import os
import signal
import sys
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
from frontwire.collect import identity
from frontwire.collect.fetch import Fetcher
from frontwire.collect.polling import poll
from frontwire.models import ArticleRef, Channel, Delivery, Health, Match, Subscription
from frontwire.queues import DeliveryOrder, Message, PollRequest, Queue
from frontwire.rounds import LEASE
from frontwire.steps.deliver import DeliverStep
from frontwire.steps.poll import PollStep
from frontwire_cli.demo.world import Answer, World
from frontwire_cli.laptop.laptop import DEAD, QUEUES, Laptop
from frontwire_cli.run import ends_cleanly
from prove.world import STATUSES, Report, match_of

EVENTS = 20  # told by two reports each; one of them has a letter, so 26 at the most
CHANNELS = ("one", "two")
MOST_KILLS = {"poll": 2, "read": 4, "alert": 6, "deliver": 6}
PAUSE = (0.05, 0.4)  # seconds between two kills, at least
PATIENCE = 60.0  # seconds in which something must move
MOST_RECEIVES = 50
VISIBLE_AGAIN = 4  # seconds; the template's minutes would make the proof as long
ROUNDS = 6


@dataclass
class Sink:
    """Takes webhooks on loopback and serves the demo's outlets. `got` counts each alert by the channel it came to,
    `asked` the requests for feeds and pages."""

    got: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in CHANNELS})
    asked: int = 0
    port: int = 0

    @contextmanager
    def serving(self) -> Iterator[Sink]:
        sink = self

        class Hook(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: the terminal belongs to the proof."""

            def do_POST(self) -> None:
                sink.take(self.path.strip("/"), self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                self._answer(Answer(200))

            def do_GET(self) -> None:
                sink.asked += 1
                asked = {name.lower(): value for name, value in self.headers.items()}
                self._answer(sink.outlets.answer(asked.get("host", ""), self.path, asked))

            def _answer(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in ({"Content-Length": str(len(answer.body))} | answer.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(OSError):  # who asked was killed
                    self.wfile.write(answer.body)

        server = _Server(("127.0.0.1", 0), Hook)
        self.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()

    @property
    def outlets(self) -> World:
        """The demo's world as it begins: three pages of each outlet."""
        return World(self.port)

    def take(self, channel: str, body: bytes) -> None:
        content = json.loads(body)["data"]
        self.got[channel].update(alert["alert"] for alert in content.get("alerts", [content]))

    def arrived(self) -> int:
        return sum(counter.total() for counter in self.got.values())

    def url(self, channel: str) -> str:
        return f"http://hook.localhost:{self.port}/{channel}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is what this is about."""


@dataclass
class Killer:
    """Ends the processes of functions, one after the other, until it is stopped; only those that `server` started.

    It kills a function again only after it did something: on a slow machine it would else end every process at its start.
    """

    server: int
    done: Callable[[str], int]
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
        before = dict.fromkeys(MOST_KILLS, 0)
        while not self._over.wait(self.dice.uniform(*PAUSE)):
            names = [name for name in MOST_KILLS if self.done(name) > before[name]]
            victims = [(name, pid) for name in names for pid in self._processes(name)]
            if not victims:
                continue
            name, pid = self.dice.choice(victims)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                self.killed[name] += 1
            before[name] = self.done(name) if self.killed[name] < MOST_KILLS[name] else sys.maxsize

    def _processes(self, function: str) -> Iterator[int]:
        """The processes of a function: the server's own children, with the function's name in their command line."""
        mark = f"frontwire-{function}".encode()
        for proc in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, ValueError):
                parent = int((proc / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == self.server and mark in (proc / "cmdline").read_bytes():
                    yield int(proc.name)


def matches(events: int, now: datetime) -> list[Match]:
    """Two reports of each event, by two outlets; the second one may change its story."""
    topics, found = tuple(STATUSES), []
    for number in range(2 * events):
        event = number % events
        topic = topics[event % len(topics)]
        status = STATUSES[topic][-1] if number >= events else STATUSES[topic][0]
        host = f"outlet{number // events}"
        report = Report(number, event, topic, status, 0.0, (host,), host)
        ref = ArticleRef(f"r{number}", report.url, report.title, host, reliability="agency", fetched_at=now)
        found.append(match_of(report, ref, now))
    return found


def report(seed: int, events: int) -> int:
    """Play it and print what came of it; 1 when an invariant is broken or nothing moved any more."""
    begin = time.monotonic()
    root = Path(__file__).resolve().parents[1]
    with ends_cleanly(), tempfile.TemporaryDirectory() as folder, Sink().serving() as sink:
        os.environ["FRONTWIRE_HOME"] = folder
        with Laptop(root, Path(folder) / "out", local_hosts=(f"*.localhost:{sink.port}",)) as laptop:
            told = matches(events, datetime.now(UTC))
            killed, still = _flow(laptop, sink, told, Random(seed))  # noqa: S311 - when to kill
            links = _links(laptop, sink)
            _move_on(laptop)
            rows = _rows(laptop)
            problems = [] if still else [f"nothing moved for {PATIENCE:.0f} seconds: {laptop.waiting()}"]
            problems += [*unread(laptop, links), *broken(laptop, sink, rows, told)]
    states = Counter(delivery.state for delivery in rows)
    kills = ", ".join(f"{number} of {name}" for name, number in sorted(killed.items()))
    print(f"{len(told)} reports of {events} events, {len(links)} pages, {killed.total()} processes killed ({kills}),")
    print(f"{len(rows)} deliveries: {', '.join(f'{number} {state}' for state, number in states.items())}")
    for problem in problems:
        print(f"    {problem}")
    print(f"{'FAILED' if problems else 'every invariant held'} in {time.monotonic() - begin:.0f} s (seed {seed})")
    return 1 if problems else 0


def _flow(laptop: Laptop, sink: Sink, told: list[Match], dice: Random) -> tuple[Counter[str], bool]:
    """Poll, send all reports and kill until they are worked off; False where something was left that did not move."""
    for step in (laptop.start_sinks, laptop.start_aws, laptop.deploy):
        step()
    for name in CHANNELS:
        laptop.store.channels.save(Channel(name, "webhook", sink.url(name)), Subscription(name, health=False))
    sources = sink.outlets.sources()
    laptop.store.sources.add(sources, datetime.now(UTC))
    laptop.store.sources.skip_baseline(source.id for source in sources)
    for queue, dead in zip(QUEUES, DEAD, strict=True):
        _hasten(laptop, queue, dead)
    done = {"poll": lambda: sink.asked, "read": lambda: sink.asked}
    server = laptop.emulator.process.pid if laptop.emulator.process else 0
    killer = Killer(server, lambda name: done.get(name, sink.arrived)(), dice)
    with killer.at_work():
        alerts = Queue(laptop.emulator.client("sqs"), laptop.stack.resources["AlertQueue"])
        laptop.tick()
        alerts.send([Message(codec.dump(match), group=match.topic, once=match.id.replace("/", "-")) for match in told])
        still = _settled(laptop, sink)
        _poll_again(laptop)
        still = _settled(laptop, sink) and still
    return killer.killed, still


def _hasten(laptop: Laptop, queue: str, dead: str) -> None:
    """A message of a killed process comes again soon, and as often as it takes."""
    sqs = laptop.emulator.client("sqs")
    arn = sqs.get_queue_attributes(QueueUrl=laptop.stack.resources[dead], AttributeNames=["QueueArn"])
    policy = {"deadLetterTargetArn": arn["Attributes"]["QueueArn"], "maxReceiveCount": MOST_RECEIVES}
    words = {"VisibilityTimeout": str(VISIBLE_AGAIN), "RedrivePolicy": json.dumps(policy)}
    sqs.set_queue_attributes(QueueUrl=laptop.stack.resources[queue], Attributes=words)


def _settled(laptop: Laptop, sink: Sink) -> bool:
    """Wait until nothing is left to do, however long that takes; False when nothing has moved for PATIENCE seconds."""
    before: object = None
    while not laptop.settle(PATIENCE):
        now = (sink.asked, sink.arrived(), laptop.waiting())
        if now == before:
            return False
        before = now
    return True


def _poll_again(laptop: Laptop) -> None:
    """The round of a killed visit is free again after its lease: visit it then."""
    fetcher = Fetcher("frontwire-prove", allow=laptop.hosts)
    queue = Queue(laptop.emulator.client("sqs"), laptop.stack.resources["ReadQueue"])
    later = datetime.now(UTC) + 2 * LEASE
    for one in laptop.store.rounds.all():
        PollStep(laptop.store, queue, fetcher).run(PollRequest(one.id), lambda: later, PATIENCE)


def _move_on(laptop: Laptop) -> None:
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


def _links(laptop: Laptop, sink: Sink) -> dict[str, str]:
    """All that the outlets show: addresses by the link's id."""
    fetcher, now = Fetcher("frontwire-prove", allow=laptop.hosts), datetime.now(UTC)
    looks = [poll(source, Health(), fetcher, now) for source in sink.outlets.sources()]
    return {identity.keys(link)[0]: link.url for look in looks for link in look.links}


def unread(laptop: Laptop, links: dict[str, str]) -> Iterator[str]:
    """What was shown and not read, or read and not decided on."""
    told = 0
    for link, url in links.items():
        reading = laptop.store.news.reading(link)
        if reading is None:
            yield f"lost: {url} was never read"
            continue
        told += len(reading.matches)
        for match in reading.matches:
            if laptop.store.stories.decided(match) is None:
                yield f"lost: {match} of {url} was never decided on"
    if not told:
        yield f"none of {len(links)} pages told of an event"


def broken(laptop: Laptop, sink: Sink, rows: list[Delivery], told: list[Match]) -> Iterator[str]:
    """Every invariant that does not hold, in words."""
    stories = laptop.store.stories
    for match in told:
        if stories.decided(match.id) is None:
            yield f"lost: {match.id} was never decided on"
    alerts = stories.alerts(1000)
    for story, times in Counter(alert.story for alert in alerts if alert.kind == "new").items():
        if times > 1:
            yield f"{story} was told as new {times} times"
    events = {match.facts.sides[0].code for match in told}
    new = Counter(alert.facts.sides[0].code for alert in alerts if alert.kind == "new" and alert.facts.sides)
    if wrong := {event: new[event] for event in events if new[event] != 1}:
        yield f"events and how often they are new: {wrong}"
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

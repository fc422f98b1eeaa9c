"""The real steps on simulated queues, clock, web and receivers: one history a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from math import ceil
from random import Random

from botocore.exceptions import BotoCoreError, ClientError
from msgspec.structs import replace

from frontwire import codec
from frontwire.channels import Links, Tools
from frontwire.collect import identity
from frontwire.errors import FrontwireError
from frontwire.models import Channel, Delivery, Health, Link, Match, Subscription
from frontwire.queues import DeliveryOrder, PollRequest, Queue, ReadRequest
from frontwire.steps.alert import AlertStep
from frontwire.steps.deliver import DeliverStep
from frontwire.steps.poll import PollStep
from frontwire.steps.read import ReadStep
from frontwire.steps.schedule import Schedule
from frontwire.store import Store
from prove import profile, world
from prove.fakes import FakeDynamoDB, FakeS3, FakeSqs
from prove.fakes.sqs import Box, Letter
from prove.faulty import Faulty, Weather
from prove.machine import FOREVER, Machine, Task
from prove.receivers import HOST, Receivers
from prove.trace import Trace
from prove.world import Report, TableEngine, Web

START = datetime(2025, 1, 11, tzinfo=UTC)
LAST_TRY = 4
BUDGET = 2  # messages a day of the channel "few"
REST = 9 * 86_400.0  # seconds after the faults by which everything must have come to rest
CHANNELS: tuple[tuple[Channel, Subscription], ...] = (
    (Channel("all", "webhook", HOST + "all"), Subscription("all")),
    (Channel("swaps", "webhook", HOST + "swaps"), Subscription("swaps", topics=("prisoner_swap",))),
    (Channel("hourly", "webhook", HOST + "hourly"), Subscription("hourly", mode="hourly")),
    (Channel("nights", "webhook", HOST + "nights"), Subscription("nights", quiet="00:30-01:30")),
)
FEW = Channel("few", "webhook", HOST + "few"), Subscription("few", budget=BUDGET)


@dataclass(frozen=True, slots=True)
class Line:
    """A queue with the function behind it. `seconds` is the function's timeout, `side_by_side` its concurrency."""

    url: str
    seconds: float
    visibility: float
    batch: int
    side_by_side: int
    handle: Callable[[Sequence[Letter]], set[str]]


@dataclass
class Simulation:
    """`run` plays a seed; what it leaves behind is for the invariants."""

    seed: int
    trace: Trace = field(default_factory=Trace)
    redriven: int = 0
    tasks: int = 0

    def __post_init__(self) -> None:
        dice = self.dice = Random(self.seed)  # noqa: S311 - a history that can be replayed, not a secret
        self.machine = Machine()
        self.channels = (*CHANNELS[: dice.randint(2, len(CHANNELS))], FEW)
        self.profile = profile.draw(dice, [channel.id for channel, _ in self.channels])
        hot = [at for phases in self.profile.phases.values() for phase in phases for at in (phase.start, phase.end)]
        self.world = world.draw(dice, self.profile.until, [at for at in hot if at < self.profile.until])
        self.weather = Weather(self.machine, dice, self.trace)
        self.table = FakeDynamoDB(self._now, lambda: self.dice.uniform(0.0, self.profile.lag) if self._stormy else 0.0)
        self.sqs = FakeSqs(self._now, lambda: self.dice.uniform(0.0, self.profile.delay) if self._stormy else 0.0)
        self.receivers = Receivers(self.profile, self.weather, self.clock)
        self.web = Web(self.world, self._now, self.clock, self.seed, self.profile.web)
        self.truth = Store.on(self.table, FakeS3(), table="t", bucket="b")  # type: ignore[arg-type]
        self.store = Store.on(self._faulty(self.table), self._faulty(FakeS3()), table="t", bucket="b")  # type: ignore[arg-type]
        self.lines = {line.url: line for line in self._lines()}
        self.busy = dict.fromkeys(self.lines, 0)
        self.open_ends: dict[tuple[str, str], str] = {}
        for line in self.lines.values():
            self.sqs.boxes[line.url] = Box(line.url, line.visibility)

    # --- the clock ----------------------------------------------------------------------------------------------

    def _now(self) -> float:
        return self.machine.now

    @property
    def _stormy(self) -> bool:
        return 0 < self.machine.now < self.profile.until

    def clock(self) -> datetime:
        return START + timedelta(seconds=self.machine.now)

    # --- the whole run ------------------------------------------------------------------------------------------

    def run(self) -> None:
        self._set_up()
        self.weather.rate = self.profile.fault
        self._play(self.profile.until)
        self.trace.add(self.machine.now, "-", "the faults are over")
        self.weather.rate = self.web.rate = 0.0
        self._play(self.profile.until + REST / 2)
        self._redrive()
        self._play(self.profile.until + REST)

    def _set_up(self) -> None:
        for channel, subscription in self.channels:
            self.truth.channels.save(channel, subscription)
        self.truth.sources.add(self.world.sources, START)
        for source in self.world.sources:
            self.truth.sources.learn({source.id: Health(state="ok", baseline=True, good_at=START, new_at=START)})
            self.truth.rounds.hurry(START + timedelta(seconds=self.dice.uniform(1, 240)), {source.id})

        if not self.world.sources:
            for report in self.world.reports:
                for name in report.sources:
                    self.machine.at(report.at, partial(self._found, report, name))

    def _found(self, report: Report, source: str) -> None:
        link = Link(report.url, title=report.title, source=source)
        request = ReadRequest(identity.keys(link)[0], link, source, "agency")
        _Pumping(self.sqs, self._pump_soon).send_message_batch(
            QueueUrl="read", Entries=[{"Id": "0", "MessageBody": codec.dump(request).decode()}]
        )

    def _redrive(self) -> None:
        """A person brings the dead letters back."""
        for url in self.lines:
            if count := self.sqs.redrive(url):
                self.redriven += count
                self.trace.add(self.machine.now, "-", f"{count} dead letters of {url} come back")
                self._pump(url)

    def _play(self, until: float) -> None:
        """Ticks each minute; minutes in which nothing can happen are passed over."""
        minute = ceil(self.machine.now / 60) * 60.0
        while minute <= until:
            self.machine.run(minute)
            self._retire_sources()
            self._start("schedule", 50.0, self._tick, lambda task: None)
            self.machine.run(min(minute + 55.0, until))  # a tick has 50 seconds
            minute += 60.0
            if self.machine.next_at() > minute:
                earliest = self.table.earliest_due()
                if not earliest and self.machine.next_at() == FOREVER:
                    break
                due = (datetime.fromisoformat(earliest) - START).total_seconds() if earliest else FOREVER
                minute = max(minute, ceil(min(due, self.machine.next_at(), until + 60.0) / 60) * 60.0)
        self.machine.run(until)

    def _retire_sources(self) -> None:
        """A source that was heard after the faults, in a visit that is over, has no more to say. What a visit heard
        before they were over does not count, however late it is done: reports come out until then."""
        until = self.profile.until
        if self.machine.now < until:
            return
        free = {stop.source for one in self.truth.rounds.all() if not one.taken_by for stop in one.stops}
        for source, _ in self.truth.sources.with_health(free).values():
            if self.web.heard.get(source.url, 0.0) >= until:
                self.truth.sources.add([replace(source, enabled=False)], self.clock())

    # --- functions ----------------------------------------------------------------------------------------------

    def _lines(self) -> list[Line]:
        return [
            Line("poll", 60.0, 360.0, 1, 4, self._poll),
            Line("read", 60.0, 360.0, 10, 4, self._read),
            Line("alert.fifo", 30.0, 180.0, 1, 10, self._alert),
            Line("deliver.fifo", 60.0, 360.0, 1, 10, self._deliver),
        ]

    def _queue(self, url: str) -> Queue:
        return Queue(Faulty(_Pumping(self.sqs, self._pump_soon), self.weather), url)  # type: ignore[arg-type]

    def _faulty(self, client: object) -> Faulty:
        return Faulty(client, self.weather)

    def _tick(self) -> None:
        try:
            done = Schedule(self.store, self._queue("poll"), self._queue("deliver.fifo")).tick(self.clock())
        except (FrontwireError, ClientError, BotoCoreError) as error:
            self.weather.note(f"failed: {error}")
            return
        if any(done.values()):
            self.weather.note(str(done))

    def _poll(self, letters: Sequence[Letter]) -> set[str]:
        step = PollStep(self.store, self._queue("read"), self.web)
        return self._each(letters, lambda one: step.run(codec.load(PollRequest, one.body), self.clock, 40.0))

    def _read(self, letters: Sequence[Letter]) -> set[str]:
        step = ReadStep(self.store, self._queue("alert.fifo"), self.web, TableEngine(self.world, START))  # type: ignore[arg-type]
        step.fetch_ahead([codec.load(ReadRequest, one.body) for one in letters])

        def read(one: Letter) -> object:
            request = codec.load(ReadRequest, one.body)
            return step.read(request, self.clock(), last_try=one.receives >= LAST_TRY) | {"url": request.link.url}

        return self._each(letters, read)

    def _alert(self, letters: Sequence[Letter]) -> set[str]:
        step = AlertStep(self.store, self._queue("deliver.fifo"))
        return self._each(letters, lambda one: step.consider(codec.load(Match, one.body), self.clock()))

    def _deliver(self, letters: Sequence[Letter]) -> set[str]:
        tools = Tools(post=self.receivers.post, secret=lambda name: "")
        step = DeliverStep(self.store, tools, Links())

        def deliver(one: Letter) -> object:
            order = codec.load(DeliveryOrder, one.body)
            return {"order": ",".join(order.alerts)} | step.run(order, self.clock)

        return self._each(letters, deliver)

    def _each(self, letters: Sequence[Letter], handle: Callable[[Letter], object]) -> set[str]:
        """The ids of those that were handled; the others come again."""
        good = set()
        for letter in letters:
            try:
                self.weather.note(f"{letter.id}#{letter.receives}: {handle(letter)}")
                good.add(letter.id)
            except (FrontwireError, ClientError, BotoCoreError) as error:
                self.weather.note(f"{letter.id}#{letter.receives} failed: {type(error).__name__} {error}")
        return good

    # --- queues to functions ------------------------------------------------------------------------------------

    def _pump_soon(self, url: str) -> None:
        at = self.sqs.boxes[url].next_at()
        if at is not None:
            self.machine.at(max(at, self.machine.now), lambda: self._pump(url))

    def _pump(self, url: str) -> None:
        line, box = self.lines[url], self.sqs.boxes[url]
        while self.busy[url] < line.side_by_side and (ready := box.ready(self.machine.now)):
            size = self.dice.randint(1, line.batch)
            chosen = self.dice.sample(ready, min(size, len(ready)))
            taken = [letter for letter in (self.sqs.take(url, letter) for letter in chosen) if letter]
            if taken:
                self._invoke(line, taken)
        later = min((letter.visible_at for letter in box.letters if letter.visible_at > self.machine.now), default=None)
        if later is not None:
            self.machine.at(later, lambda: self._pump(url))

    def _invoke(self, line: Line, letters: list[Letter]) -> None:
        good: set[str] = set()
        handles = [letter.handle for letter in letters]

        def ended(task: Task) -> None:
            self.busy[line.url] -= 1
            if task.killed:
                self.trace.add(self.machine.now, task.name, f"ended: {task.killed}")
            for letter, handle in zip(letters, handles, strict=True):
                handled = not task.killed and letter.id in good
                if line.url == "deliver.fifo" and not handled:
                    self._note_open_end(letter.group, task)
                if handled and not (self._stormy and self.dice.random() < self.profile.undeleted):
                    self.sqs.delete_message(QueueUrl=line.url, ReceiptHandle=handle)
            self._pump(line.url)

        self.busy[line.url] += 1
        self._start(line.url, line.seconds, lambda: good.update(line.handle(letters)), ended)

    def _note_open_end(self, channel: str, task: Task) -> None:
        """A sender that ended without a report: why, for each delivery that it leaves reserved."""
        lost = any("lost_answer" in what for _, who, what in self.trace.lines if who == task.name)
        posted = any(what.startswith("->") for _, who, what in self.trace.lines if who == task.name)
        why = task.killed or ("lost_answer" if lost else "posted, not written down" if posted else "")
        for (pk, sk), item in self.table.rows.items():
            if sk == f"DELIVERY#{channel}" and codec.load(Delivery, item["body"]["S"]).state == "reserved":
                self.open_ends.setdefault((pk.removeprefix("ALERT#"), channel), why)

    def _start(self, name: str, seconds: float, work: Callable[[], None], done: Callable[[Task], None]) -> None:
        self.tasks += 1
        self.machine.start(f"{name.removesuffix('.fifo')}-{self.tasks}", work, done, seconds)


@dataclass
class _Pumping:
    """SQS that wakes the functions behind a queue when a message was sent."""

    sqs: FakeSqs
    pump: Callable[[str], None]

    def send_message_batch(self, *, QueueUrl: str, Entries: list[object]) -> dict[str, object]:
        answer = self.sqs.send_message_batch(QueueUrl=QueueUrl, Entries=Entries)
        self.pump(QueueUrl)
        return answer

    def get_queue_attributes(self, *, QueueUrl: str, AttributeNames: list[str]) -> dict[str, object]:
        return self.sqs.get_queue_attributes(QueueUrl=QueueUrl, AttributeNames=AttributeNames)

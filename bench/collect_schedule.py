"""Ten thousand sources through the real clock and the real poll step: does a minute's work fit into a minute?

    python bench/collect_schedule.py --sources 10000 --minutes 60

The table is the simulator's, in memory, the queue a list, the web answers at once: heavy-tailed outlets with a new link each
five minutes to each three days, on as many hosts but for one in twenty, which share one. What is counted: the CPU and the
requests of each tick, rounds and polls a minute, rows written, how late a new link is met, and whether any host was
asked by two invocations at once. The waiting for the net is not simulated; `--answer` (seconds) says how long a visit
is thought to take, and so how many run at once.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

from frontwire import canary, codec
from frontwire.models import Page, Source, Validators
from frontwire.queues import Message, PollRequest
from frontwire.rounds import lane_of
from frontwire.steps.poll import PollStep
from frontwire.steps.schedule import Schedule
from frontwire.store import Store
from prove.fakes.dynamodb import FakeDynamoDB

BEGIN = datetime(2025, 1, 11, tzinfo=UTC)
SHOWN = 10  # entries of a feed
WORDS = (
    "List {0} of {1} was read aloud at the northern crossing on Friday, the office that keeps it said, before any convoy was let"
    " through; the families concerned were told by letter, and those held longest come first as both sides had agreed before."
)


@dataclass
class Outlets:
    """A feed for each source, with a link each `gap` seconds."""

    gaps: dict[str, float]
    shown: int = SHOWN
    now: datetime = BEGIN
    asked: Counter[str] = field(default_factory=Counter)
    met: dict[str, int] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)

    def get(self, url: str, *, validators: Validators | None = None, accept: str = "") -> Page:
        self.asked[lane_of(url)] += 1
        seconds = (self.now - BEGIN).total_seconds()
        number = int(seconds // self.gaps[url])
        if url in self.met and number > self.met[url]:
            self.late += [seconds - n * self.gaps[url] for n in range(self.met[url] + 1, number + 1)]
        self.met[url] = number
        tag = f'"{number}"'
        if validators and validators.etag == tag:
            return Page(url, url, 304, {}, b"", self.now, "")
        items = "".join(
            f"<item><title>Report {n}</title><link>{url}/{n}</link><guid>tag:{url},{n}</guid><description>"
            f"{WORDS.format(n, url)}</description></item>"
            for n in range(number, number - self.shown, -1)
        )
        body = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()
        return Page(url, url, 200, {"etag": tag, "content-type": "application/rss+xml"}, body, self.now, tag)


@dataclass
class Line:
    messages: list[Message] = field(default_factory=list)
    requests: int = 0

    def send(self, messages: list[Message]) -> None:
        self.messages += messages
        self.requests += -(-len(messages) // 10)

    def waiting(self) -> int:
        return len(self.messages)


class Counted(FakeDynamoDB):
    """Counts requests, and written rows by what they are."""

    def __init__(self) -> None:
        super().__init__()
        self.requests = 0
        self.rows_written: Counter[str] = Counter()
        self.units = 0.0
        self.read_units = 0.0

    def put_item(self, **words: Any) -> Any:
        self.requests += 1
        self._note(words["Item"])
        return super().put_item(**words)

    def batch_write_item(self, **words: Any) -> Any:
        self.requests += 1
        for asked in words["RequestItems"].values():
            for one in asked:
                self._note(one["PutRequest"]["Item"])
        return super().batch_write_item(**words)

    def query(self, **words: Any) -> Any:
        self.requests += 1
        self.read_units += 1
        return super().query(**words)

    def get_item(self, **words: Any) -> Any:
        self.requests += 1
        self.read_units += 1 if words.get("ConsistentRead") else 0.5
        return super().get_item(**words)

    def batch_get_item(self, **words: Any) -> Any:
        self.requests += 1
        for asked in words["RequestItems"].values():  # no row of these is over four kilobytes
            self.read_units += len(asked["Keys"]) * (1 if asked.get("ConsistentRead") else 0.5)
        return super().batch_get_item(**words)

    def _note(self, item: dict[str, Any]) -> None:
        """A unit a kilobyte, and two for a due time that moves: the index loses a row and gets one."""
        self.rows_written[item["pk"]["S"].partition("#")[0]] += 1
        size = sum(len(name) + len(next(iter(value.values()))) for name, value in item.items())
        self.units += -(-size // 1024) + (2 if "due" in item else 0)


@dataclass
class Figures:
    """What a run measured; lists have one value a minute."""

    tick_cpu: list[float] = field(default_factory=list)
    tick_requests: list[int] = field(default_factory=list)
    rounds: list[int] = field(default_factory=list)
    polls: list[int] = field(default_factory=list)
    poll_cpu: list[float] = field(default_factory=list)
    shared_hosts: int = 0
    late: list[float] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    units: float = 0.0
    read_units: float = 0.0
    sent: int = 0


def simulate(
    count: int, minutes: int, seed: int = 7, *, shown: int = SHOWN, a_day: float = 0.0, settle: int = 0
) -> Figures:
    """`a_day` is how many links a source brings a day in the mean, 0 for as they come; what rows and links there were is
    counted from minute `settle` on."""
    dice = random.Random(seed)
    shared = max(1, count // 1000)
    hosts = [f"shared{n % shared}.example" if n % 20 == 0 else f"s{n}.example" for n in range(count)]
    sources = [Source(f"s{n}", f"https://{host}/{n}") for n, host in enumerate(hosts)]
    gaps = [min(max(dice.paretovariate(0.6) * 900, 300), 3 * 86_400) for _ in sources]
    faster = a_day / statistics.mean(86_400 / gap for gap in gaps) if a_day else 1.0
    web = Outlets({one.url: gap / faster for one, gap in zip(sources, gaps, strict=True)}, shown)
    table = Counted()
    store = Store.on(table, None, table="t", bucket="b")  # type: ignore[arg-type]
    store.sources.add(sources, BEGIN)
    poll_line, read_line = Line(), Line()
    clock = Schedule(store, poll_line, Line())  # type: ignore[arg-type]
    step = PollStep(store, read_line, web)  # type: ignore[arg-type]
    figures = Figures()
    for minute in range(minutes):
        if minute == settle:
            table.rows_written.clear()
            table.units = table.read_units = figures.sent = 0
        web.now = BEGIN + timedelta(minutes=minute)
        requests, poll_line.requests, begun = table.requests, 0, time.process_time()
        clock.tick(web.now)
        figures.tick_cpu.append(time.process_time() - begun)
        figures.tick_requests.append(table.requests - requests + poll_line.requests)
        orders = [codec.load(PollRequest, message.body) for message in poll_line.messages]
        poll_line.messages.clear()
        _visit(step, web, [order for order in orders if order.round != canary.NAME], figures)
        figures.sent += len(read_line.messages)
        read_line.messages.clear()
    figures.rows, figures.units, figures.late = table.rows_written, table.units, web.late
    figures.read_units = table.read_units
    return figures


def _visit(step: PollStep, web: Outlets, orders: list[PollRequest], figures: Figures) -> None:
    begun, polled, hosts = time.process_time(), 0, Counter[str]()
    for order in orders:
        web.asked.clear()
        polled += step.run(order, lambda: web.now, 50.0)["polled"]
        hosts.update(web.asked.keys())
    figures.rounds.append(len(orders))
    figures.polls.append(polled)
    figures.poll_cpu.append(time.process_time() - begun)
    figures.shared_hosts += sum(times > 1 for times in hosts.values())


def report(figures: Figures, count: int, minutes: int, answer: float) -> None:
    settled = slice(min(15, minutes // 2), None)
    polls = sum(figures.polls)
    print(
        f"{count:,} sources, {minutes} minutes: {polls:,} polls, {polls / count / minutes * 60:.1f} an hour and source"
    )
    print(f"a tick: most {max(figures.tick_cpu) * 1000:.0f} ms CPU and {max(figures.tick_requests)} requests to AWS")
    mean, most = statistics.mean(figures.rounds[settled]), max(figures.rounds)
    print(
        f"rounds a minute: mean {mean:.0f}, most {most}; with {answer:g} s a visit {most * answer / 60:.0f} run at once"
    )
    print(f"polls a minute: mean {statistics.mean(figures.polls[settled]):,.0f}, most {max(figures.polls[settled]):,}")
    cpu = sum(figures.poll_cpu) / polls * 1000
    print(
        f"poll step: {cpu:.2f} ms CPU a poll; the fullest minute {max(figures.poll_cpu):.1f} s CPU, over all invocations"
    )
    print(f"hosts asked by two invocations in one minute: {figures.shared_hosts}")
    print(
        f"rows written: {dict(figures.rows.most_common())}; {figures.units / polls:.2f} units a poll, marks of new links included"
    )
    if figures.late:
        late = sorted(figures.late)
        print(f"new links met after {statistics.mean(late):.0f} s (median {late[len(late) // 2]:.0f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--answer", type=float, default=4.0)
    options = parser.parse_args()
    report(simulate(options.sources, options.minutes), options.sources, options.minutes, options.answer)


if __name__ == "__main__":
    main()

"""What a month costs on AWS, from what the real steps ask of it: the requests are counted, the prices are list prices.

    python bench/cost.py

The clock and the poll step run over simulated outlets (`collect_schedule`), an hour of them after a first one that only
takes stock, with feeds of 30 entries that have guids and summaries. The read step runs over some articles. Each request is
counted in the units it is billed in, and scaled to a month. Nobody can count from here what a visit or a batch takes while
it waits for the net: `VISIT` and `BATCH` are what was seen on the embedded AWS with the demo's sites, plus a slow net.
Free tiers, traffic out and the price of alerts (a few thousand messages) are left out.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

from bench.collect_schedule import BEGIN, Counted, simulate
from frontwire.detect import Engine
from frontwire.models import Link, Page
from frontwire.queues import Queue, ReadRequest
from frontwire.steps.read import ReadStep
from frontwire.store import Store

HOURS = 730  # of a month
VISIT, BATCH = 4.0, 3.0  # seconds of a visit to a round, and of a batch of ten pages
PAGE_KB, LINE_KB = 30.0, 0.8  # of an archived page, gzipped, and of what a message leaves in the logs
# Dollars, us-east-1, list prices of 2025; other regions are up to a fifth dearer.
PRICES = {
    "DynamoDB writes": 0.625 / 1e6,
    "DynamoDB reads": 0.125 / 1e6,
    "S3 puts": 5.0 / 1e6,
    "S3 GB a month": 0.023,
    "Lambda GB seconds": 0.0000133334,
    "Lambda requests": 0.2 / 1e6,
    "SQS requests": 0.4 / 1e6,
    "log GB": 0.5,
    "CloudWatch": 1.0,
}
CLOUDWATCH = 20 * 0.3 + 10 * 0.1  # dollars: figures that are counted each hour, alarms


@dataclass(frozen=True)
class Size:
    """How much is watched: sources, and articles a day."""

    sources: int
    articles: int


SIZES = (Size(200, 5_000), Size(10_000, 1_000_000))
SAMPLE = 1_000  # sources that are simulated, at the most


def polling(size: Size) -> dict[str, float]:
    """What an hour of polling uses."""
    count = min(size.sources, SAMPLE)
    figures = simulate(count, 120, shown=30, a_day=size.articles / size.sources, settle=60)
    used: dict[str, float] = defaultdict(float)
    scale = size.sources / count
    rounds = sum(figures.rounds[60:]) * scale
    used["DynamoDB writes"] += figures.units * scale
    used["DynamoDB reads"] += figures.read_units * scale
    used["Lambda GB seconds"] += rounds * VISIT * 0.5 + 60 * 0.2 * 0.5
    used["Lambda requests"] += rounds + 60
    used["SQS requests"] += rounds * 2.1 + figures.sent * scale / 10
    used["log GB"] += (rounds + 60) * LINE_KB / 1e6
    used["links"] += figures.sent * scale
    return used


class Shelf:
    """The archive, as far as it is paid for."""

    def __init__(self) -> None:
        self.puts = 0

    def put_object(self, **_: Any) -> None:
        self.puts += 1


def reading() -> dict[str, float]:
    """What one article uses, of which nearly none matches."""
    table, shelf = Counted(), Shelf()
    store = Store.on(table, shelf, table="t", bucket="b")  # type: ignore[arg-type]
    text = "<p>The bridge in the old town is closed for repairs until spring, the council said on Friday.</p>" * 12
    body = f"<html lang='en'><body><article><h1>The bridge is closed</h1>{text}</article></body></html>".encode()

    class Site:
        def get(self, url: str, **_: Any) -> Page:
            return Page(url, url, 200, {"content-type": "text/html"}, body, BEGIN, "0" * 64)

    step = ReadStep(store, Queue(None, ""), Site(), Engine.load())  # type: ignore[arg-type]
    for n in range(20):
        step.read(ReadRequest(f"u:{n:012}", Link(f"https://outlet.example/news/{n}", title="The bridge")), BEGIN)
    used: dict[str, float] = defaultdict(float)
    used["DynamoDB writes"], used["DynamoDB reads"] = table.units / 20, table.read_units / 20
    used["S3 puts"] = shelf.puts / 20
    used["S3 GB a month"] = PAGE_KB / 1e6
    used["Lambda GB seconds"] = BATCH / 10
    used["Lambda requests"] = 0.1
    used["SQS requests"] = 0.2
    used["log GB"] = LINE_KB / 1e6
    return used


def month(size: Size) -> dict[str, float]:
    """Dollars of a month, by what they are paid for; what is archived in it is paid for one month."""
    an_hour, an_article = polling(size), reading()
    brought = an_hour["links"] * 24 / size.articles
    print(
        f"{size.sources:,} sources, {size.articles:,} articles a day (the outlets brought {brought:.2f} times as many)"
    )
    an_hour["CloudWatch"] = CLOUDWATCH / HOURS
    dollars = {}
    for what, price in PRICES.items():
        polls = an_hour[what] * HOURS * price
        reads = an_article[what] * size.articles * HOURS / 24 * price
        dollars[what] = polls + reads
        print(f"  {what:20}{polls + reads:>9.2f}   polling {polls:>8.2f}, reading {reads:>8.2f}")
    print(f"  {'a month':20}{sum(dollars.values()):>9.2f}")
    return dollars


if __name__ == "__main__":
    for one in SIZES:
        month(one)

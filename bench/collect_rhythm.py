"""What adaptive polling does with 10,000 sources: polls a minute, and how late new links are met.

    python bench/collect_rhythm.py --sources 10000 --hours 6

Sources of heavy-tailed rhythms (a new link each five minutes to each three days) live through some hours in which each is
polled when it is due. The comparison is a fixed poll each five minutes. No network: this is arithmetic on `rhythm.after`,
whose own cost is printed, too.
"""

from __future__ import annotations

import argparse
import heapq
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

from frontwire.collect import rhythm
from frontwire.models import Health, Poll, Source, Validators

BEGIN = datetime(2025, 1, 11, tzinfo=UTC)
FIXED = 300.0


def simulate(count: int, hours: float, seed: int) -> None:
    chance = random.Random(seed)
    end = BEGIN + timedelta(hours=hours)
    gaps = [min(max(chance.paretovariate(0.6) * 900, 300), 3 * 86_400) for _ in range(count)]
    sources = [Source(f"s{number}", f"https://s{number}.example/feed") for number in range(count)]
    health = [
        Health("ok", Validators(full_at=BEGIN), baseline=True, gap=gap, new_at=BEGIN, good_at=BEGIN) for gap in gaps
    ]
    upcoming = [BEGIN + timedelta(seconds=chance.expovariate(1 / gap)) for gap in gaps]
    # All are due within the first five minutes, as after an import.
    due = [(BEGIN + timedelta(seconds=chance.random() * FIXED), number) for number in range(count)]
    heapq.heapify(due)
    minutes = [0] * (int(hours * 60) + 1)
    late: list[float] = []
    late_quick: list[float] = []
    written = polls = 0
    spent = 0.0
    while due and due[0][0] < end:
        now, number = heapq.heappop(due)
        new = 0
        while upcoming[number] <= now:
            seconds = (now - upcoming[number]).total_seconds()
            late.append(seconds)
            if gaps[number] <= 3600:
                late_quick.append(seconds)
            upcoming[number] += timedelta(seconds=chance.expovariate(1 / gaps[number]))
            new += 1
        poll = Poll(sources[number].id, now, "changed" if new else "unchanged", validators=health[number].validators)
        begun = time.process_time()
        after, at = rhythm.after(sources[number], health[number], poll, new, now)
        written += rhythm.worth_writing(health[number], after)
        spent += time.process_time() - begun
        health[number] = after
        heapq.heappush(due, (at, number))
        minutes[int((now - BEGIN).total_seconds() // 60)] += 1
        polls += 1
    _report(count, hours, polls, written, spent, minutes, late, late_quick)


def _report(
    count: int,
    hours: float,
    polls: int,
    written: int,
    spent: float,
    minutes: list[int],
    late: list[float],
    late_quick: list[float],
) -> None:
    settled = minutes[30:-1] or minutes
    print(f"{count:,} sources, {hours:g} hours: {polls:,} polls, {polls / count / hours:.1f} an hour and source")
    print(
        f"polls a minute: mean {statistics.mean(settled):,.0f}, most {max(settled):,}; fixed: {count * 60 / FIXED:,.0f}"
    )
    for name, seconds in (("all new links", late), ("of sources with one an hour or more", late_quick)):
        ordered = sorted(seconds)
        mean, middle, ninety = statistics.mean(ordered), ordered[len(ordered) // 2], ordered[len(ordered) * 9 // 10]
        print(
            f"{name}: met after {mean:.0f} s (median {middle:.0f}, nine of ten within {ninety:.0f}); fixed: {FIXED / 2:.0f}"
        )
    print(f"health worth writing after {written / polls:.0%} of the polls; {spent / polls * 1e6:.0f} µs CPU a decision")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--hours", type=float, default=6)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    simulate(options.sources, options.hours, options.seed)


if __name__ == "__main__":
    main()

"""Many seeds, one after the other; a seed that breaks an invariant is told with the command that replays it."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from prove.invariants import broken
from prove.machine import Surprise
from prove.simulation import Simulation


@dataclass(frozen=True, slots=True)
class Verdict:
    """`problems` is empty when every invariant held."""

    run: Simulation
    problems: list[str]


@dataclass
class Sum:
    """What was tried, over all runs."""

    runs: int = 0
    failed: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, verdict: Verdict) -> None:
        run = verdict.run
        self.runs += 1
        if verdict.problems:
            self.failed.append(run.seed)
        self.counts["invocations"] += run.tasks
        self.counts["faults"] += sum(what.startswith("!") for _, _, what in run.trace.lines)
        self.counts["posts"] += len(run.receivers.posts)
        self.counts["alerts"] += len(run.truth.stories.alerts(1000))
        self.counts["redriven"] += run.redriven
        for channel, _ in run.channels:
            for delivery in run.truth.deliveries.of_channel(channel.id, 1000):
                self.counts[delivery.state] += 1


def play(seed: int) -> Verdict:
    run = Simulation(seed)
    try:
        run.run()
    except Surprise as surprise:
        return Verdict(run, [f"surprise: {surprise}"])
    return Verdict(run, broken(run))


def report(first: int, runs: int, *, seconds: float = 0.0, trace: bool = False) -> int:
    """Play the seeds from `first` on and print what came of it; 1 when any of them failed."""
    begin, total = time.monotonic(), Sum()
    for seed in range(first, first + runs):
        if seconds and time.monotonic() - begin > seconds:
            break
        verdict = play(seed)
        total.add(verdict)
        if trace or (verdict.problems and runs == 1):
            print(verdict.run.trace.text())
        for problem in verdict.problems:
            print(f"seed {seed}: {problem}")
        if verdict.problems:
            print(f"    replay: python -m prove faults --seed {seed}")
    print(f"{total.runs} runs in {time.monotonic() - begin:.0f} s: {', '.join(_figures(total))}")
    print(f"FAILED: {len(total.failed)} of {total.runs}" if total.failed else "every invariant held in every run")
    return 1 if total.failed else 0


def _figures(total: Sum) -> list[str]:
    names = ("invocations", "faults", "alerts", "posts", "sent", "uncertain", "dead", "redriven")
    return [f"{total.counts[name]:,} {name}" for name in names]

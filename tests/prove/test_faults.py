"""A few seeds of the proof on every test run, and the proof itself: would it notice?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from frontwire import ledger
from frontwire.models import Delivery
from frontwire.steps.deliver import DeliverStep
from prove import faults
from prove.invariants import broken
from prove.simulation import Simulation
from prove.world import Report

SEEDS = range(15)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_invariant_holds(seed: int) -> None:
    assert faults.play(seed).problems == []


def test_a_seed_is_one_history() -> None:
    assert faults.play(7).run.trace.lines == faults.play(7).run.trace.lines


def test_what_comes_out_as_the_faults_end_is_heard_before_its_source_goes() -> None:
    """In this world a source is looked at shortly before the end, and not due again for long after it."""
    run = Simulation(28)
    sources, until = run.world.sources, run.profile.until
    late = [Report(900 + n, 20, "prisoner_swap", "agreed", until, (s.id,), s.id) for n, s in enumerate(sources)]
    run.world = run.web.world = replace(run.world, reports=(*run.world.reports, *late))
    run.run()
    assert broken(run) == []
    assert min(run.web.heard[source.url] for source in sources) >= until


def test_a_failing_seed_is_told_with_the_command_that_replays_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(faults, "broken", lambda run: ["something is lost"])
    assert faults.report(3, 1) == 1
    said = capsys.readouterr().out
    assert "seed 3: something is lost" in said
    assert "python -m prove faults --seed 3" in said
    assert "schedule-1" in said


def always(delivery: Delivery, now: datetime) -> bool:
    return delivery.state in ("pending", "retry", "uncertain")


def one_at_a_time(step: DeliverStep, deliveries: list[Delivery], now: datetime) -> list[Delivery]:
    return next_of(step, deliveries, now)[:1]


next_of = DeliverStep._next


@pytest.mark.parametrize(
    ("where", "name", "change", "complaint", "seeds"),
    [
        (ledger, "ready", always, "repeated", (0, 8, 10)),
        (DeliverStep, "_next", one_at_a_time, "not coalesced", (36,)),
        (DeliverStep, "_rests", staticmethod(lambda until, order, now: until > now), "out of time", (1471,)),
        (ledger, "for_now", lambda delivery: False, "late", (23, 32)),
    ],
)
def test_the_proof_notices_a_broken_ledger(
    monkeypatch: pytest.MonkeyPatch,
    where: object,
    name: str,
    change: Callable[..., object],
    complaint: str,
    seeds: tuple[int, ...],
) -> None:
    """`seeds` are some in whose worlds the fault shows; when worlds are drawn otherwise, look for others."""
    monkeypatch.setattr(where, name, change)
    if name == "ready":
        monkeypatch.setitem(ledger.MOVES, "uncertain", frozenset({"reserved", "pending", "sent"}))
    found = [problem for seed in seeds for problem in faults.play(seed).problems]
    assert any(complaint in problem for problem in found)

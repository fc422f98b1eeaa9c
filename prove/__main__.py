"""`python -m prove faults [--runs N] [--seed S] [--trace]`, `python -m prove kills` and `python -m prove throughput`."""

from __future__ import annotations

import argparse
import sys

from prove import faults, kills, throughput


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m prove", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    proof = commands.add_parser("faults", help="the pipeline under seeded faults")
    proof.add_argument("--runs", type=int, default=0, help="how many seeds (1000; 1 where --seed is given)")
    proof.add_argument("--seed", type=int, default=None, help="the first seed")
    proof.add_argument("--seconds", type=float, default=0.0, help="begin no run after so many seconds")
    proof.add_argument("--trace", action="store_true", help="show all that happened, also where all is well")
    real = commands.add_parser("kills", help="the deployed functions, their processes killed while messages flow")
    real.add_argument("--seed", type=int, default=0, help="when whom is killed")
    real.add_argument("--events", type=int, default=kills.EVENTS, help="how many are told beside the demo's pages")
    commands.add_parser("throughput", help="alerts and deliveries per second")
    asked = parser.parse_args(arguments)
    if asked.command == "throughput":
        throughput.report()
        return 0
    if asked.command == "kills":
        return kills.report(asked.seed, asked.events)
    runs = asked.runs or (1 if asked.seed is not None else 1000)
    return faults.report(asked.seed or 0, runs, seconds=asked.seconds, trace=asked.trace)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m prove faults [--runs N] [--seed S] [--trace]` and `python -m prove throughput`."""

from __future__ import annotations

import argparse
import sys

from prove import faults, throughput


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m prove", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    proof = commands.add_parser("faults", help="the pipeline under seeded faults")
    proof.add_argument("--runs", type=int, default=0, help="how many seeds (1000; 1 where --seed is given)")
    proof.add_argument("--seed", type=int, default=None, help="the first seed")
    proof.add_argument("--seconds", type=float, default=0.0, help="begin no run after so many seconds")
    proof.add_argument("--trace", action="store_true", help="show all that happened, also where all is well")
    commands.add_parser("throughput", help="alerts and deliveries per second")
    asked = parser.parse_args(arguments)
    if asked.command == "throughput":
        return throughput.report()
    runs = asked.runs or (1 if asked.seed is not None else 1000)
    return faults.report(asked.seed or 0, runs, seconds=asked.seconds, trace=asked.trace)


if __name__ == "__main__":
    sys.exit(main())

"""What the fuzzers share: a target, how its inputs are mutated, and the two ways to run it.

With atheris (the environment of `make prove` on Linux) mutations follow what the code covers, from the target's seeds; without
it, or with `--seeded`, they are drawn with a fixed seed. An input that breaks a promise is left in crash.* or, by atheris, in
the crash-* file that it names.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed: `check` raises where a promise is broken, `mutated` makes an input of the seeds by chance.

    `module` is imported, and watched by atheris, before the first check; `most_bytes` bound an input that atheris makes.
    """

    inputs: str
    module: str
    check: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    mutated: Callable[[Sequence[bytes], random.Random], bytes]
    crash: str
    most_bytes: int


def run(target: Target, about: str, argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seeded", action="store_true", help="a fixed seed, even where atheris is at hand")
    arguments = parser.parse_args(argv)
    if importlib.util.find_spec("atheris") and not arguments.seeded:
        covering(target, arguments.seconds)
    return seeded(target, arguments.seconds)


def seeded(target: Target, seconds: float) -> int:
    """Mutations with a fixed seed, for so many seconds."""
    seeds, chance, count = target.seeds(), random.Random(7), 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        body = target.mutated(seeds, chance)
        try:
            target.check(body)
        except Exception:
            Path(target.crash).write_bytes(body)
            print(f"number {count} of the {target.inputs} failed; it is in {target.crash}")
            raise
        count += 1
    print(f"{count} {target.inputs} checked in {seconds:.0f} s, none failed")
    return 0


def covering(target: Target, seconds: float) -> None:
    """Mutations that follow coverage. Ends the process: 0 if no input failed."""
    atheris: ModuleType = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["frontwire"]):
        importlib.import_module(target.module)
    with tempfile.TemporaryDirectory() as found:
        for number, seed in enumerate(target.seeds()):
            (Path(found) / f"seed-{number}").write_bytes(seed)
        limits = (
            f"-max_total_time={max(1, round(seconds))}",
            f"-max_len={target.most_bytes}",
            "-timeout=20",
            "-rss_limit_mb=2048",
        )
        atheris.Setup([sys.argv[0], *limits, "-verbosity=0", "-print_final_stats=1", found], target.check)
        atheris.Fuzz()

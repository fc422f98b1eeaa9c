"""The locks say what pyproject.toml asks for: every direct dependency is pinned, and the layer pins what the project pins."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(path: str) -> dict[str, str]:
    return {normal(name): version for name, version in PIN.findall((ROOT / path).read_text(encoding="utf-8"))}


def asked(requirements: list[str]) -> set[str]:
    return {normal(found[0]) for line in requirements if (found := NAME.match(line))}


def problems() -> list[str]:
    """What is wrong, a line each."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    layer = asked(project["project"]["dependencies"])
    wanted = {
        "shared/requirements.txt": layer,
        "locks/dev.txt": layer | asked(project["project"]["optional-dependencies"]["cli"]) | asked(groups["dev"]),
        **{
            f"locks/{name}.txt": asked(groups[name])
            for name in ("emulator", "sam", "bench", "bench-collect", "bench-changes", "data", "fuzz")
        },
    }
    found = [
        f"{path} lacks {name}: run `make lock`"
        for path, names in wanted.items()
        for name in sorted(names - pins(path).keys())
    ]
    tested = pins("locks/dev.txt")
    found += [
        f"shared/requirements.txt pins {name} {version}, the tests run with {tested.get(name)}: run `make lock`"
        for name, version in pins("shared/requirements.txt").items()
        if tested.get(name) != version
    ]
    return found


if __name__ == "__main__":
    for problem in problems():
        print(problem, file=sys.stderr)
    sys.exit(1 if problems() else 0)

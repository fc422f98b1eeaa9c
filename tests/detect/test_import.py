"""What starting detection must not cost: times differ by machine, what is imported and compiled does not."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOOK = """
import re, sys
before = set(sys.modules)
compiled, compile = set(), re.compile
def noted(*pattern):
    compiled.add(sys._getframe(1).f_globals["__name__"])
    return compile(*pattern)
re.compile = noted
from frontwire.detect import Engine
Engine.load()
print(*sorted(set(sys.modules) - before))
print(*sorted(name for name in compiled if name.startswith("frontwire")))
"""
UNWANTED = {
    "argparse", "asyncio", "boto3", "bs4", "calendar", "email", "hashlib", "http", "lxml", "pathlib", "pydantic",
    "selectolax", "ssl", "urllib.parse", "urllib3", "yaml", "frontwire.codec", "frontwire.detect.compile",
    "frontwire.detect.examples", "frontwire.detect.explain", "frontwire.detect.topics", "frontwire.detect.yamlfile",
}  # fmt: skip
EVERY_TEXT = {"frontwire.detect.clean", "frontwire.detect.names", "frontwire.detect.glance"}
"""What every text asks for, or most: the other patterns wait until they are asked (`frontwire.late`)."""


def test_detection_starts_without_what_it_does_not_need() -> None:
    path = {"PYTHONPATH": str(ROOT / "shared")}
    done = subprocess.run([sys.executable, "-c", LOOK], env=path, capture_output=True, text=True, check=True)
    modules, compiled = (set(line.split()) for line in done.stdout.splitlines())
    assert "frontwire.detect.engine" in modules
    assert modules & UNWANTED == set()
    assert compiled <= EVERY_TEXT

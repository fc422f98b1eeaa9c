"""What `run` says while the pipeline works: a step that fails is named soon, with its error and the way out."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from frontwire_cli import run
from frontwire_cli.laptop.emulator import Emulator
from frontwire_cli.laptop.laptop import Laptop

FAILED = {
    "message": "failed", "status": "failed", "error": "the bucket is gone", "exception_name": "StoreError",
    "stack_trace": {"frames": [{"file": "/layer/frontwire/telemetry.py", "line": 66}, {"file": "/code/app.py", "line": 37}]},
}  # fmt: skip
CRASHED = """ERROR [lambda] Warm worker execution error for frontwire-alert: Worker init failed: No module named 'x'
WARNING [lambda] ESM: Lambda frontwire-alert failed
ERROR [lambda] Warm worker execution error for frontwire-alert: Worker process exited immediately. stderr:
"""


class Logs:
    """CloudWatch Logs of functions of which `read` failed on two messages."""

    def get_paginator(self, name: str) -> Logs:
        return self

    def paginate(self, logGroupName: str) -> list[dict[str, Any]]:
        lines = ["START RequestId: 1", json.dumps(FAILED), json.dumps(FAILED)] if logGroupName.endswith("-read") else []
        return [{"events": [{"message": line} for line in lines]}]


class Stuck(Laptop):
    """Messages wait for `read`, and never become fewer."""

    def __post_init__(self) -> None:
        self.emulator = Emulator(Path("python"), self.out)
        self.emulator._clients["logs"] = Logs()

    def tick(self) -> dict[str, Any]:
        return {}

    def waiting(self) -> tuple[str, int]:
        return "ReadQueue", 48


class NoNews(run.Show):
    def news(self, *, at_most_each: float = 0.0) -> None:
        pass


def test_a_step_that_fails_is_named_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ministack.log").write_text(CRASHED, encoding="utf-8")
    monkeypatch.setattr(run, "STILL", 0.3)
    show = NoNews(Stuck(tmp_path, tmp_path), quiet=True)
    started = time.monotonic()
    with run._progress(True) as status:
        run._work(show.laptop, show, status, "1/1")
        run._work(show.laptop, show, status, "1/1")
    assert time.monotonic() - started < 5
    said = capsys.readouterr().err
    assert said.count("read failed: app.py:37: StoreError: the bucket is gone (mend it") == 1
    assert said.count("alert failed: Worker init failed: No module named 'x' (mend it") == 1
    assert "exited immediately" not in said
    assert show.failed["read"]["app.py:37: StoreError: the bucket is gone"] == 2

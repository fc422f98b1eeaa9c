"""What all tests share: an account in this process, made from template.yaml, and no other AWS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from frontwire_cli.inprocess import Account, account

ROOT = Path(__file__).resolve().parents[1]
settings.register_profile("frontwire", deadline=None)  # a busy machine fails nothing
settings.load_profile("frontwire")


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials of the machine, no log lines between the dots."""
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("POWERTOOLS_LOG_LEVEL", "CRITICAL")
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")


@pytest.fixture
def aws() -> Iterator[Account]:
    with account(ROOT) as made:
        yield made

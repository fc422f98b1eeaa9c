"""api: who is let in, and for how long a secret is believed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from frontwire import wiring as wiring_module
from frontwire.settings import Settings
from frontwire.steps.api import Api, Asked
from frontwire.wiring import Wiring
from frontwire_cli.inprocess import Account

NOW = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
NAME = "/frontwire/dashboard-key"


@pytest.mark.parametrize(
    ("key", "shown", "status"),
    [("right", "right", 200), ("right", "wrong", 403), ("right", "", 403), ("right", "\ud800", 403), ("", "", 403)],
)
def test_only_the_key_opens_and_an_empty_one_opens_nothing(aws: Account, key: str, shown: str, status: int) -> None:
    api = Api(aws.store, lambda name: key, "/frontwire")
    assert api.answer(Asked("GET", "/stories.json", {"key": shown}, {}), NOW).status == status


def test_a_changed_secret_counts_after_a_while_in_a_warm_function(
    aws: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = [1000.0]
    monkeypatch.setattr(wiring_module.time, "monotonic", lambda: at[0])
    ssm, wiring = aws.client("ssm"), Wiring(Settings(), aws.session)
    ssm.put_parameter(Name=NAME, Value="old\n", Type="SecureString")
    assert wiring.secret(NAME) == "old"
    ssm.put_parameter(Name=NAME, Value="new", Type="SecureString", Overwrite=True)
    assert wiring.secret(NAME) == "old"
    at[0] += wiring_module.SECRET_SECONDS
    assert wiring.secret(NAME) == "new"

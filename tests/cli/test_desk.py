"""The desk's commands on a store in memory: what channels want, what people said, and what the doctor finds."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from moto import mock_aws
from msgspec.structs import replace
from typer.testing import CliRunner

from frontwire.errors import FrontwireError
from frontwire.models import Channel, Facts, Feedback, Story, Subscription
from frontwire.store import ChannelState, Store
from frontwire_cli import desk, doctor, feedback, subscriptions, terminal, where
from frontwire_cli.laptop.emulator import free_port
from frontwire_cli.main import app
from frontwire_cli.where import Running, announce
from prove.fakes import FakeDynamoDB, FakeS3
from tests.channels.samples import CAPTURE

NOW = datetime(2025, 1, 11, 13, 0, tzinfo=UTC)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store.on(FakeDynamoDB(), FakeS3(), table="t", bucket="b")  # type: ignore[arg-type]
    monkeypatch.setenv("COLUMNS", "200")  # for words about options
    monkeypatch.setattr(terminal.console, "_width", 200)
    for module in (desk, feedback, subscriptions):
        monkeypatch.setattr(module, "store_of", lambda stack: made)
    made.channels.save(Channel("desk", "slack_bot", "C1", "/frontwire/bot"), Subscription("desk"))
    return made


def run(*words: str) -> tuple[int, str]:
    try:
        result = CliRunner().invoke(app, list(words), catch_exceptions=False, terminal_width=200)
    except FrontwireError as error:
        return 2, str(error)
    return result.exit_code, result.output


def test_a_subscription_is_changed_where_it_is_named_and_nowhere_else(store: Store) -> None:
    assert run("subscriptions", "set", "desk", "--topics", "prisoner_swap, pow_execution", "--budget", "5")[0] == 0
    assert run("subscriptions", "set", "desk", "--quiet", "22:00-07:00", "--zone", "Europe/Kyiv")[0] == 0
    said = run("subscriptions", "set", "desk", "--mode", "hourly")[1]
    words = ("prisoner_swap, pow_execution", "hourly", "quiet 22:00-07:00 Europe/Kyiv", "at most 5 a day")
    assert all(part in said for part in words)
    wants = store.channels.subscription("desk")
    assert (wants.topics, wants.budget, wants.quiet) == (("prisoner_swap", "pow_execution"), 5, "22:00-07:00")
    assert run("subscriptions", "set", "desk", "--topics", "")[0] == 0
    assert store.channels.subscription("desk").topics == ()


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (("set", "none", "--budget", "1"), "channels list"),
        (("set", "desk", "--quiet", "late"), "22:00-07:00"),
        (("set", "desk", "--mode", "weekly"), "hourly"),
        (("set", "desk", "--budget", "-1"), "greater than or equal to 0"),
        (("mute", "desk"), "--for 8h"),
        (("mute", "desk", "--for", "soon"), "30m"),
        (("unmute", "none"), "no such channel"),
        (("unmute", "desk", "--story", "s-9"), "s-9: is not muted in desk"),
    ],
)
def test_a_wrong_word_is_named_with_the_way_out(store: Store, words: tuple[str, ...], about: str) -> None:
    code, said = run("subscriptions", *words)
    assert code == 2
    assert about in said


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (("stories", "show", "s-none"), "stories list"),
        (("stories", "explain", "s-none"), "stories list"),
        (("stories", "mute", "s-none"), "stories list"),
        (("deliveries", "list", "nobody"), "channels list"),
        (("channels", "remove", "nobody"), "channels list"),
        (("channels", "on", "nobody"), "channels list"),
        (("subscriptions", "set", "nobody", "--budget", "1"), "channels list"),
        (("subscriptions", "set", "desk"), "what is to change"),
        (("subscriptions", "set", "desk", "--topics", "prisonerswap"), "prisoner_swap"),
        (("subscriptions", "set", "desk", "--topics", "prisoner_swap", "--statuses", "won"), "completed"),
        (("subscriptions", "set", "desk", "--countries", "Ukraine"), "UA"),
        (("subscriptions", "set", "desk", "--languages", "English"), "two letters"),
        (("subscriptions", "mute", "desk", "--story", "s-none"), "stories list"),
        (("channels", "add", "x", "pigeon"), "slack_bot"),
        (("channels", "add", "x y", "webhook", "--target", "https://a.example/"), "name: letters"),
        (("channels", "add", "x", "webhook"), "--target"),
        (("channels", "add", "x", "webhook", "--target", "ftp://a.example/"), "a web address"),
        (("channels", "add", "x", "webhook", "--target", "https://known.example@a.example/"), "a web address"),
        (("channels", "add", "x", "email", "--target", "a@b.example, c@d.example"), "one mail address"),
        (("channels", "add", "x", "email", "--target", "a@b.example\r\nBcc: c@d.example"), "one mail address"),
        (("channels", "add", "x", "sns", "--target", "alerts"), "ARN"),
        (("channels", "add", "x", "slack"), "--secret"),
        (("channels", "add", "x", "slack", "--secret", "https://hooks.slack.example/T/B/x"), "never here"),
        (("channels", "add", "x", "slack_bot", "--target", "general", "--secret", "/frontwire/b"), "C0123ABCD"),
        (("channels", "add", "x", "slack_bot", "--target", "C0123ABCD"), "the bot's token"),
        (("channels", "add", "x", "telegram", "--target", "-100200300"), "the bot's token"),
        (("channels", "add", "x", "ntfy", "--target", "https://ntfy.sh"), "my-desk"),
        (("channels", "add", "x", "webhook", "--target", "https://a.example/", "--mode", "weekly"), "hourly"),
        (("channels", "add", "x", "webhook", "--target", "https://a.example/", "--severity", "urgent"), "critical"),
        (("channels", "add", "x", "webhook", "--target", "https://a.example/", "--zone", "Kiev"), "Europe/Kyiv"),
    ],
)
def test_what_can_never_work_is_refused_with_the_way_out(store: Store, words: tuple[str, ...], about: str) -> None:
    code, said = run(*words)
    assert code == 2
    assert about in said
    assert store.channels.get("x") is None


def test_a_story_or_a_channel_is_muted_and_heard_again(store: Store) -> None:
    store.stories.save(Story("s-1", "prisoner_swap", "agreed", "An exchange", Facts(), NOW, NOW))
    run("subscriptions", "mute", "desk", "--story", "s-1")
    run("subscriptions", "mute", "desk", "--for", "8h")
    (shown,) = json.loads(run("subscriptions", "list", "--json")[1])
    assert [mute["story"] for mute in shown["mutes"]] == ["s-1"]
    assert shown["subscription"]["muted_until"]
    run("subscriptions", "unmute", "desk", "--story", "s-1")
    run("subscriptions", "unmute", "desk")
    (shown,) = json.loads(run("subscriptions", "list", "--json")[1])
    assert (shown["mutes"], shown["subscription"]["muted_until"]) == ([], None)


def test_a_run_that_was_killed_is_not_taken_for_one_that_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTWIRE_HOME", str(tmp_path))
    announce(tmp_path, Running(f"http://127.0.0.1:{free_port()}", "t", "b", "r", "d", ""))
    code, said = run("stories", "list")
    assert (code, "not running" in said, "--stack" in said) == (2, True, True)


def test_two_runs_are_told_apart_by_their_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTWIRE_HOME", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        notes = [
            announce(
                tmp_path, Running(f"http://127.0.0.1:{server.getsockname()[1]}", name, "b", "r", "d", "", folder=name)
            )
            for server, name in ((one, "/kept/one"), (other, "/kept/other"))
        ]
        assert where.wiring_of("/kept/other").settings.table == "/kept/other"
        with pytest.raises(FrontwireError, match=r"several runs.*--stack /kept/.*/kept/o"):
            where.wiring_of("")
        with pytest.raises(FrontwireError, match="/kept/none: no run has this folder"):
            where.wiring_of("/kept/none")
        notes[0].unlink()  # the first ends
        assert where.wiring_of("").settings.table == "/kept/other"


def test_a_channel_that_is_off_is_listed_with_the_reason(store: Store) -> None:
    store.channels.save(Channel("mail", "email", "a@b.example"), Subscription("mail"))
    store.channels.switch_off("a@b.example", "bounced on 11 Jan 2025")
    assert "off: bounced" in run("channels", "list")[1]


def test_alerts_of_the_news_and_of_sources_are_listed_apart(store: Store) -> None:
    store.stories.keep_alert(CAPTURE)
    store.stories.keep_health(replace(CAPTURE, id="health-1", headline="ministry has failed for an hour"))
    news, health = run("alerts", "list")[1], run("alerts", "list", "--health")[1]
    assert (CAPTURE.headline in news, "ministry" in news) == (True, False)
    assert (CAPTURE.headline in health, "ministry has failed" in health) == (False, True)


def test_verdicts_are_counted_and_exported(store: Store, tmp_path: Path) -> None:
    store.stories.keep_alert(CAPTURE)
    store.feedback.keep(Feedback(CAPTURE.id, CAPTURE.story, CAPTURE.topic, "desk", "not_relevant", "U1", "olena", NOW))
    (one,) = json.loads(run("feedback", "precision", "--json")[1])
    assert (one["topic"], one["precision"]) == (CAPTURE.topic, 0.0)
    assert "olena" in run("feedback", "list")[1]
    assert run("feedback", "export", str(tmp_path))[0] == 0
    written = yaml.safe_load((tmp_path / f"{CAPTURE.topic}.examples.yaml").read_text(encoding="utf-8"))
    assert [example["title"] for example in written["examples"]["ignore"]] == [CAPTURE.articles[0].title]


class Ses:
    """SES as it answers `doctor`."""

    class exceptions:
        class NotFoundException(Exception):
            """There is no such identity."""

    def __init__(self, production: bool, verified: str = "") -> None:
        self.production, self.verified = production, verified

    def get_account(self) -> dict[str, Any]:
        return {"ProductionAccessEnabled": self.production, "SendingEnabled": True}

    def get_email_identity(self, EmailIdentity: str) -> dict[str, Any]:
        if EmailIdentity != self.verified:
            raise self.exceptions.NotFoundException
        return {"VerifiedForSendingStatus": True}


def found(findings: Any) -> list[tuple[str, str]]:
    return [(one.level, one.what) for one in findings]


def test_the_sandbox_that_looks_like_success_is_told() -> None:
    told = found(doctor._mail(Ses(production=False), "desk@news.example"))
    assert [level for level, _ in told] == ["bad", "bad"]
    assert "sandbox" in told[0][1]
    well = found(doctor._mail(Ses(production=True, verified="news.example"), "desk@news.example"))
    assert [level for level, _ in well] == ["ok", "ok"]


def test_missing_secrets_and_troubled_channels_are_told(store: Store) -> None:
    store.channels.save(Channel("mail", "email", "a@b.example"), Subscription("mail"))
    store.channels.switch_off("a@b.example", "complained")
    store.channels.set_state("desk", ChannelState(failures=3, note="429"))
    with mock_aws():
        ssm = boto3.client("ssm", region_name="eu-central-1", aws_access_key_id="x", aws_secret_access_key="x")
        ssm.put_parameter(Name="/frontwire/dashboard-key", Value="k", Type="SecureString")
        told = found(doctor._secrets(ssm, store, "/frontwire"))
    assert [level for level, _ in told] == ["ok", "bad", "bad"]
    assert "slack-signing-secret" in told[1][1]
    levels = found(doctor._channels(store))
    assert ("bad", "desk refused 3 times in a row: 429") in levels
    assert ("warn", "mail is off: complained") in levels


def test_dead_letters_and_late_messages_are_told() -> None:
    with mock_aws():
        session = boto3.session.Session("x", "x", region_name="eu-central-1")
        sqs, names = session.client("sqs"), {}
        for step in doctor.QUEUES:
            for name in (f"{step}Queue", f"{step}DeadLetters"):
                names[name] = sqs.create_queue(QueueName=name)["QueueUrl"]
        sqs.send_message(QueueUrl=names["ReadDeadLetters"], MessageBody="x")
        data = {"MetricName": "ApproximateAgeOfOldestMessage", "Value": 900.0, "Timestamp": NOW - timedelta(minutes=1)}
        queue = [{"Name": "QueueName", "Value": "AlertQueue"}]
        session.client("cloudwatch").put_metric_data(Namespace="AWS/SQS", MetricData=[{**data, "Dimensions": queue}])
        told = found(doctor._queues(session, names, NOW))
    assert [what for level, what in told if level == "bad"] == [
        "1 messages of read failed five times",
        "the oldest message of alert waits 15 minutes",
    ]

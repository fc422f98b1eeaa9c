"""`frontwire doctor`: what would keep alerts from arriving, said before it does; most of it AWS keeps to itself.

SES in its sandbox takes every mail and delivers to verified addresses only; a missing secret shows when the first alert
waits for it; a dead letter lies where nobody looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from rich.text import Text

from frontwire import codec
from frontwire.settings import DEFAULT_PREFIX
from frontwire.steps.api import KEY_NAME
from frontwire.steps.presses import SECRET_NAME
from frontwire.store import Store
from frontwire_cli.terminal import console, emit_json, plain
from frontwire_cli.where import AWS_WORDS, Deployed, deployed

QUEUES = ("Poll", "Read", "Alert", "Deliver")
LATE = 600.0  # seconds a message may wait, as the alarms have it
MARKS = {"ok": ("ok    ", "bold green"), "warn": ("warn  ", "bold yellow"), "bad": ("wrong ", "bold red")}


@dataclass(frozen=True, slots=True)
class Finding:
    """`how` is the way out, empty where all is well."""

    level: Literal["ok", "warn", "bad"]
    what: str
    how: str = ""


def doctor(stack: str, sender: str, now: datetime, as_json: bool) -> int:
    """Look and tell; 1 when anything is wrong. Without a stack: what can be known before the deploy."""
    import boto3

    found = list(examine(boto3.session.Session(), stack, sender, now))
    if as_json:
        emit_json(codec.plain(found))
    else:
        for one in found:
            words = f"{one.what}: {one.how}" if one.how else one.what
            console.print(Text.assemble(MARKS[one.level], plain(words)), soft_wrap=True)
    return 1 if any(one.level == "bad" for one in found) else 0


def examine(session: Any, stack: str, sender: str, now: datetime) -> Iterator[Finding]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        found = deployed(session, stack) if stack else Deployed({}, {}, {})
        yield from _mail(session.client("sesv2"), sender or found.parameters.get("Sender", ""))
        if not stack:
            yield Finding("warn", "no stack was looked at", "after the deploy: frontwire doctor --stack NAME")
            return
        yield Finding("ok", f"the stack {stack} is deployed")
        store = Store.on(
            session.client("dynamodb"),
            session.client("s3"),
            table=found.names["Table"],
            bucket=found.names["Archive"],
        )
        yield from _secrets(session.client("ssm"), store, found.parameters.get("SecretPrefix") or DEFAULT_PREFIX)
        yield from _channels(store)
        yield from _queues(session, found.names, now)
    except (BotoCoreError, ClientError) as error:
        yield Finding("bad", str(error).rstrip("."), AWS_WORDS)


def _mail(ses: Any, sender: str) -> Iterator[Finding]:
    if not sender:
        yield Finding(
            "warn", "no sender is named, so no mail is sent", "set the parameter Sender, or say --sender ADDRESS"
        )
        return
    account = ses.get_account()
    if not account.get("ProductionAccessEnabled"):
        what = "SES is in its sandbox: it takes every mail, and delivers to addresses that you verified only"
        yield Finding("bad", what, "SES console, Account dashboard, Request production access")
    elif not account.get("SendingEnabled", True):
        yield Finding("bad", "SES has stopped this account's sending", "see the SES console, Account dashboard")
    else:
        yield Finding("ok", "SES sends to everybody")
    yield from _sender(ses, sender)


def _sender(ses: Any, sender: str) -> Iterator[Finding]:
    for identity in (sender, sender.rpartition("@")[2]):
        try:
            if ses.get_email_identity(EmailIdentity=identity).get("VerifiedForSendingStatus"):
                yield Finding("ok", f"the sender {sender} is verified")
                return
        except ses.exceptions.NotFoundException:
            continue
    how = f"aws sesv2 create-email-identity --email-identity {sender}, then follow the link in the mail that comes"
    yield Finding("bad", f"the sender {sender} is not verified in this region", how)


def _secrets(ssm: Any, store: Store, prefix: str) -> Iterator[Finding]:
    channels = [channel for channel in store.channels.all() if channel.enabled]
    wanted = {f"{prefix}/{KEY_NAME}": "the dashboard's key, which also signs the way out of mails"}
    if any(channel.kind == "slack_bot" for channel in channels):
        wanted[f"{prefix}/{SECRET_NAME}"] = "the Slack app's signing secret, without which no press of a button counts"
    wanted |= {channel.secret: f"the secret of {channel.id}" for channel in channels if channel.secret}
    for name, meaning in wanted.items():
        if not name.startswith(f"{prefix}/"):
            yield Finding(
                "bad", f"{name} ({meaning}) is not below {prefix}", "no function may read it; name it otherwise"
            )
            continue
        try:
            ssm.get_parameter(Name=name)
        except ssm.exceptions.ParameterNotFound:
            how = f"aws ssm put-parameter --type SecureString --name {name} --value ..."
            yield Finding("bad", f"{name} is missing: {meaning}", how)
        else:
            yield Finding("ok", f"{name} is there")


def _channels(store: Store) -> Iterator[Finding]:
    if not store.channels.all():
        yield Finding("bad", "no channel is set up, so nobody is told", "frontwire channels add --help")
    for channel in store.channels.all():
        state = store.channels.state(channel.id)
        states = [delivery.state for delivery in store.deliveries.of_channel(channel.id)]
        if not channel.enabled:
            how = f"when its reader wants it again: frontwire channels on {channel.id}"
            yield Finding("warn", f"{channel.id} is off: {channel.off or 'switched off'}", how)
        if state.failures:
            yield Finding(
                "bad", f"{channel.id} refused {state.failures} times in a row: {state.note}", "see its last answer"
            )
        if doubts := sum(one in ("uncertain", "dead") for one in states):
            how = f"frontwire deliveries list {channel.id}"
            yield Finding(
                "warn", f"{channel.id}: {doubts} of the last {len(states)} deliveries are uncertain or dead", how
            )


def _queues(session: Any, names: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    sqs, cloudwatch = session.client("sqs"), session.client("cloudwatch")
    for step in QUEUES:
        asked = {"QueueUrl": names[f"{step}DeadLetters"], "AttributeNames": ["ApproximateNumberOfMessages"]}
        dead = int(sqs.get_queue_attributes(**asked)["Attributes"]["ApproximateNumberOfMessages"])
        if dead:
            how = "mend the cause (its log tells), then Start DLQ redrive in the SQS console"
            yield Finding("bad", f"{dead} messages of {step.lower()} failed five times", how)
        age = _age(cloudwatch, names[f"{step}Queue"].rpartition("/")[2], now)
        late = age > LATE
        words = f"the oldest message of {step.lower()} waits {age / 60:.0f} minutes"
        yield (
            Finding("bad", words, "see the function's log and concurrency")
            if late
            else Finding("ok", f"{step} is in time")
        )


def _age(cloudwatch: Any, queue: str, now: datetime) -> float:
    """Seconds that the oldest message waited, in the last quarter of an hour."""
    answer = cloudwatch.get_metric_statistics(
        Namespace="AWS/SQS",
        MetricName="ApproximateAgeOfOldestMessage",
        Dimensions=[{"Name": "QueueName", "Value": queue}],
        StartTime=now - timedelta(minutes=15),
        EndTime=now,
        Period=60,
        Statistics=["Maximum"],
    )
    points = sorted(answer.get("Datapoints", []), key=lambda point: point["Timestamp"])
    return float(points[-1]["Maximum"]) if points else 0.0

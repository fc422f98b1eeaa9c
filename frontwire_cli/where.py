"""Which store a command means: a deployed stack's, or that of `frontwire up` on this machine."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from frontwire.errors import ConfigError
from frontwire.settings import DEFAULT_PREFIX, Settings
from frontwire.store import Store
from frontwire.wiring import Wiring
from frontwire_cli.laptop.emulator import REGION
from frontwire_cli.laptop.laptop import SENDER, home_of
from frontwire_cli.project import project_root

AWS_WORDS = (
    "check the stack's name, the region (AWS_DEFAULT_REGION) and your AWS credentials (`aws sts get-caller-identity`)"
)


@dataclass(frozen=True, slots=True)
class Running:
    """What `up` leaves for other commands to find it. `folder` holds its state: what tells runs apart."""

    url: str
    table: str
    bucket: str
    read_queue: str
    deliver_queue: str
    local_hosts: str
    mail_set: str = ""
    dashboard: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Deployed:
    """A stack: physical names by logical id, its parameters and outputs."""

    names: Mapping[str, str]
    parameters: Mapping[str, str]
    outputs: Mapping[str, str]


def announce(root: Path, running: Running) -> Path:
    """Each run leaves a note of its own, named by its port; those of runs that were killed are cleared away."""
    notes = home_of(root) / "up"
    notes.mkdir(parents=True, exist_ok=True)
    for left in notes.glob("*.json"):
        if not _answers(_read(left).url):
            left.unlink(missing_ok=True)
    path = notes / f"{urlsplit(running.url).port}.json"
    path.write_text(json.dumps({name: getattr(running, name) for name in Running.__slots__}))
    return path


def _read(note: Path) -> Running:
    return Running(**json.loads(note.read_text()))


def wiring_of(stack: str) -> Wiring:
    """The wiring of a stack in AWS by its name, or of `up` on this machine: for an empty name, or for the folder of a run
    (with a /, which no stack's name has).

    Raises ConfigError that says how to get there.
    """
    return _of_stack(stack) if stack and "/" not in stack else _of_laptop(stack)


def store_of(stack: str) -> Store:
    return wiring_of(stack).store


def _of_laptop(folder: str) -> Wiring:
    running = _the_run(folder and str(Path(folder).resolve()))
    settings = Settings(
        table=running.table,
        archive=running.bucket,
        sender=SENDER,
        mail_set=running.mail_set,
        dashboard=running.dashboard,
        local_hosts=tuple(running.local_hosts.split(",")),
        read_queue=running.read_queue,
        deliver_queue=running.deliver_queue,
    )
    return Wiring(settings, _At(running.url))


def _the_run(folder: str) -> Running:
    """The run with this folder, or the only one."""
    notes = sorted((home_of(project_root()) / "up").glob("*.json"))
    runs = [running for running in map(_read, notes) if _answers(running.url)]
    found = [running for running in runs if not folder or running.folder == folder]
    if len(found) == 1:
        return found[0]
    if runs:
        there = ", ".join(running.folder for running in runs)
        raise ConfigError(
            "several runs are on this machine" if found else "no run has this folder",
            subject=folder,
            hint=f"name one by its folder: --stack {runs[0].folder}" + (f"; there are {there}" if runs[1:] else ""),
        )
    raise ConfigError(
        "frontwire is not running on this machine", hint="start `frontwire up`, or name your stack with --stack"
    )


def _answers(url: str) -> bool:
    """Is anybody there? A run that was killed leaves its note behind."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=2):
            return True
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class _At:
    """Clients of the embedded AWS at an address."""

    url: str

    def client(self, name: str, config: Any = None) -> Any:
        import boto3

        session: Any = boto3.session.Session(
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 - the embedded server's own
            region_name=REGION,
        )
        return session.client(name, endpoint_url=self.url, config=config)


def _of_stack(stack: str) -> Wiring:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    session: Any = boto3.session.Session()
    try:
        found = deployed(session, stack)
    except (BotoCoreError, ClientError) as error:
        raise ConfigError(str(error).rstrip("."), subject=f"stack {stack}", hint=AWS_WORDS) from error
    names, parameters = found.names, found.parameters
    if missing := [name for name in ("Table", "Archive", "ReadQueue", "DeliverQueue") if name not in names]:
        raise ConfigError(
            f"this is no stack of frontwire: it has no {', '.join(missing)}",
            subject=f"stack {stack}",
            hint="name the stack that `sam deploy` made",
        )
    settings = Settings(
        table=names["Table"],
        archive=names["Archive"],
        contact=parameters.get("Contact", ""),
        sender=parameters.get("Sender", ""),
        mail_set=names.get("MailSet", ""),
        dashboard=found.outputs.get("Dashboard", ""),
        secret_prefix=parameters.get("SecretPrefix") or DEFAULT_PREFIX,
        read_queue=names["ReadQueue"],
        deliver_queue=names["DeliverQueue"],
    )
    return Wiring(settings, session)


def deployed(session: Any, stack: str) -> Deployed:
    """What CloudFormation knows of a stack. Raises botocore's errors."""
    cloudformation = session.client("cloudformation")
    found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    rows = [row for page in pages for row in page["StackResourceSummaries"]]
    return Deployed(
        {row["LogicalResourceId"]: row["PhysicalResourceId"] for row in rows if row.get("PhysicalResourceId")},
        {row["ParameterKey"]: row["ParameterValue"] for row in found.get("Parameters", [])},
        {row["OutputKey"]: row["OutputValue"] for row in found.get("Outputs", [])},
    )

"""frontwire on this machine: the embedded AWS with the deployed template, the sinks, and hands to drive it."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from frontwire.errors import ConfigError, StoreError
from frontwire.models import Channel, Source, Subscription
from frontwire.settings import Settings
from frontwire.store import Store
from frontwire.wiring import Wiring, clock
from frontwire_cli.laptop.deploy import Stack, deploy
from frontwire_cli.laptop.emulator import Emulator, free_port
from frontwire_cli.laptop.sinks import Door, MailSink, SlackSink

SENDER = "alerts@frontwire.example"
DESK = "desk@newsroom.example"
SECRETS = "/frontwire"
AGAIN = "mend it and run again; `frontwire invoke` runs one step alone, see events/"
LOOK_EVERY = 0.2  # seconds
QUEUES = ("PollQueue", "ReadQueue", "AlertQueue", "DeliverQueue")
"""In the way of the data: a step sends before its message is deleted, so nothing slips past a look in this order."""
STEPS = ("schedule", "poll", "read", "alert", "deliver")
DEAD = ("PollDeadLetters", "ReadDeadLetters", "AlertDeadLetters", "DeliverDeadLetters")


@dataclass
class Laptop:
    """Start with `with`; what was started is ended in reverse order, whatever happens.

    `root` is the project's folder, `out` takes what the sinks receive, `keep` the state that outlives the run.
    """

    root: Path
    out: Path
    keep: Path | None = None
    local_hosts: tuple[str, ...] = ()
    slack: SlackSink = field(init=False)
    mail: MailSink = field(init=False)
    emulator: Emulator = field(init=False)
    stack: Stack = field(init=False)
    door: Door = field(init=False)
    key: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    _ends: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        home = (self.keep or home_of(self.root)) / "run"
        home.mkdir(parents=True, exist_ok=True)
        self.slack = SlackSink(self.out / "slack")
        self.mail = MailSink(self.out / "mail")
        self.emulator = Emulator(
            self.root / ".venv-aws" / "bin" / "python",
            home,
            self.keep,
            smtp_port=free_port(),
            port=kept_port(self.keep),
        )
        self.door = Door(self._browse, free_port())

    def __enter__(self) -> Laptop:
        self._ends.enter_context(_alone(self.emulator.home))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.close()

    def start_sinks(self) -> None:
        self._ends.callback(self.slack.stop)
        self.slack.start()
        self._ends.callback(self.mail.stop)
        self.mail.start(self.emulator.smtp_port)

    def start_aws(self) -> None:
        self._ends.callback(self.emulator.stop)
        self.emulator.start()

    def deploy(self) -> None:
        """The template as it stands, told that this is a laptop."""
        parameters = {
            "Contact": SENDER,
            "Sender": SENDER,
            "Dashboard": self.address,
            "LocalHosts": ",".join(self.hosts),
        }
        self.stack = deploy(self.emulator, self.root, self.root / ".frontwire" / "cache", parameters)
        ssm = self.emulator.client("ssm")
        for name, value in (("slack-webhook", self.slack.url), ("dashboard-key", self.key)):
            ssm.put_parameter(Name=f"{SECRETS}/{name}", Value=value, Type="SecureString", Overwrite=True)
        self.emulator.client("ses").verify_email_identity(EmailAddress=SENDER)
        self._ends.callback(self.door.stop)
        self.door.start()

    def seed(self, sources: Sequence[Source]) -> int:
        """Sources, and two channels that want everything: the Slack look-alike and a mailbox. Returns new sources."""
        self.store.channels.save(
            Channel("desk-slack", "slack", secret=f"{SECRETS}/slack-webhook", title="#war-desk"),
            Subscription("desk-slack"),
        )
        self.store.channels.save(Channel("desk-mail", "email", DESK, title="War desk"), Subscription("desk-mail"))
        return self.store.sources.add(sources, clock())

    @property
    def hosts(self) -> tuple[str, ...]:
        """What may be fetched on loopback: the Slack look-alike, and what the caller serves."""
        return (f"*.localhost:{self.slack.port}", *self.local_hosts)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.door.port}/"

    @cached_property
    def store(self) -> Store:
        settings = Settings(table=self.stack.outputs["Table"], archive=self.stack.outputs["Archive"])
        return Wiring(settings, _OwnerSession(self.emulator)).store

    def tick(self) -> dict[str, Any]:
        """What the scheduler does each minute, now."""
        return self.invoke("schedule", {"detail-type": "frontwire.tick"})

    def invoke(self, function: str, event: dict[str, Any]) -> dict[str, Any]:
        """Run a deployed function and wait for its answer. Raises StoreError with its error."""
        answer = self.emulator.client("lambda").invoke(
            FunctionName=f"frontwire-{function}", Payload=json.dumps(event).encode()
        )
        payload: dict[str, Any] = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise StoreError(str(payload.get("errorMessage", payload)), subject=f"{function} failed", hint=AGAIN)
        return payload

    def waiting(self) -> tuple[str, int]:
        """The first queue with messages that wait or are being worked on, and how many; ("", 0) when all is done."""
        for name in QUEUES:
            if depth := self._depth(name):
                return name, depth
        return "", 0

    def figures(self) -> dict[str, int]:
        """What the functions say they did, added up from their logs, and the stories that stand."""
        polls, reads = self._logged("poll"), self._logged("read")
        return {
            "polled": polls["polled"],
            "links": polls["links"],
            "new": polls["new"],
            "articles": reads["articles"],
            "matches": reads["matches"],
            "stories": len(self.store.stories.latest(1000)),
        }

    def failures(self) -> dict[str, Counter[str]]:
        """By step, the errors of its messages that failed and of its crashes, each with how often."""
        found: dict[str, Counter[str]] = {}
        for step in STEPS:
            for line in self._lines(step):
                if line.get("status") == "failed":
                    found.setdefault(step, Counter())[_said(line)] += 1
        for function, error in self.emulator.crashes():
            found.setdefault(function.removeprefix("frontwire-"), Counter())[error] += 1
        return found

    def _logged(self, function: str) -> Counter[str]:
        """The whole numbers of a function's log lines, summed by name."""
        total: Counter[str] = Counter()
        for line in self._lines(function):
            if line.get("message") == function:
                total.update({k: v for k, v in line.items() if type(v) is int})
        return total

    def _lines(self, function: str) -> Iterator[dict[str, Any]]:
        """What a function logged, without what the runtime says."""
        pages = self.emulator.client("logs").get_paginator("filter_log_events")
        for page in pages.paginate(logGroupName=f"/aws/lambda/frontwire-{function}"):
            for event in page["events"]:
                with suppress(ValueError):
                    line = json.loads(event["message"])
                    if isinstance(line, dict):
                        yield line

    def dead_letters(self) -> dict[str, int]:
        return {name: depth for name in DEAD if (depth := self._depth(name))}

    def settle(self, within: float, watch: Callable[[str, int], bool] | None = None) -> bool:
        """Wait until nothing is left to do; `watch` hears of what waits, and says whether to wait on. False if `within`
        seconds did not do."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            queue, depth = self.waiting()
            if not depth:
                return True
            if watch and not watch(queue, depth):
                return False
            time.sleep(LOOK_EVERY)
        return False

    def _depth(self, queue: str) -> int:
        names = [f"ApproximateNumberOfMessages{what}" for what in ("", "NotVisible", "Delayed")]
        answer = self.emulator.client("sqs").get_queue_attributes(
            QueueUrl=self.stack.resources[queue], AttributeNames=names
        )
        return sum(int(answer["Attributes"].get(name, 0)) for name in names)

    def _browse(self, event: dict[str, Any]) -> dict[str, Any]:
        return self.invoke("api", event)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One run at a time with a home: a second would end the first one's server. The lock ends with its process."""
    with open(home / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ConfigError(
                "another run is at work here",
                subject=str(home),
                hint="end it first, or set FRONTWIRE_HOME and --out to folders of its own",
            ) from error
        yield


def _said(line: dict[str, Any]) -> str:
    """A failure in a line: the error, and where in our code it was raised."""
    name, error = line.get("exception_name", ""), line.get("error", "")
    frames = (line.get("stack_trace") or {}).get("frames") or []
    where = f"{Path(frames[-1]['file']).name}:{frames[-1]['line']}: " if frames else ""
    return f"{where}{name}: {error}" if name else f"{where}{error}"


def home_of(root: Path) -> Path:
    """Where runs keep their logs and pids; FRONTWIRE_HOME sets runs that go on side by side apart."""
    return Path(os.environ.get("FRONTWIRE_HOME") or root / ".frontwire").absolute()


@dataclass(frozen=True)
class _OwnerSession:
    """Clients of the embedded AWS for the command line itself."""

    emulator: Emulator

    def client(self, name: str, config: Any = None) -> Any:
        return self.emulator.client(name)


def kept_port(keep: Path | None, name: str = "port") -> int:
    """A kept state holds addresses of queues and pages, so each server comes back on the port it was first given."""
    if keep is None:
        return free_port()
    kept = keep / name
    if not kept.exists():
        keep.mkdir(parents=True, exist_ok=True)
        kept.write_text(str(free_port()))
    return int(kept.read_text())

"""The composition root: the one place that makes clients and puts the parts together.

Clients and steps are made on first use and kept, so that a warm function makes them once; nothing is made at import.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from frontwire import __version__
from frontwire.errors import ConfigError
from frontwire.settings import Settings

if TYPE_CHECKING:
    from frontwire.channels import Tools
    from frontwire.collect.fetch import Fetcher
    from frontwire.collect.politeness import Polite
    from frontwire.models import Channel
    from frontwire.queues import Queue
    from frontwire.steps.alert import AlertStep
    from frontwire.steps.api import Api, Door
    from frontwire.steps.deliver import DeliverStep
    from frontwire.steps.hubs import Subscriber
    from frontwire.steps.poll import PollStep
    from frontwire.steps.presses import Presses
    from frontwire.steps.push import PushDoor
    from frontwire.steps.read import ReadStep
    from frontwire.steps.schedule import Schedule
    from frontwire.steps.way_out import WayOut
    from frontwire.store import Store

PRESS_SECONDS = 1.5  # Slack waits three seconds for all that a press does
SECRET_SECONDS = 300.0  # a warm function lives for hours: a secret that was mended or taken back counts after this


def clock() -> datetime:
    return datetime.now(UTC)


def client_config(tries: int = 5) -> Any:
    """A client that tries again by itself; one that sends to people must not: a repeat would be a second alert.

    Calls are made in a few places with types checked there, so botocore need not check them again; it and the long name
    that botocore builds for every request are a good part of what a call costs.
    """
    from botocore.config import Config

    return Config(
        retries={"mode": "standard", "total_max_attempts": tries},
        connect_timeout=5,
        read_timeout=20,
        parameter_validation=False,
        disable_request_compression=True,
        user_agent=f"frontwire/{__version__}",
    )


class _Later:
    """A client that is made when it is first used: most channels need neither mail nor SNS."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Any:
        return self._make()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)


class Wiring:
    """Everything a function may need, by name. `session` is a boto3 session or anything with `client(name)`."""

    def __init__(self, settings: Settings, session: Any) -> None:
        self.settings = settings
        self._session = session
        self._secrets: dict[str, tuple[str, float]] = {}

    @classmethod
    def of(cls, environ: Mapping[str, str] | None = None) -> Wiring:
        import boto3

        return cls(Settings.read(os.environ if environ is None else environ), boto3.session.Session())

    def _client(self, name: str, tries: int = 5) -> Any:
        return self._session.client(name, config=client_config(tries))

    @cached_property
    def store(self) -> Store:
        from frontwire.store import Store

        need = self.settings.need
        return Store.on(self._client("dynamodb"), self._client("s3"), table=need("table"), bucket=need("archive"))

    @cached_property
    def fetcher(self) -> Fetcher:
        from frontwire.collect.fetch import Fetcher

        return Fetcher(self.settings.user_agent, allow=self.settings.local_hosts)

    @cached_property
    def polite(self) -> Polite:
        """The fetcher for sources and pages: robots.txt, one request at a time and host."""
        from frontwire.collect.politeness import Polite

        return Polite(self.fetcher, "frontwire")

    @cached_property
    def _sqs(self) -> Any:
        return self._client("sqs")

    def _queue(self, name: str) -> Queue:
        from frontwire.queues import Queue

        return Queue(self._sqs, self.settings.need(name))

    @cached_property
    def read_queue(self) -> Queue:
        return self._queue("read_queue")

    @cached_property
    def deliver_queue(self) -> Queue:
        return self._queue("deliver_queue")

    @cached_property
    def schedule(self) -> Schedule:
        from frontwire.steps.schedule import Schedule

        return Schedule(self.store, self._queue("poll_queue"), self.deliver_queue)

    @cached_property
    def poll(self) -> PollStep:
        from frontwire.steps.poll import PollStep

        return PollStep(self.store, self.read_queue, self.polite, self.polite.pause, self._subscriber)

    @cached_property
    def _subscriber(self) -> Subscriber:
        from frontwire.steps.hubs import Subscriber

        return Subscriber(self.store, self.fetcher.post, self.settings.dashboard)

    @cached_property
    def read(self) -> ReadStep:
        from frontwire.detect import Engine
        from frontwire.steps.read import ReadStep

        engine = Engine.load()
        chosen = engine.only(self.settings.topics) if self.settings.topics else engine
        return ReadStep(self.store, self._queue("alert_queue"), self.polite, chosen)

    @cached_property
    def alert(self) -> AlertStep:
        from frontwire.steps.alert import AlertStep

        return AlertStep(self.store, self.deliver_queue)

    @cached_property
    def deliver(self) -> DeliverStep:
        from frontwire.channels import Links
        from frontwire.steps.deliver import DeliverStep

        return DeliverStep(self.store, self.tools, Links(dashboard=self.settings.dashboard), self._unsubscribe)

    def _unsubscribe(self, channel: Channel) -> str:
        """The way out of a mail channel; none without an address of our own or the key that signs it."""
        from frontwire.channels import unsubscribe
        from frontwire.steps.api import KEY_NAME

        if channel.kind != "email" or not self.settings.dashboard:
            return ""
        try:
            key = self.secret(f"{self.settings.secret_prefix}/{KEY_NAME}")
        except ConfigError:
            return ""
        return unsubscribe.address(self.settings.dashboard, channel, key)

    @cached_property
    def api(self) -> Api:
        from frontwire.steps.api import Api

        prefix, dashboard = self.settings.secret_prefix, self.settings.dashboard
        doors: dict[str, Door] = {  # each is made when somebody stands before it
            "push": lambda asked, now: self.push.answer(asked, now),
            "slack": lambda asked, now: self.presses.answer(asked, now),
            "unsubscribe": lambda asked, now: self.way_out.answer(asked, now),
        }
        return Api(self.store, self.secret, prefix, dashboard, doors)

    @cached_property
    def push(self) -> PushDoor:
        from frontwire.steps.push import PushDoor

        return PushDoor(self.store, self._queue("poll_queue"))

    @cached_property
    def presses(self) -> Presses:
        from frontwire.channels import Links
        from frontwire.collect.fetch import Fetcher
        from frontwire.steps.presses import Presses

        hasty = Fetcher(self.settings.user_agent, allow=self.settings.local_hosts, timeout=PRESS_SECONDS)
        links = Links(dashboard=self.settings.dashboard)
        return Presses(self.store, hasty.post, self.secret, self.settings.secret_prefix, links)

    @cached_property
    def way_out(self) -> WayOut:
        from frontwire.steps.way_out import WayOut

        return WayOut(self.store, self.secret, self.settings.secret_prefix)

    @cached_property
    def tools(self) -> Tools:
        """What sending needs. Mail and SNS clients are made only when a channel of that kind is used."""
        from frontwire.channels import Tools

        return Tools(
            post=self.fetcher.post,
            ses=_Later(lambda: self._client("ses", tries=1)),
            sns=_Later(lambda: self._client("sns", tries=1)),
            secret=self.secret,
            sender=self.settings.sender,
            mail_set=self.settings.mail_set,
        )

    @cached_property
    def _ssm(self) -> Any:
        return self._client("ssm")

    def secret(self, name: str) -> str:
        """The value of an SSM parameter below the secret prefix. Raises ConfigError that names it, never its value."""
        if not name.startswith(f"{self.settings.secret_prefix}/"):
            raise ConfigError(
                "is not below the secret prefix",
                subject=name,
                hint=f"name it {self.settings.secret_prefix}/<something>; no other parameter may be read",
            )
        value, until = self._secrets.get(name, ("", 0.0))
        if time.monotonic() >= until:
            try:
                answer = self._ssm.get_parameter(Name=name, WithDecryption=True)
            except self._ssm.exceptions.ParameterNotFound as error:
                hint = f"aws ssm put-parameter --type SecureString --name {name} --value ..."
                raise ConfigError("there is no such SSM parameter", subject=name, hint=hint) from error
            value = answer["Parameter"]["Value"].strip()  # a file's last line end is no part of a secret
            self._secrets[name] = value, time.monotonic() + SECRET_SECONDS
        return value

"""`invoke`: one function, one event, in this process on moto; prints what it returned and what it changed.

Beside an event may lie <event>.given.json: what the account holds before (see `Given`). The demo world is served when
the given asks for it, so that poll and read have something to fetch; on another port where its own is taken.
"""

from __future__ import annotations

import dataclasses
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock
from warnings import catch_warnings

from msgspec.structs import replace

from frontwire import codec
from frontwire.errors import ConfigError, FrontwireError, ParseError
from frontwire.models import Alert, Channel, Delivery, Source, Story, Subscription
from frontwire.wiring import clock
from frontwire_cli import demo
from frontwire_cli.inprocess import Account, account
from frontwire_cli.laptop.emulator import free_port
from frontwire_cli.laptop.sinks import SlackSink
from frontwire_cli.project import project_root
from frontwire_cli.terminal import console, emit_json, plain, rows

SHOWN = 120  # characters of a value in the table of changes


@dataclass(frozen=True, slots=True)
class Given:
    """What the account holds before the event. `demo_port` and `demo_phase` serve the demo world meanwhile.

    The SSM parameter /frontwire/slack-webhook leads to a Slack look-alike; `parameters` adds others by name.
    """

    sources: tuple[Source, ...] = ()
    channels: tuple[Channel, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    stories: tuple[Story, ...] = ()
    alerts: tuple[Alert, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    parameters: dict[str, str] = field(default_factory=dict)
    demo_port: int = 0
    demo_phase: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an invocation did. `failed` tells of each message that goes back to its queue why.

    `rows` are new or changed rows of the table: key, and the value where there is one.
    """

    returned: Any
    error: str
    failed: tuple[str, ...]
    milliseconds: float
    rows: tuple[dict[str, Any], ...]
    messages: dict[str, list[Any]]
    mails: tuple[str, ...]
    posts: tuple[dict[str, Any], ...]
    objects: tuple[str, ...]


def invoke(step: str, event_path: Path, as_json: bool) -> int:
    """Exit code: 0 all was done, 1 the function raised or a message failed, 2 no such function, or no event to read."""
    root = project_root()
    steps = sorted(path.parent.name for path in root.glob("functions/*/app.py"))
    if step not in steps:
        raise ConfigError("there is no such function", subject=step, hint=f"one of {', '.join(steps)}")
    effect = effect_of(root, step, read_event(event_path), read_given(event_path))
    if as_json:
        emit_json(codec.plain(effect))
    else:
        _show(effect)
    return 1 if effect.error or effect.failed else 0


def read_event(path: Path) -> dict[str, Any]:
    event = _json(path)
    if not isinstance(event, dict):
        raise ParseError("an event is a JSON object", subject=str(path), hint="see events/<function>/ for samples")
    return event


def read_given(event_path: Path) -> Given:
    path = event_path.with_suffix(".given.json")
    return codec.build(Given, _json(path), subject=str(path)) if path.exists() else Given()


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        there = sorted((Path("events") / path.parent.name).glob("*.json"))
        samples = [str(found) for found in there if not found.name.endswith(".given.json")][:3]
        hint = f"try {', '.join(samples)}" if samples else "see events/<function>/ for samples"
        raise ConfigError(str(error.strerror).lower(), subject=str(path), hint=hint) from error
    except (ValueError, RecursionError) as error:
        raise ParseError(f"is not JSON: {error}", subject=str(path)) from error


def effect_of(root: Path, step: str, event: dict[str, Any], given: Given) -> Effect:
    """Run the function in an account that holds `given`, and tell what changed."""
    event, given = _where_there_is_room(event, given)
    with ExitStack() as stack:
        quiet = {"POWERTOOLS_LOG_LEVEL": os.environ.get("POWERTOOLS_LOG_LEVEL", "CRITICAL")}
        stack.enter_context(mock.patch.dict(os.environ, quiet))
        stack.enter_context(catch_warnings(action="ignore"))  # of Powertools, about figures that nobody takes here
        hosts = stack.enter_context(_served(given))
        slack = SlackSink(folder=None)
        slack.start()
        stack.callback(slack.stop)
        hosts.append(f"*.localhost:{slack.port}")
        there = stack.enter_context(account(root, {"LocalHosts": hosts}))
        _prepare(there, given, slack.url)
        before = there.rows()
        there.handler(step)  # imported before the clock starts, as Lambda's init is
        started = time.perf_counter()
        returned, error = _call(there, step, event)
        milliseconds = 1e3 * (time.perf_counter() - started)
        return Effect(
            returned, error, tuple(_failures(there.handler(step))), round(milliseconds, 1), tuple(_changed(before, there.rows())), there.messages(),
            tuple(there.mails()), tuple(slack.posts), tuple(there.objects()),
        )  # fmt: skip


def _where_there_is_room(event: dict[str, Any], given: Given) -> tuple[dict[str, Any], Given]:
    """Event and given as they are, or for another port where that of the demo world is taken."""
    if not given.demo_port or _is_free(given.demo_port):
        return event, given
    port = free_port()
    names = f".localhost:{given.demo_port}", f".localhost:{port}"
    moved = codec.load(Given, codec.dump(dataclasses.replace(given, demo_port=port)).decode().replace(*names))
    return json.loads(json.dumps(event).replace(*names)), moved


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _call(there: Account, step: str, event: dict[str, Any]) -> tuple[Any, str]:
    try:
        return there.invoke(step, event), ""
    except FrontwireError as error:
        return None, str(error)
    except Exception as error:  # what a function raises on an event is the answer that was asked for
        return None, f"{type(error).__name__}: {error}"


def _failures(module: ModuleType) -> Iterator[str]:
    """Why each message that failed did: what Powertools' batch keeps of the exceptions."""
    processor = getattr(module, "processor", None)
    for message, (kind, error, _) in (
        zip(processor.fail_messages, processor.exceptions, strict=True) if processor else ()
    ):
        said = str(error) if isinstance(error, FrontwireError) else f"{kind.__name__}: {error}"
        yield f"{message.message_id}: {said}"


@contextmanager
def _served(given: Given) -> Iterator[list[str]]:
    """The demo world on its port while it is asked for; yields the hosts that may then be fetched."""
    if not given.demo_port:
        yield []
        return
    try:
        world = demo.serve(given.demo_port)
    except OSError as error:
        raise ConfigError(
            "this port is taken", subject=f"127.0.0.1:{given.demo_port}", hint="end what listens there and try again"
        ) from error
    with world:
        while world.phase != (given.demo_phase or world.phase):
            world.advance()
        yield [f"*.localhost:{given.demo_port}"]


def _prepare(there: Account, given: Given, slack: str) -> None:
    now = clock()
    store, ssm = there.store, there.client("ssm")
    for name, value in ({"/frontwire/slack-webhook": slack} | given.parameters).items():
        ssm.put_parameter(Name=name, Value=value, Type="SecureString")
    store.sources.add(given.sources, now)
    wants = {subscription.channel: subscription for subscription in given.subscriptions}
    for channel in given.channels:
        store.channels.save(channel, wants.get(channel.id, Subscription(channel.id)))
    for story in given.stories:
        store.stories.save(replace(story, version=0))
    for alert in given.alerts:
        store.stories.keep_alert(alert)
    for delivery in given.deliveries:
        store.deliveries.write([replace(delivery, version=0)])


def _changed(
    before: dict[tuple[str, str], dict[str, Any]], after: dict[tuple[str, str], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    for key, row in sorted(after.items()):
        if before.get(key) != row:
            shown = {name: value for name, value in row.items() if name not in ("body", "version", "expires")}
            yield shown | ({"value": _value(row["body"])} if "body" in row else {})


def _value(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body  # a shelf holds plain ids


def _show(effect: Effect) -> None:
    if effect.error:
        console.print(plain(f"raised: {effect.error}"), style="red")
    else:
        console.print(plain(f"returned {json.dumps(effect.returned, default=str)}"), style="bold")
    for line in effect.failed:
        console.print(plain(f"failed, and goes back to the queue: {line}"), style="red")
    console.print(f"[dim]{effect.milliseconds:.1f} ms[/]")
    changes = [[f"row {row['pk']} {row['sk']}", _short(row.get("value", ""))] for row in effect.rows]
    changes += [[f"message in {name}", _short(body)] for name, bodies in effect.messages.items() for body in bodies]
    changes += [["object in Archive", key] for key in effect.objects]
    changes += [["mail by SES", _short(mail)] for mail in effect.mails]
    changes += [["post to Slack", _short(post)] for post in effect.posts]
    if changes:
        console.print(rows("", ("changed", "to"), changes))
    else:
        console.print("Nothing changed.", style="dim")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"

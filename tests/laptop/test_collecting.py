"""Sources in trouble, a flood, a hub and the canary for real: the deployed template on the embedded AWS, HTTP, Slack."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode
from urllib.request import Request, urlopen

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from frontwire.models import Source
from frontwire.wiring import clock
from frontwire_cli import run
from frontwire_cli.laptop.laptop import Laptop
from frontwire_cli.main import app
from tests.collect.smallweb import Web

ROOT = Path(__file__).resolve().parents[2]
SETTLE = 90.0  # seconds; a quiet machine needs a few

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(
        not (ROOT / ".venv-aws" / "bin" / "python").exists(), reason="run `make setup` for the embedded AWS"
    ),
]


def feed(name: str, numbers: range) -> tuple[int, dict[str, str], bytes]:
    items = "".join(f"<item><title>Report {n} of {name}</title><link>/{name}/{n}</link></item>" for n in numbers)
    body = f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>"
    return 200, {"Content-Type": "application/rss+xml"}, body.encode()


def page(number: int) -> tuple[int, dict[str, str], bytes]:
    text = f"<h1>Report {number}</h1><p>{'The bridge is closed for repairs. ' * 9}</p>"
    return 200, {"Content-Type": "text/html"}, f"<html><body><article>{text}</article></body></html>".encode()


class Desk:
    """The laptop with three feeds, each on a host of its own."""

    def __init__(self, laptop: Laptop, web: Web) -> None:
        self.laptop, self.web, self.store = laptop, web, laptop.store
        self.names = ("broken", "flooding", "quiet")
        laptop.seed([Source(name, f"http://{name}.localhost:{web.port}/{name}.rss") for name in self.names])

    def poll(self, *names: str) -> None:
        self.store.rounds.hurry(clock(), names)
        self.laptop.tick()
        assert self.laptop.settle(SETTLE)

    def told(self) -> set[tuple[str, str]]:
        """Each health alert there is: the source, and what is said of it."""
        return {(alert.story.split("-")[1], alert.status) for alert in self.store.stories.health_alerts()}

    def on_the_hour(self) -> list[str]:
        """Let the hour come for what is owed to the Slack look-alike; returns the new posts' words."""
        before = len(self.laptop.slack.posts)
        owed = [one for one in self.store.deliveries.of_channel("desk-slack") if one.state == "pending"]
        assert all(one.due_at and (one.due_at.minute, one.due_at.second) == (0, 0) for one in owed)
        self.store.deliveries.write([replace(one, due_at=clock()) for one in owed])
        self.laptop.tick()
        assert self.laptop.settle(SETTLE)
        return [json.dumps(post) for post in self.laptop.slack.posts[before:]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("trouble")
    patch = pytest.MonkeyPatch()
    patch.setenv("FRONTWIRE_HOME", str(folder / "home"))
    web = Web()
    web.pages |= {f"/{name}.rss": feed(name, range(3)) for name in ("broken", "flooding", "quiet")}
    with ExitStack() as stack:
        stack.callback(patch.undo)
        stack.callback(web.server.server_close)
        stack.callback(web.server.shutdown)
        laptop = stack.enter_context(Laptop(ROOT, folder / "out", local_hosts=(f"*.localhost:{web.port}",)))
        laptop.start_sinks()
        laptop.start_aws()
        laptop.deploy()
        run._announce(laptop)
        yield Desk(laptop, web)


def test_trouble_is_told_once_and_so_is_its_end(desk: Desk) -> None:
    desk.poll()
    flight = desk.store.canary.flight()
    assert flight.sent
    assert flight.arrived == flight.sent  # the canary went the whole way, through every deployed function
    assert desk.told() == set()

    old = {name: health for name, (_, health) in desk.store.sources.with_health(desk.names).items()}
    month = clock() - timedelta(days=30)
    desk.store.sources.learn({"quiet": replace(old["quiet"], gap=3600.0, new_at=month)})
    desk.web.pages["/broken.rss"] = (500, {}, b"")
    desk.web.pages["/flooding.rss"] = feed("flooding", range(40))
    for _ in range(6):
        desk.poll(*desk.names)
    assert desk.told() == {("broken", "failing"), ("flooding", "flood"), ("quiet", "silent")}
    assert len(desk.store.stories.health_alerts()) == 3
    said = " ".join(desk.on_the_hour())
    assert all(
        word in said for word in ("broken cannot be polled", "flooding showed far more", "quiet has brought nothing")
    )
    assert "frontwire sources release flooding" in said
    assert desk.on_the_hour() == []

    desk.web.pages["/broken.rss"] = feed("broken", range(3))
    desk.web.pages["/quiet.rss"] = feed("quiet", range(4))
    for _ in range(2):
        desk.poll(*desk.names)
    assert {("broken", "recovered"), ("quiet", "recovered")} <= desk.told()
    said = " ".join(desk.on_the_hour())
    assert "broken works again" in said
    assert "quiet works again" in said
    assert desk.laptop.dead_letters() == {}


def test_a_flood_is_held_until_one_command_releases_it(desk: Desk) -> None:
    held = [key for key, _ in desk.store.sources.held("flooding")]
    assert len(held) == 37
    assert not any(desk.store.news.reading(key) for key in held)
    for number in range(3, 40):
        desk.web.pages[f"/flooding/{number}"] = page(number)
    result = CliRunner().invoke(app, ["sources", "release", "flooding"], catch_exceptions=False)
    assert "37 links sent to be read" in result.stdout
    assert desk.laptop.settle(SETTLE)
    outcomes = [reading.outcome for key in held if (reading := desk.store.news.reading(key))]
    assert outcomes == ["read"] * 37
    assert desk.store.sources.held("flooding") == []
    new = desk.laptop.figures()["new"]
    desk.poll("flooding")
    assert desk.laptop.figures()["new"] == new


def test_a_hub_is_subscribed_to_and_its_push_is_read_at_once(desk: Desk) -> None:
    web, at = desk.web, f"http://pushed.localhost:{desk.web.port}"
    head = f"<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='http://hub.localhost:{web.port}/hub'/>"

    def named(numbers: range) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = feed("pushed", numbers)
        return status, headers, body.replace(b"<item>", head.encode() + b"<item>", 1)

    web.pages |= {"/pushed.rss": named(range(3)), "/hub": (202, {}, b""), "/pushed/3": page(3)}
    desk.store.sources.add([Source("pushed", f"{at}/pushed.rss")], clock())
    desk.poll("pushed")
    (form,) = (dict(parse_qsl(body.decode())) for body in web.posted)
    asked = {
        "hub.mode": "subscribe",
        "hub.topic": form["hub.topic"],
        "hub.challenge": "abc",
        "hub.lease_seconds": "86400",
    }
    with urlopen(f"{form['hub.callback']}?{urlencode(asked)}") as answer:
        assert answer.read() == b"abc"
    before, body = desk.laptop.figures(), named(range(4))[2]
    for secret, new in (("forged", 0), (form["hub.secret"], 1), (form["hub.secret"], 1)):
        signature = f"sha256={hmac.new(secret.encode(), body, 'sha256').hexdigest()}"
        urlopen(Request(form["hub.callback"], body, {"X-Hub-Signature": signature})).close()
        assert desk.laptop.settle(SETTLE)
        assert desk.laptop.figures()["new"] - before["new"] == new
    web.pages["/pushed.rss"] = named(range(4))
    desk.poll("pushed")  # the net below brings nothing twice
    assert desk.laptop.figures()["new"] - before["new"] == 1
    assert desk.laptop.dead_letters() == {}
